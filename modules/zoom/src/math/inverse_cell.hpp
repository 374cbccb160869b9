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

/** @brief The same inverse along a level line through a cell, from a point of it whose inverse is known.

With the origin moved to that point, a step of n along the line is q = (n, 0). The quadratics for s and for t then share
their discriminant, which is the square of the Jacobian's determinant at the result, and neither cancels near the
point: s and t come out with the relative precision of T, however far they are from the cell's own origin. */
template <typename T>
struct LineInverse
{
    T slope; //!< of the determinant along the line, relative to the determinant at the point
    T bend;  //!< 4 * cross(twist, y) * x.y, likewise relative
    T alongX, alongY;

    //! @param cell with the point as its origin; its determinant there must be positive
    template <typename S>
    static ZOOM_INLINE LineInverse through(const Cell<S>& cell)
    {
        const S scale = 1 / cross(cell.x, cell.y);
        return {T(cell.twist.y * scale), T(4 * cross(cell.twist, cell.y) * cell.x.y * (scale * scale)),
                T(2 * cell.y.y * scale), T(-2 * cell.x.y * scale)};
    }

    /** @brief Steps either way for which at() is well conditioned.

    The square of the determinant is 1 + n*(2*slope - bend) + n*n*slope*slope there, hence at least a quarter. */
    ZOOM_INLINE T reach() const { return T(0.75) / larger(std::abs(slope), std::abs(2 * slope - bend)); }

    //! @param determinant at the result, relative to the one at the point
    ZOOM_INLINE Vec<T> at(T n, T& determinant) const
    {
        const T above = 1 + n * slope;
        determinant = std::sqrt(above * above - n * bend);
        const T forX = 1 - n * slope + determinant, forY = above + determinant;
        const T factor = n / (forX * forY); // one division for both
        return {alongX * forY * factor, alongY * forX * factor};
    }
};

} // namespace math
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_MATH_INVERSE_CELL_HPP
