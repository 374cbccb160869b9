// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "gaussian_smoothing.hpp"

#include "../kernels/symmetric_sum.hpp"

#include <algorithm>

namespace cv {
namespace zoom {

GaussianSmoothing::GaussianSmoothing(Size size, int taps, double sigma)
    : radius(taps / 2), kernel(1, radius + 1), padded(1, size.width + 2 * radius), smoothed(size), sides(2 * radius)
{
    const Mat_<double> whole = getGaussianKernel(taps, sigma, CV_64F);
    for (int k = 0; k <= radius; ++k)
        kernel(k) = float(whole(radius + k));
    for (int k = 0; k < radius; ++k)
        borders.push_back(borderInterpolate(k - radius, size.width, BORDER_DEFAULT));
    for (int k = 0; k < radius; ++k)
        borders.push_back(borderInterpolate(size.width + k, size.width, BORDER_DEFAULT));
}

GaussianSmoothing::GaussianSmoothing(Size size, double sigma)
    : GaussianSmoothing(size, cvRound(8 * sigma + 1) | 1, sigma)
{
}

void GaussianSmoothing::apply(Mat& map)
{
    const Size size = smoothed.size();
    CV_Assert(map.type() == CV_32FC1 && map.size() == size);

    float* const row = padded.ptr<float>() + radius;
    for (int k = 1; k <= radius; ++k)
    {
        sides[2 * k - 2] = row - k;
        sides[2 * k - 1] = row + k;
    }
    for (int i = 0; i < size.height; ++i)
    {
        const float* in = map.ptr<float>(i);
        std::copy(in, in + size.width, row);
        for (int k = 0; k < radius; ++k)
        {
            row[k - radius] = in[borders[k]];
            row[size.width + k] = in[borders[radius + k]];
        }
        kernels::symmetricSum(row, sides.data(), kernel.ptr<float>(), radius, size.width, smoothed.ptr<float>(i));
    }
    for (int i = 0; i < size.height; ++i)
    {
        for (int k = 1; k <= radius; ++k)
        {
            sides[2 * k - 2] = smoothed.ptr<float>(borderInterpolate(i - k, size.height, BORDER_DEFAULT));
            sides[2 * k - 1] = smoothed.ptr<float>(borderInterpolate(i + k, size.height, BORDER_DEFAULT));
        }
        kernels::symmetricSum(smoothed.ptr<float>(i), sides.data(), kernel.ptr<float>(), radius, size.width,
                              map.ptr<float>(i));
    }
}

} // namespace zoom
} // namespace cv
