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

/** @brief The same inverse around a point of the cell whose inverse is known.

With the cell's origin moved to that point, the quadratics for s and for t share their discriminant, which is the square
of the Jacobian's determinant at the result, and neither cancels near the point. So s and t come out with the relative
precision of T, however far they are from the cell's own origin. */
template <typename T>
struct LocalInverse
{
    Vec<T> slope;          //!< gradient of the determinant, relative to the determinant at the point
    Vec<T> bend;           //!< 4 * cross(twist, y) * cross(q, x) as dot(q, bend), likewise relative
    Vec<T> alongX, alongY; //!< twice the gradients of s and t at the point

    //! @param cell with the point as its origin; its determinant there must be positive
    template <typename S>
    static ZOOM_INLINE LocalInverse around(const Cell<S>& cell)
    {
        const S scale = 1 / cross(cell.x, cell.y), k = 4 * cross(cell.twist, cell.y) * scale * scale;
        return {{T(cell.twist.y * scale), T(-cell.twist.x * scale)},
                {T(k * cell.x.y), T(-k * cell.x.x)},
                {T(2 * scale * cell.y.y), T(-2 * scale * cell.y.x)},
                {T(-2 * scale * cell.x.y), T(2 * scale * cell.x.x)}};
    }

    /** @brief Whether at() is well conditioned in the box of all (±q.x, ±q.y).

    The square of the determinant is 1 + dot(q, 2*slope - bend) + dot(q, slope)^2; here that is at least a quarter. */
    ZOOM_INLINE bool reaches(Vec<T> q) const
    {
        const Vec<T> d = T(2) * slope - bend;
        return q.x * std::abs(slope.x) + q.y * std::abs(slope.y) <= T(0.75) &&
               q.x * std::abs(d.x) + q.y * std::abs(d.y) <= T(0.75);
    }

    //! @param q from the point @param determinant at the result, relative to the one at the point
    ZOOM_INLINE Vec<T> at(Vec<T> q, T& determinant) const
    {
        const T above = 1 + dot(q, slope);
        determinant = std::sqrt(above * above - dot(q, bend));
        const T forX = 2 - above + determinant, forY = above + determinant;
        const T scale = 1 / (forX * forY); // one division for both
        return {dot(q, alongX) * forY * scale, dot(q, alongY) * forX * scale};
    }
};

/** @brief A side of a cell, from its upper end to its lower one: the area of a cell is filled between its sides.

Neighbouring cells compute their common side from the same two nodes in the same way, so they leave neither a hole nor a
point in doubt. */
template <typename T>
struct CellEdge
{
    T top, bottom, x, slope;

    ZOOM_INLINE void set(Vec<T> a, Vec<T> b)
    {
        const Vec<T> upper = a.y > b.y ? b : a, lower = a.y > b.y ? a : b;
        *this = {upper.y, lower.y, upper.x, upper.y < lower.y ? (lower.x - upper.x) / (lower.y - upper.y) : T(0)};
    }

    //! Widens [left, right] by the point where the edge crosses the horizontal line v, if it does.
    ZOOM_INLINE void cut(T v, T& left, T& right) const
    {
        const bool crosses = (top <= v) & (v < bottom); // no branch: which edges cross changes from row to row
        const T u = x + (v - top) * slope;
        left = smaller(left, crosses ? u : T(1e30));
        right = larger(right, crosses ? u : T(-1e30));
    }
};

/** @brief How the inverse of a cell moves with its nodes: gradients with respect to them.

From cell.at(s, t) = p for a fixed p, by the implicit function theorem.
@param at (s, t) @param grad gradient with respect to it
@param nodes gradients with respect to the four nodes, row by row; zero where the cell folds */
template <typename T>
ZOOM_INLINE void inverseCellAdjoint(const Cell<T>& cell, Vec<T> at, Vec<T> grad, Vec<T> (&nodes)[4])
{
    const Vec<T> dx = cell.dx(at.y), dy = cell.dy(at.x);
    const T determinant = cross(dx, dy), k = determinant > 0 ? -1 / determinant : T(0);
    const Vec<T> moved = {k * (grad.x * dy.y - grad.y * dx.y), k * (grad.y * dx.x - grad.x * dy.x)};
    nodes[0] = (1 - at.x) * (1 - at.y) * moved;
    nodes[1] = at.x * (1 - at.y) * moved;
    nodes[2] = (1 - at.x) * at.y * moved;
    nodes[3] = at.x * at.y * moved;
}

} // namespace math
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_MATH_INVERSE_CELL_HPP
