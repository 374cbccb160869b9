// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "cuda_device.hpp"

#ifdef ZOOM_CUDA
#include <cstdint>
#include <mutex>
#endif

namespace cv {
namespace zoom {

void requireCuda()
{
    cuda::getDevice(); // throws where OpenCV has no CUDA, in its own words
#ifndef ZOOM_CUDA
    CV_Error(Error::GpuNotSupported, "cv::zoom was built without CUDA support");
#endif
}

#ifdef ZOOM_CUDA

void checkCuda(cudaError_t status, const char* what)
{
    if (status != cudaSuccess)
        CV_Error_(Error::GpuApiCallError, ("%s: %s", what, cudaGetErrorString(status)));
}

namespace {

/** The pool of the current device. OpenCV's and the application's own pools give their memory back when the device is
idle, which would mean an allocation for every frame; their settings are not ours to change. */
cudaMemPool_t devicePool()
{
    static std::mutex mutex;
    static std::vector<cudaMemPool_t> pools; // for the life of the process
    int device = 0;
    checkCuda(cudaGetDevice(&device), "cudaGetDevice");
    const std::lock_guard<std::mutex> lock(mutex);
    if (pools.size() <= size_t(device))
        pools.resize(size_t(device) + 1, nullptr);
    cudaMemPool_t& pool = pools[size_t(device)];
    if (!pool)
    {
        cudaMemPoolProps properties = {};
        properties.allocType = cudaMemAllocationTypePinned;
        properties.location.type = cudaMemLocationTypeDevice;
        properties.location.id = device;
        checkCuda(cudaMemPoolCreate(&pool, &properties), "cudaMemPoolCreate");
        std::uint64_t keep = UINT64_MAX;
        checkCuda(cudaMemPoolSetAttribute(pool, cudaMemPoolAttrReleaseThreshold, &keep), "cudaMemPoolSetAttribute");
    }
    return pool;
}

} // namespace

StreamMemory::~StreamMemory()
{
    for (void* p : taken)
        cudaFreeAsync(p, stream); // a failure has shown itself where the memory was used
}

void* StreamMemory::take(size_t bytes)
{
    if (bytes == 0)
        return nullptr;
    void* p = nullptr;
    checkCuda(cudaMallocFromPoolAsync(&p, bytes, devicePool(), stream), "cudaMallocFromPoolAsync");
    taken.push_back(p);
    return p;
}

#endif // ZOOM_CUDA

} // namespace zoom
} // namespace cv
