// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Times of the CUDA kernels, saliency given: medians by CUDA events, each chain in a CUDA graph, inputs taken in turn
// and together larger than the device's cache. Beside every time stands its floor: the bytes that must move, over the
// bandwidth of a copy on the same device.
#include "cuda/device_grid.hpp"
#include "cuda/device_pyramid.hpp"
#include "cuda/device_warp.hpp"
#include "kernels/attraction.hpp"

#include "opencv2/core.hpp"

#include <algorithm>
#include <cstdio>
#include <functional>
#include <vector>

namespace {

using namespace cv;
using namespace cv::zoom;

void check(cudaError_t status, const char* what)
{
    if (status != cudaSuccess)
        CV_Error_(Error::GpuApiCallError, ("%s: %s", what, cudaGetErrorString(status)));
}

template <typename T>
T* allocated(size_t count)
{
    void* p = nullptr;
    check(cudaMalloc(&p, count * sizeof(T)), "cudaMalloc"); // for the life of the program
    check(cudaMemset(p, 0, count * sizeof(T)), "cudaMemset");
    return static_cast<T*>(p);
}

template <typename T>
T* uploaded(const std::vector<T>& values)
{
    T* const p = allocated<T>(values.size());
    check(cudaMemcpy(p, values.data(), values.size() * sizeof(T), cudaMemcpyHostToDevice), "cudaMemcpy");
    return p;
}

kernels::PlaneAxes axesOf(Size size)
{
    return {{0.5 / size.width, 1.0 / size.width}, {0.5 / size.height, 1.0 / size.height}, size.width, size.height};
}

//! A map with one salient area on 31x31 nodes, and all that a grid of it needs.
gpu::GridTask gridTask()
{
    const int nodes = 31, radius = nodes - 1;
    std::vector<float> saliency;
    for (int i = 0; i < nodes; ++i)
        for (int j = 0; j < nodes; ++j)
        {
            const double x = double(j) / radius - 0.4, y = double(i) / radius - 0.5;
            saliency.push_back(float(0.15 + std::exp(-0.5 * (x * x + y * y) / (0.12 * 0.12))));
        }
    kernels::AttractionMatrices matrices;
    matrices.build(nodes, radius, 0.184 * radius, true);
    gpu::GridTask task = {};
    task.saliency = reinterpret_cast<const unsigned char*>(uploaded(saliency));
    task.step = nodes * sizeof(float);
    task.rows = task.columns = nodes;
    task.alongX = task.alongY = {uploaded(matrices.weight), uploaded(matrices.moment), matrices.pitch};
    task.uniformMix = 0.1;
    task.limited = true;
    task.minDeterminant = 1. / 64;
    task.maxDeterminant = 16;
    task.grid = allocated<float>(2 * nodes * nodes);
    task.gridStep = 2 * nodes * sizeof(float);
    task.report = allocated<gpu::GridReport>(1);
    return task;
}

//! A frame of random bytes on the device, zoomed by the grid of a task.
class ZoomedFrame
{
public:
    ZoomedFrame(const gpu::GridTask& g, Size frame, Size zoomed, int t) : type(t), grid(g)
    {
        Mat pixels(frame, type);
        randu(pixels, 0, 256);
        uchar* const data = allocated<uchar>(pixels.total() * pixels.elemSize());
        check(cudaMemcpy(data, pixels.data, pixels.total() * pixels.elemSize(), cudaMemcpyHostToDevice), "cudaMemcpy");
        const gpu::PyramidLayout layout = gpu::PyramidLayout::of(frame.width, frame.height, pixels.elemSize());
        gpu::WarpSource& source = task.source;
        source.map = {grid.grid, grid.rows, grid.columns, axesOf(zoomed), axesOf(frame)};
        source.pyramid =
            gpu::pyramidIn(allocated<uchar>(layout.bytes), {data, pixels.step, frame.width, frame.height}, layout);
        source.sampling = gpu::SAMPLE_BOXES;
        source.nodeBoxes = boxes = allocated<float>(size_t(2 * grid.rows * grid.columns));
        task.step = size_t(zoomed.width) * pixels.elemSize();
        task.out = allocated<uchar>(task.step * size_t(zoomed.height));
    }

    //! All that a frame takes once its saliency is there.
    void zoom(cudaStream_t stream) const
    {
        const int depth = CV_MAT_DEPTH(type), channels = CV_MAT_CN(type);
        check(gpu::makeGrid(grid, nullptr, stream), "makeGrid");
        check(gpu::reducePyramid(task.source.pyramid, depth, channels, stream), "reducePyramid");
        check(gpu::findNodeBoxes(task.source.map, boxes, stream), "findNodeBoxes");
        check(gpu::warp(task, depth, channels, stream), "warp");
    }

    void reduce(cudaStream_t stream) const
    {
        check(gpu::reducePyramid(task.source.pyramid, CV_MAT_DEPTH(type), CV_MAT_CN(type), stream), "reducePyramid");
    }

    void warp(cudaStream_t stream) const
    {
        check(gpu::warp(task, CV_MAT_DEPTH(type), CV_MAT_CN(type), stream), "warp");
    }

    //! The zoomed frame back into the frame's place.
    void unzoom(cudaStream_t stream) const
    {
        gpu::UnzoomTask back = {};
        back.map = task.source.map;
        back.scale = kernels::InverseScale::of(back.map);
        back.pyramid.levels = 1;
        back.pyramid.level[0] = {task.out, task.step, back.map.zoomed.width, back.map.zoomed.height};
        back.sampling = gpu::SAMPLE_BOXES;
        back.frame = const_cast<uchar*>(task.source.pyramid.level[0].data);
        back.step = task.source.pyramid.level[0].step;
        check(gpu::unzoom(back, CV_MAT_DEPTH(type), CV_MAT_CN(type), stream), "unzoom");
    }

private:
    int type;
    const gpu::GridTask& grid;
    gpu::WarpTask task = {};
    float* boxes;
};

typedef std::function<void(cudaStream_t)> Work;

//! Median of a launch in microseconds. @param works taken in turn, each recorded in a graph of its own
double median(cudaStream_t stream, const std::vector<Work>& works)
{
    std::vector<cudaGraphExec_t> graphs;
    for (const Work& work : works)
    {
        cudaGraph_t graph;
        cudaGraphExec_t executable;
        check(cudaStreamBeginCapture(stream, cudaStreamCaptureModeThreadLocal), "cudaStreamBeginCapture");
        work(stream);
        check(cudaStreamEndCapture(stream, &graph), "cudaStreamEndCapture");
        check(cudaGraphInstantiateWithFlags(&executable, graph, 0), "cudaGraphInstantiate");
        check(cudaGraphDestroy(graph), "cudaGraphDestroy");
        graphs.push_back(executable);
    }
    cudaEvent_t begin, end;
    check(cudaEventCreate(&begin), "cudaEventCreate");
    check(cudaEventCreate(&end), "cudaEventCreate");
    std::vector<float> times;
    const int warmUp = 20, measured = 200;
    for (int k = 0; k < warmUp + measured; ++k)
    {
        check(cudaEventRecord(begin, stream), "cudaEventRecord");
        check(cudaGraphLaunch(graphs[size_t(k) % graphs.size()], stream), "cudaGraphLaunch");
        check(cudaEventRecord(end, stream), "cudaEventRecord");
        check(cudaEventSynchronize(end), "cudaEventSynchronize");
        float milliseconds = 0;
        check(cudaEventElapsedTime(&milliseconds, begin, end), "cudaEventElapsedTime");
        if (k >= warmUp)
            times.push_back(1000 * milliseconds);
    }
    for (cudaGraphExec_t graph : graphs)
        check(cudaGraphExecDestroy(graph), "cudaGraphExecDestroy");
    check(cudaEventDestroy(begin), "cudaEventDestroy");
    check(cudaEventDestroy(end), "cudaEventDestroy");
    std::nth_element(times.begin(), times.begin() + measured / 2, times.end());
    return times[measured / 2];
}

//! Bytes that a copy on the device reads and writes in a microsecond.
double copyBandwidth(cudaStream_t stream)
{
    const size_t bytes = size_t(512) << 20;
    uchar *const from = allocated<uchar>(bytes), *const to = allocated<uchar>(bytes);
    const double time = median(stream, {[=](cudaStream_t s) {
                                   check(cudaMemcpyAsync(to, from, bytes, cudaMemcpyDeviceToDevice, s), "cudaMemcpy");
                               }});
    return 2 * double(bytes) / time;
}

void print(const char* name, double microseconds, double bytes, double bandwidth)
{
    std::printf("%-52s %10.1f us", name, microseconds);
    if (bytes > 0)
        std::printf("   floor %8.1f us   %5.1f %% of copy bandwidth", bytes / bandwidth,
                    100 * bytes / bandwidth / microseconds);
    std::printf("\n");
}

void run()
{
    cudaDeviceProp device;
    check(cudaGetDeviceProperties(&device, 0), "cudaGetDeviceProperties");
    cudaStream_t stream;
    check(cudaStreamCreateWithFlags(&stream, cudaStreamNonBlocking), "cudaStreamCreate");
    const double bandwidth = copyBandwidth(stream);
    std::printf("%s, copies at %.0f GB/s\n", device.name, bandwidth / 1000);

    const gpu::GridTask grid = gridTask();
    print("grid 31x31, attraction, certified",
          median(stream, {[&](cudaStream_t s) { check(gpu::makeGrid(grid, nullptr, s), "makeGrid"); }}), 0, bandwidth);

    const auto all = [](const std::vector<ZoomedFrame>& frames, void (ZoomedFrame::*step)(cudaStream_t) const) {
        std::vector<Work> works;
        for (const ZoomedFrame& frame : frames)
            works.push_back([&frame, step](cudaStream_t s) { (frame.*step)(s); });
        return works;
    };
    {
        const Size frame(3840, 2160), zoomed(640, 640);
        const double frameBytes = 3. * frame.area(), zoomedBytes = 3. * zoomed.area();
        std::vector<ZoomedFrame> frames;
        for (int k = 0; k < 12; ++k) // 300 MB
            frames.emplace_back(grid, frame, zoomed, CV_8UC3);
        print("4K BGR8 -> 640x640, area, saliency given", median(stream, all(frames, &ZoomedFrame::zoom)),
              frameBytes + zoomedBytes, bandwidth);
        print("  of it the pyramid", median(stream, all(frames, &ZoomedFrame::reduce)), frameBytes * 4 / 3, bandwidth);
        print("  of it the warp", median(stream, all(frames, &ZoomedFrame::warp)), 0, bandwidth);
        print("640x640 BGR8 -> 4K, unzoom, linear", median(stream, all(frames, &ZoomedFrame::unzoom)),
              frameBytes + zoomedBytes, bandwidth);
    }
    {
        const int batch = 32;
        const Size frame(1920, 1080), zoomed(224, 224);
        std::vector<ZoomedFrame> frames;
        for (int k = 0; k < 2 * batch; ++k)
            frames.emplace_back(grid, frame, zoomed, CV_8UC3);
        std::vector<Work> works;
        for (int first = 0; first < 2 * batch; first += batch)
            works.push_back([&frames, first](cudaStream_t s) {
                for (int k = first; k < first + batch; ++k)
                    frames[size_t(k)].zoom(s);
            });
        print("32 x 1080p BGR8 -> 224x224, area, saliency given", median(stream, works),
              batch * 3. * (frame.area() + zoomed.area()), bandwidth);
    }
}

} // namespace

int main()
{
    int devices = 0;
    const cudaError_t status = cudaGetDeviceCount(&devices);
    if (status != cudaSuccess || devices == 0)
    {
        std::fprintf(stderr, "zoom_bench_cuda: no CUDA device (%s)\n", cudaGetErrorString(status));
        return 1;
    }
    try
    {
        run();
    }
    catch (const cv::Exception& e)
    {
        std::fprintf(stderr, "zoom_bench_cuda: %s\n", e.err.c_str());
        return 1;
    }
    return 0;
}
