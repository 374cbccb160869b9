// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "perf_scene.hpp"

#include "opencv2/dnn.hpp"

namespace opencv_test {
namespace {

typedef TestBaseWithParam<tuple<Size, int, MatDepth>> Zoom_Blob;

PERF_TEST_P(Zoom_Blob, applyToBlob,
            testing::Combine(testing::Values(sz1080p, sz2160p), testing::Values(1, 4), testing::Values(CV_32F, CV_16F)))
{
    const std::vector<Mat> frames(size_t(get<1>(GetParam())), ramp(get<0>(GetParam()), CV_8UC3));
    const Ptr<SaliencySampler> sampler = SaliencySampler::create(StaticSaliency::create(salientArea()), zoomedSize());
    BlobParams params;
    params.scale = Scalar::all(1 / 255.);
    params.swapRB = true;
    params.ddepth = get<2>(GetParam());
    Mat blob;

    TEST_CYCLE() sampler->applyToBlob(frames, blob, params);

    std::vector<Mat> zoomed(frames.size());
    for (size_t k = 0; k < frames.size(); ++k)
        sampler->apply(frames[k], zoomed[k]);
    Mat expected;
    dnn::blobFromImages(zoomed, expected, 1 / 255., Size(), Scalar(), true);
    blob.convertTo(blob, CV_32F);
    EXPECT_LE(cvtest::norm(expected, blob, NORM_INF), params.ddepth == CV_16F ? 1e-3 : 1e-6);
    EXPECT_GT(cvtest::norm(blob, NORM_INF), 0.9);
    SANITY_CHECK_NOTHING();
}

typedef TestBaseWithParam<Size> Zoom_BlobPlanes;

PERF_TEST_P(Zoom_BlobPlanes, applyPlanesToBlob, testing::Values(sz1080p, sz2160p))
{
    const Size frameSize = GetParam(), half(frameSize.width / 2, frameSize.height / 2);
    const std::vector<Mat> nv12 = {ramp(frameSize, CV_8UC1), Mat(half, CV_8UC2, Scalar(128, 128))}; // grey
    const Ptr<SaliencySampler> sampler = SaliencySampler::create(StaticSaliency::create(salientArea()), zoomedSize());
    BlobParams params;
    params.scale = Scalar::all(1 / 255.);
    params.fullRange = true;
    Mat blob;
    declare.in(nv12[0], nv12[1]);

    TEST_CYCLE() sampler->applyPlanesToBlob(nv12, blob, params);

    for (int c = 0; c < 3; ++c)
        expectZoomedRamp(Mat(zoomedSize(), CV_32F, blob.ptr<float>(0, c)), sampler->getTransform());
    SANITY_CHECK_NOTHING();
}

} // namespace
} // namespace opencv_test
