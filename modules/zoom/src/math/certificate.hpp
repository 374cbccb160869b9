// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_MATH_CERTIFICATE_HPP
#define OPENCV_ZOOM_MATH_CERTIFICATE_HPP

#include "portable.hpp"

namespace cv {
namespace zoom {
namespace math {

/** The determinant of a Jacobian J that is blended with the identity, as a polynomial of the share a:
det((1-a)*J + a*I) = square*a^2 + linear*a + constant. */
template <typename T>
struct BlendedDeterminant
{
    T square, linear, constant;

    //! @param x, y the columns of J: derivatives along the lattice's axes, times the number of cells along them
    static ZOOM_INLINE BlendedDeterminant of(Vec<T> x, Vec<T> y)
    {
        const T det = cross(x, y), trace = x.x + y.y;
        return {det - trace + 1, trace - 2 * det, det};
    }

    ZOOM_INLINE T at(T a) const { return (square * a + linear) * a + constant; }

    /** The smallest a in [0, 1] from which on, up to 1, the determinant stays on the side of @p limit where the
    identity is (the determinant of the identity is 1). */
    ZOOM_INLINE T shareToReach(T limit) const
    {
        // The largest root of square*a^2 + linear*a + (constant - limit) that is not beyond 1.
        const T c = constant - limit;
        const T discriminant = linear * linear - 4 * square * c;
        if (discriminant < 0)
            return 0;
        const T q = T(-0.5) * (linear + (linear < 0 ? -std::sqrt(discriminant) : std::sqrt(discriminant)));
        T share = 0;
        if (square != 0 && q / square <= 1)
            share = larger(share, q / square);
        if (q != 0 && c / q <= 1)
            share = larger(share, c / q);
        return share;
    }

    /** @brief Derivatives of the share at which the determinant equals a given value, by the columns of J.

    They follow from det((1-a)*J + a*I) = value; zero where the determinant does not change with the share. */
    static ZOOM_INLINE void shareGradient(Vec<T> x, Vec<T> y, T share, Vec<T>& byX, Vec<T>& byY)
    {
        const BlendedDeterminant det = of(x, y);
        const T slope = 2 * det.square * share + det.linear, keep = 1 - share;
        const T k = slope != 0 ? -keep / slope : T(0);
        byX = {k * (keep * y.y + share), -k * keep * y.x};
        byY = {-k * keep * x.y, k * (keep * x.x + share)};
    }
};

} // namespace math
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_MATH_CERTIFICATE_HPP
