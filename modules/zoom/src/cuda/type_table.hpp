// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_TYPE_TABLE_HPP
#define OPENCV_ZOOM_CUDA_TYPE_TABLE_HPP

#include "opencv2/core/hal/interface.h"

namespace cv {
namespace zoom {
namespace gpu {

//! Row of a table of functions by depth (CV_8U, CV_16U, CV_32F); -1 for others.
inline int depthRow(int depth)
{
    return depth == CV_8U ? 0 : depth == CV_16U ? 1 : depth == CV_32F ? 2 : -1;
}

/** @brief A function that is a template of the type and the number of channels of pixels.
@return null for types that it is not made for */
template <typename Function>
Function lookUp(Function const (&table)[3][4], int depth, int channels)
{
    const int row = depthRow(depth);
    return row < 0 || channels < 1 || channels > 4 ? nullptr : table[row][channels - 1];
}

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_TYPE_TABLE_HPP
