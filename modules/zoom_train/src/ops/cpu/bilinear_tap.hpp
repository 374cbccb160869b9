// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_BILINEAR_TAP_HPP
#define OPENCV_ZOOM_TRAIN_BILINEAR_TAP_HPP

#include "math/lattice.hpp"

namespace cv {
namespace zoom_train {
namespace kernels {

//! The four pixels that a bilinear sample is made of, in a plane of w x h; beyond the border the outermost count.
template <typename T>
struct BilinearTap
{
    int offset;       //!< of the upper left one
    int right, below; //!< steps to its neighbours; 0 beyond the border
    T tx, ty;

    //! @param x, y continuous position in pixels, within one width and one height of the plane
    static ZOOM_INLINE BilinearTap at(double x, double y, int w, int h)
    {
        using zoom::math::clamped;
        const double u = x - 0.5, v = y - 0.5;
        const int i = int(u + (w + 2)) - (w + 2), j = int(v + (h + 2)) - (h + 2); // rounds down: both are above 0
        const int x0 = clamped(i, 0, w - 1), y0 = clamped(j, 0, h - 1);
        return {y0 * w + x0, clamped(i + 1, 0, w - 1) - x0, (clamped(j + 1, 0, h - 1) - y0) * w, T(u - i), T(v - j)};
    }

    //! Interpolated along x in the upper and in the lower row.
    ZOOM_INLINE T upper(const T* plane) const
    {
        const T* a = plane + offset;
        return zoom::math::lerp(a[0], a[right], tx);
    }
    ZOOM_INLINE T lower(const T* plane) const
    {
        const T* a = plane + offset + below;
        return zoom::math::lerp(a[0], a[right], tx);
    }

    ZOOM_INLINE T value(const T* plane) const { return zoom::math::lerp(upper(plane), lower(plane), ty); }

    //! Derivatives of the value by x and y.
    ZOOM_INLINE T byX(const T* plane) const
    {
        const T *a = plane + offset, *b = a + below;
        return zoom::math::lerp(a[right] - a[0], b[right] - b[0], ty);
    }
    ZOOM_INLINE T byY(const T* plane) const { return lower(plane) - upper(plane); }

    //! The adjoint of value(): adds to the four pixels.
    ZOOM_INLINE void add(T grad, T* plane) const
    {
        T* a = plane + offset;
        const T bottom = grad * ty, top = grad - bottom;
        a[0] += top - top * tx;
        a[right] += top * tx;
        a[below] += bottom - bottom * tx;
        a[below + right] += bottom * tx;
    }
};

} // namespace kernels
} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_BILINEAR_TAP_HPP
