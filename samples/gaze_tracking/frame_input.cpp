// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "frame_input.hpp"

#include "read_ahead.hpp"
#include "synthetic_person.hpp"

#include "zoom_footage/frame_source.hpp"
#include "zoom_gaze/renderer.hpp"

#include <algorithm>
#include <mutex>

namespace {

double secondsNow()
{
    return double(cv::getTickCount()) / cv::getTickFrequency();
}

class SyntheticInput : public FrameInput
{
public:
    explicit SyntheticInput(const Options& options)
        : person(options.seed, options.size, options.screen), rate(options.framesPerSecond)
    {
    }

    bool read(InputFrame& frame) override
    {
        {
            const std::lock_guard<std::mutex> lock(mutex);
            person.lookAt(wanted);
        }
        frame.seconds = number++ / rate;
        const gaze::Scene& scene = person.at(frame.seconds);
        renderer.render(scene, frame.image);
        frame.camera = scene.camera;
        frame.truth = gaze::labelOf(scene);
        return true;
    }

    double framesPerSecond() const override { return rate; }
    bool isSynthetic() const override { return true; }

    void lookAt(const std::optional<cv::Point2d>& gaze) override
    {
        const std::lock_guard<std::mutex> lock(mutex);
        wanted = gaze;
    }

private:
    SyntheticPerson person;
    gaze::Renderer renderer;
    double rate;
    int number = 0;
    std::mutex mutex;
    std::optional<cv::Point2d> wanted;
};

cv::Ptr<footage::FrameSource> openSource(const Options& options)
{
    try
    {
        return footage::openFrameSource(options.input, options.size);
    }
    catch (const cv::Exception& error)
    {
        CV_Error(cv::Error::StsBadArg, "--" + error.err +
                                           (footage::isCamera(options.input)
                                                ? ".\nls /dev/video* lists the cameras; another program may use it, or "
                                                  "the user may not (group video)."
                                                : ".") +
                                           "\n--input=synthetic needs neither camera nor file");
    }
}

class SourceInput : public FrameInput
{
public:
    explicit SourceInput(const Options& options)
        : source(openSource(options)), live(footage::isCamera(options.input)), focal(options.focal), begin(secondsNow())
    {
    }

    bool read(InputFrame& frame) override
    {
        if (!source->read(frame.image))
            return false;
        frame.seconds = live ? secondsNow() - begin : number++ / source->framesPerSecond();
        frame.camera.frame = frame.image.size();
        frame.camera.focal = focal * std::max(frame.image.cols, frame.image.rows);
        frame.camera.principal = cv::Point2d(frame.image.cols / 2., frame.image.rows / 2.);
        frame.truth.reset();
        return true;
    }

    double framesPerSecond() const override { return source->framesPerSecond(); }
    int count() const override { return live ? 0 : source->count(); }
    bool isLive() const override { return live; }

private:
    cv::Ptr<footage::FrameSource> source;
    bool live;
    double focal, begin;
    int number = 0;
};

} // namespace

std::unique_ptr<FrameInput> openFrameInput(const Options& options)
{
    std::unique_ptr<FrameInput> input;
    if (options.input == SYNTHETIC)
        input = std::make_unique<SyntheticInput>(options);
    else
        input = std::make_unique<SourceInput>(options);
    return std::make_unique<ReadAhead>(std::move(input));
}
