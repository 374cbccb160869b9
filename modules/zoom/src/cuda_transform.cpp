// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "cuda_device.hpp"
#include "transform_impl.hpp"

#ifdef ZOOM_CUDA
#include "cuda/device_pyramid.hpp"
#include "cuda/device_warp.hpp"
#endif

namespace cv {
namespace zoom {

void checkImage(const cuda::GpuMat& image, const char* name)
{
    if (image.empty())
        CV_Error_(Error::StsBadArg, ("%s is empty", name));
    const int depth = image.depth();
    if ((depth != CV_8U && depth != CV_16U && depth != CV_32F) || image.channels() > 4)
        CV_Error_(Error::StsUnsupportedFormat, ("%s has type %s; 8U, 16U or 32F with 1 to 4 channels are allowed", name,
                                                typeToString(image.type()).c_str()));
}

#ifdef ZOOM_CUDA
namespace {

void checkImageOfSize(const cuda::GpuMat& image, Size size, const char* name, const char* sizeName)
{
    checkImage(image, name);
    if (image.size() != size)
        CV_Error_(Error::StsUnmatchedSizes, ("%s is %dx%d, the transform's %s %dx%d", name, image.cols, image.rows,
                                             sizeName, size.width, size.height));
}

//! Gives the output its size and type; throws when that is the input's memory.
void createApart(cuda::GpuMat& output, const cuda::GpuMat& input, Size size, const char* name, const char* inputName)
{
    output.create(size, input.type());
    if (output.datastart < input.dataend && input.datastart < output.dataend)
        CV_Error_(Error::StsBadArg, ("%s shares its memory with %s", name, inputName));
}

//! The transform's map with its grid on the device.
kernels::PlaneMap uploaded(const ZoomTransform::Impl& transform, StreamMemory& memory, cudaStream_t stream)
{
    kernels::PlaneMap map = transform.map(imageAxes(transform.zoomedSize), imageAxes(transform.frameSize));
    const size_t count = 2 * size_t(map.rows) * size_t(map.columns);
    float* const grid = memory.take<float>(count);
    // From memory that is not locked to pages: the runtime has read it when the call returns.
    checkCuda(cudaMemcpyAsync(grid, map.grid, count * sizeof(float), cudaMemcpyHostToDevice, stream), "cudaMemcpy");
    map.grid = grid;
    return map;
}

//! The image alone, or with its pyramid, which is put on the stream.
kernels::PyramidView pyramidOf(const cuda::GpuMat& image, bool whole, StreamMemory& memory, cudaStream_t stream)
{
    const kernels::ImageView view = {image.data, image.step, image.cols, image.rows};
    if (!whole)
    {
        kernels::PyramidView single = {};
        single.levels = 1;
        single.level[0] = view;
        return single;
    }
    const gpu::PyramidLayout layout = gpu::PyramidLayout::of(image.cols, image.rows, image.elemSize());
    const kernels::PyramidView pyramid = gpu::pyramidIn(memory.take(layout.bytes), view, layout);
    checkCuda(gpu::reducePyramid(pyramid, image.depth(), image.channels(), stream), "reducePyramid");
    return pyramid;
}

gpu::Sampling samplingOf(int interpolation)
{
    return interpolation == INTER_NEAREST ? gpu::SAMPLE_NEAREST : gpu::SAMPLE_BOXES;
}

} // namespace
#endif // ZOOM_CUDA

void ZoomTransform::zoom(const cuda::GpuMat& frame, cuda::GpuMat& zoomed, cuda::Stream& _stream,
                         int interpolation) const
{
    CV_INSTRUMENT_REGION();
    requireCuda();
#ifdef ZOOM_CUDA
    const Impl& self = getImpl();
    checkInterpolation(interpolation);
    checkImageOfSize(frame, self.frameSize, "frame", "frameSize");
    createApart(zoomed, frame, self.zoomedSize, "zoomed", "frame");
    const cudaStream_t stream = streamOf(_stream);
    StreamMemory memory(stream);
    const bool area = interpolation == INTER_AREA;
    gpu::WarpTask task = {};
    task.source.map = uploaded(self, memory, stream);
    task.source.pyramid = pyramidOf(frame, area, memory, stream);
    task.source.sampling = samplingOf(interpolation);
    if (area)
    {
        float* const boxes = memory.take<float>(2 * size_t(task.source.map.rows) * size_t(task.source.map.columns));
        checkCuda(gpu::findNodeBoxes(task.source.map, boxes, stream), "findNodeBoxes");
        task.source.nodeBoxes = boxes;
    }
    task.out = zoomed.data;
    task.step = zoomed.step;
    checkCuda(gpu::warp(task, frame.depth(), frame.channels(), stream), "warp");
#else
    CV_UNUSED(frame);
    CV_UNUSED(zoomed);
    CV_UNUSED(_stream);
    CV_UNUSED(interpolation);
#endif
}

void ZoomTransform::unzoom(const cuda::GpuMat& zoomed, cuda::GpuMat& frame, cuda::Stream& _stream,
                           int interpolation) const
{
    CV_INSTRUMENT_REGION();
    requireCuda();
#ifdef ZOOM_CUDA
    const Impl& self = getImpl();
    checkInterpolation(interpolation);
    checkImageOfSize(zoomed, self.zoomedSize, "zoomed", "zoomedSize");
    createApart(frame, zoomed, self.frameSize, "frame", "zoomed");
    const cudaStream_t stream = streamOf(_stream);
    StreamMemory memory(stream);
    gpu::UnzoomTask task = {};
    task.map = uploaded(self, memory, stream);
    task.scale = kernels::InverseScale::of(task.map);
    task.withBoxes = interpolation == INTER_AREA;
    task.pyramid = pyramidOf(zoomed, task.withBoxes, memory, stream);
    task.sampling = samplingOf(interpolation);
    task.frame = frame.data;
    task.step = frame.step;
    checkCuda(gpu::unzoom(task, zoomed.depth(), zoomed.channels(), stream), "unzoom");
#else
    CV_UNUSED(zoomed);
    CV_UNUSED(frame);
    CV_UNUSED(_stream);
    CV_UNUSED(interpolation);
#endif
}

} // namespace zoom
} // namespace cv
