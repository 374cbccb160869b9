// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_DEVICE_PYRAMID_HPP
#define OPENCV_ZOOM_CUDA_DEVICE_PYRAMID_HPP

#include "../kernels/image_view.hpp"
#include "pyramid_layout.hpp"

#include <cuda_runtime_api.h>

namespace cv {
namespace zoom {
namespace gpu {

/** @brief Makes the levels above an image.
@param pyramid as pyramidIn() gives it; level 0 is read
@param depth CV_8U, CV_16U or CV_32F @param channels 1 to 4 */
cudaError_t reducePyramid(const kernels::PyramidView& pyramid, int depth, int channels, cudaStream_t stream);

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_DEVICE_PYRAMID_HPP
