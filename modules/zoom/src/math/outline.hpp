// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_MATH_OUTLINE_HPP
#define OPENCV_ZOOM_MATH_OUTLINE_HPP

#include "lattice.hpp"

namespace cv {
namespace zoom {
namespace math {

//! The outline of a grid that is blended with the identity: top and bottom run along x, left and right along y. Step k
//! of a side goes from its node k to the next one.
template <typename T>
struct Outline
{
    enum Side
    {
        TOP,
        BOTTOM,
        LEFT,
        RIGHT
    };

    const T* grid;
    int rows, columns;
    double share; //!< of the identity

    static ZOOM_INLINE bool alongX(Side side) { return side == TOP || side == BOTTOM; }
    ZOOM_INLINE int steps(Side side) const { return alongX(side) ? columns - 1 : rows - 1; }

    ZOOM_INLINE Vec<double> at(Side side, int k) const
    {
        const int i = side == TOP ? 0 : side == BOTTOM ? rows - 1 : k;
        const int j = side == LEFT ? 0 : side == RIGHT ? columns - 1 : k;
        const Vec<double> identity = {double(j) / (columns - 1), double(i) / (rows - 1)};
        return (1 - share) * gridNode(grid, columns, i, j) + share * identity;
    }

    //! The coordinate of node k that is at right angles to its side.
    ZOOM_INLINE double across(Side side, int k) const { return alongX(side) ? at(side, k).y : at(side, k).x; }

    //! Length of a step along its side, in parts of the identity's step. The share does not count.
    ZOOM_INLINE double advance(Side side, int k) const
    {
        return alongX(side) ? (columns - 1) * (edgeNode(side, k + 1).x - edgeNode(side, k).x)
                            : (rows - 1) * (edgeNode(side, k + 1).y - edgeNode(side, k).y);
    }

    /** True when a step goes further along its side than across it. Neighbouring sides all of whose steps do so stay in
    the opposite sectors of their common corner, so they cannot meet again. */
    ZOOM_INLINE bool slanted(Side side, int k) const
    {
        const Vec<double> d = at(side, k + 1) - at(side, k);
        return alongX(side) ? std::abs(d.y) < d.x : std::abs(d.x) < d.y;
    }

    //! True when a step of one side touches a step of another one, the two steps at their common corner left out.
    ZOOM_INLINE bool touch(Side first, int k, Side second, int m) const
    {
        const Vec<double> p = at(first, k), p2 = at(first, k + 1), q = at(second, m), q2 = at(second, m + 1);
        if (larger(p.x, p2.x) < smaller(q.x, q2.x) || larger(q.x, q2.x) < smaller(p.x, p2.x) ||
            larger(p.y, p2.y) < smaller(q.y, q2.y) || larger(q.y, q2.y) < smaller(p.y, p2.y))
            return false;
        if (shareNode(first, k, second, m))
            return false;
        const Vec<double> d = p2 - p, e = q2 - q;
        const double q0 = cross(d, q - p), q1 = cross(d, q2 - p);
        const double p0 = cross(e, p - q), p1 = cross(e, p2 - q);
        return q0 * q1 <= 0 && p0 * p1 <= 0;
    }

private:
    ZOOM_INLINE Vec<double> edgeNode(Side side, int k) const
    {
        return gridNode(grid, columns,
                        side == TOP      ? 0
                        : side == BOTTOM ? rows - 1
                                         : k,
                        side == LEFT    ? 0
                        : side == RIGHT ? columns - 1
                                        : k);
    }

    //! True when step k of one side and step m of the other end at the same corner of the lattice.
    ZOOM_INLINE bool shareNode(Side first, int k, Side second, int m) const
    {
        if (!alongX(first) || alongX(second))
            return false;
        const bool firstAtCorner = second == LEFT ? k == 0 : k == columns - 2;
        const bool secondAtCorner = first == TOP ? m == 0 : m == rows - 2;
        return firstAtCorner && secondAtCorner;
    }
};

} // namespace math
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_MATH_OUTLINE_HPP
