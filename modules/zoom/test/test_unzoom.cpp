// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "reference.hpp"
#include "test_precomp.hpp"

#include <ostream>

namespace opencv_test {
namespace {

using namespace cv::zoom;

TEST(Zoom_Unzoom, agrees_with_the_reference_at_every_pixel)
{
    const Size frameSize(167, 121), zoomedSize(80, 60);
    for (const int border : {BORDER_REFLECT_101, BORDER_REPLICATE})
    {
        const ZoomTransform t(blobGrid(Size(31, 17), Point2d(0.4, 0.6), GRID_ATTRACTION, border), frameSize,
                              zoomedSize);
        const Mat zoomed = texture(zoomedSize, CV_32FC1);
        const Mat_<double> source = reference::plane(zoomed, 0);
        Mat frame;
        t.unzoom(zoomed, frame);
        std::vector<Point2d> pixels, inverse;
        for (int y = 0; y < frameSize.height; ++y)
            for (int x = 0; x < frameSize.width; ++x)
                pixels.push_back(Point2d(x, y));
        std::vector<uchar> shown;
        t.toZoomedPoints(pixels, inverse, shown);
        int covered = 0;
        for (size_t k = 0; k < pixels.size(); ++k)
        {
            const float got = frame.at<float>(int(pixels[k].y), int(pixels[k].x));
            const double expected = shown[k] ? reference::bilinear(source, inverse[k].x + 0.5, inverse[k].y + 0.5) : 0;
            covered += shown[k] != 0;
            ASSERT_NEAR(expected, got, 1e-5) << pixels[k];
        }
        EXPECT_NEAR(t.coverage(), double(covered) / double(pixels.size()), 0.02);
    }
}

TEST(Zoom_Unzoom, leaves_no_hole_when_the_whole_frame_is_covered)
{
    RNG rng(3);
    for (int k = 0; k < 30; ++k)
    {
        GridParams params;
        params.gridSize = Size(rng.uniform(2, 50), rng.uniform(2, 50));
        params.sigma = rng.uniform(0.02, 0.5);
        Mat saliency(params.gridSize, CV_32F), grid, frame;
        rng.fill(saliency, RNG::UNIFORM, 0, 1);
        saliencyToGrid(saliency, grid, params);
        const ZoomTransform t(grid, Size(rng.uniform(1, 300), rng.uniform(1, 300)), Size(37, 23));
        for (const int interpolation : {INTER_LINEAR, INTER_AREA, INTER_NEAREST})
        {
            t.unzoom(Mat(23, 37, CV_8UC1, Scalar(200)), frame, interpolation);
            ASSERT_EQ(0, cvtest::norm(Mat(t.frameSize(), CV_8UC1, Scalar(200)), frame, NORM_INF)) << "grid " << k;
        }
    }
}

TEST(Zoom_Unzoom, what_lies_beyond_one_side_does_not_cover_another)
{
    // Moved to the right: the same area as the frame, whose left quarter no cell covers.
    Mat grid;
    identityGrid(Size(5, 5), grid);
    grid += Scalar(0.25, 0);
    const ZoomTransform t(grid, Size(40, 20), Size(30, 20));
    EXPECT_NEAR(0.75, t.coverage(), 1e-6);
    Mat frame(20, 40, CV_8UC1, Scalar(7)); // written over
    t.unzoom(Mat(20, 30, CV_8UC1, Scalar(200)), frame);
    EXPECT_EQ(0, cvtest::norm(frame.colRange(0, 10), Mat::zeros(20, 10, CV_8UC1), NORM_INF));
    EXPECT_EQ(0, cvtest::norm(frame.colRange(10, 40), Mat(20, 30, CV_8UC1, Scalar(200)), NORM_INF));
}

TEST(Zoom_Unzoom, pixel_centres_on_a_row_of_nodes_belong_to_a_cell)
{
    // With an odd height the middle row of centres lies exactly on the middle row of nodes of a symmetric grid.
    const Mat grid = blobGrid();
    for (const int interpolation : {INTER_LINEAR, INTER_NEAREST})
        for (int height = 1; height < 260; height += 2)
        {
            Mat frame(height, 40, CV_8UC1, Scalar(9));
            ZoomTransform(grid, frame.size(), Size(30, 20))
                .unzoom(Mat(20, 30, CV_8UC1, Scalar(200)), frame, interpolation);
            ASSERT_EQ(0, cvtest::norm(Mat(frame.size(), CV_8UC1, Scalar(200)), frame, NORM_INF)) << "height " << height;
        }
}

TEST(Zoom_Unzoom, leaves_no_hole_with_many_cells_in_a_wide_frame)
{
    for (const Size nodes : {Size(128, 128), Size(2, 2), Size(128, 2), Size(300, 40)})
    {
        const Mat grid = blobGrid(nodes);
        Mat frame(50, 3001, CV_8UC1, Scalar(9));
        ZoomTransform(grid, frame.size(), Size(90, 20)).unzoom(Mat(20, 90, CV_8UC1, Scalar(200)), frame);
        EXPECT_EQ(0, cvtest::norm(Mat(frame.size(), CV_8UC1, Scalar(200)), frame, NORM_INF)) << nodes;
    }
}

//! Pixels alternate between 0 and 1, so a sample between two of them tells its position to the last digit.
double alternating(double x)
{
    const double phase = std::fmod(x, 2.0);
    return phase > 1 ? 2 - phase : phase;
}

struct InverseCase
{
    const char* name;
    Size nodes, frame, zoomed;
    int mode;
};

void PrintTo(const InverseCase& c, std::ostream* os)
{
    *os << c.name;
}

typedef testing::TestWithParam<InverseCase> Zoom_UnzoomPositions;

TEST_P(Zoom_UnzoomPositions, are_exact_to_a_1000th_of_a_pixel)
{
    const InverseCase& c = GetParam();
    const ZoomTransform t(blobGrid(c.nodes, Point2d(0.4, 0.5), c.mode), c.frame, c.zoomed);
    Mat zoomed(c.zoomed, CV_32FC2), frame;
    for (int y = 0; y < c.zoomed.height; ++y)
        for (int x = 0; x < c.zoomed.width; ++x)
            zoomed.at<Vec2f>(y, x) = Vec2f(float(x & 1), float(y & 1));
    t.unzoom(zoomed, frame);
    RNG rng(5);
    std::vector<Point2d> pixels, inverse;
    for (int k = 0; k < 50000; ++k)
        pixels.push_back(Point2d(rng.uniform(0, c.frame.width), rng.uniform(0, c.frame.height)));
    t.toZoomedPoints(pixels, inverse);
    for (size_t k = 0; k < pixels.size(); ++k)
    {
        const Vec2f got = frame.at<Vec2f>(int(pixels[k].y), int(pixels[k].x));
        const Point2d p(std::min(std::max(inverse[k].x, 0.0), c.zoomed.width - 1.0),
                        std::min(std::max(inverse[k].y, 0.0), c.zoomed.height - 1.0));
        ASSERT_NEAR(alternating(p.x), got[0], 1e-3) << pixels[k];
        ASSERT_NEAR(alternating(p.y), got[1], 1e-3) << pixels[k];
    }
}

INSTANTIATE_TEST_CASE_P(
    /**/, Zoom_UnzoomPositions,
    testing::Values(InverseCase{"enlarged", Size(31, 31), Size(1920, 1080), Size(640, 640), GRID_ATTRACTION},
                    InverseCase{"reduced", Size(31, 31), Size(640, 360), Size(1920, 1080), GRID_ATTRACTION},
                    InverseCase{"transport", Size(31, 31), Size(1920, 1080), Size(640, 640), GRID_TRANSPORT},
                    InverseCase{"small cells", Size(128, 128), Size(640, 480), Size(320, 240), GRID_ATTRACTION},
                    InverseCase{"large cells", Size(4, 3), Size(3840, 2160), Size(640, 640), GRID_ATTRACTION},
                    InverseCase{"64k", Size(31, 31), Size(65535, 16), Size(32000, 16), GRID_ATTRACTION},
                    InverseCase{"64k, large cells", Size(3, 2), Size(65535, 16), Size(32000, 16), GRID_ATTRACTION},
                    InverseCase{"64k, upright", Size(31, 31), Size(16, 65535), Size(16, 32000), GRID_ATTRACTION}));

TEST(Zoom_Unzoom, a_reduction_is_averaged)
{
    // A picture larger than the frame: INTER_AREA comes nearer to the mean of many samples than one sample does.
    const Size frameSize(97, 71), zoomedSize(420, 300);
    for (const Size nodes : {Size(31, 31), Size(4, 4)})
    {
        const ZoomTransform t(blobGrid(nodes), frameSize, zoomedSize);
        const Mat zoomed = texture(zoomedSize, CV_32FC1);
        const Mat_<double> source = reference::plane(zoomed, 0);
        const int samples = 8;
        std::vector<Point2d> points, inverse;
        for (int y = 0; y < frameSize.height * samples; ++y)
            for (int x = 0; x < frameSize.width * samples; ++x)
                points.push_back(Point2d((x + 0.5) / samples - 0.5, (y + 0.5) / samples - 0.5));
        t.toZoomedPoints(points, inverse);
        Mat_<double> fine(frameSize * samples), mean;
        for (size_t k = 0; k < points.size(); ++k)
            fine(int(k)) = reference::bilinear(source, inverse[k].x + 0.5, inverse[k].y + 0.5);
        resize(fine, mean, frameSize, 0, 0, INTER_AREA);
        Mat area, linear;
        t.unzoom(zoomed, area, INTER_AREA);
        t.unzoom(zoomed, linear, INTER_LINEAR);
        const double areaError = cvtest::norm(mean, reference::plane(area, 0), NORM_L2);
        EXPECT_LT(areaError, 0.35 * cvtest::norm(mean, reference::plane(linear, 0), NORM_L2)) << nodes;
    }
}

TEST(Zoom_Unzoom, brings_a_zoomed_picture_back)
{
    Mat coarse(6, 8, CV_8UC3), frame, zoomed, back;
    RNG(4).fill(coarse, RNG::UNIFORM, 0, 255);
    resize(coarse, frame, Size(400, 300), 0, 0, INTER_CUBIC);
    const ZoomTransform t(blobGrid(), frame.size(), Size(200, 150));
    t.zoom(frame, zoomed);
    t.unzoom(zoomed, back);
    EXPECT_LE(cvtest::norm(frame, back, NORM_L1) / (3. * frame.total()), 1.);
}

} // namespace
} // namespace opencv_test
