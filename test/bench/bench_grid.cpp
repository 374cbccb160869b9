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
}

} // namespace zoom_bench
