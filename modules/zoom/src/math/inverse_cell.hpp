// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_MATH_INVERSE_CELL_HPP
#define OPENCV_ZOOM_MATH_INVERSE_CELL_HPP

#include "lattice.hpp"

namespace cv {
namespace zoom {
namespace math {

/** @brief (s, t) with cell.at(s, t) = p: the exact inverse of a bilinear cell.

With q = p - origin = s*x + t*y + s*t*twist, eliminating s leaves a quadratic in t, a*t^2 + b*t + c = 0. Of its two
roots it takes the one where the determinant of the Jacobian, which equals b + 2*a*t, is positive. Outside the cell the
result continues the surface; where that does not exist, the nearest point of the fold is given. */
template <typename T>
ZOOM_INLINE Vec<T> inverseCell(const Cell<T>& cell, Vec<T> p)
{
    const Vec<T> q = p - cell.origin;
    const T a = cross(cell.twist, cell.y);
    const T b = cross(q, cell.twist) + cross(cell.x, cell.y);
    const T c = cross(q, cell.x);
    const T root = std::sqrt(larger(b * b - 4 * a * c, T(0)));
    // The same root in two forms; each is used where it does not cancel. One division, so that loops can be vectorised.
    const bool direct = b >= 0;
    const T numerator = direct ? -2 * c : root - b, denominator = direct ? b + root : 2 * a;
    const T t = denominator != 0 ? numerator / denominator : T(0);
    const Vec<T> along = cell.dx(t);
    const T length2 = dot(along, along);
    return {length2 > 0 ? dot(q - t * cell.y, along) / length2 : T(0), t};
}

} // namespace math
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_MATH_INVERSE_CELL_HPP
