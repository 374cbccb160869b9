// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "frames.hpp"
#include "growth.hpp"

#include "opencv2/imgproc.hpp"

namespace zoom_bench {

using namespace cv;

namespace {

const Size LARGEST(7680, 4320);

/** @brief Frames of every size out of one buffer, in turn, so that none stays in the cache.

The buffer holds two frames of the largest size; it is made when the first frame is asked for. */
class FramesOfAnySize
{
public:
    Mat next(Size size)
    {
        if (buffer.empty())
        {
            buffer.create(1, 2 * LARGEST.area() * 3, CV_8U);
            randu(buffer, 0, 255);
        }
        const size_t bytes = size_t(size.area()) * 3;
        if (at + bytes > buffer.total())
            at = 0;
        Mat frame(size, CV_8UC3, buffer.data + at);
        at += bytes;
        return frame;
    }

private:
    Mat buffer;
    size_t at = 0;
};

GrowthSeries::Point point(const std::shared_ptr<FramesOfAnySize>& frames, Size frame, Size zoomed, Size grows)
{
    const auto iteration = [frames, frame, sampler = samplerWithGivenSaliency(zoomed, INTER_AREA),
                            out = Mat()]() mutable { sampler->apply(frames->next(frame), out); };
    return {format("%dx%d", grows.width, grows.height), 1e-6 * grows.area(), iteration, 0};
}

} // namespace

std::vector<GrowthSeries> growthSeries()
{
    const auto frames = std::make_shared<FramesOfAnySize>();
    const Size square(640, 640), uhd(3840, 2160);
    GrowthSeries input = {"BGR to 640x640, INTER_AREA", "frame", {}};
    for (const Size size :
         {Size(854, 480), Size(1280, 720), Size(1920, 1080), Size(2560, 1440), uhd, Size(5120, 2880), LARGEST})
        input.points.push_back(point(frames, size, square, size));
    GrowthSeries output = {"4K BGR to a square, INTER_AREA", "output", {}};
    for (const int side : {160, 226, 320, 453, 640, 905, 1280, 1810})
        output.points.push_back(point(frames, uhd, Size(side, side), Size(side, side)));
    return {input, output};
}

} // namespace zoom_bench
