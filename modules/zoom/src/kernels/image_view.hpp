// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_IMAGE_VIEW_HPP
#define OPENCV_ZOOM_KERNELS_IMAGE_VIEW_HPP

#include "../math/footprint.hpp"

#include <cstddef>

namespace cv {
namespace zoom {
namespace kernels {

//! Pixels that somebody else owns. Rows are `step` bytes apart.
struct ImageView
{
    const unsigned char* data;
    size_t step;
    int width, height;

    template <typename T>
    ZOOM_INLINE const T* row(int y) const
    {
        return reinterpret_cast<const T*>(data + size_t(y) * step);
    }
};

//! An image and its box pyramid: a texel of level l is the mean of 2^l x 2^l pixels (of those that exist).
struct PyramidView
{
    ImageView level[math::MAX_LEVEL + 1];
    int levels; //!< number of levels present, at least 1
};

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_IMAGE_VIEW_HPP
