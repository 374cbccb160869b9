// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_errors.hpp"
#include "test_precomp.hpp"

#include <limits>

namespace opencv_test {
namespace {

using namespace cv::zoom;

const Size imageSize(90, 60);
const Vec3b hottest(164, 255, 252); // the last colour of COLORMAP_INFERNO, BGR

//! A map of 7 x 5 nodes with a single hot one in column 4, row 1: at pixel coordinates 60, 15 of the test image.
Mat oneHotNode(float value = 1)
{
    Mat saliency = Mat::zeros(5, 7, CV_32FC1);
    saliency.at<float>(1, 4) = value;
    return saliency;
}

//! Where an image differs from a flat one.
Mat changed(const Mat& image, const Scalar& before)
{
    Mat difference, any;
    absdiff(image, before, difference);
    transform(difference, any, Mat::ones(1, image.channels(), CV_32F));
    return any > 0;
}

typedef testing::TestWithParam<int> Zoom_Draw;

TEST_P(Zoom_Draw, saliency_shows_around_a_hot_node_and_nowhere_else)
{
    const Scalar background = Scalar::all(255);
    Mat image(imageSize, GetParam(), background);
    drawSaliency(image, oneHotNode(), 1);
    // One step of the lattice is 15 pixels: bilinear interpolation reaches one step to every side.
    EXPECT_EQ(Rect(45, 0, 30, 30), boundingRect(changed(image, background)));
}

TEST_P(Zoom_Draw, saliency_leaves_cold_images_alone)
{
    const Mat image(imageSize, GetParam(), Scalar(10, 20, 30, 40));
    for (const Mat& saliency : {Mat(Mat::zeros(5, 7, CV_32F)), oneHotNode()})
    {
        Mat drawn = image.clone();
        drawSaliency(drawn, saliency, countNonZero(saliency) ? 0 : 1); // a zero map, then no opacity
        EXPECT_EQ(0, cvtest::norm(image, drawn, NORM_INF));
    }
}

TEST_P(Zoom_Draw, grid_lines_stand_where_the_grid_samples)
{
    // 5 x 3 nodes whose second column samples at 0.4 instead of 0.25, on an image of another size than the frame.
    Mat grid;
    identityGrid(Size(5, 3), grid);
    for (int i = 0; i < 3; ++i)
        grid.at<Vec2f>(i, 1)[0] = 0.4f;
    Mat image = Mat::zeros(100, 200, GetParam());
    drawGrid(image, ZoomTransform(grid, Size(1000, 700), Size(64, 64)), Scalar(255, 255, 255), 1);
    const Mat drawn = changed(image, Scalar());
    // Lines stand on pixel edges: both neighbours are touched.
    const Mat row = drawn.row(25), column = drawn.col(65);
    for (const int x : {0, 79, 80, 99, 100, 149, 150, 199})
        EXPECT_NE(0, row.at<uchar>(x)) << x;
    for (const int x : {5, 50, 75, 85, 95, 105, 125, 195})
        EXPECT_EQ(0, row.at<uchar>(x)) << x;
    for (const int y : {0, 49, 50, 99})
        EXPECT_NE(0, column.at<uchar>(y)) << y;
    for (const int y : {5, 25, 45, 55, 75, 95})
        EXPECT_EQ(0, column.at<uchar>(y)) << y;
}

INSTANTIATE_TEST_CASE_P(Types, Zoom_Draw, testing::Values(CV_8UC1, CV_8UC3, CV_8UC4));

TEST(Zoom_DrawSaliency, gives_the_largest_value_the_hottest_colour)
{
    Mat image(imageSize, CV_8UC3, Scalar::all(0));
    drawSaliency(image, Mat::ones(4, 4, CV_32F), 1);
    EXPECT_EQ(0, cvtest::norm(image, Mat(imageSize, CV_8UC3, Scalar(hottest)), NORM_INF));
}

TEST(Zoom_DrawSaliency, blends_with_the_opacity)
{
    Mat image(imageSize, CV_8UC3, Scalar(100, 100, 100));
    drawSaliency(image, Mat::ones(4, 4, CV_32F), 0.25);
    for (int c = 0; c < 3; ++c)
        EXPECT_NEAR(0.75 * 100 + 0.25 * hottest[c], image.at<Vec3b>(30, 30)[c], 0.51);
}

TEST(Zoom_DrawSaliency, keeps_alpha)
{
    Mat image(imageSize, CV_8UC4, Scalar(100, 100, 100, 77)), alpha;
    drawSaliency(image, Mat::ones(4, 4, CV_32F), 1);
    extractChannel(image, alpha, 3);
    EXPECT_EQ(0, cvtest::norm(alpha, Mat(imageSize, CV_8UC1, Scalar(77)), NORM_INF));
}

TEST(Zoom_DrawSaliency, does_not_depend_on_the_scale_or_type_of_the_map)
{
    Mat small = Mat::zeros(imageSize, CV_8UC3), large = small.clone(), wide = small.clone(), map64;
    drawSaliency(small, oneHotNode(1e-20f));
    drawSaliency(large, oneHotNode(1e20f));
    oneHotNode().convertTo(map64, CV_64F);
    drawSaliency(wide, map64);
    EXPECT_GT(countNonZero(changed(small, Scalar())), 0);
    EXPECT_EQ(0, cvtest::norm(small, large, NORM_INF));
    EXPECT_EQ(0, cvtest::norm(small, wide, NORM_INF));
}

TEST(Zoom_DrawSaliency, draws_into_regions_of_interest)
{
    Mat whole(100, 120, CV_8UC3, Scalar::all(9));
    const Rect part(20, 30, imageSize.width, imageSize.height);
    Mat region = whole(part);
    drawSaliency(region, Mat::ones(2, 2, CV_32F), 1);
    EXPECT_EQ(part, boundingRect(changed(whole, Scalar::all(9))));
}

ZoomTransform identityTransform(Size nodes)
{
    Mat grid;
    identityGrid(nodes, grid);
    return ZoomTransform(grid, Size(100, 100), Size(50, 50));
}

TEST(Zoom_DrawGrid, draws_every_step_th_line_and_the_outer_ones)
{
    Mat image = Mat::zeros(100, 100, CV_8UC1);
    drawGrid(image, identityTransform(Size(6, 6)), Scalar::all(255), 1, 3); // nodes every 20 pixels
    std::vector<int> lines;
    for (int k = 0; k < 6; ++k)
    {
        if (image.at<uchar>(10, std::min(20 * k, 99)) != 0)
            lines.push_back(k);
    }
    EXPECT_EQ((std::vector<int>{0, 3, 5}), lines);
}

TEST(Zoom_DrawGrid, draws_the_luma_of_its_color_on_grey_images)
{
    Mat image = Mat::zeros(100, 100, CV_8UC1);
    drawGrid(image, identityTransform(Size(3, 3)), Scalar(0, 0, 255), 9);
    EXPECT_NEAR(0.299 * 255, image.at<uchar>(25, 50), 1);
}

TEST(Zoom_DrawGrid, draws_opaque_lines_where_there_is_alpha)
{
    Mat image = Mat::zeros(100, 100, CV_8UC4);
    drawGrid(image, identityTransform(Size(3, 3)), Scalar(1, 2, 3), 9);
    EXPECT_EQ(Vec4b(1, 2, 3, 255), image.at<Vec4b>(25, 50));
}

TEST(Zoom_DrawGrid, takes_grids_that_leave_the_frame_far_behind)
{
    Mat grid;
    identityGrid(Size(3, 3), grid);
    grid.at<Vec2f>(0, 0) = Vec2f(-1e30f, -1e30f);
    Mat image = Mat::zeros(100, 100, CV_8UC3);
    drawGrid(image, ZoomTransform(grid, Size(100, 100), Size(50, 50)));
    EXPECT_GT(countNonZero(changed(image, Scalar())), 0);
}

RefusedCall saliencyOn(const char* name, const std::vector<std::string>& words, const Mat& image, const Mat& saliency,
                       double opacity = 0.5)
{
    return {name, words, [=] {
                Mat drawn = image.clone();
                drawSaliency(drawn, saliency, opacity);
            }};
}

RefusedCall gridOn(const char* name, const std::vector<std::string>& words, const Mat& image, int thickness, int step,
                   bool withGrid = true)
{
    return {name, words, [=] {
                Mat drawn = image.clone();
                drawGrid(drawn, withGrid ? identityTransform(Size(3, 3)) : ZoomTransform(), Scalar(), thickness, step);
            }};
}

typedef testing::TestWithParam<RefusedCall> Zoom_DrawBadInput;

TEST_P(Zoom_DrawBadInput, is_refused_with_a_message_that_says_what_is_wrong)
{
    expectRefused(GetParam());
}

const Mat picture = Mat::zeros(9, 9, CV_8UC3);
const double NaN = std::numeric_limits<double>::quiet_NaN();

INSTANTIATE_TEST_CASE_P(
    Saliency, Zoom_DrawBadInput,
    testing::Values(saliencyOn("empty_image", {"image", "0x0"}, Mat(), oneHotNode()),
                    saliencyOn("float_image", {"image", "32FC3"}, Mat::zeros(9, 9, CV_32FC3), oneHotNode()),
                    saliencyOn("two_channels", {"image", "8UC2"}, Mat::zeros(9, 9, CV_8UC2), oneHotNode()),
                    saliencyOn("empty_map", {"saliency", "empty"}, picture, Mat()),
                    saliencyOn("negative_map", {"saliency", "-1"}, picture, oneHotNode(-1)),
                    saliencyOn("one_row", {"saliency", "7x1"}, picture, oneHotNode().row(1)),
                    saliencyOn("opacity_above_one", {"opacity", "1.5"}, picture, oneHotNode(), 1.5),
                    saliencyOn("opacity_nan", {"opacity", "nan"}, picture, oneHotNode(), NaN)),
    refusedName);

INSTANTIATE_TEST_CASE_P(Grid, Zoom_DrawBadInput,
                        testing::Values(gridOn("float_image", {"frame", "32FC1"}, Mat::zeros(9, 9, CV_32FC1), 1, 1),
                                        gridOn("empty_transform", {"transform", "empty"}, picture, 1, 1, false),
                                        gridOn("no_thickness", {"thickness", "0"}, picture, 0, 1),
                                        gridOn("negative_step", {"step", "-1"}, picture, 1, -1)),
                        refusedName);

} // namespace
} // namespace opencv_test
