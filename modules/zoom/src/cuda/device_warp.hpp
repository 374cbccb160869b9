// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_DEVICE_WARP_HPP
#define OPENCV_ZOOM_CUDA_DEVICE_WARP_HPP

#include "blob_pixel.hpp"
#include "unzoom_tile.hpp"
#include "warp_pixel.hpp"

#include <cuda_runtime_api.h>

// The warps of a plane. NV12 takes two calls, one per plane. Depths are CV_8U, CV_16U and CV_32F.

namespace cv {
namespace zoom {
namespace gpu {

//! Finds the boxes at a grid's nodes, for INTER_AREA. @param boxes output, 2 * rows * columns values
cudaError_t findNodeBoxes(const kernels::PlaneMap& map, float* boxes, cudaStream_t stream);

//! Frame -> zoomed frame.
cudaError_t warp(const WarpTask& task, int depth, int channels, cudaStream_t stream);

//! Frame -> blob. @param channels 1, 3 or 4 @param blobDepth CV_32F or CV_16F
cudaError_t warpToBlob(const BlobTask& task, int depth, int channels, int blobDepth, cudaStream_t stream);

//! NV12, 8U -> blob. @param blobDepth CV_32F or CV_16F
cudaError_t warpToBlob(const YuvBlobTask& task, int blobDepth, cudaStream_t stream);

//! Zoomed frame -> frame. Every pixel is written, those that no cell covers as 0.
cudaError_t unzoom(const UnzoomTask& task, int depth, int channels, cudaStream_t stream);

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_DEVICE_WARP_HPP
