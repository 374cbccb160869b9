// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_DEVICE_GRID_HPP
#define OPENCV_ZOOM_CUDA_DEVICE_GRID_HPP

#include "grid_block.hpp"

#include <cuda_runtime_api.h>

namespace cv {
namespace zoom {
namespace gpu {

//! Bytes of device memory that makeGrid() needs for maps of this size; 0 where shared memory does.
std::size_t gridScratchBytes(int rows, int columns);

/** @brief Makes an attraction or a separable grid, certified and mended: cv::zoom::saliencyToGrid() without the host.

Nothing is waited for, so a CUDA graph can hold it. A map that cannot be used gives the identity; the report says so.
(Transport grids are made by the host, and uploaded.)
@param scratch gridScratchBytes() of device memory
@param report device memory */
cudaError_t makeGrid(const GridTask& task, void* scratch, cudaStream_t stream);

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_DEVICE_GRID_HPP
