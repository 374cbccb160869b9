// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "device_warp.hpp"
#include "launch_shape.hpp"
#include "type_table.hpp"

#include <cuda_fp16.h>

namespace cv {
namespace zoom {
namespace gpu {

namespace {

template <typename T, int CN, typename D>
__global__ void __launch_bounds__(WARP_BLOCK_X* WARP_BLOCK_Y, 8) blobOfImage(const __grid_constant__ BlobTask task)
{
    const int x = int(blockIdx.x * blockDim.x + threadIdx.x), y = int(blockIdx.y * blockDim.y + threadIdx.y);
    if (x < task.source.map.zoomed.width && y < task.source.map.zoomed.height)
        blobPixel<T, CN, D>(task, x, y);
}

template <typename D>
__global__ void __launch_bounds__(WARP_BLOCK_X* WARP_BLOCK_Y, 8) blobOfPlanes(const __grid_constant__ YuvBlobTask task)
{
    const int x = int(blockIdx.x * blockDim.x + threadIdx.x), y = int(blockIdx.y * blockDim.y + threadIdx.y);
    if (x < task.luma.map.zoomed.width && y < task.luma.map.zoomed.height)
        yuvBlobPixel<D>(task, x, y);
}

template <typename T, int CN, typename D>
void launchBlob(const BlobTask& task, cudaStream_t stream)
{
    const LaunchShape shape = pixelShape(task.source.map.zoomed.width, task.source.map.zoomed.height);
    blobOfImage<T, CN, D><<<dim3(shape.gridX, shape.gridY), dim3(shape.blockX, shape.blockY), 0, stream>>>(task);
}

template <typename D>
void launchBlob(const YuvBlobTask& task, cudaStream_t stream)
{
    const LaunchShape shape = pixelShape(task.luma.map.zoomed.width, task.luma.map.zoomed.height);
    blobOfPlanes<D><<<dim3(shape.gridX, shape.gridY), dim3(shape.blockX, shape.blockY), 0, stream>>>(task);
}

typedef void (*Launch)(const BlobTask&, cudaStream_t);

template <typename D>
Launch launchFor(int depth, int channels)
{
    static const Launch table[3][4] = {
        {launchBlob<std::uint8_t, 1, D>, nullptr, launchBlob<std::uint8_t, 3, D>, launchBlob<std::uint8_t, 4, D>},
        {launchBlob<std::uint16_t, 1, D>, nullptr, launchBlob<std::uint16_t, 3, D>, launchBlob<std::uint16_t, 4, D>},
        {launchBlob<float, 1, D>, nullptr, launchBlob<float, 3, D>, launchBlob<float, 4, D>},
    };
    return lookUp(table, depth, channels);
}

} // namespace

cudaError_t warpToBlob(const BlobTask& task, int depth, int channels, int blobDepth, cudaStream_t stream)
{
    const Launch launch = blobDepth == CV_32F   ? launchFor<float>(depth, channels)
                          : blobDepth == CV_16F ? launchFor<__half>(depth, channels)
                                                : nullptr;
    if (!launch)
        return cudaErrorInvalidValue;
    launch(task, stream);
    return cudaGetLastError();
}

cudaError_t warpToBlob(const YuvBlobTask& task, int blobDepth, cudaStream_t stream)
{
    if (blobDepth == CV_32F)
        launchBlob<float>(task, stream);
    else if (blobDepth == CV_16F)
        launchBlob<__half>(task, stream);
    else
        return cudaErrorInvalidValue;
    return cudaGetLastError();
}

} // namespace gpu
} // namespace zoom
} // namespace cv
