// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "cuda_device.hpp"
#include "cuda_grid.hpp"
#include "cuda_picture.hpp"
#include "grid_generator.hpp"

#ifdef ZOOM_CUDA
#include "cuda/grid_task.hpp"

#include <mutex>
#include <vector>
#endif

namespace cv {
namespace zoom {

#ifdef ZOOM_CUDA

//! The matrices of one axis in device memory. Freeing it waits for the kernels that read it.
class AxisTables
{
public:
    AxisTables(int d, const gpu::AxisOfLattice& a) : device(d), axis(a)
    {
        kernels::AttractionMatrices matrices;
        matrices.build(axis.nodes, axis.radius, axis.sigma, axis.reflect);
        const size_t count = matrices.weight.size(), bytes = count * sizeof(double);
        checkCuda(cudaMalloc(reinterpret_cast<void**>(&values), 2 * bytes), "cudaMalloc");
        // Both wait, so that any stream may read it at once.
        cudaError_t status = cudaMemcpy(values, matrices.weight.data(), bytes, cudaMemcpyHostToDevice);
        if (status == cudaSuccess)
            status = cudaMemcpy(values + count, matrices.moment.data(), bytes, cudaMemcpyHostToDevice);
        if (status != cudaSuccess)
            cudaFree(values);
        checkCuda(status, "cudaMemcpy");
        view = {values, values + count, matrices.pitch};
    }
    ~AxisTables() { cudaFree(values); }
    AxisTables(const AxisTables&) = delete;
    AxisTables& operator=(const AxisTables&) = delete;

    bool are(int d, const gpu::AxisOfLattice& a) const { return device == d && axis == a; }

    gpu::DeviceMatrices view;

private:
    int device;
    gpu::AxisOfLattice axis;
    double* values = nullptr;
};

namespace {

//! The tables for an axis, kept from call to call.
std::shared_ptr<const AxisTables> tablesFor(const gpu::AxisOfLattice& axis)
{
    static std::mutex mutex;
    // Never destroyed: the driver may be gone by then.
    static std::vector<std::shared_ptr<const AxisTables>>& kept = *new std::vector<std::shared_ptr<const AxisTables>>;
    const size_t most = 16;
    int device = 0;
    checkCuda(cudaGetDevice(&device), "cudaGetDevice");
    const std::lock_guard<std::mutex> lock(mutex);
    for (const auto& tables : kept)
        if (tables->are(device, axis))
            return tables;
    if (kept.size() == most)
        kept.erase(kept.begin());
    kept.push_back(std::make_shared<AxisTables>(device, axis));
    return kept.back();
}

void checkMap(const cuda::GpuMat& saliency, const GridParams& params)
{
    if (saliency.type() != CV_32FC1 && saliency.type() != CV_64FC1)
        CV_Error_(Error::StsUnsupportedFormat,
                  ("saliency has type %s; 32FC1 and 64FC1 are allowed", typeToString(saliency.type()).c_str()));
    checkGridSize(saliency.size(), "saliency");
    if (!params.gridSize.empty() && saliency.size() != params.gridSize)
        CV_Error_(Error::StsUnmatchedSizes,
                  ("saliency is %dx%d, GridParams::gridSize %dx%d nodes (columns x rows)", saliency.cols, saliency.rows,
                   params.gridSize.width, params.gridSize.height));
}

//! As saliencyToGrid(). @param tables output: what the work on the stream reads
void putGridOn(cuda::Stream& stream, const cuda::GpuMat& saliency, const GridParams& params, cuda::GpuMat& grid,
               GridTables& tables)
{
    const Size size = saliency.size();
    grid.create(size, CV_32FC2);
    if (shareMemory(grid, saliency))
        CV_Error(Error::StsBadArg, "grid shares its memory with saliency");
    if (params.mode == GRID_TRANSPORT)
    {
        Mat map, nodes;
        saliency.download(map, stream);
        stream.waitForCompletion();
        saliencyToGrid(map, nodes, params);
        grid.upload(nodes, stream);
        stream.waitForCompletion(); // before the host's memory goes
        return;
    }
    tables.alongX = tablesFor(gpu::AxisOfLattice::of(params, size, true));
    tables.alongY = tablesFor(gpu::AxisOfLattice::of(params, size, false));
    StreamDevice device(stream);
    gpu::GridTask task = gpu::gridTask(params, size);
    task.saliency = saliency.data;
    task.step = saliency.step;
    task.isDouble = saliency.depth() == CV_64F;
    task.alongX = tables.alongX->view;
    task.alongY = tables.alongY->view;
    task.grid = grid.ptr<float>();
    task.gridStep = grid.step;
    task.report = device.allocate<gpu::GridReport>(1);
    device.makeGrid(task);
}

} // namespace
#endif // ZOOM_CUDA

void saliencyToGrid(const cuda::GpuMat& saliency, cuda::GpuMat& grid, const GridParams& params, cuda::Stream& stream)
{
    CV_INSTRUMENT_REGION();
    requireCuda();
    checkGridParams(params);
#ifdef ZOOM_CUDA
    checkMap(saliency, params);
    GridTables tables;
    putGridOn(stream, saliency, params, grid, tables);
#else
    CV_UNUSED(saliency);
    CV_UNUSED(grid);
    CV_UNUSED(stream);
#endif
}

void CudaGrid::make(const cuda::GpuMat& saliency, const GridParams& params, cuda::Stream& stream)
{
    requireCuda();
#ifdef ZOOM_CUDA
    checkMap(saliency, params);
    if (nodes.size() != saliency.size())
    {
        nodes.release();
        cuda::createContinuous(saliency.size(), CV_32FC2, nodes);
    }
    source = saliency;
    putGridOn(stream, source, params, nodes, tables);
#else
    CV_UNUSED(saliency);
    CV_UNUSED(params);
    CV_UNUSED(stream);
#endif
}

void CudaGrid::download(Mat& grid) const
{
    waitForDevice();
    nodes.download(grid);
}

void CudaGrid::downloadSaliency(Mat& saliency) const
{
    waitForDevice();
    source.download(saliency);
}

} // namespace zoom
} // namespace cv
