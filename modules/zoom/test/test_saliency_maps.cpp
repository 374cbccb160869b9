// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_errors.hpp"
#include "test_precomp.hpp"

#include <cmath>
#include <limits>

namespace opencv_test {
namespace {

using namespace cv::zoom;

const float NaN = std::numeric_limits<float>::quiet_NaN();
const float Inf = std::numeric_limits<float>::infinity();

Mat nodesOf(const Mat& map, Size gridSize)
{
    Mat nodes;
    saliencyToNodes(map, nodes, gridSize);
    return nodes;
}

//! A pixel-centred map that samples a + b*x + c*y at its cells' centres.
Mat_<double> linearMap(Size size, double a, double b, double c)
{
    Mat_<double> map(size);
    for (int i = 0; i < size.height; ++i)
        for (int j = 0; j < size.width; ++j)
            map(i, j) = a + b * (j + 0.5) / size.width + c * (i + 0.5) / size.height;
    return map;
}

struct Sizes
{
    Size map, grid;
};

void PrintTo(const Sizes& s, std::ostream* out)
{
    *out << s.map << " to " << s.grid;
}

typedef testing::TestWithParam<Sizes> Zoom_SaliencyToNodes;

// A node taken for a pixel centre, or the reverse, is off by up to half a cell here.
TEST_P(Zoom_SaliencyToNodes, reproduce_a_linear_ramp_and_clamp_it_at_the_border)
{
    const Size size = GetParam().map, grid = GetParam().grid;
    const Mat nodes = nodesOf(linearMap(size, 0.25, 2, 3), grid);
    ASSERT_EQ(CV_32FC1, nodes.type());
    ASSERT_EQ(grid, nodes.size());
    for (int i = 0; i < grid.height; ++i)
    {
        for (int j = 0; j < grid.width; ++j)
        {
            const double x = std::min(std::max(j / (grid.width - 1.0), 0.5 / size.width), 1 - 0.5 / size.width);
            const double y = std::min(std::max(i / (grid.height - 1.0), 0.5 / size.height), 1 - 0.5 / size.height);
            EXPECT_NEAR(0.25 + 2 * x + 3 * y, nodes.at<float>(i, j), 1e-6) << i << ", " << j;
        }
    }
}

TEST_P(Zoom_SaliencyToNodes, do_not_depend_on_the_type_of_the_map)
{
    const Mat_<double> map = linearMap(GetParam().map, 0, 1, 4);
    Mat_<float> single;
    map.convertTo(single, CV_32F);
    EXPECT_LE(cvtest::norm(nodesOf(map, GetParam().grid), nodesOf(single, GetParam().grid), NORM_INF), 1e-6);
}

INSTANTIATE_TEST_CASE_P(Sizes, Zoom_SaliencyToNodes,
                        testing::Values(Sizes{Size(31, 31), Size(31, 31)}, Sizes{Size(62, 62), Size(31, 31)},
                                        Sizes{Size(7, 5), Size(31, 41)}, Sizes{Size(96, 72), Size(2, 3)},
                                        Sizes{Size(1, 9), Size(4, 5)}, Sizes{Size(9, 1), Size(4, 5)},
                                        Sizes{Size(1, 1), Size(2, 2)}));

TEST(Zoom_SaliencyToNodes, read_regions_of_interest)
{
    const Mat_<double> whole = linearMap(Size(20, 10), 1, 2, 3);
    const Mat region = whole(Rect(3, 2, 9, 6));
    EXPECT_EQ(0, cvtest::norm(nodesOf(region.clone(), Size(8, 8)), nodesOf(region, Size(8, 8)), NORM_INF));
}

TEST(Zoom_SaliencyToNodes, may_replace_the_map)
{
    Mat map;
    linearMap(Size(6, 6), 1, 2, 3).convertTo(map, CV_32F);
    const Mat expected = nodesOf(map.clone(), map.size());
    saliencyToNodes(map, map, map.size());
    EXPECT_EQ(0, cvtest::norm(expected, map, NORM_INF));
}

/** @brief The definition of the box KDE for one box inside the frame, node by node in two dimensions.
@param box in normalised coordinates */
Mat_<double> boxDensity(Rect2d box, double weight, Size grid, double bandwidth)
{
    const double spacingX = 1.0 / (grid.width - 1), spacingY = 1.0 / (grid.height - 1);
    const double sigmaX = std::max(bandwidth * box.width, 0.7 * spacingX);
    const double sigmaY = std::max(bandwidth * box.height, 0.7 * spacingY);
    Mat_<double> density(grid);
    for (int i = 0; i < grid.height; ++i)
    {
        for (int j = 0; j < grid.width; ++j)
        {
            const double x = (j * spacingX - box.x - box.width / 2) / sigmaX;
            const double y = (i * spacingY - box.y - box.height / 2) / sigmaY;
            density(i, j) = std::exp(-(x * x + y * y) / 2);
        }
    }
    density *= weight / sum(density)[0];
    return density;
}

TEST(Zoom_BoxesToSaliency, agree_with_the_definition)
{
    const Size frame(400, 200), grid(31, 21);
    const Mat boxes = (Mat_<float>(3, 5) << 40, 20, 80, 60, 1, 300, 100, 4, 4, 2.5, 380, 150, 20, 50, 0.5);
    Mat_<double> expected = boxDensity(Rect2d(0.1, 0.1, 0.2, 0.3), 1, grid, 0.3) +
                            boxDensity(Rect2d(0.75, 0.5, 0.01, 0.02), 2.5, grid, 0.3) +
                            boxDensity(Rect2d(0.95, 0.75, 0.05, 0.25), 0.5, grid, 0.3);
    expected /= 4;
    Mat saliency;
    boxesToSaliency(boxes, frame, saliency, grid, 0.3);
    ASSERT_EQ(CV_32FC1, saliency.type());
    ASSERT_EQ(grid, saliency.size());
    EXPECT_LE(cvtest::norm(Mat_<double>(saliency), expected, NORM_INF), 1e-7);
}

TEST(Zoom_BoxesToSaliency, have_their_peak_at_the_node_below_the_centre_of_a_box)
{
    Mat saliency;
    boxesToSaliency(std::vector<Rect>{Rect(450, 90, 20, 20)}, Size(600, 200), saliency, Size(31, 21));
    Point peak;
    minMaxLoc(saliency, nullptr, nullptr, nullptr, &peak);
    EXPECT_EQ(Point(23, 10), peak); // 460/600 of 30 steps, 100/200 of 20
}

TEST(Zoom_BoxesToSaliency, give_boxes_at_the_border_as_much_as_others)
{
    Mat saliency;
    boxesToSaliency(std::vector<Rect>{Rect(0, 0, 20, 20), Rect(140, 140, 20, 20)}, Size(200, 200), saliency);
    EXPECT_NEAR(0.5, sum(saliency(Rect(0, 0, 12, 12)))[0], 1e-3);
}

TEST(Zoom_BoxesToSaliency, count_only_the_part_inside_the_frame)
{
    Mat across, inside;
    boxesToSaliency(std::vector<Rect>{Rect(-50, 150, 80, 100)}, Size(200, 200), across);
    boxesToSaliency(std::vector<Rect>{Rect(0, 150, 30, 50)}, Size(200, 200), inside);
    EXPECT_EQ(0, cvtest::norm(across, inside, NORM_INF));
}

TEST(Zoom_BoxesToSaliency, ignore_boxes_without_area_without_weight_or_outside)
{
    Mat_<double> boxes =
        (Mat_<double>(6, 5) << 50, 50, 10, 10, 1, // the one that counts
         20, 20, 0, 10, 1, 20, 20, 10, -1, 1, 20, 20, 10, 10, 0, 100, 20, 10, 10, 1, 20, -10, 10, 10, 1);
    Mat all, one;
    boxesToSaliency(boxes, Size(100, 100), all);
    boxesToSaliency(boxes.row(0), Size(100, 100), one);
    EXPECT_EQ(0, cvtest::norm(all, one, NORM_INF));
}

TEST(Zoom_BoxesToSaliency, are_uniform_when_no_box_counts)
{
    Mat none, outside;
    const Mat uniform(4, 5, CV_32FC1, Scalar(1.0 / 20));
    boxesToSaliency(std::vector<Rect>(), Size(100, 100), none, uniform.size());
    EXPECT_EQ(0, cvtest::norm(uniform, none, NORM_INF));
    boxesToSaliency(std::vector<Rect>{Rect(200, 0, 10, 10)}, Size(100, 100), outside, uniform.size());
    EXPECT_EQ(0, cvtest::norm(uniform, outside, NORM_INF));
}

TEST(Zoom_BoxesToSaliency, take_every_kind_of_boxes_alike)
{
    const std::vector<Rect> rects = {Rect(10, 20, 30, 40), Rect(70, 10, 20, 5)};
    const Mat rows = (Mat_<int>(2, 4) << 10, 20, 30, 40, 70, 10, 20, 5);
    Mat wide(2, 7, CV_32SC1, Scalar(-1));
    rows.copyTo(wide.colRange(2, 6)); // not continuous
    Mat floats, doubles;
    rows.convertTo(floats, CV_32F);
    rows.convertTo(doubles, CV_64F);

    Mat expected;
    boxesToSaliency(rows, Size(100, 100), expected);
    const auto expectSame = [&expected](InputArray boxes, const char* kind) {
        Mat saliency;
        boxesToSaliency(boxes, Size(100, 100), saliency);
        EXPECT_EQ(0, cvtest::norm(expected, saliency, NORM_INF)) << kind;
    };
    expectSame(rects, "vector of Rect");
    expectSame(std::vector<Rect2f>(rects.begin(), rects.end()), "vector of Rect2f");
    expectSame(std::vector<Rect2d>(rects.begin(), rects.end()), "vector of Rect2d");
    expectSame(floats, "32F rows");
    expectSame(doubles, "64F rows");
    expectSame(wide.colRange(2, 6), "part of a matrix");
    expectSame(rows.reshape(4, 1), "one row of four channels");
}

Mat mapWith(int type, double value)
{
    Mat map = Mat::ones(3, 4, type);
    map.row(2).col(1).setTo(Scalar::all(value));
    return map;
}

RefusedCall toNodes(const char* name, const std::vector<std::string>& words, const Mat& map, Size grid = Size(4, 4))
{
    return {name, words, [=] { nodesOf(map, grid); }};
}

RefusedCall toSaliency(const char* name, const std::vector<std::string>& words, const Mat& boxes,
                       Size frame = Size(100, 100), Size grid = Size(4, 4), double bandwidth = 0.5)
{
    return {name, words, [=] {
                Mat saliency;
                boxesToSaliency(boxes, frame, saliency, grid, bandwidth);
            }};
}

typedef testing::TestWithParam<RefusedCall> Zoom_SaliencyMapsBadInput;

TEST_P(Zoom_SaliencyMapsBadInput, is_refused_with_a_message_that_says_what_is_wrong)
{
    expectRefused(GetParam());
}

INSTANTIATE_TEST_CASE_P(
    SaliencyToNodes, Zoom_SaliencyMapsBadInput,
    testing::Values(toNodes("empty", {"map", "empty"}, Mat()), toNodes("bytes", {"map", "8UC1"}, mapWith(CV_8UC1, 1)),
                    toNodes("three_channels", {"map", "32FC3"}, mapWith(CV_32FC3, 1)),
                    toNodes("three_dimensions", {"map", "3 dimensions"}, Mat(std::vector<int>{2, 2, 2}, CV_32F, 1.0)),
                    toNodes("nan", {"map", "nan", "row 2", "column 1"}, mapWith(CV_32FC1, NaN)),
                    toNodes("infinite", {"map", "inf", "row 2", "column 1"}, mapWith(CV_64FC1, Inf)),
                    toNodes("negative", {"map", "-0.5", "row 2", "column 1"}, mapWith(CV_32FC1, -0.5)),
                    toNodes("beyond_float", {"map", "1e+39"}, mapWith(CV_64FC1, 1e39)),
                    toNodes("one_column", {"gridSize", "1x4"}, mapWith(CV_32FC1, 1), Size(1, 4)),
                    toNodes("no_row", {"gridSize", "4x0"}, mapWith(CV_32FC1, 1), Size(4, 0))),
    refusedName);

INSTANTIATE_TEST_CASE_P(
    BoxesToSaliency, Zoom_SaliencyMapsBadInput,
    testing::Values(
        toSaliency("three_columns", {"boxes", "2x3"}, Mat::ones(2, 3, CV_32F)),
        toSaliency("shorts", {"boxes", "16SC1"}, Mat::ones(2, 4, CV_16S)),
        toSaliency("table_of_rects", {"boxes", "2x2", "32SC4"}, Mat::ones(2, 2, CV_32SC4)),
        toSaliency("nan_box", {"boxes", "nan", "row 1", "column 2"}, (Mat_<float>(2, 4) << 1, 1, 1, 1, 1, 1, NaN, 1)),
        toSaliency("infinite_box", {"boxes", "inf", "row 0", "column 3"}, (Mat_<double>(1, 4) << 1, 1, 1, Inf)),
        toSaliency("negative_weight", {"boxes", "-1", "column 4"}, (Mat_<float>(1, 5) << 1, 1, 1, 1, -1)),
        toSaliency("no_frame", {"frameSize", "0x100"}, Mat::ones(1, 4, CV_32F), Size(0, 100)),
        toSaliency("one_node", {"gridSize", "1x1"}, Mat::ones(1, 4, CV_32F), Size(9, 9), Size(1, 1)),
        toSaliency("zero_bandwidth", {"bandwidth", "0"}, Mat::ones(1, 4, CV_32F), Size(9, 9), Size(4, 4), 0),
        toSaliency("nan_bandwidth", {"bandwidth", "nan"}, Mat::ones(1, 4, CV_32F), Size(9, 9), Size(4, 4), NaN),
        toSaliency("wide_bandwidth", {"bandwidth", "101"}, Mat::ones(1, 4, CV_32F), Size(9, 9), Size(4, 4), 101)),
    refusedName);

} // namespace
} // namespace opencv_test
