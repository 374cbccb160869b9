// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "comparison.hpp"
#include "frames.hpp"

#include "opencv2/core/hal/intrin.hpp"
#include "opencv2/core/utility.hpp"
#include "opencv2/imgproc.hpp"
#include "opencv2/zoom.hpp"

#include <atomic>

namespace zoom_bench {

using namespace cv;
using namespace cv::zoom;

namespace {

//! The floor of all work on a frame: reads every byte once, with vector loads, on all threads.
void readOnce(const Mat& frame)
{
    static std::atomic<int> sink(0);
    parallel_for_(Range(0, frame.rows), [&](const Range& range) {
        v_uint8x16 sum = v_setzero_u8();
        const int bytes = int(frame.cols * frame.elemSize());
        for (int y = range.start; y < range.end; ++y)
        {
            const uchar* row = frame.ptr(y);
            for (int x = 0; x + 64 <= bytes; x += 64)
                sum = sum ^ (v_load(row + x) ^ v_load(row + x + 16)) ^ (v_load(row + x + 32) ^ v_load(row + x + 48));
        }
        sink ^= v_reduce_sum(sum) & 1;
    });
}

std::string sizeName(Size frame)
{
    return frame.height == 2160 ? "4K" : format("%dp", frame.height);
}

std::string outputName(Size zoomed)
{
    return format("%dx%d", zoomed.width, zoomed.height);
}

ZoomTransform transformFor(Size frame, Size zoomed)
{
    Mat grid;
    saliencyToGrid(salientArea(), grid);
    return ZoomTransform(grid, frame, zoomed);
}

//! Maps of the same transform in the form that cv::remap is fastest with.
void fixedPointMaps(const ZoomTransform& t, Mat& map1, Mat& map2)
{
    const Size size = t.zoomedSize();
    std::vector<Point2f> pixels;
    for (int y = 0; y < size.height; ++y)
        for (int x = 0; x < size.width; ++x)
            pixels.push_back(Point2f(float(x), float(y)));
    Mat mapped;
    t.toFramePoints(pixels, mapped);
    convertMaps(mapped.reshape(2, size.height), noArray(), map1, map2, CV_16SC2);
}

std::function<void()> zoomFrames(Size frame, Size zoomed, int interpolation)
{
    auto frames = std::make_shared<RotatingFrames>(frame, CV_8UC3);
    return [frames, sampler = samplerWithGivenSaliency(zoomed, interpolation), out = Mat()]() mutable {
        sampler->apply(frames->next(), out);
    };
}

std::function<void()> zoomNV12(Size frame, Size zoomed)
{
    auto luma = std::make_shared<RotatingFrames>(frame, CV_8UC1);
    auto chroma = std::make_shared<RotatingFrames>(Size(frame.width / 2, frame.height / 2), CV_8UC2);
    return [luma, chroma, sampler = samplerWithGivenSaliency(zoomed, INTER_AREA), out = std::vector<Mat>()]() mutable {
        sampler->applyPlanes(std::vector<Mat>{luma->next(), chroma->next()}, out);
    };
}

void addFrameComparisons(Size frame, Size zoomed, bool limits)
{
    auto frames = std::make_shared<RotatingFrames>(frame, CV_8UC3);
    const std::string what = sizeName(frame) + " BGR to " + outputName(zoomed);
    const ZoomTransform t = transformFor(frame, zoomed);
    Mat map1, map2;
    fixedPointMaps(t, map1, map2);
    const auto area = zoomFrames(frame, zoomed, INTER_AREA), linear = zoomFrames(frame, zoomed, INTER_LINEAR);

    compare(
        what + ", INTER_AREA", area, "one SIMD read of the frame", [frames] { readOnce(frames->next()); },
        limits ? 4 : 0);
    compare(
        what + ", INTER_AREA", area, "cv::resize INTER_AREA, then cv::remap",
        [frames, zoomed, map1, map2, small = Mat(), out = Mat()]() mutable {
            const Mat& f = frames->next();
            resize(f, small, zoomed, 0, 0, INTER_AREA);
            remap(f, out, map1, map2, INTER_LINEAR, BORDER_REPLICATE);
        },
        limits ? 0.25 : 0);
    compare(
        what + ", INTER_AREA", area, "cv::resize INTER_LINEAR (no zoom)",
        [frames, zoomed, out = Mat()]() mutable { resize(frames->next(), out, zoomed, 0, 0, INTER_LINEAR); }, 0);
    compare(
        what + ", INTER_LINEAR", linear, "cv::remap, fixed-point maps",
        [frames, map1, map2, out = Mat()]() mutable {
            remap(frames->next(), out, map1, map2, INTER_LINEAR, BORDER_REPLICATE);
        },
        limits ? 1 : 0);
}

} // namespace

void addWarpComparisons()
{
    const Size uhd(3840, 2160), hd(1920, 1080), square(640, 640), wide(640, 360);
    addFrameComparisons(uhd, square, true);
    addFrameComparisons(uhd, wide, false);
    addFrameComparisons(hd, square, false);
    addFrameComparisons(hd, wide, false);
    compare("4K NV12 to 640x360, INTER_AREA", zoomNV12(uhd, wide), "the same in BGR (ours)",
            zoomFrames(uhd, wide, INTER_AREA), 0.5);
    compare("1080p NV12 to 640x360, INTER_AREA", zoomNV12(hd, wide), "the same in BGR (ours)",
            zoomFrames(hd, wide, INTER_AREA), 0);

    const ZoomTransform t = transformFor(hd, square);
    Mat zoomed(square, CV_8UC3), map1, map2;
    randu(zoomed, 0, 255);
    fixedPointMaps(transformFor(square, hd), map1, map2); // as many pixels from as large a picture
    compare(
        "unzoom 640x640 to 1080p BGR", [t, zoomed, out = Mat()]() mutable { t.unzoom(zoomed, out); },
        "cv::remap to 1080p, fixed-point maps",
        [zoomed, map1, map2, out = Mat()]() mutable { remap(zoomed, out, map1, map2, INTER_LINEAR, BORDER_REPLICATE); },
        1.5);
}

} // namespace zoom_bench
