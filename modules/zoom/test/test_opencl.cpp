// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "reference.hpp"
#include "test_errors.hpp"
#include "test_precomp.hpp"

#include "../src/ocl_launch.hpp"

#include <functional>

// OpenCV takes no CPU for an OpenCL device unless it is told to: with PoCL run these with OPENCV_OPENCL_DEVICE=:CPU:.
#define ZOOM_NEEDS_OPENCL()                                                                                            \
    do                                                                                                                 \
    {                                                                                                                  \
        ocl::setUseOpenCL(true);                                                                                       \
        if (!ocl::useOpenCL())                                                                                         \
            ZOOM_SKIP("no OpenCL device");                                                                             \
    } while (false)

namespace opencv_test {
namespace {

using namespace cv::zoom;

//! Number of kernels of the module that a call starts.
int launchesOf(const std::function<void()>& call)
{
    const int before = oclLaunches();
    call();
    return oclLaunches() - before;
}

UMat uploaded(const Mat& image)
{
    UMat onDevice;
    image.copyTo(onDevice);
    return onDevice;
}

//! One level of 8U, half a level of 8U of 16U (the CPU works in fixed point), 1e-4 of the range of 32F.
double tolerance(int type)
{
    const int depth = CV_MAT_DEPTH(type);
    return depth == CV_8U ? 1 : depth == CV_16U ? 128 : 1e-4;
}

//! Share of the values that differ by more than the tolerance.
double shareOfDifferent(const Mat& a, const UMat& b)
{
    Mat difference;
    absdiff(a, b.getMat(ACCESS_READ), difference);
    return double(countNonZero(difference.reshape(1) > tolerance(a.type()))) / double(a.total() * a.channels());
}

/** @brief Expects the device's result to be the CPU's.

A nearest pixel may be another one where the position lies on the edge between two to the last digits of float. */
void expectSame(const Mat& expected, const UMat& got, int interpolation)
{
    ASSERT_EQ(expected.size(), got.size());
    ASSERT_EQ(expected.type(), got.type());
    EXPECT_LE(shareOfDifferent(expected, got), interpolation == INTER_NEAREST ? 1e-3 : 0.) << interpolation;
}

// Warp --------------------------------------------------------------------------------------------------------------

typedef testing::TestWithParam<std::tuple<int, int, Size, Size>> Zoom_OpenCLWarp;

TEST_P(Zoom_OpenCLWarp, agrees_with_the_reference_and_the_CPU)
{
    ZOOM_NEEDS_OPENCL();
    const int type = CV_MAKETYPE(std::get<0>(GetParam()), std::get<1>(GetParam()));
    const Size frameSize = std::get<2>(GetParam()), zoomedSize = std::get<3>(GetParam());
    const Mat frame = texture(frameSize, type);
    const UMat onDevice = uploaded(frame);
    const double unit = frame.depth() == CV_16U ? 257 : frame.depth() == CV_32F ? 1 / 255. : 1;
    for (const int border : {BORDER_REFLECT_101, BORDER_REPLICATE})
    {
        const Mat grid = blobGrid(Size(31, 17), Point2d(0.4, 0.5), GRID_ATTRACTION, border);
        const ZoomTransform t(grid, frameSize, zoomedSize);
        for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
        {
            Mat expected;
            UMat zoomed;
            t.zoom(frame, expected, interpolation);
            ASSERT_GT(launchesOf([&] { t.zoom(onDevice, zoomed, interpolation); }), 0);
            expectSame(expected, zoomed, interpolation);
            if (interpolation == INTER_NEAREST)
                continue;
            const int samples = interpolation == INTER_LINEAR ? 1 : 8;
            for (int c = 0; c < frame.channels(); ++c)
            {
                const Mat_<double> reference = reference::zoom(reference::plane(frame, c), grid, zoomedSize, samples);
                const Mat got = reference::plane(zoomed.getMat(ACCESS_READ), c);
                if (interpolation == INTER_LINEAR)
                {
                    EXPECT_LE(cvtest::norm(reference, got, NORM_INF), frame.depth() == CV_32F ? 1e-5 : 1);
                }
                else if (border == BORDER_REFLECT_101)
                {
                    EXPECT_GE(reference::psnr(reference / unit, got / unit), 36) << "channel " << c;
                }
            }
        }
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_OpenCLWarp,
                        testing::Combine(testing::Values(int(CV_8U), int(CV_16U), int(CV_32F)),
                                         testing::Values(1, 2, 3, 4), testing::Values(Size(320, 240), Size(301, 97)),
                                         testing::Values(Size(64, 48), Size(57, 81))));

typedef testing::TestWithParam<std::tuple<int, int>> Zoom_OpenCLUnzoom;

TEST_P(Zoom_OpenCLUnzoom, agrees_with_the_CPU_at_every_pixel)
{
    ZOOM_NEEDS_OPENCL();
    const int type = std::get<0>(GetParam()), mode = std::get<1>(GetParam());
    const Size frameSize(1283, 719), zoomedSize(161, 91);
    const Mat zoomed = texture(zoomedSize, type);
    const UMat onDevice = uploaded(zoomed);
    for (const Size nodes : {Size(31, 17), Size(2, 2), Size(64, 64)})
        for (const int border : {BORDER_REFLECT_101, BORDER_REPLICATE})
        {
            const ZoomTransform t(blobGrid(nodes, Point2d(0.4, 0.6), mode, border), frameSize, zoomedSize);
            for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
            {
                Mat expected;
                UMat frame;
                t.unzoom(zoomed, expected, interpolation);
                ASSERT_GT(launchesOf([&] { t.unzoom(onDevice, frame, interpolation); }), 0);
                expectSame(expected, frame, interpolation);
            }
        }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_OpenCLUnzoom,
                        testing::Combine(testing::Values(int(CV_8UC3), int(CV_16UC1), int(CV_32FC4)),
                                         testing::Values(int(GRID_ATTRACTION), int(GRID_SEPARABLE),
                                                         int(GRID_TRANSPORT))));

TEST(Zoom_OpenCLExtremes, unzoom_leaves_no_hole_when_the_whole_frame_is_covered)
{
    ZOOM_NEEDS_OPENCL();
    RNG rng(3);
    const UMat zoomed = uploaded(Mat(23, 37, CV_8UC1, Scalar(200)));
    for (int k = 0; k < 60; ++k)
    {
        GridParams params;
        params.gridSize = Size(rng.uniform(2, 50), rng.uniform(2, 50));
        params.sigma = rng.uniform(0.02, 0.5);
        Mat saliency(params.gridSize, CV_32F), grid;
        rng.fill(saliency, RNG::UNIFORM, 0, 1);
        saliencyToGrid(saliency, grid, params);
        const ZoomTransform t(grid, Size(rng.uniform(1, 300), rng.uniform(1, 300)), Size(37, 23));
        UMat frame;
        for (const int interpolation : {INTER_LINEAR, INTER_AREA, INTER_NEAREST})
        {
            ASSERT_GT(launchesOf([&] { t.unzoom(zoomed, frame, interpolation); }), 0);
            ASSERT_EQ(0, cvtest::norm(Mat(t.frameSize(), CV_8UC1, Scalar(200)), frame, NORM_INF)) << "grid " << k;
        }
    }
}

TEST(Zoom_OpenCLExtremes, linear_is_exact_at_4K)
{
    ZOOM_NEEDS_OPENCL();
    const Size frameSize(3840, 2160), zoomedSize(160, 90);
    const Mat frame = texture(frameSize, CV_32FC1), grid = blobGrid();
    UMat zoomed;
    ASSERT_GT(
        launchesOf([&] { ZoomTransform(grid, frameSize, zoomedSize).zoom(uploaded(frame), zoomed, INTER_LINEAR); }), 0);
    const Mat_<double> expected = reference::zoom(reference::plane(frame, 0), grid, zoomedSize, 1);
    EXPECT_LE(cvtest::norm(expected, reference::plane(zoomed.getMat(ACCESS_READ), 0), NORM_INF), 1e-4);
}

TEST(Zoom_OpenCLExtremes, one_pixel_images_and_strips_work_both_ways)
{
    ZOOM_NEEDS_OPENCL();
    const Mat grid = blobGrid();
    const Size sizes[][2] = {{Size(1, 1), Size(5, 4)},
                             {Size(7, 9), Size(1, 1)},
                             {Size(1, 1), Size(1, 1)},
                             {Size(5000, 1), Size(10, 10)},
                             {Size(1, 5000), Size(10, 1)}};
    for (const auto& pair : sizes)
        for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
        {
            const ZoomTransform t(grid, pair[0], pair[1]);
            const Scalar value(1, 2, 3);
            UMat zoomed, frame;
            EXPECT_GT(launchesOf([&] { t.zoom(uploaded(Mat(pair[0], CV_8UC3, value)), zoomed, interpolation); }), 0);
            EXPECT_EQ(0, cvtest::norm(Mat(pair[1], CV_8UC3, value), zoomed, NORM_INF)) << pair[0] << pair[1];
            EXPECT_GT(launchesOf([&] { t.unzoom(zoomed, frame, interpolation); }), 0);
            EXPECT_EQ(0, cvtest::norm(Mat(pair[0], CV_8UC3, value), frame, NORM_INF)) << pair[0] << pair[1];
        }
}

TEST(Zoom_OpenCLExtremes, wild_and_folded_grids_give_what_the_CPU_gives)
{
    ZOOM_NEEDS_OPENCL();
    RNG rng(12);
    Mat grid(9, 9, CV_32FC2);
    const Mat frame = texture(Size(64, 48), CV_8UC3);
    for (const double range : {0.9, 2., 1e3, 1e30})
    {
        rng.fill(grid, RNG::UNIFORM, -range, range);
        const ZoomTransform t(grid, frame.size(), Size(31, 33));
        for (const int interpolation : {INTER_AREA, INTER_LINEAR})
        {
            Mat expected, expectedBack;
            UMat zoomed, back;
            t.zoom(frame, expected, interpolation);
            t.zoom(uploaded(frame), zoomed, interpolation);
            expectSame(expected, zoomed, interpolation);
            t.unzoom(expected, expectedBack, interpolation);
            t.unzoom(uploaded(expected), back, interpolation);
            expectSame(expectedBack, back, interpolation);
        }
    }
}

TEST(Zoom_OpenCLExtremes, a_grid_that_reaches_beyond_the_frame_works_both_ways)
{
    ZOOM_NEEDS_OPENCL();
    Mat grid, expected, expectedBack;
    identityGrid(Size(9, 7), grid);
    grid = grid * 1.5 - Scalar(0.25, 0.3);
    const Mat frame = texture(Size(164, 148), CV_32FC1);
    const ZoomTransform t(grid, frame.size(), Size(61, 63));
    UMat zoomed, back;
    t.zoom(frame, expected);
    EXPECT_GT(launchesOf([&] { t.zoom(uploaded(frame), zoomed); }), 0);
    expectSame(expected, zoomed, INTER_AREA);
    t.unzoom(expected, expectedBack);
    EXPECT_GT(launchesOf([&] { t.unzoom(uploaded(expected), back); }), 0);
    expectSame(expectedBack, back, INTER_LINEAR);
}

// Arrays ------------------------------------------------------------------------------------------------------------

TEST(Zoom_OpenCLArrays, a_region_is_zoomed_like_a_copy_of_it)
{
    ZOOM_NEEDS_OPENCL();
    for (const int type : {CV_8UC3, CV_16UC4, CV_32FC1})
    {
        const Rect from(33, 21, 211, 188), to(10, 20, 90, 80);
        const Mat big = texture(Size(400, 300), type);
        const UMat bigOnDevice = uploaded(big);
        UMat bigOut(200, 200, type, Scalar::all(9)), bigBack(300, 400, type, Scalar::all(9));
        Mat expected, expectedBack;
        const ZoomTransform t(blobGrid(), from.size(), to.size());
        t.zoom(big(from), expected);
        t.unzoom(expected, expectedBack);
        UMat out = bigOut(to), back = bigBack(from);
        EXPECT_GT(launchesOf([&] { t.zoom(bigOnDevice(from), out); }), 0);
        EXPECT_GT(launchesOf([&] { t.unzoom(out, back); }), 0);
        expectSame(expected, bigOut(to), INTER_AREA);
        EXPECT_LE(shareOfDifferent(expectedBack, bigBack(from)), type == CV_8UC3 ? 1e-2 : 0.); // 8U: of rounded input
        bigOut(to).setTo(Scalar::all(9));
        bigBack(from).setTo(Scalar::all(9));
        EXPECT_EQ(0, cvtest::norm(Mat(200, 200, type, Scalar::all(9)), bigOut, NORM_INF))
            << "written beyond the region";
        EXPECT_EQ(0, cvtest::norm(Mat(300, 400, type, Scalar::all(9)), bigBack, NORM_INF))
            << "written beyond the region";
    }
}

TEST(Zoom_OpenCLArrays, zoom_may_be_done_in_place)
{
    ZOOM_NEEDS_OPENCL();
    const Mat frame = texture(Size(80, 60), CV_8UC3);
    for (const Size size : {Size(80, 60), Size(33, 44)})
    {
        const ZoomTransform t(blobGrid(), frame.size(), size);
        Mat expected;
        t.zoom(frame, expected);
        UMat image = uploaded(frame), sharing = image;
        t.zoom(image, image);
        expectSame(expected, image, INTER_AREA);
        image = uploaded(frame);
        sharing = image;
        t.zoom(image, sharing);
        expectSame(expected, sharing, INTER_AREA);
    }
}

TEST(Zoom_OpenCLArrays, inputs_and_outputs_may_be_of_different_kinds)
{
    ZOOM_NEEDS_OPENCL();
    const Mat frame = texture(Size(80, 60), CV_8UC3);
    const ZoomTransform t(blobGrid(), frame.size(), Size(40, 30));
    Mat expected, zoomed;
    UMat zoomedOnDevice;
    t.zoom(frame, expected);
    EXPECT_GT(launchesOf([&] { t.zoom(uploaded(frame), zoomed); }), 0);
    EXPECT_LE(cvtest::norm(expected, zoomed, NORM_INF), 1);
    t.zoom(frame, zoomedOnDevice);
    EXPECT_EQ(0, cvtest::norm(expected, zoomedOnDevice, NORM_INF));
}

TEST(Zoom_OpenCLArrays, without_OpenCL_the_CPU_does_the_work)
{
    const Mat frame = texture(Size(80, 60), CV_8UC3), saliency = blob(Size(31, 31), Point2d(0.4, 0.5), 0.12, 0.15);
    const bool before = ocl::useOpenCL();
    ocl::setUseOpenCL(false);
    const ZoomTransform t(blobGrid(), frame.size(), Size(40, 30));
    Mat expected, expectedBack, expectedGrid;
    t.zoom(frame, expected);
    t.unzoom(expected, expectedBack);
    saliencyToGrid(saliency, expectedGrid);
    UMat zoomed, back, grid;
    EXPECT_EQ(0, launchesOf([&] {
                  t.zoom(uploaded(frame), zoomed);
                  t.unzoom(zoomed, back);
                  saliencyToGrid(uploaded(saliency), grid);
              }));
    EXPECT_EQ(0, cvtest::norm(expected, zoomed, NORM_INF));
    EXPECT_EQ(0, cvtest::norm(expectedBack, back, NORM_INF));
    EXPECT_EQ(0, cvtest::norm(expectedGrid, grid, NORM_INF));
    ocl::setUseOpenCL(before);
}

TEST(Zoom_OpenCLArrays, bad_arguments_are_refused_by_name)
{
    ZOOM_NEEDS_OPENCL();
    const ZoomTransform t(blobGrid(), Size(64, 48), Size(32, 24));
    UMat out;
    const RefusedCall calls[] = {
        {"empty", {"frame"}, [&] { t.zoom(UMat(), out); }},
        {"size", {"frame", "32x24"}, [&] { t.zoom(UMat(24, 32, CV_8UC3), out); }},
        {"type", {"frame", "CV_64FC1"}, [&] { t.zoom(UMat(48, 64, CV_64FC1), out); }},
        {"unzoom", {"zoomed", "64x48"}, [&] { t.unzoom(UMat(48, 64, CV_8UC3), out); }},
        {"negative", {"saliency"}, [&] { saliencyToGrid(uploaded(Mat(31, 31, CV_32F, Scalar(-1))), out); }},
        {"nan", {"saliency"}, [&] { saliencyToGrid(uploaded(Mat(31, 31, CV_64F, Scalar(std::nan("")))), out); }},
        {"zero", {"saliency"}, [&] { saliencyToGrid(uploaded(Mat(31, 31, CV_32F, Scalar(0))), out); }},
        {"lattice", {"saliency", "3x3"}, [&] { saliencyToGrid(uploaded(Mat(3, 3, CV_32F, Scalar(1))), out); }},
    };
    for (const RefusedCall& call : calls)
    {
        SCOPED_TRACE(call.name);
        expectRefused(call);
    }
}

// Grids -------------------------------------------------------------------------------------------------------------

typedef testing::TestWithParam<std::tuple<int, int, Size>> Zoom_OpenCLGrid;

TEST_P(Zoom_OpenCLGrid, agrees_with_the_CPU)
{
    ZOOM_NEEDS_OPENCL();
    GridParams params;
    params.mode = std::get<0>(GetParam());
    params.borderType = std::get<1>(GetParam());
    params.gridSize = std::get<2>(GetParam());
    RNG rng(5);
    for (const bool limited : {true, false})
        for (const double sigma : {0.05, 0.1, 0.3, 1.0}) // the narrow ones break the limits and are mended
            for (const int type : {CV_32F, CV_64F})
            {
                params.sigma = sigma;
                params.minMagnification = limited ? 0.25 : 0;
                params.maxMagnification = limited ? 4 : 0;
                params.uniformMix = limited ? 0.1 : 0;
                Mat big(params.gridSize + Size(3, 2), type), expected;
                rng.fill(big, RNG::UNIFORM, 0, 1);
                const Rect region(Point(2, 1), params.gridSize);
                saliencyToGrid(big(region), expected, params);
                UMat grid;
                ASSERT_GT(launchesOf([&] { saliencyToGrid(uploaded(big)(region), grid, params); }), 0);
                ASSERT_EQ(CV_32FC2, grid.type());
                EXPECT_LE(cvtest::norm(expected, grid, NORM_INF), 1e-6) << "sigma " << sigma << " limited " << limited;
            }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_OpenCLGrid,
                        testing::Combine(testing::Values(int(GRID_ATTRACTION), int(GRID_SEPARABLE)),
                                         testing::Values(int(BORDER_REFLECT_101), int(BORDER_REPLICATE)),
                                         testing::Values(Size(31, 31), Size(11, 11), Size(17, 9), Size(5, 14),
                                                         Size(2, 2), Size(130, 67))));

TEST(Zoom_OpenCLGrids, transport_runs_on_the_CPU_and_is_uploaded)
{
    ZOOM_NEEDS_OPENCL();
    GridParams params;
    params.mode = GRID_TRANSPORT;
    const Mat saliency = blob(Size(31, 31), Point2d(0.4, 0.5), 0.12, 0.15);
    Mat expected;
    UMat grid;
    saliencyToGrid(saliency, expected, params);
    saliencyToGrid(uploaded(saliency), grid, params);
    EXPECT_EQ(0, cvtest::norm(expected, grid, NORM_INF));
}

TEST(Zoom_OpenCLGrids, reflecting_border_keeps_the_outline_of_the_frame)
{
    ZOOM_NEEDS_OPENCL();
    for (const int mode : {GRID_ATTRACTION, GRID_SEPARABLE})
    {
        GridParams params;
        params.mode = mode;
        params.gridSize = Size(31, 17);
        UMat onDevice;
        ASSERT_GT(launchesOf([&] {
                      saliencyToGrid(uploaded(blob(params.gridSize, Point2d(0.1, 0.9), 0.12, 0.15)), onDevice, params);
                  }),
                  0);
        expectOutlineOfFrame(onDevice.getMat(ACCESS_READ));
    }
}

// Sampler -----------------------------------------------------------------------------------------------------------

//! False once the pixels have been brought to the host.
bool isOnlyOnDevice(const UMat& image)
{
    return image.u->hostCopyObsolete();
}

TEST(Zoom_OpenCLSampler, samples_a_stream_like_the_CPU_and_leaves_the_frame_on_the_device)
{
    ZOOM_NEEDS_OPENCL();
    for (const int type : {CV_8UC3, CV_8UC1, CV_16UC4, CV_32FC3})
        for (const int interpolation : {INTER_AREA, INTER_LINEAR})
        {
            const auto onCPU = SaliencySampler::create(SpectralSaliency::create(), Size(160, 120));
            const auto onDevice = SaliencySampler::create(SpectralSaliency::create(), Size(160, 120));
            for (const auto& sampler : {onCPU, onDevice})
            {
                sampler->setInterpolation(interpolation);
                sampler->setSmoothing(0.1);
                sampler->setRGB(true);
            }
            for (unsigned k = 0; k < 3; ++k)
            {
                const Mat frame = texture(Size(800, 600), type, 7 + k);
                Mat expected, saliency, expectedSaliency;
                onCPU->apply(frame, expected);
                UMat uploadedFrame = uploaded(frame), frameOnDevice, zoomed;
                uploadedFrame.copyTo(frameOnDevice); // a copy on the device: the host has none
                ASSERT_TRUE(isOnlyOnDevice(frameOnDevice));
                // Two for the low-res frame (pyramid, warp) and one for the zoomed frame at least.
                ASSERT_GE(launchesOf([&] { onDevice->apply(frameOnDevice, zoomed); }), 3);
                EXPECT_TRUE(isOnlyOnDevice(frameOnDevice));
                onCPU->getSaliency(expectedSaliency);
                onDevice->getSaliency(saliency);
                // A level of difference in the low-res frame moves the grid a little, and what it samples.
                EXPECT_LE(cvtest::norm(expectedSaliency, saliency, NORM_L1), 0.05);
                ASSERT_EQ(expected.size(), zoomed.size());
                ASSERT_EQ(expected.type(), zoomed.type());
                Mat same;
                onDevice->getTransform().zoom(frame, same, interpolation);
                expectSame(same, zoomed, interpolation);
            }
            EXPECT_EQ(0, onDevice->getFallbacks());
        }
}

TEST(Zoom_OpenCLSampler, a_frame_that_the_device_does_not_take_is_refused_by_name)
{
    ZOOM_NEEDS_OPENCL();
    const auto sampler = SaliencySampler::create(SpectralSaliency::create(), Size(160, 120));
    UMat out;
    expectRefused({"channels", {"frame", "2 channels"}, [&] { sampler->apply(UMat(60, 80, CV_8UC2), out); }});
    expectRefused({"empty", {"frame", "empty"}, [&] { sampler->apply(UMat(), out); }});
}

} // namespace
} // namespace opencv_test
