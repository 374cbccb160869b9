// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "device_warp.hpp"
#include "launch_shape.hpp"
#include "thread_block.hpp"
#include "type_table.hpp"

namespace cv {
namespace zoom {
namespace gpu {

namespace {

template <typename T, int CN>
__global__ void __launch_bounds__(TILE_THREADS, 3) unzoomPlane(const __grid_constant__ UnzoomTask task)
{
    __shared__ UnzoomMemory memory;
    unzoomTile<T, CN>(ThreadBlock(nullptr), task, int(blockIdx.x), int(blockIdx.y), memory);
}

template <typename T, int CN>
void launchUnzoom(const UnzoomTask& task, cudaStream_t stream)
{
    const LaunchShape shape = unzoomShape(task.map.frame.width, task.map.frame.height);
    unzoomPlane<T, CN><<<dim3(shape.gridX, shape.gridY), shape.blockX, 0, stream>>>(task);
}

typedef void (*Launch)(const UnzoomTask&, cudaStream_t);

} // namespace

cudaError_t unzoom(const UnzoomTask& task, int depth, int channels, cudaStream_t stream)
{
    static const Launch table[3][4] = {
        {launchUnzoom<std::uint8_t, 1>, launchUnzoom<std::uint8_t, 2>, launchUnzoom<std::uint8_t, 3>,
         launchUnzoom<std::uint8_t, 4>},
        {launchUnzoom<std::uint16_t, 1>, launchUnzoom<std::uint16_t, 2>, launchUnzoom<std::uint16_t, 3>,
         launchUnzoom<std::uint16_t, 4>},
        {launchUnzoom<float, 1>, launchUnzoom<float, 2>, launchUnzoom<float, 3>, launchUnzoom<float, 4>},
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
