// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_BOX_REDUCE_HPP
#define OPENCV_ZOOM_KERNELS_BOX_REDUCE_HPP

namespace cv {
namespace zoom {
namespace kernels {

/** @brief One row of the next pyramid level: means of 2x2 pixels.
@param upper, lower the two rows (the same one twice below an odd height)
@param width number of pixels in them; the last pixel of an odd width is averaged with itself
@param out (width + 1)/2 pixels
@param roundUp whether halves are rounded up. Integer levels alternate, since a quarter of all means end in .5 and
rounding them always the same way would brighten every level by an eighth. */
typedef void (*BoxReduceRow)(const void* upper, const void* lower, int width, void* out, bool roundUp);

//! The function for a depth (CV_8U, CV_16U, CV_32F) and 1 to 4 channels; null for others.
BoxReduceRow boxReduceRow(int depth, int channels);

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_BOX_REDUCE_HPP
