// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_SAMPLE_PIXEL_HPP
#define OPENCV_ZOOM_KERNELS_SAMPLE_PIXEL_HPP

// What one pixel is made of, for host and device. The CPU's vector code (sample_row.simd.hpp) computes the same in its
// own order, and comes here where a box does not lie wholly in the image.

#include "image_view.hpp"

namespace cv {
namespace zoom {
namespace kernels {

//! Mean of an image over an upright box. Beyond the border the outermost texels are repeated.
template <typename T, int CN>
ZOOM_INLINE void meanOfBox(const ImageView& image, const math::BoxSpan<float>& x, const math::BoxSpan<float>& y,
                           float (&mean)[CN])
{
    for (int c = 0; c < CN; ++c)
        mean[c] = 0;
    for (int r = 0; r < y.count; ++r)
    {
        const T* row = image.row<T>(math::clamped(y.first + r, 0, image.height - 1));
        float part[CN];
        for (int c = 0; c < CN; ++c)
            part[c] = 0;
        for (int k = 0; k < x.count; ++k)
        {
            const T* texel = row + CN * math::clamped(x.first + k, 0, image.width - 1);
            const float covered = x.covered(k);
            for (int c = 0; c < CN; ++c)
                part[c] += covered * float(texel[c]);
        }
        const float covered = y.covered(r);
        for (int c = 0; c < CN; ++c)
            mean[c] += covered * part[c];
    }
    const float scale = 1 / (x.width * y.width);
    for (int c = 0; c < CN; ++c)
        mean[c] *= scale;
}

/** @brief Mean over the box of a pixel, from the level of the pyramid that suits it.
@param x, y its centre in pixels of level 0, continuous
@param widthX, widthY in pixels, at least 1; 1 by 1 is bilinear interpolation */
template <typename T, int CN>
ZOOM_INLINE void meanOfPixel(const PyramidView& source, double x, double y, float widthX, float widthY,
                             float (&mean)[CN])
{
    const int level = math::pyramidLevel(widthX, widthY, source.levels);
    const float texel = math::texelScale(level);
    meanOfBox<T, CN>(source.level[level], math::BoxSpan<float>::at(x * double(texel), widthX * texel),
                     math::BoxSpan<float>::at(y * double(texel), widthY * texel), mean);
}

//! The pixel that contains a point, or the nearest one.
template <typename T, int CN>
ZOOM_INLINE const T* nearestPixel(const ImageView& image, double x, double y)
{
    // Zero comes first: what is not a number becomes that.
    const int column = int(math::smaller(math::larger(0.0, x), double(image.width - 1)));
    const int row = int(math::smaller(math::larger(0.0, y), double(image.height - 1)));
    return image.row<T>(row) + std::size_t(CN) * std::size_t(column);
}

//! A mean as a pixel holds it: rounded to the nearest, halves to even, and cut off to the type's range.
template <typename T>
struct PixelValue
{
    static ZOOM_INLINE T of(float mean)
    {
        const float most = float(T(~T(0)));
        return T(std::rint(math::smaller(math::larger(0.f, mean), most))); // of NaN it makes 0
    }
};
template <>
struct PixelValue<float>
{
    static ZOOM_INLINE float of(float mean) { return mean; }
};

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_SAMPLE_PIXEL_HPP
