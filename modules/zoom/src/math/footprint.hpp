// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_MATH_FOOTPRINT_HPP
#define OPENCV_ZOOM_MATH_FOOTPRINT_HPP

#include "portable.hpp"

// Antialiasing. A pixel of the output covers a small parallelogram of the source. Its mean is taken over the upright box
// with the same spread (standard deviation) along x and y, at least one source pixel wide: a box of width 1 over pixels
// that are constant over their extent is bilinear interpolation, so magnified areas need no case of their own. Wide boxes
// are taken from a coarser level of a box pyramid, where they are still at least two texels wide, so that the texels'
// edges hardly show.

namespace cv {
namespace zoom {
namespace math {

enum
{
    MAX_LEVEL = 12,    //!< coarsest pyramid level: texels of 4096 pixels a side
    MAX_BOX_TEXELS = 17 //!< most texels that a box touches along one axis (16 wide, anywhere)
};

//! Width along one source axis of the box that stands for a pixel, from the derivatives along the output's axes.
template <typename T>
ZOOM_INLINE T boxWidth(T alongX, T alongY)
{
    return std::sqrt(alongX * alongX + alongY * alongY);
}

/** @brief The pyramid level from which a box is averaged.

The narrower side decides, so that a one-sided reduction is not blurred along the other side; the wider side may then
cover up to 16 texels. */
template <typename T>
ZOOM_INLINE int pyramidLevel(T widthX, T widthY, int levels)
{
    const T narrow = smaller(widthX, widthY), wide = larger(widthX, widthY);
    int level = 0;
    T texel = 1;
    while (level < levels - 1 && (narrow >= 4 * texel || wide > 16 * texel))
    {
        texel *= 2;
        ++level;
    }
    return level;
}

//! The texels that a box covers along one axis: `count` of them from `first` on.
template <typename T>
struct BoxSpan
{
    int first, count;
    T low;   //!< the box's lower end, from the first texel's lower edge, in [0, 1)
    T width; //!< of the box, at least 1

    //! @param centre of the box in texels, continuous; @param w its width in texels
    static ZOOM_INLINE BoxSpan at(double centre, T w)
    {
        w = larger(w, T(1));
        const double begin = centre - 0.5 * double(w);
        const double floor = std::floor(begin);
        const T low = T(begin - floor);
        return {int(floor), larger(1, int(std::ceil(low + w))), low, w};
    }

    //! Share of texel first + k in the box's mean; the shares of all its texels add up to 1.
    ZOOM_INLINE T weight(int k) const
    {
        return larger(T(0), smaller(T(k + 1), low + width) - larger(T(k), low)) / width;
    }
};

} // namespace math
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_MATH_FOOTPRINT_HPP
