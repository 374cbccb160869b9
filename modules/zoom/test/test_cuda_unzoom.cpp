// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The way back of src/cuda against the double-precision reference and the CPU.
#include "reference.hpp"
#include "test_cuda_images.hpp"

namespace opencv_test {
namespace {

using namespace cv::zoom;

typedef testing::TestWithParam<int> Zoom_CudaUnzoom;

TEST_P(Zoom_CudaUnzoom, agrees_with_the_CPU_at_every_pixel)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const bool onDevice = GetParam() == ON_DEVICE;
    const Size frameSize = onDevice ? Size(1283, 719) : Size(341, 213), zoomedSize(161, 91);
    for (const int type : {CV_8UC3, CV_16UC1, CV_32FC4, CV_8UC2})
    {
        const Mat zoomed = texture(zoomedSize, type);
        for (const int mode : {GRID_ATTRACTION, GRID_SEPARABLE, GRID_TRANSPORT})
            for (const Size nodes : {Size(31, 17), Size(2, 2), Size(64, 64)})
                for (const int border : {BORDER_REFLECT_101, BORDER_REPLICATE})
                {
                    const Mat grid = blobGrid(nodes, Point2d(0.4, 0.6), mode, border);
                    const ZoomTransform t(grid, frameSize, zoomedSize);
                    for (const int interpolation : {INTER_AREA, INTER_LINEAR, INTER_NEAREST})
                    {
                        Mat expected;
                        t.unzoom(zoomed, expected, interpolation);
                        expectLikeCPU(expected, unzoomOn(*backend, zoomed, grid, frameSize, interpolation),
                                      interpolation);
                    }
                }
    }
}

TEST_P(Zoom_CudaUnzoom, agrees_with_the_reference_at_every_pixel)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    const Size frameSize(167, 121), zoomedSize(80, 60);
    const Mat grid = blobGrid(Size(31, 17), Point2d(0.4, 0.6));
    const ZoomTransform t(grid, frameSize, zoomedSize);
    const Mat zoomed = texture(zoomedSize, CV_32FC1);
    const Mat frame = unzoomOn(*backend, zoomed, grid, frameSize, INTER_LINEAR);
    const Mat_<double> source = reference::plane(zoomed, 0);
    std::vector<Point2d> pixels, inverse;
    for (int y = 0; y < frameSize.height; ++y)
        for (int x = 0; x < frameSize.width; ++x)
            pixels.push_back(Point2d(x, y));
    t.toZoomedPoints(pixels, inverse);
    for (size_t k = 0; k < pixels.size(); ++k)
        ASSERT_NEAR(reference::bilinear(source, inverse[k].x + 0.5, inverse[k].y + 0.5),
                    frame.at<float>(int(pixels[k].y), int(pixels[k].x)), 1e-5)
            << pixels[k];
}

TEST_P(Zoom_CudaUnzoom, leaves_no_hole_when_the_whole_frame_is_covered)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    RNG rng(3);
    for (int k = 0; k < 30; ++k)
    {
        GridParams params;
        params.gridSize = Size(rng.uniform(2, 50), rng.uniform(2, 50));
        params.sigma = rng.uniform(0.02, 0.5);
        Mat saliency(params.gridSize, CV_32F), grid;
        rng.fill(saliency, RNG::UNIFORM, 0, 1);
        saliencyToGrid(saliency, grid, params);
        const Size frameSize(rng.uniform(1, 300), rng.uniform(1, 300));
        for (const int interpolation : {INTER_LINEAR, INTER_NEAREST})
        {
            const Mat frame = unzoomOn(*backend, Mat(23, 37, CV_8UC1, Scalar(200)), grid, frameSize, interpolation);
            ASSERT_EQ(0, cvtest::norm(Mat(frameSize, CV_8UC1, Scalar(200)), frame, NORM_INF)) << "grid " << k;
        }
    }
}

TEST_P(Zoom_CudaUnzoom, shows_nothing_where_no_cell_is)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    Mat grid, expected;
    identityGrid(Size(5, 5), grid);
    grid += Scalar(0.25, 0);
    const Mat zoomed(20, 30, CV_8UC1, Scalar(200));
    ZoomTransform(grid, Size(40, 20), zoomed.size()).unzoom(zoomed, expected);
    ASSERT_EQ(10 * 20, expected.rows * expected.cols - countNonZero(expected));
    EXPECT_EQ(0, cvtest::norm(expected, unzoomOn(*backend, zoomed, grid, Size(40, 20), INTER_LINEAR), NORM_INF));
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_CudaUnzoom, backendKinds());

} // namespace
} // namespace opencv_test
