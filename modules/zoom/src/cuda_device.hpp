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

} // namespace zoom
} // namespace cv

#ifdef ZOOM_CUDA
#include <cuda_runtime_api.h>

#include <vector>

namespace cv {
namespace zoom {

//! (An OpenCV without CUDA has no cuda::StreamAccessor to link.)
inline cudaStream_t streamOf(const cuda::Stream& stream)
{
    return static_cast<cudaStream_t>(stream.cudaPtr());
}

//! Throws when a call of the CUDA runtime has failed. @param what was called
void checkCuda(cudaError_t status, const char* what);

/** @brief Device memory for the work that one call puts on a stream.

It comes from a pool and goes back to it in the order of the stream: the next one to get it waits for what was put there
before, whichever thread and stream that is, and no caller waits. */
class StreamMemory
{
public:
    explicit StreamMemory(cudaStream_t s) : stream(s) {}
    ~StreamMemory();
    StreamMemory(const StreamMemory&) = delete;
    StreamMemory& operator=(const StreamMemory&) = delete;

    void* take(size_t bytes);

    template <typename T>
    T* take(size_t count)
    {
        return static_cast<T*>(take(count * sizeof(T)));
    }

private:
    cudaStream_t stream;
    std::vector<void*> taken;
};

} // namespace zoom
} // namespace cv
#endif // ZOOM_CUDA

#endif // OPENCV_ZOOM_CUDA_DEVICE_HPP
