// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "clips.hpp"

#include "label_filter.hpp"

#include "zoom_detectors/content_hash.hpp"
#include "zoom_footage/output_file.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/zoom/estimators.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>

namespace table {

namespace {

namespace fs = std::filesystem;

//! A line now and then: a teacher may take an hour.
class TeacherLines
{
public:
    explicit TeacherLines(std::string _name) : name(std::move(_name)) {}

    bool operator()(int done, int total)
    {
        if (Clock::now() - last >= std::chrono::seconds(20))
        {
            last = Clock::now();
            std::fprintf(stderr, "teacher looks at '%s': %d of %d\n", name.c_str(), done, total);
        }
        return true;
    }

private:
    typedef std::chrono::steady_clock Clock;
    std::string name;
    Clock::time_point last = Clock::now();
};

size_t boxesIn(const std::vector<footage::TaughtFrame>& frames)
{
    size_t sum = 0;
    for (const footage::TaughtFrame& frame : frames)
        sum += frame.boxes.size();
    return sum;
}

const cv::Size WHOLE(10000, 10000); // clips of all sizes together

void addScaled(const std::vector<detectors::Detection>& found, cv::Size size, std::vector<cv::Rect2d>& boxes)
{
    const double sx = double(WHOLE.width) / size.width, sy = double(WHOLE.height) / size.height;
    for (const detectors::Detection& one : found)
        boxes.emplace_back(one.box.x * sx, one.box.y * sy, one.box.width * sx, one.box.height * sy);
}

cv::Mat densityOf(const std::vector<cv::Rect2d>& boxes)
{
    const cv::Ptr<cv::zoom::DetectionSaliency> density = cv::zoom::DetectionSaliency::create(cv::Size(62, 62), 1);
    density->setDetections(boxes, WHOLE);
    cv::Mat map;
    density->estimate(cv::noArray(), -1, map);
    return map;
}

} // namespace

Footage::Footage(const Task& _task, const std::string& _cacheFolder, const ClipLimits& _limits)
    : task(_task), cacheFolder(_cacheFolder), limits(_limits),
      detector(detectors::createDetector(task.detector, task.model, task.threshold))
{
    for (const std::string& name : limits.names)
    {
        const auto isIt = [&name](const auto& entry) { return entry.name == name; };
        if (std::none_of(task.clips.begin(), task.clips.end(), isIt) &&
            std::none_of(task.composites.begin(), task.composites.end(), isIt))
            CV_Error(cv::Error::StsBadArg, "--clips names '" + name + "', which the task '" + task.name + "' has not");
    }
}

bool Footage::wanted(const std::string& name) const
{
    return limits.names.empty() || std::find(limits.names.begin(), limits.names.end(), name) != limits.names.end();
}

const std::vector<std::string>& Footage::labelsOf(const ClipEntry& entry) const
{
    return entry.labels.empty() ? task.labels : entry.labels;
}

footage::Teaching Footage::teach(const ClipEntry& entry, const detectors::Tiling& tiling, double from, double to,
                                 int step, int frames)
{
    const std::string& input = entry.input;
    footage::TeachingParams params;
    params.input = input;
    params.tiling = tiling;
    params.step = step;
    params.frames = frames;
    if (from > 0 || to < 1)
    {
        const int count = footage::openFrameSource(input)->count();
        params.start = cvFloor(from * count);
        const int within = (cvFloor(to * count) - params.start + step - 1) / step;
        if (within < 1)
            CV_Error(cv::Error::StsBadArg,
                     cv::format("input '%s' has %d frames, of which %g to %g leaves none; give a longer one",
                                input.c_str(), count, from, to));
        params.frames = frames > 0 ? std::min(within, frames) : within;
    }
    TeacherLines lines(input);
    footage::Teaching teaching =
        footage::teach(*detector, params, cacheFolder + "/" + footage::cacheName(*detector, params), lines);
    if (teaching.brokenOff > 0)
        std::fprintf(stderr, "input '%s' cannot be read after %d frames; what comes later is left out\n", input.c_str(),
                     teaching.brokenOff);
    for (footage::TaughtFrame& frame : teaching.frames)
    {
        keepLabels(frame.boxes, *detector, labelsOf(entry));
        frame.boxes = detectors::insideFrame(frame.boxes, frame.size);
    }
    return teaching;
}

cv::Ptr<Composite> Footage::compositeOf(const CompositeEntry& entry)
{
    std::vector<PastedClip> clips;
    double rate = 0;
    for (const std::string& name : entry.clips)
    {
        const ClipEntry& clip = *std::find_if(task.clips.begin(), task.clips.end(),
                                              [&name](const ClipEntry& one) { return one.name == name; });
        // What is cut out is large, so the teacher is shown the whole of it as it is.
        const footage::Teaching teaching = teach(clip, detectors::Tiling(), 0, 1, 1, 0);
        clips.push_back({clip.input, teaching.frames});
        rate = rate > 0 ? rate : teaching.framesPerSecond; // one clock for all: that of the first clip
    }
    return cv::makePtr<Composite>(entry, clips, rate);
}

//! What is pasted is all that may be found: a thing that the photo itself shows would count as a false alarm. A teacher
//! errs, too, so a person has to look.
void Footage::checkBackground(const CompositeEntry& entry, const Composite& composite)
{
    const cv::Mat& photo = composite.background();
    detectors::ContentHash hash;
    hash.add(photo.data, photo.total() * photo.elemSize());
    const fs::path folder =
        fs::path(cacheFolder) / "photos" / (fs::path(entry.photo).stem().string() + "-" + hash.text());
    fs::create_directories(folder);
    if (!fs::exists(folder / "photo.png"))
        footage::writeImageFile(folder / "photo.png", photo);
    ClipEntry bare;
    bare.input = folder.string();
    const std::vector<detectors::Detection> found = teach(bare, task.reference, 0, 1, 1, 1).frames.at(0).boxes;
    if (!found.empty())
        std::fprintf(
            stderr,
            "composite '%s' of task '%s': the photo '%s' itself shows %d things by the teacher's account, the "
            "first of %gx%g pixels at (%g, %g) of %dx%d. Whoever finds it is wrong: look, and give another photo "
            "if it is real\n",
            entry.name.c_str(), task.name.c_str(), entry.photo.c_str(), int(found.size()),
            std::round(found[0].box.width), std::round(found[0].box.height), std::round(found[0].box.x),
            std::round(found[0].box.y), photo.cols, photo.rows);
}

//! What a method sees before a clip: never of what is learned from, by whatever name.
std::vector<int> Footage::warmUpOf(const ClipEntry& entry, const Clip& clip) const
{
    int count = cvFloor(task.testWarmUp * clip.framesPerSecond / clip.step), earliest = 0;
    if (limits.frames > 0)
        count = std::min(count, limits.frames);
    const auto teaches = [&entry](const ClipEntry& one) { return one.use.learn && one.input == entry.input; };
    if (task.learnTo <= task.testFrom && std::any_of(task.clips.begin(), task.clips.end(), teaches))
        earliest = cvFloor(task.learnTo * footage::openFrameSource(entry.input)->count());
    std::vector<int> numbers;
    for (int i = count; i > 0; i--)
        if (clip.frames[0].number - i * clip.step >= earliest)
            numbers.push_back(clip.frames[0].number - i * clip.step);
    return numbers;
}

std::vector<Clip> Footage::testClips()
{
    std::vector<Clip> clips;
    for (const ClipEntry& entry : task.clips)
    {
        if (!entry.use.test || !wanted(entry.name))
            continue;
        const int step = entry.testStep > 0 ? entry.testStep : task.testStep;
        const footage::Teaching teaching =
            teach(entry, task.reference, task.testFrom, task.testTo, step, limits.frames);
        if (boxesIn(teaching.frames) == 0)
            CV_Error(
                cv::Error::StsBadArg,
                cv::format("the teacher found nothing in the %d tested frames of '%s' (clip '%s' of task '%s'): lower "
                           "the threshold, show it larger tiles (reference), or take the clip out",
                           int(teaching.frames.size()), entry.input.c_str(), entry.name.c_str(), task.name.c_str()));
        const int parts = std::min(task.testParts, int(teaching.frames.size()));
        for (int part = 0; part < parts; part++)
        {
            Clip clip;
            clip.entry = entry.name;
            clip.name = parts > 1 ? cv::format("%s %d", entry.name.c_str(), part + 1) : entry.name;
            clip.open = [input = entry.input] { return footage::openFrameSource(input); };
            clip.labels = labelsOf(entry);
            clip.framesPerSecond = teaching.framesPerSecond;
            clip.step = step;
            const size_t n = teaching.frames.size();
            clip.frames.assign(teaching.frames.begin() + std::ptrdiff_t(n * size_t(part) / size_t(parts)),
                               teaching.frames.begin() + std::ptrdiff_t(n * size_t(part + 1) / size_t(parts)));
            clip.warmUp = warmUpOf(entry, clip);
            clips.push_back(clip);
        }
    }
    for (const CompositeEntry& entry : task.composites)
    {
        if (!entry.use.test || !wanted(entry.name))
            continue;
        const cv::Ptr<Composite> composite = compositeOf(entry);
        checkBackground(entry, *composite);
        Clip clip;
        clip.name = clip.entry = entry.name;
        clip.open = [composite] { return composite->open(); };
        clip.content = composite->contentHash();
        clip.labels = task.labels;
        clip.framesPerSecond = composite->framesPerSecond();
        clip.step = task.testStep;
        for (int i = 0; i < composite->count(); i += clip.step)
            if (limits.frames == 0 || int(clip.frames.size()) < limits.frames)
                clip.frames.push_back({i, composite->size(), composite->boxes(i)});
        clips.push_back(clip);
    }
    if (clips.empty())
        CV_Error(cv::Error::StsBadArg, "--clips leaves none of the task '" + task.name + "' to test on");
    return clips;
}

void Footage::addLearned(const ClipEntry& entry, std::vector<cv::Rect2d>& boxes)
{
    for (const footage::TaughtFrame& frame :
         teach(entry, task.reference, task.learnFrom, task.learnTo, task.learnStep, limits.frames).frames)
        addScaled(frame.boxes, frame.size, boxes);
}

cv::Mat Footage::prior(const std::string& name)
{
    std::vector<cv::Rect2d> boxes;
    for (const ClipEntry& entry : task.clips)
        if (entry.name == name && entry.use.learn)
            addLearned(entry, boxes);
    if (!boxes.empty())
        return densityOf(boxes);
    if (!ofAll.empty())
        return ofAll;
    for (const ClipEntry& entry : task.clips)
        if (entry.use.learn)
            addLearned(entry, boxes);
    for (const CompositeEntry& entry : task.composites)
        if (entry.use.learn)
        {
            const cv::Ptr<Composite> composite = compositeOf(entry);
            for (int i = 0; i < composite->count(); i += task.learnStep)
                addScaled(composite->boxes(i), composite->size(), boxes);
        }
    if (!boxes.empty())
        ofAll = densityOf(boxes);
    return ofAll;
}

std::vector<std::string> Footage::learningInputs(const std::string& folder)
{
    std::vector<std::string> inputs;
    for (const ClipEntry& entry : task.clips)
        if (entry.use.learn)
            inputs.push_back(entry.input);
    for (const CompositeEntry& entry : task.composites)
    {
        if (!entry.use.learn)
            continue;
        const cv::Ptr<Composite> composite = compositeOf(entry);
        // Another composite gets another name: what is there is what is wanted.
        const fs::path target = fs::path(folder) / (entry.name + "-" + composite->contentHash().substr(0, 12));
        if (!fs::exists(target))
        {
            const fs::path part = target.string() + ".part";
            fs::remove_all(part);
            fs::create_directories(part);
            cv::Mat image;
            for (int i = 0; i < composite->count(); i++)
            {
                composite->frame(i, image);
                footage::writeImageFile(part / cv::format("%05d.jpg", i), image);
            }
            fs::rename(part, target);
        }
        inputs.push_back(target.string());
    }
    if (inputs.empty())
        CV_Error(cv::Error::StsBadArg, "the task '" + task.name + "' has no clip to learn from (use: learn or both)");
    return inputs;
}

} // namespace table
