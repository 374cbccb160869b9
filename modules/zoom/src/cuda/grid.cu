// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "device_grid.hpp"
#include "launch_shape.hpp"
#include "thread_block.hpp"

namespace cv {
namespace zoom {
namespace gpu {

namespace {

__global__ void __launch_bounds__(GRID_THREADS) gridInOneBlock(const __grid_constant__ GridTask task)
{
    extern __shared__ double memory[];
    __shared__ double sums[ThreadBlock::MAX_WARPS];
    makeGrid(ThreadBlock(sums), task, memory);
}

// Large grids: one launch per step. What the blocks agree on is in the report.
// -----------------------------------------

enum Step
{
    MIX,
    PULL_ALONG_X,
    PULL_ALONG_Y,
    ADD_UP,
    PULL_AXES,
    CROSS_AXES,
    WRITE
};

template <Step STEP>
__global__ void __launch_bounds__(NODE_THREADS)
    gridStep(const __grid_constant__ GridTask task, double* memory, int count)
{
    const int k = int(blockIdx.x * blockDim.x + threadIdx.x);
    if (k >= count)
        return;
    const GridWork work = GridWork::in(task, memory);
    const GridReport& report = *task.report;
    if (STEP == WRITE)
        work.write(k, report.usable != 0, report.share);
    else if (!report.usable)
        return;
    else if (STEP == MIX)
        work.mix(k, report.sum);
    else if (STEP == PULL_ALONG_X)
        work.pullAlongX(k);
    else if (STEP == PULL_ALONG_Y)
        work.pullAlongY(k);
    else if (STEP == ADD_UP)
        work.addUp(k);
    else if (STEP == PULL_AXES)
        work.pullAxis(k);
    else if (STEP == CROSS_AXES)
        work.crossAxes(k);
}

__global__ void __launch_bounds__(GRID_THREADS) surveyMap(const __grid_constant__ GridTask task)
{
    __shared__ double sums[ThreadBlock::MAX_WARPS];
    const GridReport report = surveySaliency(ThreadBlock(sums), GridWork::in(task, nullptr));
    if (threadIdx.x == 0)
        *task.report = report;
}

__global__ void __launch_bounds__(GRID_THREADS) mendNodes(const __grid_constant__ GridTask task, double* memory)
{
    __shared__ double sums[ThreadBlock::MAX_WARPS];
    if (!task.report->usable)
        return;
    const double share = mendingShare(ThreadBlock(sums), GridWork::in(task, memory).nodes, task.rows, task.columns,
                                      task.minDeterminant, task.maxDeterminant);
    if (threadIdx.x == 0)
        task.report->share = share;
}

template <Step STEP>
void launchStep(const GridTask& task, double* memory, int count, cudaStream_t stream)
{
    const LaunchShape shape = nodeShape(count);
    gridStep<STEP><<<shape.gridX, shape.blockX, 0, stream>>>(task, memory, count);
}

} // namespace

std::size_t gridScratchBytes(int rows, int columns)
{
    return fitsOneBlock(rows, columns) ? 0 : gridScratchValues(rows, columns) * sizeof(double);
}

cudaError_t makeGrid(const GridTask& task, void* scratch, cudaStream_t stream)
{
    if (task.rows < 2 || task.columns < 2 || task.rows > MAX_NODES_A_SIDE || task.columns > MAX_NODES_A_SIDE)
        return cudaErrorInvalidValue;
    const LaunchShape shape = gridShape(task.rows, task.columns);
    if (fitsOneBlock(task.rows, task.columns))
    {
        gridInOneBlock<<<1, shape.blockX, shape.sharedBytes, stream>>>(task);
        return cudaGetLastError();
    }
    double* memory = static_cast<double*>(scratch);
    const int nodes = task.rows * task.columns, axes = task.rows + task.columns;
    surveyMap<<<1, shape.blockX, 0, stream>>>(task);
    launchStep<MIX>(task, memory, nodes, stream);
    if (task.separable)
    {
        launchStep<ADD_UP>(task, memory, axes, stream);
        launchStep<PULL_AXES>(task, memory, axes, stream);
        launchStep<CROSS_AXES>(task, memory, nodes, stream);
    }
    else
    {
        launchStep<PULL_ALONG_X>(task, memory, nodes, stream);
        launchStep<PULL_ALONG_Y>(task, memory, nodes, stream);
    }
    if (task.limited)
        mendNodes<<<1, shape.blockX, 0, stream>>>(task, memory);
    launchStep<WRITE>(task, memory, nodes, stream);
    return cudaGetLastError();
}

} // namespace gpu
} // namespace zoom
} // namespace cv
