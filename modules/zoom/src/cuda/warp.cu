// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "device_warp.hpp"
#include "launch_shape.hpp"
#include "type_table.hpp"

namespace cv {
namespace zoom {
namespace gpu {

namespace {

__global__ void __launch_bounds__(NODE_THREADS) nodeBoxes(const __grid_constant__ kernels::PlaneMap map, float* boxes)
{
    const int k = int(blockIdx.x * blockDim.x + threadIdx.x);
    if (k < map.rows * map.columns)
        writeNodeBox(map, k, boxes);
}

template <typename T, int CN>
__global__ void __launch_bounds__(WARP_BLOCK_X* WARP_BLOCK_Y, 8) warpPlane(const __grid_constant__ WarpTask task)
{
    const int x = int(blockIdx.x * blockDim.x + threadIdx.x), y = int(blockIdx.y * blockDim.y + threadIdx.y);
    if (x < task.source.map.zoomed.width && y < task.source.map.zoomed.height)
        warpPixel<T, CN>(task, x, y);
}

template <typename T, int CN>
void launchWarp(const WarpTask& task, cudaStream_t stream)
{
    const LaunchShape shape = pixelShape(task.source.map.zoomed.width, task.source.map.zoomed.height);
    warpPlane<T, CN><<<dim3(shape.gridX, shape.gridY), dim3(shape.blockX, shape.blockY), 0, stream>>>(task);
}

typedef void (*Launch)(const WarpTask&, cudaStream_t);

} // namespace

cudaError_t findNodeBoxes(const kernels::PlaneMap& map, float* boxes, cudaStream_t stream)
{
    const LaunchShape shape = nodeShape(map.rows * map.columns);
    nodeBoxes<<<shape.gridX, shape.blockX, 0, stream>>>(map, boxes);
    return cudaGetLastError();
}

cudaError_t warp(const WarpTask& task, int depth, int channels, cudaStream_t stream)
{
    static const Launch table[3][4] = {
        {launchWarp<std::uint8_t, 1>, launchWarp<std::uint8_t, 2>, launchWarp<std::uint8_t, 3>,
         launchWarp<std::uint8_t, 4>},
        {launchWarp<std::uint16_t, 1>, launchWarp<std::uint16_t, 2>, launchWarp<std::uint16_t, 3>,
         launchWarp<std::uint16_t, 4>},
        {launchWarp<float, 1>, launchWarp<float, 2>, launchWarp<float, 3>, launchWarp<float, 4>},
    };
    const Launch launch = lookUp(table, depth, channels);
    if (!launch)
        return cudaErrorInvalidValue;
    launch(task, stream);
    return cudaGetLastError();
}

} // namespace gpu
} // namespace zoom
} // namespace cv
