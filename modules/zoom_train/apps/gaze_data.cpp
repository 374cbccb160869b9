// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "gaze_data.hpp"

#include "opencv2/core/utils/logger.hpp"
#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"
#include "opencv2/zoom_train/gaze.hpp"
#include "zoom_gaze/rendered_folder.hpp"
#include "zoom_gaze/renderer.hpp"

#include <algorithm>
#include <cmath>
#include <mutex>

namespace tool {

using namespace cv;
using namespace cv::zoom_train;
using gaze::RecordedFrame;

namespace {

//! An iris' radius in distances between the eyes, where the set does not tell it: 0.585 of 6.3 cm.
const double IRIS_RADIUS = 0.093;

const char* nameOf(data::Split split)
{
    return gaze::RENDERED_SPLITS[int(split)]; // GazeCapture's names are the same
}

//! What all gaze sets have in common.
class GazeSet : public data::Dataset
{
public:
    explicit GazeSet(const GazeOptions& _options) : options(_options)
    {
        if (options.frame.empty())
            options.frame = options.name == "gazecapture" ? Size(640, 640) : Size(640, 360);
        const int least = std::min(options.frame.width, options.frame.height);
        CV_Check(least, least >= 16, "GazeOptions::frame must be at least 16x16");
        CV_Check(options.focal, options.focal > 0, "GazeOptions::focal must be positive");
        CV_Check(options.augment, options.augment >= 0 && options.augment <= 1,
                 "GazeOptions::augment must be from 0 to 1");
    }

    int channels() const override { return 3; }
    Size frameSize() const override { return options.frame; }
    int outputs() const override { return 2; }
    bool isRegression() const override { return true; }
    std::vector<std::string> names() const override { return {"gaze_x", "gaze_y"}; }

    data::Sample get(size_t index, int epoch) const override
    {
        CV_Check(index, index < size(), "Dataset::get: index is beyond the set");
        RecordedFrame frame;
        const Mat image = imageOf(index, epoch, frame);
        data::Sample sample = fitted(image, frame);
        if (options.split == data::TRAIN && (options.augment > 0 || options.flip))
        {
            RNG random(data::mixSeeds(data::mixSeeds(options.seed, uint64_t(epoch)), index));
            if (options.flip && random.uniform(0, 2) == 1)
                mirror(sample);
            change(random, sample.image);
        }
        return sample;
    }

protected:
    //! The image and what is known of it, in its own pixels.
    virtual Mat imageOf(size_t index, int epoch, RecordedFrame& frame) const = 0;

    GazeOptions options;

private:
    //! Brings a frame to the set's size, with borders where its shape is another.
    data::Sample fitted(const Mat& image, const RecordedFrame& frame) const
    {
        const Size size = options.frame;
        const double scale = std::min(double(size.width) / image.cols, double(size.height) / image.rows);
        const Size inner(std::max(1, cvRound(image.cols * scale)), std::max(1, cvRound(image.rows * scale)));
        const Point offset((size.width - inner.width) / 2, (size.height - inner.height) / 2);
        data::Sample sample;
        if (inner == size && image.size() == size)
            sample.image = image;
        else
        {
            sample.image = Mat(size, CV_8UC3, Scalar::all(data::PIXEL_MEAN));
            Mat part = sample.image(Rect(offset, inner));
            resize(image, part, inner, 0, 0, scale < 1 ? INTER_AREA : INTER_LINEAR);
        }
        // Whole pixels make the two scales a little different.
        const double sx = double(inner.width) / image.cols, sy = double(inner.height) / image.rows;
        const auto normalised = [&](const Point2d& p) {
            return Point2d((p.x * sx + offset.x) / size.width, (p.y * sy + offset.y) / size.height);
        };
        const bool knowsCamera = frame.focal > 0;
        const double focal = knowsCamera ? frame.focal : options.focal * std::max(image.cols, image.rows);
        const Point2d principal =
            normalised(knowsCamera ? frame.principal : Point2d(0.5 * image.cols, 0.5 * image.rows));
        sample.values = {float(frame.gaze.x), float(frame.gaze.y)};
        const bool knowsIrises = frame.irisRadius[0] > 0 && frame.irisRadius[1] > 0;
        sample.attributes.resize(GAZE_ATTRIBUTES);
        sample.attributes[GAZE_SEEN] = frame.gazeSeen ? 1.f : 0.f;
        sample.attributes[GAZE_DISTANCE] = float(frame.distance);
        sample.attributes[GAZE_IRIS] =
            knowsIrises ? float((frame.irisRadius[0] + frame.irisRadius[1]) * std::sqrt(sx * sy)) : 0.f;
        sample.attributes[GAZE_FOCAL_X] = float(focal * sx / size.width);
        sample.attributes[GAZE_FOCAL_Y] = float(focal * sy / size.height);
        sample.attributes[GAZE_PRINCIPAL_X] = float(principal.x);
        sample.attributes[GAZE_PRINCIPAL_Y] = float(principal.y);
        if (frame.hasEyes)
            addEyes(frame, normalised, sx / size.width, sy / size.height, sample);
        return sample;
    }

    template <typename Normalised>
    static void addEyes(const RecordedFrame& frame, const Normalised& normalised, double toX, double toY,
                        data::Sample& sample)
    {
        for (const gaze::Side side : {gaze::RIGHT_EYE, gaze::LEFT_EYE})
        {
            const double radius = frame.irisRadius[side] > 0
                                      ? frame.irisRadius[side]
                                      : IRIS_RADIUS * norm(frame.eyes[gaze::LEFT_EYE] - frame.eyes[gaze::RIGHT_EYE]);
            const Point2d at = normalised(frame.eyes[side]);
            const Rect2f box = Rect2f(float(at.x - radius * toX), float(at.y - radius * toY), float(2 * radius * toX),
                                      float(2 * radius * toY)) &
                               Rect2f(0, 0, 1, 1);
            if (!box.empty())
                sample.things.push_back({box, int(side)});
        }
        if (sample.things.size() == 2)
            sample.target = sample.things[0].box | sample.things[1].box;
    }

    static void mirror(data::Sample& sample)
    {
        Mat mirrored;
        flip(sample.image, mirrored, 1);
        sample.image = mirrored;
        sample.values[0] *= -1;
        sample.attributes[GAZE_PRINCIPAL_X] = 1 - sample.attributes[GAZE_PRINCIPAL_X];
        const auto other = [](Rect2f& box) { box.x = 1 - box.x - box.width; };
        for (data::Thing& thing : sample.things)
        {
            other(thing.box);
            thing.label = thing.label == gaze::RIGHT_EYE ? gaze::LEFT_EYE : gaze::RIGHT_EYE;
        }
        std::reverse(sample.things.begin(), sample.things.end()); // the right eye first, as ever
        if (!sample.target.empty())
            other(sample.target);
    }

    //! What another camera would make of it.
    void change(RNG& random, Mat& image) const
    {
        const double strength = options.augment;
        if (strength == 0)
            return;
        const double blur = strength * random.uniform(0., 1.), noise = 6 * strength * random.uniform(0., 1.);
        const double contrast = 1 + 0.25 * strength * random.uniform(-1., 1.);
        const double brightness = 64 * strength * random.uniform(-1., 1.);
        Mat changed, grain(image.size(), CV_16SC3);
        if (blur > 0.2)
            GaussianBlur(image, changed, Size(), blur);
        else
            changed = image.clone();
        changed.convertTo(changed, CV_16S, contrast, brightness);
        random.fill(grain, RNG::NORMAL, 0, noise);
        changed += grain;
        changed.convertTo(image, CV_8U);
    }
};

//! Made one by one.
class RenderedGaze : public GazeSet
{
public:
    explicit RenderedGaze(const GazeOptions& o) : GazeSet(o)
    {
        set.split = nameOf(options.split);
        set.count = int(options.count ? options.count : options.split == data::TRAIN ? 4096 : 1000);
        set.ranges.frame = options.frame;
        (void)gaze::sceneOf(set, 0); // bad ranges are errors here, and not in a thread of the loader
    }
    size_t size() const override { return size_t(set.count); }

protected:
    Mat imageOf(size_t index, int epoch, RecordedFrame& frame) const override
    {
        // Only training sees fresh frames.
        gaze::RenderedSet mine = set;
        mine.seed = data::mixSeeds(options.seed, options.split == data::TRAIN ? uint64_t(epoch) : 0);
        const gaze::Scene scene = gaze::sceneOf(mine, int(index));
        const gaze::Label label = gaze::labelOf(scene);
        frame.gaze = label.gaze;
        frame.hasEyes = true;
        for (const gaze::Side side : {gaze::RIGHT_EYE, gaze::LEFT_EYE})
        {
            frame.eyes[side] = label.eyes[side].centre;
            frame.irisRadius[side] = label.eyes[side].irisRadius;
            frame.pupilShown[side] = label.eyes[side].pupilShown;
        }
        frame.gazeSeen = gaze::gazeIsSeen(frame.pupilShown);
        frame.distance = label.distance;
        frame.focal = label.focal;
        frame.principal = label.principal;
        std::unique_ptr<gaze::Renderer> renderer = takeRenderer();
        Mat image;
        renderer->render(scene, image);
        const std::lock_guard<std::mutex> lock(mutex);
        idle.push_back(std::move(renderer));
        return image;
    }

private:
    //! One works for one thread at a time, and keeps its memory.
    std::unique_ptr<gaze::Renderer> takeRenderer() const
    {
        const std::lock_guard<std::mutex> lock(mutex);
        if (idle.empty())
            return std::make_unique<gaze::Renderer>();
        std::unique_ptr<gaze::Renderer> renderer = std::move(idle.back());
        idle.pop_back();
        return renderer;
    }

    gaze::RenderedSet set;
    mutable std::mutex mutex;
    mutable std::vector<std::unique_ptr<gaze::Renderer>> idle;
};

//! Files.
class RecordedGaze : public GazeSet
{
public:
    explicit RecordedGaze(const GazeOptions& o) : GazeSet(o)
    {
        if (options.path.empty())
            CV_Error(Error::StsBadArg, "GazeOptions::path: " + options.name + " needs the folder of the data set");
        frames = options.name == "gazecapture"    ? gazeCapture()
                 : options.name == "mpiifacegaze" ? mpiiFaceGaze()
                                                  : renderedFolder();
        if (frames.empty())
            CV_Error(Error::StsBadArg,
                     "GazeOptions::path: '" + options.path + "' has no frames of the split " + nameOf(options.split));
        if (options.count > 0 && options.count < frames.size())
        {
            // Evenly: neighbours are nearly the same picture.
            std::vector<RecordedFrame> some;
            for (size_t i = 0; i < options.count; ++i)
                some.push_back(frames[i * frames.size() / options.count]);
            frames.swap(some);
        }
    }
    size_t size() const override { return frames.size(); }

protected:
    Mat imageOf(size_t index, int, RecordedFrame& frame) const override
    {
        frame = frames[index];
        const Mat image = imread(frame.path(), IMREAD_COLOR);
        if (image.empty())
            throw data::UnreadableSample(frame.path());
        return image;
    }

private:
    std::vector<RecordedFrame> renderedFolder() const
    {
        const std::string split = nameOf(options.split), folder = options.path + "/" + split;
        const std::vector<RecordedFrame> all = gaze::readRenderedFolder(folder);
        const std::string& its = all.front().recording->split;
        if (its != split)
            CV_Error(Error::StsBadArg, "GazeOptions::path: '" + folder + "' holds frames of the split " + its);
        return all;
    }

    std::vector<RecordedFrame> gazeCapture() const
    {
        std::vector<std::string> skipped;
        std::vector<RecordedFrame> all = gaze::readGazeCapture(options.path, true, &skipped);
        if (!skipped.empty())
            CV_LOG_WARNING(nullptr, skipped.size() << " recordings are left out; the first: " << skipped[0]);
        return kept(std::move(all),
                    [&](const gaze::Recording& recording) { return recording.split == nameOf(options.split); });
    }

    std::vector<RecordedFrame> mpiiFaceGaze() const
    {
        std::vector<RecordedFrame> all = gaze::readMpiiFaceGaze(options.path);
        std::vector<std::string> persons; // sorted, as the frames are
        for (const RecordedFrame& frame : all)
            if (persons.empty() || persons.back() != frame.recording->person)
                persons.push_back(frame.recording->person);
        std::string names;
        for (const std::string& person : persons)
            names += (names.empty() ? "" : ", ") + person;
        const auto test = std::find(persons.begin(), persons.end(), options.testPerson);
        if (test == persons.end())
            CV_Error(Error::StsBadArg,
                     "GazeOptions::testPerson is '" + options.testPerson + "'; allowed is one of " + names);
        if (persons.size() < 3)
            CV_Error(Error::StsBadArg, "GazeOptions::path: '" + options.path + "' has only " + names +
                                           "; three participants are needed to train, validate and test");
        const std::string validates = test + 1 == persons.end() ? persons.front() : *(test + 1);
        return kept(std::move(all), [&](const gaze::Recording& recording) {
            return options.split == (recording.person == *test       ? data::TEST
                                     : recording.person == validates ? data::VALIDATION
                                                                     : data::TRAIN);
        });
    }

    template <typename Condition>
    static std::vector<RecordedFrame> kept(std::vector<RecordedFrame> all, const Condition& condition)
    {
        all.erase(std::remove_if(all.begin(), all.end(),
                                 [&](const RecordedFrame& frame) { return !condition(*frame.recording); }),
                  all.end());
        return all;
    }

    std::vector<RecordedFrame> frames;
};

} // namespace

std::shared_ptr<data::Dataset> gazeDataset(const GazeOptions& options)
{
    CV_Assert(isGazeSet(options.name));
    if (options.name == "gaze" && options.path.empty())
        return std::make_shared<RenderedGaze>(options);
    return std::make_shared<RecordedGaze>(options);
}

} // namespace tool
