// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "perf_scene.hpp"

namespace opencv_test {
namespace {

enum
{
    GIVEN,
    SPECTRAL
};
CV_ENUM(Saliency, GIVEN, SPECTRAL)

Ptr<SaliencySampler> samplerWith(int saliency)
{
    const Ptr<SaliencyEstimator> given = StaticSaliency::create(salientArea());
    return SaliencySampler::create(saliency == GIVEN ? given : Ptr<SaliencyEstimator>(SpectralSaliency::create()),
                                   zoomedSize());
}

typedef TestBaseWithParam<tuple<Size, MatType, Saliency>> Zoom_Sampler;

PERF_TEST_P(Zoom_Sampler, apply,
            testing::Combine(testing::Values(sz1080p, sz2160p), testing::Values(CV_8UC3, CV_32FC3), Saliency::all()))
{
    const Size frameSize = get<0>(GetParam());
    const int type = get<1>(GetParam());
    const Ptr<SaliencySampler> sampler = samplerWith(get<2>(GetParam()));
    const Mat frame = rampWithDetail(frameSize, type);
    Mat zoomed(zoomedSize(), type), expected;
    declare.in(frame).out(zoomed);

    TEST_CYCLE() sampler->apply(frame, zoomed);

    EXPECT_EQ(0, sampler->getFallbacks());
    const ZoomTransform transform = sampler->getTransform();
    Mat grid;
    transform.getGrid(grid);
    expectMagnifies(grid);
    transform.zoom(frame, expected);
    EXPECT_EQ(0, cvtest::norm(expected, zoomed, NORM_INF));
    SANITY_CHECK_NOTHING();
}

typedef TestBaseWithParam<Size> Zoom_SamplerPlanes;

PERF_TEST_P(Zoom_SamplerPlanes, applyPlanes, testing::Values(sz1080p, sz2160p))
{
    const Size frameSize = GetParam(), half(frameSize.width / 2, frameSize.height / 2);
    const Ptr<SaliencySampler> sampler = samplerWith(GIVEN);
    const std::vector<Mat> nv12 = {ramp(frameSize, CV_8UC1), ramp(half, CV_8UC2)};
    std::vector<Mat> zoomed;
    sampler->applyPlanes(nv12, zoomed, CHROMA_SITE_CENTER);
    declare.in(nv12[0], nv12[1]).out(zoomed[0], zoomed[1]);

    TEST_CYCLE() sampler->applyPlanes(nv12, zoomed, CHROMA_SITE_CENTER);

    const ZoomTransform transform = sampler->getTransform();
    EXPECT_GT(transform.maxMagnification(), 1.2);
    expectZoomedRamp(zoomed[0], transform);
    expectZoomedRamp(zoomed[1], transform.resized(half, zoomed[1].size()));
    SANITY_CHECK_NOTHING();
}

} // namespace
} // namespace opencv_test
