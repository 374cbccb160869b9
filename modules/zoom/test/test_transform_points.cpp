// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "reference.hpp"
#include "test_precomp.hpp"

#include <limits>
#include <thread>

namespace opencv_test {
namespace {

using namespace cv::zoom;

//! Zoomed pixel coordinates (integers at pixel centres) to frame pixel coordinates, by definition.
Point2d toFrameByDefinition(const Mat& grid, Point2d z, Size frame, Size zoomed)
{
    const Point2d p = reference::gridAt(grid, Point2d((z.x + 0.5) / zoomed.width, (z.y + 0.5) / zoomed.height));
    return Point2d(p.x * frame.width - 0.5, p.y * frame.height - 0.5);
}

TEST(Zoom_Points, frame_points_follow_the_definition)
{
    const Size frame(1920, 1080), zoomed(320, 200);
    const Mat grid = blobGrid(Size(31, 17));
    const ZoomTransform t(grid, frame, zoomed);
    RNG rng(1);
    std::vector<Point2d> points, mapped;
    for (int k = 0; k < 3000; ++k)
        points.push_back(Point2d(rng.uniform(-0.5, 319.5), rng.uniform(-0.5, 199.5)));
    std::vector<uchar> valid;
    t.toFramePoints(points, mapped, valid);
    for (size_t k = 0; k < points.size(); ++k)
    {
        const Point2d expected = toFrameByDefinition(grid, points[k], frame, zoomed);
        ASSERT_NEAR(expected.x, mapped[k].x, 1e-9);
        ASSERT_NEAR(expected.y, mapped[k].y, 1e-9);
        ASSERT_EQ(255, valid[k]);
    }
}

TEST(Zoom_Points, an_identity_grid_maps_like_resize)
{
    Mat grid;
    identityGrid(Size(31, 31), grid);
    const ZoomTransform t(grid, Size(640, 480), Size(160, 240));
    std::vector<Point2f> zoomed = {Point2f(0, 0), Point2f(159, 239), Point2f(79.5f, 119.5f), Point2f(-0.5f, -0.5f)},
                         frame;
    t.toFramePoints(zoomed, frame);
    const Point2f expected[] = {Point2f(1.5f, 0.5f), Point2f(637.5f, 478.5f), Point2f(319.5f, 239.5f),
                                Point2f(-0.5f, -0.5f)};
    for (size_t k = 0; k < zoomed.size(); ++k)
    {
        EXPECT_NEAR(expected[k].x, frame[k].x, 1e-3);
        EXPECT_NEAR(expected[k].y, frame[k].y, 1e-3);
    }
}

struct RoundTrip
{
    const char* name;
    int mode, border;
    double sigma;
    int saliency; //!< 0 blob, 1 noise, 2 one node, 3 steep noise
};

void PrintTo(const RoundTrip& r, std::ostream* os)
{
    *os << r.name;
}

typedef testing::TestWithParam<RoundTrip> Zoom_RoundTrip;

TEST_P(Zoom_RoundTrip, frame_to_zoomed_and_back_stays_within_a_20th_of_a_pixel)
{
    const RoundTrip& r = GetParam();
    const Size nodes(31, 23), frame(3840, 2160), zoomed(640, 360);
    RNG rng(8);
    Mat saliency(nodes, CV_32F, Scalar(0)), grid;
    if (r.saliency == 0)
        saliency = blob(nodes, Point2d(0.7, 0.3), 0.1, 0.05);
    else if (r.saliency == 2)
        saliency.at<float>(5, 20) = 1;
    else
        rng.fill(saliency, RNG::UNIFORM, r.saliency == 1 ? 0 : -8, r.saliency == 1 ? 1 : 8);
    if (r.saliency == 3)
        exp(saliency, saliency);
    GridParams params;
    params.mode = r.mode;
    params.borderType = r.border;
    params.sigma = r.sigma;
    params.gridSize = nodes;
    saliencyToGrid(saliency, grid, params);
    const ZoomTransform t(grid, frame, zoomed);
    ASSERT_TRUE(t.isCertified());

    std::vector<Point2d> points, there, back;
    for (int k = 0; k < 5000; ++k)
        points.push_back(Point2d(rng.uniform(0., 3839.), rng.uniform(0., 2159.)));
    std::vector<uchar> shown, inside;
    t.toZoomedPoints(points, there, shown);
    t.toFramePoints(there, back, inside);
    int covered = 0;
    for (size_t k = 0; k < points.size(); ++k)
    {
        ASSERT_EQ(255, inside[k]);
        if (!shown[k])
            continue;
        ++covered;
        ASSERT_NEAR(points[k].x, back[k].x, 0.05) << points[k];
        ASSERT_NEAR(points[k].y, back[k].y, 0.05) << points[k];
    }
    EXPECT_NEAR(t.coverage(), covered / double(points.size()), 0.03);
    if (r.border == BORDER_REFLECT_101)
    {
        EXPECT_EQ(int(points.size()), covered);
    }

    // And the other way round, from the zoomed frame.
    points.clear();
    for (int k = 0; k < 2000; ++k)
        points.push_back(Point2d(rng.uniform(0., 639.), rng.uniform(0., 359.)));
    t.toFramePoints(points, there);
    t.toZoomedPoints(there, back, shown);
    for (size_t k = 0; k < points.size(); ++k)
    {
        ASSERT_EQ(255, shown[k]) << points[k];
        ASSERT_NEAR(points[k].x, back[k].x, 0.05);
        ASSERT_NEAR(points[k].y, back[k].y, 0.05);
    }
}

INSTANTIATE_TEST_CASE_P(
    /**/, Zoom_RoundTrip,
    testing::Values(RoundTrip{"blob", GRID_ATTRACTION, BORDER_REFLECT_101, 0.184, 0},
                    RoundTrip{"blob replicate", GRID_ATTRACTION, BORDER_REPLICATE, 0.184, 0},
                    RoundTrip{"blob separable", GRID_SEPARABLE, BORDER_REFLECT_101, 0.184, 0},
                    RoundTrip{"noise", GRID_ATTRACTION, BORDER_REFLECT_101, 0.05, 1},
                    RoundTrip{"noise replicate", GRID_ATTRACTION, BORDER_REPLICATE, 0.05, 1},
                    RoundTrip{"one node", GRID_ATTRACTION, BORDER_REFLECT_101, 0.1, 2},
                    RoundTrip{"one node replicate", GRID_ATTRACTION, BORDER_REPLICATE, 0.1, 2},
                    RoundTrip{"one node separable", GRID_SEPARABLE, BORDER_REPLICATE, 0.03, 2},
                    RoundTrip{"steep noise", GRID_ATTRACTION, BORDER_REFLECT_101, 0.1, 3},
                    RoundTrip{"steep noise separable", GRID_SEPARABLE, BORDER_REFLECT_101, 0.02, 3}));

TEST(Zoom_Points, what_is_not_shown_maps_to_the_nearest_that_is)
{
    Mat grid;
    identityGrid(Size(11, 11), grid);
    grid.convertTo(grid, CV_32F, 0.5, 0.25); // shows the middle of the frame
    const ZoomTransform t(grid, Size(1000, 1000), Size(100, 100));
    std::vector<Point2f> points = {Point2f(499.5f, 10), Point2f(990, 499.5f), Point2f(5, 5), Point2f(499.5f, 499.5f)};
    std::vector<Point2f> zoomed;
    std::vector<uchar> valid;
    t.toZoomedPoints(points, zoomed, valid);
    const Point2f expected[] = {Point2f(49.5f, -0.5f), Point2f(99.5f, 49.5f), Point2f(-0.5f, -0.5f),
                                Point2f(49.5f, 49.5f)};
    const int shown[] = {0, 0, 0, 255};
    for (int k = 0; k < 4; ++k)
    {
        EXPECT_NEAR(expected[k].x, zoomed[k].x, 1e-2) << k;
        EXPECT_NEAR(expected[k].y, zoomed[k].y, 1e-2) << k;
        EXPECT_EQ(shown[k], valid[k]) << k;
    }
}

TEST(Zoom_Points, points_outside_the_zoomed_frame_are_marked)
{
    const ZoomTransform t(blobGrid(), Size(640, 480), Size(64, 48));
    std::vector<Point2f> points = {Point2f(-5, 10), Point2f(10, 48), Point2f(63.5f, 47.5f)}, frame;
    std::vector<uchar> valid;
    t.toFramePoints(points, frame, valid);
    EXPECT_EQ(0, valid[0]);
    EXPECT_EQ(0, valid[1]);
    EXPECT_EQ(255, valid[2]);
    EXPECT_NEAR(-0.5, frame[0].x, 1e-3); // the border of the frame
    EXPECT_NEAR(639.5, frame[2].x, 1e-3);
}

TEST(Zoom_Points, keep_their_type_and_shape)
{
    const ZoomTransform t(blobGrid(), Size(640, 480), Size(64, 48));
    const Mat shapes[] = {Mat(5, 1, CV_32FC2, Scalar(3, 4)), Mat(1, 5, CV_64FC2, Scalar(3, 4)),
                          (Mat_<float>(2, 2) << 3, 4, 3, 4)};
    for (const Mat& points : shapes)
    {
        Mat mapped;
        t.toFramePoints(points, mapped);
        EXPECT_EQ(points.size(), mapped.size());
        EXPECT_EQ(points.type(), mapped.type());
    }
    Mat mapped;
    t.toFramePoints(std::vector<Point2f>(), mapped);
    EXPECT_TRUE(mapped.empty());
}

TEST(Zoom_Points, may_lie_in_columns_of_larger_matrices)
{
    const ZoomTransform t(blobGrid(), Size(640, 480), Size(64, 48));
    const int count = 5000; // more than one task
    Mat_<float> wide(count, 5), expected;
    randu(wide, -10, 70);
    const Mat points = wide.colRange(1, 3);
    for (const bool toFrame : {true, false})
    {
        const auto map = [&](InputArray from, OutputArray to, OutputArray valid) {
            toFrame ? t.toFramePoints(from, to, valid) : t.toZoomedPoints(from, to, valid);
        };
        std::vector<uchar> shown;
        map(points.clone(), expected, shown);
        EXPECT_GT(countNonZero(shown), 0);
        Mat mapped(count, 4, CV_32F, Scalar(7)), mask(count, 3, CV_8U, Scalar(7));
        Mat part = mapped.colRange(2, 4), column = mask.col(1);
        map(points, part, column);
        EXPECT_EQ(0, cvtest::norm(expected, mapped.colRange(2, 4), NORM_INF));
        EXPECT_EQ(0, cvtest::norm(Mat(shown), mask.col(1), NORM_INF));
        EXPECT_EQ(0, cvtest::norm(Mat(count, 2, CV_32F, Scalar(7)), mapped.colRange(0, 2), NORM_INF));
        EXPECT_EQ(0, cvtest::norm(Mat(count, 1, CV_8U, Scalar(7)), mask.col(2), NORM_INF));
    }
}

TEST(Zoom_Points, one_that_is_not_finite_is_refused_wherever_it_stands)
{
    const ZoomTransform t(blobGrid(), Size(640, 480), Size(64, 48));
    const double bad[] = {std::numeric_limits<double>::quiet_NaN(), std::numeric_limits<double>::infinity(), -1e300};
    for (const double value : bad)
        for (const int at : {0, 4999})
        {
            std::vector<Point2d> points(5000, Point2d(3, 4)), mapped;
            (at ? points[at].y : points[at].x) = value;
            if (std::isfinite(value))
            {
                EXPECT_NO_THROW(t.toFramePoints(points, mapped)); // huge, but a number: the border
                continue;
            }
            EXPECT_THROW(t.toFramePoints(points, mapped), cv::Exception);
            EXPECT_THROW(t.toZoomedPoints(points, mapped), cv::Exception);
        }
}

TEST(Zoom_Points, a_folded_grid_inverts_where_it_can_and_says_where_it_cannot)
{
    // The middle column of nodes is pulled beyond its neighbour.
    Mat grid;
    identityGrid(Size(5, 5), grid);
    for (int i = 0; i < 5; ++i)
        grid.at<Vec2f>(i, 2)[0] = 0.85f;
    const ZoomTransform t(grid, Size(100, 100), Size(50, 50));
    ASSERT_FALSE(t.isCertified());
    std::vector<Point2d> points, zoomed, back;
    for (int y = 0; y < 100; y += 3)
        for (int x = 0; x < 100; x += 3)
            points.push_back(Point2d(x, y));
    std::vector<uchar> valid;
    t.toZoomedPoints(points, zoomed, valid);
    t.toFramePoints(zoomed, back);
    int found = 0;
    for (size_t k = 0; k < points.size(); ++k)
    {
        if (!valid[k])
            continue;
        ++found;
        ASSERT_NEAR(points[k].x, back[k].x, 0.05);
        ASSERT_NEAR(points[k].y, back[k].y, 0.05);
    }
    EXPECT_GT(found, int(points.size()) / 2);
}

// Rectangles --------------------------------------------------------------------------------------------------------

//! Bound of the images of points spread densely over a rectangle (edges and inside), by definition.
Rect2d boundByDefinition(const Mat& grid, Rect2d r, Size frame, Size zoomed)
{
    Point2d low(1e9, 1e9), high(-1e9, -1e9);
    const int n = 400;
    for (int a = 0; a <= n; ++a)
        for (int b = 0; b <= n; b += a == 0 || a == n ? 1 : n / 8)
        {
            const Point2d corners[] = {Point2d(double(a) / n, double(b) / n), Point2d(double(b) / n, double(a) / n)};
            for (const Point2d& c : corners)
            {
                const Point2d z((r.x + c.x * r.width) / zoomed.width, (r.y + c.y * r.height) / zoomed.height);
                const Point2d p = reference::gridAt(grid, z);
                low = Point2d(std::min(low.x, p.x * frame.width), std::min(low.y, p.y * frame.height));
                high = Point2d(std::max(high.x, p.x * frame.width), std::max(high.y, p.y * frame.height));
            }
        }
    return Rect2d(low, high);
}

void expectRect(const Rect2d& expected, const Rect2d& got, double tolerance)
{
    EXPECT_NEAR(expected.x, got.x, tolerance);
    EXPECT_NEAR(expected.y, got.y, tolerance);
    EXPECT_NEAR(expected.br().x, got.br().x, tolerance);
    EXPECT_NEAR(expected.br().y, got.br().y, tolerance);
}

TEST(Zoom_Rects, frame_rects_are_the_tight_bound_of_the_curved_image)
{
    const Size frame(1920, 1080), zoomed(320, 180);
    for (const int mode : {GRID_ATTRACTION, GRID_SEPARABLE})
    {
        const Mat grid = blobGrid(Size(31, 31), Point2d(0.4, 0.5), mode);
        const ZoomTransform t(grid, frame, zoomed);
        const std::vector<Rect> rects = {Rect(0, 0, 320, 180), Rect(100, 60, 80, 70), Rect(10, 10, 1, 1),
                                         Rect(250, 20, 70, 160)};
        std::vector<Rect2d> mapped;
        t.toFrameRects(rects, mapped);
        ASSERT_EQ(rects.size(), mapped.size());
        for (size_t k = 0; k < rects.size(); ++k)
            expectRect(boundByDefinition(grid, rects[k], frame, zoomed), mapped[k], 0.05);
    }
}

TEST(Zoom_Rects, the_whole_zoomed_frame_is_the_whole_frame)
{
    const ZoomTransform t(blobGrid(), Size(1920, 1080), Size(320, 180));
    std::vector<Rect2d> mapped;
    t.toFrameRects(std::vector<Rect2d>{Rect2d(0, 0, 320, 180)}, mapped);
    expectRect(Rect2d(0, 0, 1920, 1080), mapped[0], 1e-3);
    t.toZoomedRects(std::vector<Rect2d>{Rect2d(0, 0, 1920, 1080)}, mapped);
    expectRect(Rect2d(0, 0, 320, 180), mapped[0], 1e-3);
}

TEST(Zoom_Rects, separable_grids_bring_boxes_back_exactly)
{
    const ZoomTransform t(blobGrid(Size(31, 31), Point2d(0.6, 0.3), GRID_SEPARABLE), Size(1920, 1080), Size(320, 180));
    RNG rng(6);
    std::vector<Rect2d> rects, zoomed, back;
    for (int k = 0; k < 200; ++k)
    {
        const double x = rng.uniform(0., 1800.), y = rng.uniform(0., 1000.);
        rects.push_back(Rect2d(x, y, rng.uniform(1., 1920 - x), rng.uniform(1., 1080 - y)));
    }
    t.toZoomedRects(rects, zoomed);
    t.toFrameRects(zoomed, back);
    for (size_t k = 0; k < rects.size(); ++k)
        expectRect(rects[k], back[k], 0.05);
}

TEST(Zoom_Rects, zoomed_rects_hold_every_point_of_the_rect)
{
    const Size frame(1920, 1080);
    for (const int border : {BORDER_REFLECT_101, BORDER_REPLICATE})
    {
        const ZoomTransform t(blobGrid(Size(31, 31), Point2d(0.4, 0.5), GRID_ATTRACTION, border), frame,
                              Size(320, 180));
        RNG rng(2);
        for (int k = 0; k < 100; ++k)
        {
            const double x = rng.uniform(0., 1700.), y = rng.uniform(0., 900.);
            const Rect2d r(x, y, rng.uniform(5., 1920 - x), rng.uniform(5., 1080 - y));
            std::vector<Point2d> points, zoomed;
            for (int i = 0; i < 200; ++i)
                points.push_back(Point2d(rng.uniform(r.x, r.br().x) - 0.5, rng.uniform(r.y, r.br().y) - 0.5));
            std::vector<uchar> shown;
            t.toZoomedPoints(points, zoomed, shown);
            std::vector<Rect2d> mapped;
            t.toZoomedRects(std::vector<Rect2d>{r}, mapped);
            for (size_t i = 0; i < points.size(); ++i)
            {
                if (!shown[i])
                    continue;
                ASSERT_GE(zoomed[i].x + 0.5, mapped[0].x - 0.2);
                ASSERT_GE(zoomed[i].y + 0.5, mapped[0].y - 0.2);
                ASSERT_LE(zoomed[i].x + 0.5, mapped[0].br().x + 0.2);
                ASSERT_LE(zoomed[i].y + 0.5, mapped[0].br().y + 0.2);
            }
        }
    }
}

TEST(Zoom_Rects, a_rect_inside_the_coverage_never_becomes_empty)
{
    RNG rng(9);
    for (int k = 0; k < 50; ++k)
    {
        GridParams params;
        params.sigma = rng.uniform(0.02, 0.4);
        params.borderType = k % 2 ? BORDER_REPLICATE : BORDER_REFLECT_101;
        Mat saliency(31, 31, CV_32F), grid;
        rng.fill(saliency, RNG::UNIFORM, -5, 5);
        exp(saliency, saliency);
        saliencyToGrid(saliency, grid, params);
        const ZoomTransform t(grid, Size(3840, 2160), Size(64, 36));
        std::vector<Point2d> centres, frame;
        for (int i = 0; i < 100; ++i)
            centres.push_back(Point2d(rng.uniform(0., 63.), rng.uniform(0., 35.)));
        t.toFramePoints(centres, frame);
        std::vector<Rect2d> rects, zoomed;
        for (const Point2d& p : frame)
            rects.push_back(Rect2d(p.x, p.y, 1, 1)); // one pixel around a covered point
        t.toZoomedRects(rects, zoomed);
        for (const Rect2d& r : zoomed)
            ASSERT_GT(r.area(), 0);
    }
}

TEST(Zoom_Rects, rects_are_clipped_and_those_outside_become_empty)
{
    const ZoomTransform t(blobGrid(), Size(640, 480), Size(64, 48));
    const std::vector<Rect> rects = {Rect(-20, -10, 40, 30), Rect(70, 10, 5, 5), Rect(10, 10, 0, 5),
                                     Rect(-9, -9, 5, 5)};
    std::vector<Rect2d> mapped;
    t.toFrameRects(rects, mapped);
    EXPECT_NEAR(0, mapped[0].x, 1e-6);
    EXPECT_NEAR(0, mapped[0].y, 1e-6);
    EXPECT_GT(mapped[0].width, 50);
    for (const int k : {1, 2, 3})
    {
        EXPECT_EQ(0, mapped[k].width) << k;
        EXPECT_EQ(0, mapped[k].height) << k;
    }
}

TEST(Zoom_Rects, are_read_from_matrices_and_vectors_of_any_number_type)
{
    const ZoomTransform t(blobGrid(), Size(640, 480), Size(64, 48));
    Mat fromInts, fromFloats;
    std::vector<Rect2d> fromVector;
    const Mat ints = (Mat_<int>(2, 4) << 3, 4, 20, 10, 30, 20, 9, 9);
    Mat floats;
    ints.convertTo(floats, CV_32F);
    t.toFrameRects(ints, fromInts);
    t.toFrameRects(floats, fromFloats);
    t.toFrameRects(std::vector<Rect2f>{Rect2f(3, 4, 20, 10), Rect2f(30, 20, 9, 9)}, fromVector);
    ASSERT_EQ(Size(4, 2), fromInts.size());
    EXPECT_EQ(CV_64FC1, fromInts.type());
    EXPECT_EQ(0, cvtest::norm(fromInts, fromFloats, NORM_INF));
    ASSERT_EQ(2u, fromVector.size());
    EXPECT_EQ(fromInts.at<double>(1, 2), fromVector[1].width);
    t.toFrameRects(std::vector<Rect>(), fromVector);
    EXPECT_TRUE(fromVector.empty());
}

TEST(Zoom_Rects, are_written_in_the_type_of_the_vector)
{
    const ZoomTransform t(blobGrid(), Size(640, 480), Size(64, 48));
    const std::vector<Rect> rects = {Rect(3, 4, 20, 10), Rect(30, 20, 9, 9)};
    std::vector<Rect2d> exact;
    std::vector<Rect> rounded;
    t.toFrameRects(rects, exact);
    t.toFrameRects(rects, rounded);
    ASSERT_EQ(rects.size(), rounded.size());
    for (size_t k = 0; k < rects.size(); ++k)
        expectRect(exact[k], rounded[k], 1);
    EXPECT_GT(rounded[1].x, 0);
}

// Properties ----------------------------------------------------------------------------------------------------------

TEST(Zoom_Transform, magnification_of_a_known_grid)
{
    // u = x^2-like along one axis: cells of known slope.
    Mat grid(2, 3, CV_32FC2);
    for (int i = 0; i < 2; ++i)
    {
        grid.at<Vec2f>(i, 0) = Vec2f(0, float(i));
        grid.at<Vec2f>(i, 1) = Vec2f(0.125f, float(i));
        grid.at<Vec2f>(i, 2) = Vec2f(1, float(i));
    }
    const ZoomTransform t(grid, Size(100, 100), Size(10, 10));
    Mat m;
    t.magnification(m);
    ASSERT_EQ(Size(10, 10), m.size());
    EXPECT_NEAR(2, m.at<float>(5, 1), 1e-6);                   // du/dx = 0.25
    EXPECT_NEAR(1 / std::sqrt(1.75), m.at<float>(5, 8), 1e-6); // du/dx = 1.75
    EXPECT_NEAR(2, t.maxMagnification(), 1e-6);
    EXPECT_NEAR(1 / std::sqrt(1.75), t.minMagnification(), 1e-6);
    EXPECT_NEAR(1, t.coverage(), 1e-6);
    EXPECT_TRUE(t.isCertified());
}

TEST(Zoom_Transform, coverage_of_a_crop_is_its_area)
{
    Mat grid;
    identityGrid(Size(9, 7), grid);
    for (int i = 0; i < grid.rows; ++i)
        for (int j = 0; j < grid.cols; ++j)
            grid.at<Vec2f>(i, j) = Vec2f(0.1f + 0.5f * grid.at<Vec2f>(i, j)[0], 0.2f + 0.4f * grid.at<Vec2f>(i, j)[1]);
    EXPECT_NEAR(0.2, ZoomTransform(grid, Size(10, 10), Size(5, 5)).coverage(), 1e-6);
}

TEST(Zoom_Transform, resized_maps_the_same_places_of_other_sizes)
{
    const ZoomTransform t(blobGrid(), Size(1920, 1080), Size(640, 360)),
        half = t.resized(Size(1920, 1080), Size(320, 180));
    EXPECT_EQ(Size(320, 180), half.zoomedSize());
    std::vector<Rect2d> whole, scaled;
    t.toFrameRects(std::vector<Rect2d>{Rect2d(100, 60, 50, 40)}, whole);
    half.toFrameRects(std::vector<Rect2d>{Rect2d(50, 30, 25, 20)}, scaled);
    expectRect(whole[0], scaled[0], 1e-9);
}

TEST(Zoom_Transform, does_not_follow_changes_of_the_grid_it_was_made_from)
{
    Mat grid = blobGrid(), kept;
    const Mat before = grid.clone();
    const ZoomTransform t(grid, Size(64, 48), Size(32, 24));
    grid.setTo(Scalar::all(0));
    t.getGrid(kept);
    EXPECT_EQ(0, cvtest::norm(before, kept, NORM_INF));
    kept.setTo(Scalar::all(0)); // nor does the copy lead into it
    Mat again;
    t.getGrid(again);
    EXPECT_EQ(0, cvtest::norm(before, again, NORM_INF));
}

TEST(Zoom_Transform, default_constructed_is_empty)
{
    const ZoomTransform t;
    EXPECT_TRUE(t.empty());
    EXPECT_EQ(Size(), t.frameSize());
    EXPECT_EQ(Size(), t.zoomedSize());
    EXPECT_FALSE(ZoomTransform(blobGrid(), Size(4, 4), Size(2, 2)).empty());
}

TEST(Zoom_Transform, may_be_used_by_many_threads_at_once)
{
    const ZoomTransform t(blobGrid(), Size(1920, 1080), Size(320, 180));
    const ZoomTransform alone(blobGrid(), Size(1920, 1080), Size(320, 180));
    std::vector<Point2f> points;
    RNG rng(1);
    for (int k = 0; k < 500; ++k)
        points.push_back(Point2f(rng.uniform(0.f, 1919.f), rng.uniform(0.f, 1079.f)));
    Mat expected;
    alone.toZoomedPoints(points, expected);
    std::vector<Mat> results(8);
    std::vector<std::thread> threads;
    for (Mat& result : results)
        threads.emplace_back([&t, &points, &result] { t.toZoomedPoints(points, result); });
    for (std::thread& thread : threads)
        thread.join();
    for (const Mat& result : results)
        EXPECT_EQ(0, cvtest::norm(expected, result, NORM_INF));
}

} // namespace
} // namespace opencv_test
