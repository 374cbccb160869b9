// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "cuda_picture.hpp"

namespace cv {
namespace zoom {

void ZoomTransform::zoom(const cuda::GpuMat& frame, cuda::GpuMat& zoomed, cuda::Stream& stream, int interpolation) const
{
    CV_INSTRUMENT_REGION();
    requireCuda();
    const Impl& self = getImpl();
    checkInterpolation(interpolation);
    checkImageOfSize(frame, self.frameSize, "frame", "frameSize");
    createApart(zoomed, frame, self.zoomedSize, "zoomed", "frame");
    CudaPicture picture(stream);
    picture.add(frame);
    picture.uploadGrid(self);
    picture.zoom(interpolation, zoomed);
}

void ZoomTransform::zoomPlanes(const cuda::GpuMat& luma, const cuda::GpuMat& chroma, cuda::GpuMat& zoomedLuma,
                               cuda::GpuMat& zoomedChroma, cuda::Stream& stream, int chromaSite,
                               int interpolation) const
{
    CV_INSTRUMENT_REGION();
    requireCuda();
    const Impl& self = getImpl();
    checkInterpolation(interpolation);
    checkChromaSite(chromaSite);
    checkNV12(luma, chroma, self.frameSize);
    createApart(zoomedLuma, luma, self.zoomedSize, "zoomedLuma", "luma");
    createApart(zoomedChroma, chroma, chromaSize(self.zoomedSize), "zoomedChroma", "chroma");
    CudaPicture picture(stream);
    picture.add(luma, chroma, chromaSite);
    picture.uploadGrid(self);
    picture.zoom(interpolation, zoomedLuma, zoomedChroma, chromaSite);
}

void ZoomTransform::unzoom(const cuda::GpuMat& zoomed, cuda::GpuMat& frame, cuda::Stream& stream,
                           int interpolation) const
{
    CV_INSTRUMENT_REGION();
    requireCuda();
    const Impl& self = getImpl();
    checkInterpolation(interpolation);
    checkImageOfSize(zoomed, self.zoomedSize, "zoomed", "zoomedSize");
    createApart(frame, zoomed, self.frameSize, "frame", "zoomed");
    CudaPicture picture(stream);
    picture.add(zoomed);
    picture.uploadGrid(self);
    picture.unzoom(interpolation, frame);
}

} // namespace zoom
} // namespace cv
