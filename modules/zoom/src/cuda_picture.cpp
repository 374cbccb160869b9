// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "cuda_picture.hpp"

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

void checkNV12(const cuda::GpuMat& luma, const cuda::GpuMat& chroma, Size lumaSize)
{
    checkImage(luma, "luma");
    const cuda::GpuMat* const planes[] = {&luma, &chroma};
    for (int k = 0; k < 2; ++k)
    {
        const PlaneKind needed = PlaneKind::of(lumaSize, k, 2, luma.depth());
        if (!needed.fits(*planes[k]))
            refusePlane(k == 0 ? "luma" : "chroma", planes[k]->size(), planes[k]->type(), needed);
    }
}

namespace {

void checkApart(const cuda::GpuMat& output, const cuda::GpuMat& input, const char* name, const char* inputName)
{
    if (shareMemory(output, input))
        CV_Error_(Error::StsBadArg, ("%s shares its memory with %s", name, inputName));
}

} // namespace

void createApart(cuda::GpuMat& output, const cuda::GpuMat& input, Size size, const char* name, const char* inputName)
{
    output.create(size, input.type());
    checkApart(output, input, name, inputName);
}

void createBlobApart(cuda::GpuMat& blob, const cuda::GpuMat* pictures, int count, int channels, Size size, int depth,
                     const char* inputName)
{
    const int64 values = int64(channels) * size.area();
    if (values > INT_MAX)
        CV_Error_(Error::StsOutOfRange,
                  ("blob would have %lld values a picture; %d are allowed", static_cast<long long>(values), INT_MAX));
    if (blob.size() != Size(int(values), count) || blob.type() != depth)
    {
        blob.release();
        cuda::createContinuous(count, int(values), depth, blob);
    }
    for (int k = 0; k < count; ++k)
        checkApart(blob, pictures[k], "blob", inputName);
}

cuda::GpuMat& cudaOutput(OutputArray output, const char* name)
{
    requireCuda();
    if (!output.isGpuMat())
        CV_Error_(Error::StsBadArg, ("the input is a GpuMat, so %s must be one, too", name));
    return output.getGpuMatRef();
}

void CudaPicture::add(const cuda::GpuMat& luma, const cuda::GpuMat& chroma, int chromaSite)
{
    add(luma);
    add(chroma, chromaAxes(luma.size(), chromaSite));
}

void CudaPicture::zoom(int interpolation, cuda::GpuMat& luma, cuda::GpuMat& chroma, int chromaSite)
{
    zoom(interpolation, luma);
    zoom(1, chromaAxes(luma.size(), chromaSite), interpolation, chroma);
}

#ifdef ZOOM_CUDA

CudaPicture::CudaPicture(cuda::Stream& stream) : device((requireCuda(), stream)) {}

void CudaPicture::add(const cuda::GpuMat& plane, const kernels::PlaneAxes& axes)
{
    picture.add({plane.data, plane.step, plane.cols, plane.rows}, plane.type(), axes);
    types[count++] = plane.type();
}

const Mat& CudaPicture::lowRes(LowResFrame& lowRes, Size size, bool rgb)
{
    const unsigned char* made[gpu::Picture::MOST_PLANES];
    for (int k = 0; k < count; ++k)
    {
        const size_t step = size_t(size.width) * size_t(CV_ELEM_SIZE(types[k]));
        unsigned char* const out = device.allocate<unsigned char>(step * size_t(size.height));
        picture.reduce(k, imageAxes(size), out, step);
        made[k] = out;
    }
    for (int k = 0; k < count; ++k)
    {
        Mat& plane = lowRes.planeAt(k, size, types[k]);
        device.download(plane.data, made[k], plane.total() * plane.elemSize());
    }
    return lowRes.join(count, rgb);
}

void CudaPicture::setGrid(const float* nodes, Size size)
{
    picture.setGrid(nodes, size.height, size.width);
}

void CudaPicture::uploadGrid(const ZoomTransform::Impl& transform)
{
    const GridGeometry& geometry = *transform.geometry;
    picture.uploadGrid(geometry.data(), geometry.rows(), geometry.columns());
}

void CudaPicture::zoom(int plane, const kernels::PlaneAxes& axes, int interpolation, cuda::GpuMat& zoomed)
{
    picture.warp(plane, axes, interpolation, zoomed.data, zoomed.step);
}

void CudaPicture::unzoom(int interpolation, cuda::GpuMat& frame)
{
    picture.unzoom(imageAxes(frame.size()), interpolation, frame.data, frame.step);
}

void CudaPicture::toBlob(int interpolation, const BlobParams& params, Size zoomedSize, cuda::GpuMat& blob, int row)
{
    picture.warpToBlob(imageAxes(zoomedSize), interpolation, params, blob.ptr(row));
}

#else // nothing but the constructor is ever called

CudaPicture::CudaPicture(cuda::Stream&)
{
    requireCuda();
}

void CudaPicture::add(const cuda::GpuMat&, const kernels::PlaneAxes&) {}
const Mat& CudaPicture::lowRes(LowResFrame& lowRes, Size, bool rgb)
{
    return lowRes.join(1, rgb);
}
void CudaPicture::setGrid(const float*, Size) {}
void CudaPicture::uploadGrid(const ZoomTransform::Impl&) {}
void CudaPicture::zoom(int, const kernels::PlaneAxes&, int, cuda::GpuMat&) {}
void CudaPicture::unzoom(int, cuda::GpuMat&) {}
void CudaPicture::toBlob(int, const BlobParams&, Size, cuda::GpuMat&, int) {}

#endif

} // namespace zoom
} // namespace cv
