// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "low_res_frame.hpp"
#include "ocl_warp.hpp"
#include "yuv.hpp"

#include "kernels/whole_plane.hpp"

namespace cv {
namespace zoom {

void LowResFrame::reduce(Pyramid& pyramid, const Mat& plane, const kernels::PlaneAxes& axes, Size size, int slot)
{
    rows.prepare(kernels::wholePlane(imageAxes(size), axes), true);
    pyramid.require(pyramidLevels(plane.size(), rows.maxWidthX(), rows.maxWidthY()));
    warpPlane(pyramid.view(), rows, planeAt(slot, size, plane.type()), INTER_AREA);
}

Mat& LowResFrame::planeAt(int slot, Size size, int type)
{
    reduced[slot].create(size, type);
    return reduced[slot];
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
    if (!oclWarp(pyramid, kernels::wholePlane(imageAxes(size), imageAxes(frame.size())), small, INTER_AREA))
        return false;
    small.copyTo(reduced[0]);
    lowRes = join(1, rgb);
    return true;
}

const Mat& LowResFrame::make(Pyramid* pyramids, const Planes& planes, int chromaSite, Size size, bool rgb)
{
    const Size luma = planes[0].size();
    for (int k = 0; k < planes.count; ++k)
        reduce(pyramids[k], planes[k], k == 0 ? imageAxes(luma) : chromaAxes(luma, chromaSite), size, k);
    return join(planes.count, rgb);
}

const Mat& LowResFrame::join(int count, bool rgb)
{
    const Mat& first = asBytes(0);
    if (count == 1)
        return asBGR(first, rgb);

    Mat parts[3] = {first, Mat(), Mat()};
    for (int k = 1; k < count; ++k)
        parts[k] = asBytes(k);
    merge(parts, size_t(count), merged);
    // The usual case; what the saliency sees changes little with another one.
    static const Matx34f toBGR = yuvToBGR(YUV_BT601, false);
    transform(merged, result, toBGR);
    return result;
}

} // namespace zoom
} // namespace cv
