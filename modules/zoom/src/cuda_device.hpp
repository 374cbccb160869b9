// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_DEVICE_HPP
#define OPENCV_ZOOM_CUDA_DEVICE_HPP

#include "opencv2/core/cuda.hpp"

namespace cv {
namespace zoom {

//! Throws what OpenCV throws where it has no CUDA or no device, and where the module itself was built without CUDA.
void requireCuda();

//! Until the current device has done all that was asked for, on any stream.
void waitForDevice();

} // namespace zoom
} // namespace cv

#ifdef ZOOM_CUDA
#include "cuda/kernel_device.hpp"

#include <cuda_runtime_api.h>

namespace cv {
namespace zoom {

//! (An OpenCV without CUDA has no cuda::StreamAccessor to link.)
inline cudaStream_t streamOf(const cuda::Stream& stream)
{
    return static_cast<cudaStream_t>(stream.cudaPtr());
}

//! Throws when a call of the CUDA runtime has failed. @param what was called
void checkCuda(cudaError_t status, const char* what);

/** @brief The current device, for the work that one call puts on a stream.

Memory comes from a pool and goes back to it in the order of the stream: the next one to get it waits for what was put
there before, whichever thread and stream that is, and no caller waits. */
class StreamDevice CV_FINAL : public gpu::KernelDevice
{
public:
    explicit StreamDevice(const cuda::Stream& s) : stream(streamOf(s)) {}
    ~StreamDevice() CV_OVERRIDE;
    StreamDevice(const StreamDevice&) = delete;
    StreamDevice& operator=(const StreamDevice&) = delete;

    using KernelDevice::allocate;
    void* allocate(size_t bytes) CV_OVERRIDE;
    void upload(void* to, const void* from, size_t bytes) CV_OVERRIDE;
    //! Waits for it, and so for all that is on the stream.
    void download(void* to, const void* from, size_t bytes);

    void makeGrid(const gpu::GridTask& task) CV_OVERRIDE;
    void reducePyramid(const kernels::PyramidView& pyramid, int type) CV_OVERRIDE;
    void findNodeBoxes(const kernels::PlaneMap& map, float* boxes) CV_OVERRIDE;
    void warp(const gpu::WarpTask& task, int type) CV_OVERRIDE;
    void warpToBlob(const gpu::BlobTask& task, int type, int blobDepth) CV_OVERRIDE;
    void warpToBlob(const gpu::YuvBlobTask& task, int blobDepth) CV_OVERRIDE;
    void unzoom(const gpu::UnzoomTask& task, int type) CV_OVERRIDE;

private:
    cudaStream_t stream;
    void* taken[gpu::MOST_ALLOCATIONS];
    int count = 0;
};

} // namespace zoom
} // namespace cv
#endif // ZOOM_CUDA

#endif // OPENCV_ZOOM_CUDA_DEVICE_HPP
