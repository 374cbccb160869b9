// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "evaluation.hpp"

#include "appearances.hpp"
#include "label_filter.hpp"
#include "steadiness.hpp"

#include "zoom_detectors/box_matching.hpp"
#include "zoom_detectors/content_hash.hpp"
#include "zoom_looks/region_looks.hpp"

#include "opencv2/core/utility.hpp"

#include <algorithm>
#include <cstdio>
#include <filesystem>

namespace table {

namespace {

// Another way of measuring makes old rows worthless.
const char* const MEASURE = "measure 3";

std::string textOf(cv::Size size)
{
    return cv::format("%dx%d", size.width, size.height);
}

cv::Size inputOf(const detectors::Detector& detector, cv::Size frame, cv::Size size, double scale)
{
    const cv::Size wanted(cvRound(size.width * scale), cvRound(size.height * scale));
    return detector.acceptedSize(looks::sameArea(frame, wanted));
}

double median(std::vector<double> values)
{
    if (values.empty())
        return NOTHING;
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

std::string conditionsOf(const EvaluationSetting& setting, const Clip& clip, const Row& row)
{
    const Task& task = *setting.task;
    detectors::ContentHash hash;
    const auto add = [&hash](const std::string& text) { hash.add(text.c_str(), text.size() + 1); };
    add(MEASURE);
    add(METHODS_VERSION);
    add(clip.content);
    add(LabelFilter(setting.detector, clip.labels).identity());
    add(row.method + " " + row.input);
    add(cv::format("%.17g %.17g %.17g %d", task.threshold, task.small, clip.framesPerSecond, clip.step));
    const auto addCount = [&hash](size_t count) { hash.add(&count, sizeof count); }; // lists of equal items end there
    addCount(clip.warmUp.size());
    hash.add(clip.warmUp.data(), clip.warmUp.size() * sizeof(int));
    addCount(clip.frames.size());
    for (const footage::TaughtFrame& frame : clip.frames)
    {
        hash.add(&frame.number, sizeof frame.number);
        addCount(frame.boxes.size());
        for (const detectors::Detection& box : frame.boxes)
        {
            hash.add(&box.box, sizeof box.box);
            hash.add(&box.label, sizeof box.label);
        }
    }
    if (isUpperBound(row.method))
        add(cv::format("%.17g %.17g", task.target.bandwidth, task.target.smallBoxes));
    if (needsPrior(row.method) && !clip.prior.empty())
        hash.add(clip.prior.data, clip.prior.total() * clip.prior.elemSize());
    if (needsModel(row.method) && std::filesystem::exists(setting.model))
    {
        hash.addFile(setting.model);
        const cv::FileStorage file(setting.model, cv::FileStorage::READ);
        hash.addFile((std::filesystem::path(setting.model).parent_path() / file["onnx"].string()).string());
    }
    return hash.text();
}

double maddsOf(const detectors::Detector& detector, const looks::Look& look)
{
    if (look.regions.empty())
        return detector.multiplyAdds(look.shown.size());
    double sum = 0;
    for (const detectors::Region& region : look.regions)
        sum += detector.multiplyAdds(region.input);
    return sum;
}

std::vector<cv::Rect2d> boxesOf(const std::vector<detectors::Detection>& things)
{
    std::vector<cv::Rect2d> boxes;
    for (const detectors::Detection& thing : things)
        boxes.push_back(thing.box);
    return boxes;
}

MethodContext contextOf(const EvaluationSetting& setting, const Clip& clip, const Row& row)
{
    MethodContext context;
    context.frame = clip.frames.at(0).size;
    int width = 0, height = 0;
    CV_Assert(std::sscanf(row.input.c_str(), "%dx%d", &width, &height) == 2);
    context.input = cv::Size(width, height);
    context.framesPerSecond = clip.framesPerSecond / clip.step;
    if (setting.task->threshold >= 0)
        context.threshold = float(setting.task->threshold);
    context.model = setting.model;
    context.prior = clip.prior;
    context.target = setting.task->target;
    return context;
}

//! Times are of one core, whoever starts the program.
class OneThread
{
public:
    OneThread() { cv::setNumThreads(1); }
    ~OneThread() { cv::setNumThreads(before); }
    OneThread(const OneThread&) = delete;
    OneThread& operator=(const OneThread&) = delete;

private:
    const int before = cv::getNumThreads();
};

//! The frames of a clip by their numbers, in order.
class Frames
{
public:
    Frames(const Task& _task, const Clip& _clip) : task(_task), clip(_clip), source(_clip.open()) {}

    const cv::Mat& at(int number)
    {
        if ((number > next && !source->skip(number - next)) || !source->read(image))
            fail(cv::format("frame %d cannot be read, or has changed since the teacher has looked at it", number));
        const cv::Size size = clip.frames.at(0).size;
        if (image.size() != size)
            fail(cv::format("frame %d is %dx%d, the first one %dx%d; a clip must have one size", number, image.cols,
                            image.rows, size.width, size.height));
        next = number + 1;
        return image;
    }

    double seconds(int number) const { return number / clip.framesPerSecond; }

private:
    [[noreturn]] void fail(const std::string& problem) const
    {
        CV_Error(cv::Error::StsBadArg, "clip '" + clip.name + "' of task '" + task.name + "': " + problem);
    }

    const Task& task;
    const Clip& clip;
    cv::Ptr<footage::FrameSource> source;
    cv::Mat image;
    int next = 0;
};

} // namespace

std::vector<Row> plannedRows(const EvaluationSetting& setting, const Clip& clip,
                             const std::vector<std::string>& methods)
{
    const Task& task = *setting.task;
    const cv::Size frame = clip.frames.at(0).size;
    std::vector<Row> rows;
    for (const cv::Size& size : task.sizes)
        for (const std::string& method : methods)
        {
            // Only the plain resize is shown at several sizes: the curve that the others are compared with.
            const bool severalSizes = method == "uniform" && !setting.detector->hasFixedSize();
            for (double scale : severalSizes ? task.scales : std::vector<double>(1, 1.))
            {
                Row row;
                row.task = task.name;
                row.clip = clip.name;
                row.method = method;
                row.size = textOf(size);
                row.scale = scale;
                row.input = textOf(inputOf(*setting.detector, frame, size, scale));
                row.conditions = conditionsOf(setting, clip, row);
                rows.push_back(row);
            }
        }
    return rows;
}

Row evaluate(const EvaluationSetting& setting, const Clip& clip, Row row)
{
    const OneThread oneThread;
    const Task& task = *setting.task;
    const cv::Size size = clip.frames.at(0).size;
    LabelFilter detector(setting.detector, clip.labels);
    const MethodContext context = contextOf(setting, clip, row);
    const cv::Ptr<Method> method = createMethod(row.method, context, detector);

    detectors::GroupScores scores(task.small * size.area(), context.threshold);
    Steadiness steadiness(size, context.input);
    TimesToFind times(findAppearances(clip.frames, clip.framesPerSecond), clip.frames, clip.framesPerSecond);
    std::vector<double> zoomMs, detectorMs;

    Frames frames(task, clip);
    for (int number : clip.warmUp)
        method->look(detector, frames.at(number), frames.seconds(number));
    for (const footage::TaughtFrame& frame : clip.frames)
    {
        const std::vector<cv::Rect2d> things = boxesOf(frame.boxes);
        method->tell(things);
        looks::Look look = method->look(detector, frames.at(frame.number), frames.seconds(frame.number));
        look.found = detectors::insideFrame(look.found, size); // as the reference
        const std::vector<double> magnification = looks::magnificationOf(look, size, context.input, things);
        scores.add(look.found, frame.boxes, magnification);
        steadiness.add(look, frame.boxes);
        std::vector<detectors::Detection> sure;
        std::copy_if(look.found.begin(), look.found.end(), std::back_inserter(sure),
                     [&context](const detectors::Detection& one) { return one.score >= context.threshold; });
        const std::vector<bool> covered = detectors::matchBoxes(sure, frame.boxes).covered;
        times.add(covered, magnification);
        addShown(row.shown, looks::shownBoxes(look, size, things), covered);
        zoomMs.push_back(look.sampleMs);
        detectorMs.push_back(look.detectMs);
        if (zoomMs.size() == 1) // the same for all
            row.detectorMadds = maddsOf(detector, look);
        row.detectorRuns = double(std::max(look.regions.size(), size_t(1)));
    }

    row.groups = scores.groups();
    row.saliencyMadds = method->saliencyMadds();
    row.zoomMs = median(zoomMs);
    row.detectorMs = median(detectorMs);
    row.flicker = steadiness.flicker();
    row.cornerFlicker = steadiness.cornerFlicker();
    const TimesToFind::Times all = times.all(), outside = times.outside();
    row.appeared = all.appeared;
    row.timeToFind = all.mean;
    row.appearedFound = all.found;
    row.outside = outside.appeared;
    row.timeToFindOutside = outside.mean;
    row.outsideFound = outside.found;
    return row;
}

void measureTimes(const EvaluationSetting& setting, const Clip& clip, const std::vector<Row*>& rows, int count)
{
    const OneThread oneThread;
    LabelFilter detector(setting.detector, clip.labels);
    std::vector<cv::Ptr<Method>> methods;
    for (const Row* row : rows)
        methods.push_back(createMethod(row->method, contextOf(setting, clip, *row), detector));
    std::vector<std::vector<double>> zoomMs(rows.size()), detectorMs(rows.size());
    Frames frames(*setting.task, clip);
    for (int i = 0; i < std::min(count, int(clip.frames.size())); i++)
    {
        const int number = clip.frames[size_t(i)].number;
        const cv::Mat& image = frames.at(number);
        for (size_t k = 0; k < methods.size(); k++)
        {
            methods[k]->tell(boxesOf(clip.frames[size_t(i)].boxes));
            const looks::Look look = methods[k]->look(detector, image, frames.seconds(number));
            zoomMs[k].push_back(look.sampleMs);
            detectorMs[k].push_back(look.detectMs);
        }
    }
    for (size_t k = 0; k < rows.size(); k++)
    {
        rows[k]->zoomMs = median(zoomMs[k]);
        rows[k]->detectorMs = median(detectorMs[k]);
    }
}

} // namespace table
