// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "cuda_device.hpp"
#include "grid_generator.hpp"

#ifdef ZOOM_CUDA
#include "cuda/device_grid.hpp"

#include <memory>
#include <mutex>
#endif

namespace cv {
namespace zoom {

#ifdef ZOOM_CUDA
namespace {

//! The matrices of one axis in device memory. Freeing it waits for the kernels that read it.
class AxisTables
{
public:
    AxisTables(int d, int n, int r, double s, bool b) : device(d), nodes(n), radius(r), sigma(s), reflect(b)
    {
        kernels::AttractionMatrices matrices;
        matrices.build(nodes, radius, sigma, reflect);
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

    bool are(int d, int n, int r, double s, bool b) const
    {
        return device == d && nodes == n && radius == r && sigma == s && reflect == b;
    }

    gpu::DeviceMatrices view;

private:
    int device, nodes, radius;
    double sigma;
    bool reflect;
    double* values = nullptr;
};

//! The tables for an axis, kept from call to call.
std::shared_ptr<AxisTables> tablesFor(int nodes, int radius, double sigma, bool reflect)
{
    static std::mutex mutex;
    // Never destroyed: the driver may be gone by then.
    static std::vector<std::shared_ptr<AxisTables>>& kept = *new std::vector<std::shared_ptr<AxisTables>>;
    const size_t most = 16;
    int device = 0;
    checkCuda(cudaGetDevice(&device), "cudaGetDevice");
    const std::lock_guard<std::mutex> lock(mutex);
    for (const auto& tables : kept)
        if (tables->are(device, nodes, radius, sigma, reflect))
            return tables;
    if (kept.size() == most)
        kept.erase(kept.begin());
    kept.push_back(std::make_shared<AxisTables>(device, nodes, radius, sigma, reflect));
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

} // namespace
#endif // ZOOM_CUDA

void saliencyToGrid(const cuda::GpuMat& saliency, cuda::GpuMat& grid, const GridParams& params, cuda::Stream& _stream)
{
    CV_INSTRUMENT_REGION();
    requireCuda();
    checkGridParams(params);
#ifdef ZOOM_CUDA
    checkMap(saliency, params);
    if (params.mode == GRID_TRANSPORT)
    {
        Mat map, nodes;
        saliency.download(map, _stream);
        _stream.waitForCompletion();
        saliencyToGrid(map, nodes, params);
        grid.upload(nodes, _stream);
        _stream.waitForCompletion(); // before the host's memory goes
        return;
    }
    const Size size = saliency.size();
    grid.create(size, CV_32FC2);
    if (grid.datastart < saliency.dataend && saliency.datastart < grid.dataend)
        CV_Error(Error::StsBadArg, "grid shares its memory with saliency");
    const int radius = std::min(size.width, size.height) - 1;
    const bool reflect = params.borderType == BORDER_REFLECT_101;
    const auto alongX = tablesFor(size.width, radius, params.sigma * radius, reflect);
    const auto alongY = tablesFor(size.height, radius, params.sigma * radius, reflect);
    const DeterminantLimits limits(params);
    const cudaStream_t stream = streamOf(_stream);
    StreamMemory memory(stream);
    gpu::GridTask task = {};
    task.saliency = saliency.data;
    task.step = saliency.step;
    task.isDouble = saliency.depth() == CV_64F;
    task.rows = size.height;
    task.columns = size.width;
    task.separable = params.mode == GRID_SEPARABLE;
    task.alongX = alongX->view;
    task.alongY = alongY->view;
    task.uniformMix = params.uniformMix;
    task.limited = isLimited(params);
    task.minDeterminant = limits.least;
    task.maxDeterminant = limits.most;
    task.grid = grid.ptr<float>();
    task.gridStep = grid.step;
    task.report = memory.take<gpu::GridReport>(1);
    checkCuda(gpu::makeGrid(task, memory.take(gpu::gridScratchBytes(size.height, size.width)), stream), "makeGrid");
#else
    CV_UNUSED(saliency);
    CV_UNUSED(grid);
    CV_UNUSED(_stream);
#endif
}

} // namespace zoom
} // namespace cv
