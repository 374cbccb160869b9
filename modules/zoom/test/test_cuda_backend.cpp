// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_cuda_backend.hpp"

#include "../src/cuda/launch_shape.hpp"
#include "../src/cuda/reduce_tile.hpp"
#include "../src/cuda/type_table.hpp"

#include <cstring>
#include <functional>
#include <vector>

namespace opencv_test {
namespace {

using namespace cv::zoom;

//! Stands in for gpu::ThreadBlock: one thread after the other.
class SerialBlock
{
public:
    explicit SerialBlock(bool b) : backwards(b) {}

    template <typename Work>
    void forEach(int n, const Work& work) const
    {
        for (int k = 0; k < n; ++k)
            work(index(k, n));
    }

    void wait() const {}

    template <typename Test>
    bool any(int n, const Test& test) const
    {
        for (int k = 0; k < n; ++k)
            if (test(index(k, n)))
                return true;
        return false;
    }

    template <typename Value>
    double sum(int n, const Value& value) const
    {
        double result = 0;
        for (int k = 0; k < n; ++k)
            result += value(index(k, n));
        return result;
    }

    template <typename Value>
    double largest(int n, double least, const Value& value) const
    {
        for (int k = 0; k < n; ++k)
            least = math::larger(least, value(index(k, n)));
        return least;
    }

    int count(int* counter) const { return (*counter)++; }

private:
    int index(int k, int n) const { return backwards ? n - 1 - k : k; }

    bool backwards;
};

class HostBackend : public KernelBackend
{
public:
    explicit HostBackend(bool backwards) : block(backwards) {}

    void* allocate(size_t bytes) CV_OVERRIDE
    {
        memory.emplace_back((bytes + sizeof(double)) / sizeof(double)); // aligned, and never empty
        std::memset(memory.back().data(), POISON, bytes);
        return memory.back().data();
    }

    void copy(void* to, const void* from, size_t bytes) CV_OVERRIDE { std::memcpy(to, from, bytes); }

    void makeGrid(const gpu::GridTask& task) CV_OVERRIDE
    {
        gpu::makeGrid(block, task,
                      static_cast<double*>(allocate(gpu::gridScratchValues(task.rows, task.columns) * sizeof(double))));
    }

    void reducePyramid(const kernels::PyramidView& pyramid, int type) CV_OVERRIDE
    {
        static const ReduceFunction table[3][4] = {{&HostBackend::reduce<uchar, 1>, &HostBackend::reduce<uchar, 2>,
                                                    &HostBackend::reduce<uchar, 3>, &HostBackend::reduce<uchar, 4>},
                                                   {&HostBackend::reduce<ushort, 1>, &HostBackend::reduce<ushort, 2>,
                                                    &HostBackend::reduce<ushort, 3>, &HostBackend::reduce<ushort, 4>},
                                                   {&HostBackend::reduce<float, 1>, &HostBackend::reduce<float, 2>,
                                                    &HostBackend::reduce<float, 3>, &HostBackend::reduce<float, 4>}};
        const ReduceFunction function = gpu::lookUp(table, CV_MAT_DEPTH(type), CV_MAT_CN(type));
        for (int first = 1; first < pyramid.levels; first += gpu::REDUCE_LEVELS)
            (this->*function)({pyramid, first, std::min(int(gpu::REDUCE_LEVELS), pyramid.levels - first)});
    }

    void findNodeBoxes(const kernels::PlaneMap& map, float* boxes) CV_OVERRIDE
    {
        for (int k = 0; k < map.rows * map.columns; ++k)
            gpu::writeNodeBox(map, k, boxes);
    }

    void warp(const gpu::WarpTask& task, int type) CV_OVERRIDE
    {
        static const WarpFunction table[3][4] = {
            {gpu::warpPixel<uchar, 1>, gpu::warpPixel<uchar, 2>, gpu::warpPixel<uchar, 3>, gpu::warpPixel<uchar, 4>},
            {gpu::warpPixel<ushort, 1>, gpu::warpPixel<ushort, 2>, gpu::warpPixel<ushort, 3>,
             gpu::warpPixel<ushort, 4>},
            {gpu::warpPixel<float, 1>, gpu::warpPixel<float, 2>, gpu::warpPixel<float, 3>, gpu::warpPixel<float, 4>}};
        const WarpFunction function = gpu::lookUp(table, CV_MAT_DEPTH(type), CV_MAT_CN(type));
        forEachPixel(task.source.map.zoomed, [&](int x, int y) { function(task, x, y); });
    }

    void warpToBlob(const gpu::BlobTask& task, int type, int blobDepth) CV_OVERRIDE
    {
        static const BlobFunction table[3][4] = {{gpu::blobPixel<uchar, 1, float>, nullptr,
                                                  gpu::blobPixel<uchar, 3, float>, gpu::blobPixel<uchar, 4, float>},
                                                 {gpu::blobPixel<ushort, 1, float>, nullptr,
                                                  gpu::blobPixel<ushort, 3, float>, gpu::blobPixel<ushort, 4, float>},
                                                 {gpu::blobPixel<float, 1, float>, nullptr,
                                                  gpu::blobPixel<float, 3, float>, gpu::blobPixel<float, 4, float>}};
        CV_Assert(blobDepth == CV_32F); // half precision is the compiler's own
        const BlobFunction function = gpu::lookUp(table, CV_MAT_DEPTH(type), CV_MAT_CN(type));
        forEachPixel(task.source.map.zoomed, [&](int x, int y) { function(task, x, y); });
    }

    void warpToBlob(const gpu::YuvBlobTask& task, int blobDepth) CV_OVERRIDE
    {
        CV_Assert(blobDepth == CV_32F);
        forEachPixel(task.luma.map.zoomed, [&](int x, int y) { gpu::yuvBlobPixel<float>(task, x, y); });
    }

    void unzoom(const gpu::UnzoomTask& task, int type) CV_OVERRIDE
    {
        static const UnzoomFunction table[3][4] = {
            {&HostBackend::unzoomAll<uchar, 1>, &HostBackend::unzoomAll<uchar, 2>, &HostBackend::unzoomAll<uchar, 3>,
             &HostBackend::unzoomAll<uchar, 4>},
            {&HostBackend::unzoomAll<ushort, 1>, &HostBackend::unzoomAll<ushort, 2>, &HostBackend::unzoomAll<ushort, 3>,
             &HostBackend::unzoomAll<ushort, 4>},
            {&HostBackend::unzoomAll<float, 1>, &HostBackend::unzoomAll<float, 2>, &HostBackend::unzoomAll<float, 3>,
             &HostBackend::unzoomAll<float, 4>}};
        (this->*gpu::lookUp(table, CV_MAT_DEPTH(type), CV_MAT_CN(type)))(task);
    }

private:
    typedef void (HostBackend::*ReduceFunction)(const gpu::ReduceTask&);
    typedef void (*WarpFunction)(const gpu::WarpTask&, int, int);
    typedef void (*BlobFunction)(const gpu::BlobTask&, int, int);
    typedef void (HostBackend::*UnzoomFunction)(const gpu::UnzoomTask&);

    template <typename Work>
    static void forEachPixel(const kernels::PlaneAxes& plane, const Work& work)
    {
        for (int y = 0; y < plane.height; ++y)
            for (int x = 0; x < plane.width; ++x)
                work(x, y);
    }

    template <typename Work>
    static void forEachBlock(const gpu::LaunchShape& shape, const Work& work)
    {
        for (unsigned y = 0; y < shape.gridY; ++y)
            for (unsigned x = 0; x < shape.gridX; ++x)
                work(int(x), int(y));
    }

    template <typename T, int CN>
    void reduce(const gpu::ReduceTask& task)
    {
        const kernels::ImageView& from = task.pyramid.level[task.first - 1];
        std::vector<T> texels(size_t(gpu::REDUCE_TEXELS) * CN);
        forEachBlock(gpu::reduceShape(from.width, from.height),
                     [&](int x, int y) { gpu::reduceTile<T, CN>(block, task, x, y, texels.data()); });
    }

    template <typename T, int CN>
    void unzoomAll(const gpu::UnzoomTask& task)
    {
        const std::unique_ptr<gpu::UnzoomMemory> shared(new gpu::UnzoomMemory);
        forEachBlock(gpu::unzoomShape(task.map.frame.width, task.map.frame.height), [&](int x, int y) {
            std::memset(static_cast<void*>(shared.get()), POISON, sizeof(gpu::UnzoomMemory));
            gpu::unzoomTile<T, CN>(block, task, x, y, *shared);
        });
    }

    SerialBlock block;
    std::vector<std::vector<double>> memory;
};

} // namespace

std::unique_ptr<KernelBackend> kernelBackend(int kind, std::string& whyNot)
{
    if (kind != ON_DEVICE)
        return std::unique_ptr<KernelBackend>(new HostBackend(kind == ON_HOST_BACKWARDS));
#ifdef ZOOM_CUDA
    return deviceBackend(whyNot);
#else
    whyNot = "these tests were built without the CUDA kernels";
    return nullptr;
#endif
}

} // namespace opencv_test
