// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "device_pyramid.hpp"
#include "reduce_tile.hpp"
#include "thread_block.hpp"
#include "type_table.hpp"

namespace cv {
namespace zoom {
namespace gpu {

namespace {

template <typename T, int CN>
__global__ void __launch_bounds__(TILE_THREADS) reduceLevels(const __grid_constant__ ReduceTask task)
{
    __shared__ T memory[REDUCE_TEXELS * CN];
    reduceTile<T, CN>(ThreadBlock(nullptr), task, int(blockIdx.x), int(blockIdx.y), memory);
}

template <typename T, int CN>
void launchReduce(const ReduceTask& task, cudaStream_t stream)
{
    const kernels::ImageView& from = task.pyramid.level[task.first - 1];
    const LaunchShape shape = reduceShape(from.width, from.height);
    reduceLevels<T, CN><<<dim3(shape.gridX, shape.gridY), shape.blockX, 0, stream>>>(task);
}

typedef void (*Launch)(const ReduceTask&, cudaStream_t);

} // namespace

cudaError_t reducePyramid(const kernels::PyramidView& pyramid, int depth, int channels, cudaStream_t stream)
{
    static const Launch table[3][4] = {
        {launchReduce<std::uint8_t, 1>, launchReduce<std::uint8_t, 2>, launchReduce<std::uint8_t, 3>,
         launchReduce<std::uint8_t, 4>},
        {launchReduce<std::uint16_t, 1>, launchReduce<std::uint16_t, 2>, launchReduce<std::uint16_t, 3>,
         launchReduce<std::uint16_t, 4>},
        {launchReduce<float, 1>, launchReduce<float, 2>, launchReduce<float, 3>, launchReduce<float, 4>},
    };
    const Launch launch = lookUp(table, depth, channels);
    if (!launch)
        return cudaErrorInvalidValue;
    for (int first = 1; first < pyramid.levels; first += REDUCE_LEVELS)
        launch({pyramid, first, math::smaller(int(REDUCE_LEVELS), pyramid.levels - first)}, stream);
    return cudaGetLastError();
}

} // namespace gpu
} // namespace zoom
} // namespace cv
