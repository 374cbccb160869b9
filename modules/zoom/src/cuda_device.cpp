// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "cuda_device.hpp"

#ifdef ZOOM_CUDA
#include "cuda/device_grid.hpp"
#include "cuda/device_pyramid.hpp"
#include "cuda/device_warp.hpp"

#include <cstdint>
#include <mutex>
#include <vector>
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

void waitForDevice()
{
    requireCuda();
#ifdef ZOOM_CUDA
    checkCuda(cudaDeviceSynchronize(), "cudaDeviceSynchronize");
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

StreamDevice::~StreamDevice()
{
    for (int k = 0; k < count; ++k)
        cudaFreeAsync(taken[k], stream); // a failure has shown itself where the memory was used
}

void* StreamDevice::allocate(size_t bytes)
{
    if (bytes == 0)
        return nullptr;
    CV_Assert(count < gpu::MOST_ALLOCATIONS);
    void* p = nullptr;
    checkCuda(cudaMallocFromPoolAsync(&p, bytes, devicePool(), stream), "cudaMallocFromPoolAsync");
    taken[count++] = p;
    return p;
}

void StreamDevice::upload(void* to, const void* from, size_t bytes)
{
    // From memory that is not locked to pages: the runtime has read it when the call returns.
    checkCuda(cudaMemcpyAsync(to, from, bytes, cudaMemcpyHostToDevice, stream), "cudaMemcpyAsync");
}

void StreamDevice::download(void* to, const void* from, size_t bytes)
{
    checkCuda(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToHost, stream), "cudaMemcpyAsync");
    checkCuda(cudaStreamSynchronize(stream), "cudaStreamSynchronize");
}

void StreamDevice::makeGrid(const gpu::GridTask& task)
{
    checkCuda(gpu::makeGrid(task, allocate(gpu::gridScratchBytes(task.rows, task.columns)), stream), "makeGrid");
}

void StreamDevice::reducePyramid(const kernels::PyramidView& pyramid, int type)
{
    checkCuda(gpu::reducePyramid(pyramid, CV_MAT_DEPTH(type), CV_MAT_CN(type), stream), "reducePyramid");
}

void StreamDevice::findNodeBoxes(const kernels::PlaneMap& map, float* boxes)
{
    checkCuda(gpu::findNodeBoxes(map, boxes, stream), "findNodeBoxes");
}

void StreamDevice::warp(const gpu::WarpTask& task, int type)
{
    checkCuda(gpu::warp(task, CV_MAT_DEPTH(type), CV_MAT_CN(type), stream), "warp");
}

void StreamDevice::warpToBlob(const gpu::BlobTask& task, int type, int blobDepth)
{
    checkCuda(gpu::warpToBlob(task, CV_MAT_DEPTH(type), CV_MAT_CN(type), blobDepth, stream), "warpToBlob");
}

void StreamDevice::warpToBlob(const gpu::YuvBlobTask& task, int blobDepth)
{
    checkCuda(gpu::warpToBlob(task, blobDepth, stream), "warpToBlob");
}

void StreamDevice::unzoom(const gpu::UnzoomTask& task, int type)
{
    checkCuda(gpu::unzoom(task, CV_MAT_DEPTH(type), CV_MAT_CN(type), stream), "unzoom");
}

#endif // ZOOM_CUDA

} // namespace zoom
} // namespace cv
