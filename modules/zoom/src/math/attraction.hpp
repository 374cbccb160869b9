// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_MATH_ATTRACTION_HPP
#define OPENCV_ZOOM_MATH_ATTRACTION_HPP

#include "portable.hpp"

#include <cfloat>

namespace cv {
namespace zoom {
namespace math {

//! Weight of a node at a distance of @p nodes from the one that is attracted.
template <typename T>
ZOOM_INLINE T attractionWeight(T nodes, T sigmaNodes)
{
    const T r = nodes / sigmaNodes;
    return std::exp(T(-0.5) * r * r);
}

//! Index of the map that stands in for index i beyond a map of n >= 2 nodes: mirrored about the outermost node.
ZOOM_INLINE int reflect101(int i, int n)
{
    const int period = 2 * (n - 1);
    i %= period;
    if (i < 0)
        i += period;
    return i < n ? i : period - i;
}

//! The same, repeating the outermost node.
ZOOM_INLINE int replicate(int i, int n)
{
    return clamped(i, 0, n - 1);
}

//! Normalised coordinate of node j, of nodes `step` apart, that moves by moment/weight nodes. Without any pull
//! (underflow) it stays.
ZOOM_INLINE double attracted(int j, double moment, double weight, double step)
{
    const double moved = weight > DBL_MIN ? j + moment / weight : j;
    return clamped(moved * step, 0.0, 1.0);
}

} // namespace math
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_MATH_ATTRACTION_HPP
