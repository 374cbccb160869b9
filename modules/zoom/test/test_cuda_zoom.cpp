// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The warp of src/cuda against the double-precision reference and the CPU, over the parameters of the CPU's tests.
#include "reference.hpp"
#include "test_cuda_images.hpp"

#include <limits>

namespace opencv_test {
namespace {

using namespace cv::zoom;
using kernels::PlaneAxes;

typedef testing::TestWithParam<std::tuple<int, int, int, Size, Size>> Zoom_CudaWarp;

TEST_P(Zoom_CudaWarp, agrees_with_the_reference_and_the_CPU)
{
    ZOOM_NEEDS_BACKEND(backend, std::get<0>(GetParam()));
    const int type = CV_MAKETYPE(std::get<1>(GetParam()), std::get<2>(GetParam()));
    const Size frameSize = std::get<3>(GetParam()), zoomedSize = std::get<4>(GetParam());
    const Mat frame = texture(frameSize, type);
    const double unit = frame.depth() == CV_16U ? 257 : frame.depth() == CV_32F ? 1 / 255. : 1;
    for (const int border : {BORDER_REFLECT_101, BORDER_REPLICATE})
    {
        const Mat grid = blobGrid(Size(31, 17), Point2d(0.4, 0.5), GRID_ATTRACTION, border);
        const ZoomTransform t(grid, frameSize, zoomedSize);
        for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
        {
            Mat expected;
            t.zoom(frame, expected, interpolation);
            const Mat zoomed = zoomOn(*backend, frame, grid, zoomedSize, interpolation);
            expectLikeCPU(expected, zoomed, interpolation);
            if (interpolation == INTER_NEAREST)
                continue;
            const int samples = interpolation == INTER_LINEAR ? 1 : 8;
            for (int c = 0; c < frame.channels(); ++c)
            {
                const Mat_<double> reference = reference::zoom(reference::plane(frame, c), grid, zoomedSize, samples);
                const Mat got = reference::plane(zoomed, c);
                if (interpolation == INTER_LINEAR) // half a level is rounding; 32F is held to 1e-5 of the range
                {
                    EXPECT_LE(cvtest::norm(reference, got, NORM_INF), frame.depth() == CV_32F ? 1e-5 : 0.51);
                }
                else if (border == BORDER_REFLECT_101)
                {
                    EXPECT_GE(reference::psnr(reference / unit, got / unit), 36) << "channel " << c;
                }
            }
        }
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_CudaWarp,
                        testing::Combine(testing::Values(int(ON_HOST), int(ON_DEVICE)),
                                         testing::Values(int(CV_8U), int(CV_16U), int(CV_32F)),
                                         testing::Values(1, 2, 3, 4), testing::Values(Size(320, 240), Size(301, 97)),
                                         testing::Values(Size(64, 48), Size(57, 81))));

typedef testing::TestWithParam<int> Zoom_CudaZoom;

TEST_P(Zoom_CudaZoom, linear_is_exact_at_4K)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const Size zoomedSize(160, 90);
    const Mat frame = texture(Size(3840, 2160), CV_32FC1), grid = blobGrid();
    const Mat zoomed = zoomOn(*backend, frame, grid, zoomedSize, INTER_LINEAR);
    const Mat_<double> expected = reference::zoom(reference::plane(frame, 0), grid, zoomedSize, 1);
    EXPECT_LE(cvtest::norm(expected, reference::plane(zoomed, 0), NORM_INF), 1e-5);
}

TEST_P(Zoom_CudaZoom, a_flat_image_stays_flat)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    for (const int depth : {CV_8U, CV_16U, CV_32F})
    {
        const Mat frame(1081, 1919, CV_MAKETYPE(depth, 3), Scalar(201, 3, 77));
        const Mat zoomed = zoomOn(*backend, frame, blobGrid(), Size(50, 33), INTER_AREA);
        EXPECT_LE(cvtest::norm(Mat(33, 50, frame.type(), Scalar(201, 3, 77)), zoomed, NORM_INF), 1e-3) << depth;
    }
}

TEST_P(Zoom_CudaZoom, one_pixel_images_and_strips_work_both_ways)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const Mat grid = blobGrid();
    const Size sizes[][2] = {{Size(1, 1), Size(5, 4)},
                             {Size(7, 9), Size(1, 1)},
                             {Size(1, 1), Size(1, 1)},
                             {Size(5000, 1), Size(10, 10)},
                             {Size(1, 5000), Size(10, 1)}};
    const Scalar value(1, 2, 3);
    for (const auto& pair : sizes)
        for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
        {
            const Mat zoomed = zoomOn(*backend, Mat(pair[0], CV_8UC3, value), grid, pair[1], interpolation);
            EXPECT_EQ(0, cvtest::norm(Mat(pair[1], CV_8UC3, value), zoomed, NORM_INF)) << pair[0] << pair[1];
            const Mat frame = unzoomOn(*backend, zoomed, grid, pair[0], interpolation);
            EXPECT_EQ(0, cvtest::norm(Mat(pair[0], CV_8UC3, value), frame, NORM_INF)) << pair[0] << pair[1];
        }
}

TEST_P(Zoom_CudaZoom, wild_and_folded_grids_give_what_the_CPU_gives)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
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
            t.zoom(frame, expected, interpolation);
            expectLikeCPU(expected, zoomOn(*backend, frame, grid, Size(31, 33), interpolation), interpolation);
            t.unzoom(expected, expectedBack, interpolation);
            const Mat back = unzoomOn(*backend, expected, grid, frame.size(), interpolation);
            // Where cells of 1000 frames and more cross a pixel a rounding decides which of them is on top.
            EXPECT_LE(shareOfDifferent(expectedBack, back), range > 100 ? 0.01 : 0.) << range;
        }
    }
}

TEST_P(Zoom_CudaZoom, grids_that_are_not_numbers_are_survived)
{
    if (GetParam() != ON_DEVICE)
        return; // converting them to integers is undefined on the host, whose grids are checked
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    Mat grid = blobGrid();
    const float nan = std::numeric_limits<float>::quiet_NaN(), infinity = std::numeric_limits<float>::infinity();
    grid.at<Vec2f>(3, 4) = Vec2f(nan, 0.1f);
    grid.at<Vec2f>(13, 14) = Vec2f(infinity, nan);
    grid.at<Vec2f>(23, 14) = Vec2f(0.3f, -infinity);
    const Mat frame = texture(Size(320, 240), CV_8UC3);
    for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
    {
        Mat expected;
        ZoomTransform(blobGrid(), frame.size(), Size(93, 93)).zoom(frame, expected, interpolation);
        const Mat zoomed = zoomOn(*backend, frame, grid, Size(93, 93), interpolation);
        // Far from the bad nodes and their neighbours nothing changes.
        expectLikeCPU(expected.rowRange(55, 65), zoomed.rowRange(55, 65), interpolation);
        unzoomOn(*backend, zoomed, grid, frame.size(), interpolation);
    }
}

TEST_P(Zoom_CudaZoom, planes_of_NV12_are_those_of_the_CPU)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const Size zoomedSize(81, 47);
    const Mat grid = blobGrid();
    for (const Size frameSize : {Size(320, 180), Size(321, 181)})
        for (const int site : {CHROMA_SITE_LEFT, CHROMA_SITE_CENTER, CHROMA_SITE_TOP_LEFT})
            for (const int interpolation : {INTER_AREA, INTER_LINEAR})
            {
                const PlaneAxes chroma = chromaAxesOf(frameSize, site);
                const std::vector<Mat> planes = {texture(frameSize, CV_8UC1),
                                                 texture(Size(chroma.width, chroma.height), CV_8UC2)};
                std::vector<Mat> expected;
                ZoomTransform(grid, frameSize, zoomedSize).zoomPlanes(planes, expected, site, interpolation);
                expectLikeCPU(expected[0], zoomOn(*backend, planes[0], grid, zoomedSize, interpolation), interpolation);
                expectLikeCPU(expected[1],
                              zoomOn(*backend, planes[1], grid, chromaAxesOf(zoomedSize, site), chroma, interpolation),
                              interpolation);
            }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_CudaZoom, backendKinds());

} // namespace
} // namespace opencv_test
