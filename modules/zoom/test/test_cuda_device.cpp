// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The kernels on the device, where they are compiled in.
#ifdef ZOOM_CUDA

#include "test_cuda_backend.hpp"

#include "../src/cuda/device_grid.hpp"
#include "../src/cuda/device_pyramid.hpp"
#include "../src/cuda/device_warp.hpp"

#include <cuda_runtime_api.h>

#include <vector>

namespace opencv_test {
namespace {

using namespace cv::zoom;

void check(cudaError_t status, const char* what)
{
    if (status != cudaSuccess)
        CV_Error_(Error::GpuApiCallError, ("%s: %s", what, cudaGetErrorString(status)));
}

//! Everything runs on a stream of its own, which is waited for where the host looks at a result.
class DeviceBackend : public KernelBackend
{
public:
    DeviceBackend() { check(cudaStreamCreate(&stream), "cudaStreamCreate"); }
    ~DeviceBackend() CV_OVERRIDE
    {
        for (void* p : memory)
            cudaFree(p);
        cudaStreamDestroy(stream);
    }

    void* allocate(size_t bytes) CV_OVERRIDE
    {
        void* p = nullptr;
        check(cudaMalloc(&p, bytes + 1), "cudaMalloc"); // never empty
        memory.push_back(p);
        check(cudaMemsetAsync(p, POISON, bytes + 1, stream), "cudaMemset");
        return p;
    }

    void copy(void* to, const void* from, size_t bytes) CV_OVERRIDE
    {
        check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDefault, stream), "cudaMemcpy");
        check(cudaStreamSynchronize(stream), "the kernels before a copy");
    }

    void makeGrid(const gpu::GridTask& task) CV_OVERRIDE
    {
        check(gpu::makeGrid(task, allocate(gpu::gridScratchBytes(task.rows, task.columns)), stream), "makeGrid");
    }
    void reducePyramid(const kernels::PyramidView& pyramid, int type) CV_OVERRIDE
    {
        check(gpu::reducePyramid(pyramid, CV_MAT_DEPTH(type), CV_MAT_CN(type), stream), "reducePyramid");
    }
    void findNodeBoxes(const kernels::PlaneMap& map, float* boxes) CV_OVERRIDE
    {
        check(gpu::findNodeBoxes(map, boxes, stream), "findNodeBoxes");
    }
    void warp(const gpu::WarpTask& task, int type) CV_OVERRIDE
    {
        check(gpu::warp(task, CV_MAT_DEPTH(type), CV_MAT_CN(type), stream), "warp");
    }
    void warpToBlob(const gpu::BlobTask& task, int type, int blobDepth) CV_OVERRIDE
    {
        check(gpu::warpToBlob(task, CV_MAT_DEPTH(type), CV_MAT_CN(type), blobDepth, stream), "warpToBlob");
    }
    void warpToBlob(const gpu::YuvBlobTask& task, int blobDepth) CV_OVERRIDE
    {
        check(gpu::warpToBlob(task, blobDepth, stream), "warpToBlob");
    }
    void unzoom(const gpu::UnzoomTask& task, int type) CV_OVERRIDE
    {
        check(gpu::unzoom(task, CV_MAT_DEPTH(type), CV_MAT_CN(type), stream), "unzoom");
    }

private:
    cudaStream_t stream = nullptr;
    std::vector<void*> memory;
};

} // namespace

std::unique_ptr<KernelBackend> deviceBackend(std::string& whyNot)
{
    int devices = 0;
    const cudaError_t status = cudaGetDeviceCount(&devices);
    if (status == cudaSuccess && devices > 0)
        return std::unique_ptr<KernelBackend>(new DeviceBackend);
    whyNot = std::string("no CUDA device (") + cudaGetErrorString(status) + ")";
    return nullptr;
}

} // namespace opencv_test

#endif // ZOOM_CUDA
