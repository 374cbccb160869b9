// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "image_spectrum.hpp"

namespace cv {
namespace zoom {

namespace {

Ptr<hal::DFT1D> plan(int length, int flags)
{
    return hal::DFT1D::create(length, 1, CV_32F, CV_HAL_DFT_COMPLEX_OUTPUT | flags);
}

void run(const Ptr<hal::DFT1D>& plan, const Vec2f* from, Vec2f* to)
{
    plan->apply(reinterpret_cast<const uchar*>(from), reinterpret_cast<uchar*>(to));
}

} // namespace

ImageSpectrum::ImageSpectrum(Size _size)
    : size(_size), ofRow(plan(size.width, 0)), ofColumn(plan(size.height, 0)),
      inverseOfRow(plan(size.width, CV_HAL_DFT_INVERSE | CV_HAL_DFT_SCALE)),
      inverseOfColumn(plan(size.height, CV_HAL_DFT_INVERSE | CV_HAL_DFT_SCALE)),
      spectrum(size.width / 2 + 1, size.height), columns(spectrum.size()), line(1, size.width), result(1, size.width)
{
}

Mat_<Vec2f>& ImageSpectrum::transform(const Mat& image)
{
    CV_Assert(image.type() == CV_32FC1 && image.size() == size);

    Vec2f *const pair = line[0], *const both = result[0];
    for (int i = 0; i < size.height; i += 2)
    {
        // Two rows a and b as one complex row a + ib. The transforms A and B of real rows have conjugate halves, by
        // which they come apart again.
        const bool two = i + 1 < size.height;
        const float *a = image.ptr<float>(i), *b = image.ptr<float>(two ? i + 1 : i);
        for (int j = 0; j < size.width; ++j)
            pair[j] = Vec2f(a[j], b[j]);
        run(ofRow, pair, both);
        for (int u = 0; u < columns.rows; ++u)
        {
            const Vec2f z = both[u], m = both[u ? size.width - u : 0];
            Vec2f* column = columns[u] + i;
            column[0] = 0.5f * Vec2f(z[0] + m[0], z[1] - m[1]);
            if (two)
                column[1] = 0.5f * Vec2f(z[1] + m[1], m[0] - z[0]);
        }
    }
    for (int u = 0; u < columns.rows; ++u)
        run(ofColumn, columns[u], spectrum[u]);
    return spectrum;
}

void ImageSpectrum::invert(Mat& image)
{
    CV_Assert(image.type() == CV_32FC1 && image.size() == size);

    for (int u = 0; u < columns.rows; ++u)
        run(inverseOfColumn, spectrum[u], columns[u]);
    Vec2f *const both = line[0], *const pair = result[0];
    for (int i = 0; i < size.height; i += 2)
    {
        const bool two = i + 1 < size.height;
        for (int u = 0; u < columns.rows; ++u)
        {
            const Vec2f a = columns[u][i], b = two ? columns[u][i + 1] : Vec2f();
            both[u ? size.width - u : 0] = Vec2f(a[0] + b[1], b[0] - a[1]);
            both[u] = Vec2f(a[0] - b[1], a[1] + b[0]);
        }
        run(inverseOfRow, both, pair);
        for (int k = 0; k <= int(two); ++k)
        {
            float* row = image.ptr<float>(i + k);
            for (int j = 0; j < size.width; ++j)
                row[j] = pair[j][k];
        }
    }
}

} // namespace zoom
} // namespace cv
