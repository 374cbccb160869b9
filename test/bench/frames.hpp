// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_BENCH_FRAMES_HPP
#define ZOOM_BENCH_FRAMES_HPP

#include "opencv2/core.hpp"
#include "opencv2/zoom.hpp"

#include <memory>
#include <vector>

namespace zoom_bench {

//! Frames taken in turn, together larger than the processor's cache, as a camera's are.
class RotatingFrames
{
public:
    RotatingFrames(cv::Size size, int type)
    {
        const size_t bytes = size_t(size.area()) * CV_ELEM_SIZE(type);
        const int count = int(std::max<size_t>(2, (size_t(128) << 20) / bytes));
        for (int k = 0; k < count; ++k)
        {
            cv::Mat frame(size, type);
            cv::randu(frame, 0, 255);
            frames.push_back(frame);
        }
    }

    const cv::Mat& next() { return frames[++at % frames.size()]; }

private:
    std::vector<cv::Mat> frames;
    size_t at = 0;
};

//! Saliency with one salient area, node-valued 31x31.
cv::Mat salientArea();

//! The same as pixel-centred map.
inline cv::Ptr<cv::zoom::SaliencyEstimator> givenSaliency()
{
    return cv::zoom::StaticSaliency::create(salientArea());
}

//! A sampler for which the saliency is given: what is timed is pyramid, grid and warp.
inline cv::Ptr<cv::zoom::SaliencySampler> samplerWithGivenSaliency(cv::Size zoomed, int interpolation)
{
    cv::Ptr<cv::zoom::SaliencySampler> sampler = cv::zoom::SaliencySampler::create(givenSaliency(), zoomed);
    sampler->setInterpolation(interpolation);
    return sampler;
}

} // namespace zoom_bench

#endif // ZOOM_BENCH_FRAMES_HPP
