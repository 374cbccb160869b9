// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "low_res_frame.hpp"
#include "ocl_warp.hpp"
#include "yuv.hpp"

namespace cv {
namespace zoom {

namespace {

//! The whole picture at another size.
kernels::PlaneMap wholePicture(Size size, const kernels::PlaneAxes& from)
{
    static const float identity[] = {0, 0, 1, 0, 0, 1, 1, 1};
    return {identity, 2, 2, imageAxes(size), from};
}

} // namespace

const Mat& LowResFrame::reduce(Pyramid& pyramid, const Mat& plane, const kernels::PlaneAxes& axes, Size size, int slot)
{
    rows.prepare(wholePicture(size, axes), true);
    pyramid.require(pyramidLevels(plane.size(), rows.maxWidthX(), rows.maxWidthY()));
    reduced[slot].create(size, plane.type());
    warpPlane(pyramid.view(), rows, reduced[slot], INTER_AREA);
    return asBytes(slot);
}

const Mat& LowResFrame::asBytes(int slot)
{
    const int depth = reduced[slot].depth();
    if (depth == CV_8U)
        return reduced[slot];
    reduced[slot].convertTo(bytes[slot], CV_8U, depth == CV_16U ? 1 / 257. : 255.);
    return bytes[slot];
}

const Mat& LowResFrame::asBGR(const Mat& image, bool rgb)
{
    if (image.channels() == 1)
        cvtColor(image, result, COLOR_GRAY2BGR);
    else if (image.channels() == 4)
        cvtColor(image, result, rgb ? COLOR_RGBA2BGR : COLOR_BGRA2BGR);
    else if (rgb)
        cvtColor(image, result, COLOR_RGB2BGR);
    else
        return image;
    return result;
}

bool LowResFrame::make(OclPyramid& pyramid, Size size, bool rgb, Mat& lowRes)
{
    const UMat& frame = pyramid.image();
    const UMat small(size, frame.type());
    if (!oclWarp(pyramid, wholePicture(size, imageAxes(frame.size())), small, INTER_AREA))
        return false;
    small.copyTo(reduced[0]);
    lowRes = asBGR(asBytes(0), rgb);
    return true;
}

const Mat& LowResFrame::make(Pyramid* pyramids, const Planes& planes, int chromaSite, Size size, bool rgb)
{
    const Size luma = planes[0].size();
    const Mat& first = reduce(pyramids[0], planes[0], imageAxes(luma), size, 0);
    if (planes.count == 1)
        return asBGR(first, rgb);

    Mat parts[3] = {first, Mat(), Mat()};
    for (int k = 1; k < planes.count; ++k)
        parts[k] = reduce(pyramids[k], planes[k], chromaAxes(luma, chromaSite), size, k);
    merge(parts, size_t(planes.count), merged);
    // The usual case; what the saliency sees changes little with another one.
    static const Matx34f toBGR = yuvToBGR(YUV_BT601, false);
    transform(merged, result, toBGR);
    return result;
}

} // namespace zoom
} // namespace cv
