// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "perf_scene.hpp"

#include "opencv2/ts/cuda_perf.hpp"

#ifdef HAVE_CUDA

#include "opencv2/core/cuda.hpp"

// Calls on a stream, waited for in every cycle. The same on the CPU: perf_transform.cpp, perf_sampler.cpp,
// perf_grid.cpp.
#define ZOOM_NEEDS_CUDA()                                                                                              \
    if (!PERF_RUN_CUDA())                                                                                              \
    throw SkipTestException("--perf_impl is not cuda")

namespace opencv_test {
namespace {

using cuda::GpuMat;
using cuda::Stream;

PERF_TEST_P(ZoomFixture, cuda_zoom, imageParams())
{
    ZOOM_NEEDS_CUDA();
    const Size frameSize = get<0>(GetParam());
    const int type = get<1>(GetParam()), interpolation = get<2>(GetParam());
    const ZoomTransform transform = salientTransform(frameSize, zoomedSize());
    const GpuMat frame(ramp(frameSize, type));
    GpuMat zoomed(zoomedSize(), type);
    Stream stream;

    TEST_CYCLE()
    {
        transform.zoom(frame, zoomed, stream, interpolation);
        stream.waitForCompletion();
    }

    expectZoomedRamp(Mat(zoomed), transform);
    SANITY_CHECK_NOTHING();
}

PERF_TEST_P(ZoomFixture, cuda_unzoom, imageParams())
{
    ZOOM_NEEDS_CUDA();
    const Size frameSize = get<0>(GetParam());
    const int type = get<1>(GetParam()), interpolation = get<2>(GetParam());
    const ZoomTransform transform = salientTransform(frameSize, zoomedSize());
    const GpuMat zoomed(ramp(zoomedSize(), type));
    GpuMat frame(frameSize, type);
    Stream stream;

    TEST_CYCLE()
    {
        transform.unzoom(zoomed, frame, stream, interpolation);
        stream.waitForCompletion();
    }

    expectUnzoomedRamp(Mat(frame), transform);
    SANITY_CHECK_NOTHING();
}

typedef TestBaseWithParam<GridMode> Zoom_CudaGrid;

PERF_TEST_P(Zoom_CudaGrid, saliencyToGrid, GridMode::all())
{
    ZOOM_NEEDS_CUDA();
    GridParams params;
    params.mode = GetParam();
    const GpuMat saliency(salientArea());
    GpuMat grid(params.gridSize, CV_32FC2);
    Stream stream;

    TEST_CYCLE()
    {
        cv::zoom::saliencyToGrid(saliency, grid, params, stream);
        stream.waitForCompletion();
    }

    expectMagnifies(Mat(grid));
    SANITY_CHECK_NOTHING();
}

typedef TestBaseWithParam<Size> Zoom_CudaSampler;

PERF_TEST_P(Zoom_CudaSampler, apply, testing::Values(sz1080p, sz2160p))
{
    ZOOM_NEEDS_CUDA();
    const Ptr<SaliencySampler> sampler = SaliencySampler::create(StaticSaliency::create(salientArea()), zoomedSize());
    const GpuMat frame(ramp(GetParam(), CV_8UC3)), saliency(salientArea());
    GpuMat zoomed(zoomedSize(), CV_8UC3);
    Stream stream;
    sampler->setSaliency(saliency); // nothing is waited for but the end

    TEST_CYCLE()
    {
        sampler->apply(frame, zoomed, stream);
        stream.waitForCompletion();
    }

    EXPECT_GT(sampler->getTransform().maxMagnification(), 1.2);
    expectZoomedRamp(Mat(zoomed), sampler->getTransform());
    SANITY_CHECK_NOTHING();
}

PERF_TEST_P(Zoom_CudaSampler, applyToBlob, testing::Values(sz1080p, sz2160p))
{
    ZOOM_NEEDS_CUDA();
    const Ptr<SaliencySampler> sampler = SaliencySampler::create(StaticSaliency::create(salientArea()), zoomedSize());
    const GpuMat frame(ramp(GetParam(), CV_8UC3)), saliency(salientArea());
    GpuMat blob;
    BlobParams params;
    params.scale = Scalar::all(1 / 255.);
    Stream stream;
    sampler->setSaliency(saliency);

    TEST_CYCLE()
    {
        sampler->applyToBlob(frame, blob, params, stream);
        stream.waitForCompletion();
    }

    Mat channels(blob);
    channels = channels.reshape(1, 3); // a row each
    for (int c = 0; c < 3; c += 2)     // those that grow along x, as a ramp of one channel does
        expectZoomedRamp(channels.row(c).reshape(1, zoomedSize().height), sampler->getTransform());
    SANITY_CHECK_NOTHING();
}

} // namespace
} // namespace opencv_test

#endif // HAVE_CUDA
