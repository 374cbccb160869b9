// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../perf_scene.hpp"

#include "../../src/ocl_launch.hpp"

#include "opencv2/ts/ocl_perf.hpp"

#ifdef HAVE_OPENCL

// OpenCV takes no CPU for an OpenCL device unless it is told to: with PoCL run these with OPENCV_OPENCL_DEVICE=:CPU:.
namespace opencv_test {
namespace ocl {
namespace {

//! Of a test that times kernels: there is a device, and at the end they have run.
class KernelWatch
{
public:
    KernelWatch()
    {
        if (!cv::ocl::useOpenCL())
            throw SkipTestException("no OpenCL device");
        before = oclLaunches();
    }
    void expectLaunches() const { EXPECT_GT(oclLaunches(), before); }

private:
    int before;
};

OCL_PERF_TEST_P(ZoomFixture, Zoom, imageParams())
{
    const KernelWatch watch;
    const Size frameSize = get<0>(GetParam());
    const int type = get<1>(GetParam()), interpolation = get<2>(GetParam());
    checkDeviceMaxMemoryAllocSize(frameSize, type);
    const ZoomTransform transform = salientTransform(frameSize, zoomedSize());
    UMat frame, zoomed(zoomedSize(), type);
    ramp(frameSize, type).copyTo(frame);
    declare.in(frame).out(zoomed);

    OCL_TEST_CYCLE() transform.zoom(frame, zoomed, interpolation);

    watch.expectLaunches();
    expectZoomedRamp(zoomed.getMat(ACCESS_READ), transform);
    SANITY_CHECK_NOTHING();
}

OCL_PERF_TEST_P(ZoomFixture, Unzoom, imageParams())
{
    const KernelWatch watch;
    const Size frameSize = get<0>(GetParam());
    const int type = get<1>(GetParam()), interpolation = get<2>(GetParam());
    checkDeviceMaxMemoryAllocSize(frameSize, type);
    const ZoomTransform transform = salientTransform(frameSize, zoomedSize());
    UMat zoomed, frame(frameSize, type);
    ramp(zoomedSize(), type).copyTo(zoomed);
    declare.in(zoomed).out(frame);

    OCL_TEST_CYCLE() transform.unzoom(zoomed, frame, interpolation);

    watch.expectLaunches();
    expectUnzoomedRamp(frame.getMat(ACCESS_READ), transform);
    SANITY_CHECK_NOTHING();
}

typedef TestBaseWithParam<GridMode> GridFixture;

OCL_PERF_TEST_P(GridFixture, SaliencyToGrid, testing::Values(GridMode(GRID_ATTRACTION), GridMode(GRID_SEPARABLE)))
{
    const KernelWatch watch;
    if (!cv::ocl::Device::getDefault().doubleFPConfig())
        throw SkipTestException("the device has no double: the CPU makes the grid");
    GridParams params;
    params.mode = GetParam();
    UMat saliency, grid(params.gridSize, CV_32FC2);
    salientArea().copyTo(saliency);
    declare.in(saliency).out(grid);

    OCL_TEST_CYCLE() cv::zoom::saliencyToGrid(saliency, grid, params);

    watch.expectLaunches();
    expectMagnifies(grid.getMat(ACCESS_READ));
    SANITY_CHECK_NOTHING();
}

typedef TestBaseWithParam<Size> SamplerFixture;

OCL_PERF_TEST_P(SamplerFixture, Apply, testing::Values(sz1080p, sz2160p))
{
    const KernelWatch watch;
    const Ptr<SaliencySampler> sampler = SaliencySampler::create(StaticSaliency::create(salientArea()), zoomedSize());
    UMat frame, zoomed(zoomedSize(), CV_8UC3);
    ramp(GetParam(), CV_8UC3).copyTo(frame);
    declare.in(frame).out(zoomed);

    OCL_TEST_CYCLE() sampler->apply(frame, zoomed);

    watch.expectLaunches();
    EXPECT_GT(sampler->getTransform().maxMagnification(), 1.2);
    expectZoomedRamp(zoomed.getMat(ACCESS_READ), sampler->getTransform());
    SANITY_CHECK_NOTHING();
}

} // namespace
} // namespace ocl
} // namespace opencv_test

#endif // HAVE_OPENCL
