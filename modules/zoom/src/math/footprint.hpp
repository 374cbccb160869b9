// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_MATH_FOOTPRINT_HPP
#define OPENCV_ZOOM_MATH_FOOTPRINT_HPP

#include "portable.hpp"

#include <cstdint>
#include <cstring>

// Antialiasing. A pixel of the output covers a small parallelogram of the source. Its mean is taken over the upright
// box with the same spread (standard deviation) along x and y, at least one source pixel wide: a box of width 1 over
// pixels that are constant over their extent is bilinear interpolation, so magnified areas need no case of their own.
// Wide boxes are taken from a coarser level of a box pyramid, where they are still at least two texels wide, so that
// the texels' edges hardly show.

namespace cv {
namespace zoom {
namespace math {

enum
{
    MAX_LEVEL = 12,     //!< coarsest pyramid level: texels of 4096 pixels a side
    MAX_BOX_TEXELS = 17 //!< most texels that a box touches along one axis (16 wide, anywhere)
};

//! Width along one source axis of the box that stands for a pixel, from the derivatives along the output's axes.
template <typename T>
ZOOM_INLINE T boxWidth(T alongX, T alongY)
{
    return std::sqrt(alongX * alongX + alongY * alongY);
}

//! The exponent of a positive normal float: floor(log2(x)).
ZOOM_INLINE int floorLog2(float x)
{
    std::uint32_t bits;
    std::memcpy(&bits, &x, sizeof(bits));
    return int(bits >> 23) - 127;
}

//! ceil(log2(x)) of a positive normal float.
ZOOM_INLINE int ceilLog2(float x)
{
    std::uint32_t bits;
    std::memcpy(&bits, &x, sizeof(bits));
    return int((bits + 0x7fffffu) >> 23) - 127;
}

/** @brief The pyramid level from which a box is averaged.

The narrower side decides: it is 2 to 4 texels wide there (less at level 0), so that a one-sided reduction is not
blurred along the other side; the wider side may then cover up to 16 texels. */
ZOOM_INLINE int pyramidLevel(float widthX, float widthY, int levels)
{
    const int narrow = floorLog2(smaller(widthX, widthY)) - 1, wide = ceilLog2(larger(widthX, widthY)) - 4;
    return clamped(larger(narrow, wide), 0, levels - 1);
}

//! Levels of a whole pyramid over an image with this longer side, the image included: up to a single texel.
ZOOM_INLINE int possibleLevels(int longerSide)
{
    int levels = 1;
    while (levels <= MAX_LEVEL && (longerSide - 1) >> (levels - 1))
        ++levels;
    return levels;
}

//! Factor from pixels to texels of a level: 2^-level.
ZOOM_INLINE float texelScale(int level)
{
    const std::uint32_t bits = std::uint32_t(127 - level) << 23;
    float scale;
    std::memcpy(&scale, &bits, sizeof(scale));
    return scale;
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

    //! How much of texel first + k the box covers, 0 to 1; that of all its texels adds up to the width.
    ZOOM_INLINE T covered(int k) const { return larger(T(0), smaller(T(k + 1), low + width) - larger(T(k), low)); }

    //! Share of texel first + k in the box's mean; the shares of all its texels add up to 1.
    ZOOM_INLINE T weight(int k) const { return covered(k) / width; }

    /** @brief Derivatives of the box's mean, from the texels' values at the box's two ends.
    @param firstValue, lastValue of texel first and of texel first + count - 1 */
    ZOOM_INLINE T byCentre(T firstValue, T lastValue) const { return (lastValue - firstValue) / width; }
    ZOOM_INLINE T byWidth(T firstValue, T lastValue, T mean) const
    {
        return (T(0.5) * (firstValue + lastValue) - mean) / width;
    }
};

/** @brief Whether a level of a pyramid of whole numbers rounds halves up.

Levels do so in turn: a quarter of all means end in .5, and always rounding up would brighten each level by an eighth.
*/
ZOOM_INLINE bool roundsUp(int level)
{
    return level % 2 == 0;
}

//! Mean of 2x2 texels: a texel of the next level.
template <typename T>
ZOOM_INLINE T reduced(T a, T b, T c, T d)
{
    return T(0.25) * ((a + b) + (c + d));
}

//! The same as a pyramid holds it: whole numbers are rounded.
ZOOM_INLINE std::uint8_t reduced(std::uint8_t a, std::uint8_t b, std::uint8_t c, std::uint8_t d, bool up)
{
    return std::uint8_t((a + b + c + d + (up ? 2 : 1)) >> 2);
}
ZOOM_INLINE std::uint16_t reduced(std::uint16_t a, std::uint16_t b, std::uint16_t c, std::uint16_t d, bool up)
{
    return std::uint16_t((unsigned(a) + b + c + d + (up ? 2u : 1u)) >> 2);
}
ZOOM_INLINE float reduced(float a, float b, float c, float d, bool)
{
    return reduced(a, b, c, d);
}

} // namespace math
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_MATH_FOOTPRINT_HPP
