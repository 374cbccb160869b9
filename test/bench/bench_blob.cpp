// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "comparison.hpp"
#include "frames.hpp"

#include "opencv2/dnn.hpp"
#include "opencv2/imgproc.hpp"
#include "opencv2/zoom.hpp"

namespace zoom_bench {

using namespace cv;
using namespace cv::zoom;

namespace {

Ptr<SaliencySampler> samplerFor(Size zoomed, int interpolation)
{
    Ptr<SaliencySampler> sampler = SaliencySampler::create(givenSaliency(), zoomed);
    sampler->setInterpolation(interpolation);
    return sampler;
}

//! What a detector's input often asks for.
BlobParams params(int ddepth)
{
    BlobParams p;
    p.scale = Scalar::all(1 / 255.);
    p.swapRB = true;
    p.ddepth = ddepth;
    return p;
}

void addImages(const std::string& name, Size frame, Size zoomed, int interpolation, int ddepth)
{
    auto frames = std::make_shared<RotatingFrames>(frame, CV_8UC3);
    compare(
        name,
        [frames, sampler = samplerFor(zoomed, interpolation), ddepth, blob = Mat()]() mutable {
            sampler->applyToBlob(frames->next(), blob, params(ddepth));
        },
        ddepth == CV_16F ? "apply(), cv::dnn::blobFromImage, convertTo" : "apply(), cv::dnn::blobFromImage",
        [frames, sampler = samplerFor(zoomed, interpolation), ddepth, out = Mat(), blob = Mat(),
         half = Mat()]() mutable {
            sampler->apply(frames->next(), out);
            dnn::blobFromImage(out, blob, 1 / 255., Size(), Scalar(), true);
            if (ddepth == CV_16F)
                blob.convertTo(half, CV_16F);
        },
        0);
}

void addPictures(const std::string& name, Size frame, Size zoomed)
{
    auto luma = std::make_shared<RotatingFrames>(frame, CV_8UC1);
    auto chroma = std::make_shared<RotatingFrames>(Size(frame.width / 2, frame.height / 2), CV_8UC2);
    compare(
        name,
        [luma, chroma, sampler = samplerFor(zoomed, INTER_AREA), planes = std::vector<Mat>(2), blob = Mat()]() mutable {
            planes[0] = luma->next();
            planes[1] = chroma->next();
            sampler->applyPlanesToBlob(planes, blob, params(CV_32F));
        },
        "applyPlanes(), cvtColorTwoPlane, cv::dnn::blobFromImage",
        [luma, chroma, sampler = samplerFor(zoomed, INTER_AREA), planes = std::vector<Mat>(2), out = std::vector<Mat>(),
         bgr = Mat(), blob = Mat()]() mutable {
            planes[0] = luma->next();
            planes[1] = chroma->next();
            sampler->applyPlanes(planes, out);
            cvtColorTwoPlane(out[0], out[1], bgr, COLOR_YUV2BGR_NV12);
            dnn::blobFromImage(bgr, blob, 1 / 255., Size(), Scalar(), true);
        },
        0);
}

} // namespace

void addBlobComparisons()
{
    const Size uhd(3840, 2160), hd(1920, 1080), square(640, 640), wide(640, 360);
    addImages("4K BGR to blob 640x640, INTER_AREA", uhd, square, INTER_AREA, CV_32F);
    addImages("1080p BGR to blob 640x640, INTER_LINEAR", hd, square, INTER_LINEAR, CV_32F);
    addImages("1080p BGR to 16F blob 640x640, INTER_LINEAR", hd, square, INTER_LINEAR, CV_16F);
    addPictures("4K NV12 to blob 640x360, INTER_AREA", uhd, wide);
}

} // namespace zoom_bench
