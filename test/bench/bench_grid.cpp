// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "comparison.hpp"
#include "frames.hpp"

#include "opencv2/zoom.hpp"

#include <cmath>

namespace zoom_bench {

cv::Mat salientArea()
{
    cv::Mat s(31, 31, CV_32F);
    for (int i = 0; i < 31; ++i)
        for (int j = 0; j < 31; ++j)
        {
            const double x = j / 30. - 0.4, y = i / 30. - 0.5;
            s.at<float>(i, j) = float(0.15 + std::exp(-0.5 * (x * x + y * y) / (0.12 * 0.12)));
        }
    return s;
}

namespace {

//! A salient area that moves from frame to frame, through a sampler with next to nothing to warp.
std::function<void()> movingSaliency(int mode)
{
    class Moving : public cv::zoom::SaliencyEstimator
    {
    public:
        void estimate(cv::InputArray, double, cv::OutputArray saliency) override
        {
            frame = (frame + 1) % 200;
            const double at = 0.3 + 0.002 * std::abs(frame - 100);
            cv::Mat s(31, 31, CV_32F);
            for (int i = 0; i < 31; ++i)
                for (int j = 0; j < 31; ++j)
                {
                    const double x = j / 30. - at, y = i / 30. - 0.5;
                    s.at<float>(i, j) = float(0.15 + std::exp(-0.5 * (x * x + y * y) / (0.12 * 0.12)));
                }
            s.copyTo(saliency);
        }
        cv::Size inputSize() const override { return cv::Size(); }

    private:
        int frame = 0;
    };
    cv::zoom::GridParams params;
    params.mode = mode;
    params.sigma = 0.05;
    const auto sampler = cv::zoom::SaliencySampler::create(cv::makePtr<Moving>(), cv::Size(2, 2), params);
    return [sampler, frame = cv::Mat(4, 4, CV_8UC1, cv::Scalar(0)), out = cv::Mat()]() mutable {
        sampler->apply(frame, out);
    };
}

} // namespace

void addGridComparisons()
{
    const cv::Mat saliency = salientArea();
    const auto grid = [saliency](int mode) {
        cv::zoom::GridParams params;
        params.mode = mode;
        cv::Mat out;
        return [saliency, params, out]() mutable { cv::zoom::saliencyToGrid(saliency, out, params); };
    };
    compareWithTime("grid, attraction, 31x31", grid(cv::zoom::GRID_ATTRACTION), 0.030);
    compareWithTime("grid, separable, 31x31", grid(cv::zoom::GRID_SEPARABLE), 0.005);
    compareWithTime("frame of a stream, transport 31x31 (warm)", movingSaliency(cv::zoom::GRID_TRANSPORT), 1.0);
}

} // namespace zoom_bench
