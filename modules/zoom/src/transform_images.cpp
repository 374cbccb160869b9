// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "cuda_picture.hpp"
#include "ocl_warp.hpp"
#include "parallel.hpp"
#include "scratch_pool.hpp"
#include "transform_impl.hpp"

#include "kernels/inverse_rows.hpp"
#include "kernels/sample_row.hpp"

namespace cv {
namespace zoom {

using kernels::PlaneAxes;

namespace {

template <typename Image>
void checkAnyImage(const Image& image, const char* name)
{
    if (image.empty())
        CV_Error_(Error::StsBadArg, ("%s is empty", name));
    const int depth = image.depth();
    if (image.dims != 2 || (depth != CV_8U && depth != CV_16U && depth != CV_32F) || image.channels() > 4)
        CV_Error_(Error::StsUnsupportedFormat,
                  ("%s has %d dimensions and type %s; 2 dimensions and 8U, 16U or 32F with 1 to 4 channels are allowed",
                   name, image.dims, typeToString(image.type()).c_str()));
}

//! What the warp of a picture works with; each of its planes has its own, since they differ in size.
struct WarpScratch
{
    kernels::ForwardRows rows[3];
    Pyramid pyramid[3];
};

void zoomPlane(const Mat& plane, const kernels::PlaneMap& map, Mat& zoomed, int interpolation,
               kernels::ForwardRows& rows, Pyramid& pyramid)
{
    rows.prepare(map, interpolation == INTER_AREA);
    pyramid.start(plane);
    if (interpolation == INTER_AREA)
        pyramid.require(pyramidLevels(plane.size(), rows.maxWidthX(), rows.maxWidthY()));
    warpPlane(pyramid.view(), rows, zoomed, interpolation);
}

} // namespace

Planes readPlanes(InputArrayOfArrays _planes, const char* name)
{
    const int count = isArrayOfImages(_planes) ? int(_planes.total()) : 1;
    if (count != 2 && count != 3)
        CV_Error_(Error::StsBadArg, ("%s has %d planes; 2 (NV12) or 3 (I420) are needed", name, count));
    Planes planes;
    for (planes.count = 0; planes.count < count; ++planes.count)
        planes[planes.count] = _planes.getMat(planes.count);
    return planes;
}

Planes createPlanes(OutputArrayOfArrays planes, const Planes& like, Size luma)
{
    const Size sizes[] = {luma, chromaSize(luma), chromaSize(luma)};
    planes.create(1, like.count, 0, -1, true);
    Planes headers;
    for (int k = 0; k < like.count; ++k)
    {
        planes.create(sizes[k], like[k].type(), k);
        headers[k] = planes.getMat(k);
    }
    headers.count = like.count;
    return headers;
}

Mat apartFrom(const Mat& source, const Mat& output)
{
    return shareMemory(source, output) ? source.clone() : source;
}

void checkInterpolation(int interpolation)
{
    if (interpolation != INTER_AREA && interpolation != INTER_LINEAR && interpolation != INTER_NEAREST)
        CV_Error_(Error::StsBadArg,
                  ("interpolation is %d; INTER_AREA, INTER_LINEAR and INTER_NEAREST are allowed", interpolation));
}

void checkImage(const Mat& image, const char* name)
{
    checkAnyImage(image, name);
}

void checkImage(const UMat& image, const char* name)
{
    checkAnyImage(image, name);
}

kernels::SampleRow samplerFor(int type, int interpolation)
{
    const int depth = CV_MAT_DEPTH(type), channels = CV_MAT_CN(type);
    return interpolation == INTER_AREA     ? kernels::boxSampleRow(depth, channels)
           : interpolation == INTER_LINEAR ? kernels::bilinearSampleRow(depth, channels)
                                           : kernels::nearestSampleRow(depth, channels);
}

void checkChromaSite(int site)
{
    if (site != CHROMA_SITE_LEFT && site != CHROMA_SITE_CENTER && site != CHROMA_SITE_TOP_LEFT)
        CV_Error_(Error::StsBadArg, ("chromaSite is %d; it must be one of cv::zoom::ChromaSites", site));
}

PlaneAxes imageAxes(Size size)
{
    return {{0.5 / size.width, 1.0 / size.width}, {0.5 / size.height, 1.0 / size.height}, size.width, size.height};
}

PlaneAxes chromaAxes(Size luma, int site)
{
    // Chroma sample k stands on luma column 2k (whose centre is 2k + 0.5 from the edge) or between 2k and 2k + 1.
    const double x = site == CHROMA_SITE_CENTER ? 1.0 : 0.5, y = site == CHROMA_SITE_TOP_LEFT ? 0.5 : 1.0;
    const Size size = chromaSize(luma);
    return {{x / luma.width, 2.0 / luma.width}, {y / luma.height, 2.0 / luma.height}, size.width, size.height};
}

void checkPlanes(const Planes& planes, Size luma, const char* name)
{
    checkImage(planes[0], (String(name) + "[0]").c_str());
    const int depth = planes[0].depth();
    for (int k = 0; k < planes.count; ++k)
    {
        const PlaneKind needed = PlaneKind::of(luma, k, planes.count, depth);
        if (!needed.fits(planes[k]))
            refusePlane(format("%s[%d]", name, k), planes[k].size(), planes[k].type(), needed);
    }
}

void refusePlane(const String& name, Size size, int type, const PlaneKind& needed)
{
    CV_Error_(Error::StsBadArg,
              ("%s is %dx%d of type %s; %dx%d with %d channel(s) and the depth of the first plane is needed",
               name.c_str(), size.width, size.height, typeToString(type).c_str(), needed.size.width, needed.size.height,
               needed.channels));
}

void warpPlane(const kernels::PyramidView& source, const kernels::ForwardRows& rows, Mat& zoomed, int interpolation)
{
    CV_INSTRUMENT_REGION();
    const kernels::SampleRow sample = samplerFor(zoomed.type(), interpolation);
    forEachRowBlock(zoomed.rows, [&](int first, int end) {
        kernels::RowStretch stretch;
        for (int row = first; row < end; ++row)
            for (int x = 0; x < zoomed.cols; x += kernels::RowStretch::PIXELS)
                sample(source, rows.run(row, x, stretch), zoomed.ptr(row, x));
    });
}

void ZoomTransform::zoom(InputArray _frame, OutputArray _zoomed, int interpolation) const
{
    CV_INSTRUMENT_REGION();
    const Impl& self = getImpl();
    checkInterpolation(interpolation);
    if (_frame.isGpuMat())
        return zoom(_frame.getGpuMat(), cudaOutput(_zoomed, "zoomed"), cuda::Stream::Null(), interpolation);
    if (oclZoom(self, _frame, _zoomed, interpolation))
        return;
    Mat frame = _frame.getMat();
    checkImageOfSize(frame, self.frameSize, "frame", "frameSize");
    _zoomed.create(self.zoomedSize, frame.type());
    Mat zoomed = _zoomed.getMat();
    const ScratchPool<WarpScratch>::Lease scratch;
    zoomPlane(apartFrom(frame, zoomed), self.map(imageAxes(self.zoomedSize), imageAxes(self.frameSize)), zoomed,
              interpolation, scratch->rows[0], scratch->pyramid[0]);
}

void ZoomTransform::zoomPlanes(InputArrayOfArrays _planes, OutputArrayOfArrays _zoomed, int chromaSite,
                               int interpolation) const
{
    CV_INSTRUMENT_REGION();
    const Impl& self = getImpl();
    checkInterpolation(interpolation);
    checkChromaSite(chromaSite);
    const Planes planes = readPlanes(_planes, "planes");
    checkPlanes(planes, self.frameSize, "planes");
    Planes zoomed = createPlanes(_zoomed, planes, self.zoomedSize);
    const ScratchPool<WarpScratch>::Lease scratch;
    for (int k = 0; k < planes.count; ++k)
    {
        const PlaneAxes to = k == 0 ? imageAxes(self.zoomedSize) : chromaAxes(self.zoomedSize, chromaSite);
        const PlaneAxes from = k == 0 ? imageAxes(self.frameSize) : chromaAxes(self.frameSize, chromaSite);
        zoomPlane(apartFrom(planes[k], zoomed[k]), self.map(to, from), zoomed[k], interpolation, scratch->rows[k],
                  scratch->pyramid[k]);
    }
}

void ZoomTransform::unzoom(InputArray _zoomed, OutputArray _frame, int interpolation) const
{
    CV_INSTRUMENT_REGION();
    const Impl& self = getImpl();
    checkInterpolation(interpolation);
    if (_zoomed.isGpuMat())
        return unzoom(_zoomed.getGpuMat(), cudaOutput(_frame, "frame"), cuda::Stream::Null(), interpolation);
    if (oclUnzoom(self, _zoomed, _frame, interpolation))
        return;
    Mat zoomed = _zoomed.getMat();
    checkImageOfSize(zoomed, self.zoomedSize, "zoomed", "zoomedSize");
    _frame.create(self.frameSize, zoomed.type());
    Mat frame = _frame.getMat();
    zoomed = apartFrom(zoomed, frame);

    const kernels::PlaneMap map = self.map(imageAxes(self.zoomedSize), imageAxes(self.frameSize));
    const kernels::SampleRow sample = samplerFor(zoomed.type(), interpolation);
    const bool area = interpolation == INTER_AREA;
    // With the whole frame covered, up to the rounding of the grid, every pixel's centre lies in a cell.
    const bool coversFrame = self.geometry->certificate().oneToOne() && self.geometry->coverage() > 1 - 1e-6;
    const ScratchPool<WarpScratch>::Lease scratch;
    Pyramid& pyramid = scratch->pyramid[0];
    pyramid.start(zoomed);
    if (area)
    {
        float widthX, widthY;
        kernels::inverseMaxWidths(map, widthX, widthY);
        pyramid.require(pyramidLevels(zoomed.size(), widthX, widthY));
    }
    const kernels::InverseWarp warp = {pyramid.view(), sample, area, frame.data, frame.step, frame.elemSize()};

    forEachRowBlock(frame.rows, [&](int first, int end) {
        if (!coversFrame)
            frame.rowRange(first, end) = Scalar::all(0); // setTo() would allocate
        kernels::inverseRows(map, warp, first, end);
    });
}

} // namespace zoom
} // namespace cv
