// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "gaussian_smoothing.hpp"

#include <algorithm>

namespace cv {
namespace zoom {

namespace {

/** @brief One line of a pass: result[j] = weights[0]*middle[j] + sum over k of weights[k]*(before[j] + after[j]).
@param sides the pairs before, after; of every k from 1 to @p radius
@param result must not overlap the operands */
void symmetricSum(const float* middle, const float* const* sides, const float* weights, int radius, int count,
                  float* result)
{
    const int LANES = 16; // sums side by side, in registers
    int j = 0;
    for (; j + LANES <= count; j += LANES)
    {
        float sums[LANES];
        for (int l = 0; l < LANES; ++l)
            sums[l] = weights[0] * middle[j + l];
        for (int k = 1; k <= radius; ++k)
        {
            const float *before = sides[2 * k - 2] + j, *after = sides[2 * k - 1] + j, weight = weights[k];
            for (int l = 0; l < LANES; ++l)
                sums[l] += weight * (before[l] + after[l]);
        }
        std::copy(sums, sums + LANES, result + j);
    }
    for (; j < count; ++j)
    {
        float sum = weights[0] * middle[j];
        for (int k = 1; k <= radius; ++k)
            sum += weights[k] * (sides[2 * k - 2][j] + sides[2 * k - 1][j]);
        result[j] = sum;
    }
}

} // namespace

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
        symmetricSum(row, sides.data(), kernel.ptr<float>(), radius, size.width, smoothed.ptr<float>(i));
    }
    for (int i = 0; i < size.height; ++i)
    {
        for (int k = 1; k <= radius; ++k)
        {
            sides[2 * k - 2] = smoothed.ptr<float>(borderInterpolate(i - k, size.height, BORDER_DEFAULT));
            sides[2 * k - 1] = smoothed.ptr<float>(borderInterpolate(i + k, size.height, BORDER_DEFAULT));
        }
        symmetricSum(smoothed.ptr<float>(i), sides.data(), kernel.ptr<float>(), radius, size.width, map.ptr<float>(i));
    }
}

} // namespace zoom
} // namespace cv
