// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_harness.hpp"

#include <cmath>

using namespace gstzoom_test;

namespace {

// A smooth zoom into the middle: u = x + a*sin(2*pi*x), and the same for v.
std::vector<gfloat> makeGrid(int columns, int rows, double a = 0.08)
{
    std::vector<gfloat> grid;
    for (int i = 0; i < rows; i++)
        for (int j = 0; j < columns; j++)
        {
            const double x = double(j) / (columns - 1), y = double(i) / (rows - 1);
            grid.push_back(gfloat(x + a * std::sin(2 * CV_PI * x)));
            grid.push_back(gfloat(y + a * std::sin(2 * CV_PI * y)));
        }
    return grid;
}

Owned<GstZoomTransform> makeTransform(int columns = 21, int rows = 17, double a = 0.08)
{
    return Owned<GstZoomTransform>(
        gst_zoom_transform_new(makeGrid(columns, rows, a).data(), guint(columns), guint(rows), 640, 480, 320, 200));
}

} // namespace

TEST(Transform, tellsWhatItWasMadeOf)
{
    const auto t = makeTransform();
    guint width, height;
    gst_zoom_transform_get_frame_size(t.get(), &width, &height);
    EXPECT_EQ(cv::Size(int(width), int(height)), cv::Size(640, 480));
    gst_zoom_transform_get_zoomed_size(t.get(), &width, &height);
    EXPECT_EQ(cv::Size(int(width), int(height)), cv::Size(320, 200));
    gst_zoom_transform_get_grid_size(t.get(), &width, &height);
    EXPECT_EQ(cv::Size(int(width), int(height)), cv::Size(21, 17));
    gsize length;
    gfloat* grid = gst_zoom_transform_get_grid(t.get(), &length);
    EXPECT_EQ(std::vector<gfloat>(grid, grid + length), makeGrid(21, 17));
    g_free(grid);
    gst_zoom_transform_get_frame_size(t.get(), nullptr, nullptr);
}

TEST(Transform, mapsPointsLikeCvZoomAndBack)
{
    const auto t = makeTransform();
    const std::vector<gfloat> grid = makeGrid(21, 17);
    const cv::zoom::ZoomTransform reference(cv::Mat(17, 21, CV_32FC2, const_cast<gfloat*>(grid.data())),
                                            cv::Size(640, 480), cv::Size(320, 200));
    const std::vector<GstZoomPoint> zoomed = {{0, 0}, {159.5, 99.5}, {300.25, 20.75}, {-3, 50}};
    std::vector<GstZoomPoint> frame(zoomed.size()), back(zoomed.size());
    std::vector<gboolean> inside(zoomed.size());
    ASSERT_TRUE(gst_zoom_transform_to_frame_points(t.get(), zoomed.data(), zoomed.size(), frame.data(), inside.data()));
    for (size_t k = 0; k < zoomed.size(); k++)
    {
        std::vector<cv::Point2d> expected;
        reference.toFramePoints(std::vector<cv::Point2d>{{zoomed[k].x, zoomed[k].y}}, expected);
        EXPECT_NEAR(frame[k].x, expected[0].x, 1e-9);
        EXPECT_NEAR(frame[k].y, expected[0].y, 1e-9);
    }
    EXPECT_NEAR(frame[1].x, 319.5, 1e-3) << "the middle stays in the middle";
    EXPECT_EQ(inside, (std::vector<gboolean>{TRUE, TRUE, TRUE, FALSE}));

    ASSERT_TRUE(gst_zoom_transform_to_zoomed_points(t.get(), frame.data(), 3, back.data(), nullptr));
    for (size_t k = 0; k < 3; k++)
    {
        EXPECT_NEAR(back[k].x, zoomed[k].x, 0.02);
        EXPECT_NEAR(back[k].y, zoomed[k].y, 0.02);
    }
}

TEST(Transform, mapsRectanglesInPlace)
{
    const auto t = makeTransform();
    const GstZoomRectangle all = {0, 0, 320, 200}, outside = {400, 10, 20, 20};
    GstZoomRectangle r[2] = {all, outside};
    ASSERT_TRUE(gst_zoom_transform_to_frame_rectangles(t.get(), r, 2, r));
    EXPECT_NEAR(r[0].x, 0, 1e-3);
    EXPECT_NEAR(r[0].width, 640, 1e-3);
    EXPECT_NEAR(r[0].height, 480, 1e-3);
    EXPECT_EQ(r[1].width * r[1].height, 0);
    ASSERT_TRUE(gst_zoom_transform_to_zoomed_rectangles(t.get(), r, 1, r));
    EXPECT_NEAR(r[0].width, 320, 1e-2);
    EXPECT_NEAR(r[0].height, 200, 1e-2);
}

TEST(Transform, tellsItsMagnification)
{
    gdouble minimum, maximum;
    const auto identity = makeTransform(21, 17, 0);
    gst_zoom_transform_get_magnification(identity.get(), &minimum, &maximum);
    EXPECT_NEAR(minimum, 1, 1e-3);
    EXPECT_NEAR(maximum, 1, 1e-3);
    EXPECT_NEAR(gst_zoom_transform_get_coverage(identity.get()), 1, 1e-5);
    EXPECT_TRUE(gst_zoom_transform_is_certified(identity.get()));

    // 1/(1 - 2*pi*a) in the middle, 1/(1 + 2*pi*a) in the corners.
    const auto zoom = makeTransform(201, 201);
    gst_zoom_transform_get_magnification(zoom.get(), &minimum, &maximum);
    EXPECT_NEAR(maximum, 1 / (1 - 2 * CV_PI * 0.08), 0.02);
    EXPECT_NEAR(minimum, 1 / (1 + 2 * CV_PI * 0.08), 0.02);

    const auto folded = makeTransform(21, 17, 0.3);
    EXPECT_FALSE(gst_zoom_transform_is_certified(folded.get()));
}

TEST(Transform, resizesTheZoomedFrame)
{
    const auto t = makeTransform();
    const Owned<GstZoomTransform> half(gst_zoom_transform_resize(t.get(), 160, 100));
    ASSERT_TRUE(half);
    // Pixel centre x of the half picture stands at 2x + 0.5 of the whole one.
    GstZoomPoint p = {40, 30}, q = {80.5, 60.5};
    ASSERT_TRUE(gst_zoom_transform_to_frame_points(half.get(), &p, 1, &p, nullptr));
    ASSERT_TRUE(gst_zoom_transform_to_frame_points(t.get(), &q, 1, &q, nullptr));
    EXPECT_NEAR(p.x, q.x, 1e-6);
    EXPECT_NEAR(p.y, q.y, 1e-6);
    EXPECT_FALSE(gst_zoom_transform_resize(t.get(), 0, 100));
}

TEST(Transform, isNotMadeFromBadArguments)
{
    std::vector<gfloat> grid = makeGrid(21, 17);
    EXPECT_FALSE(gst_zoom_transform_new(grid.data(), 1, 17, 640, 480, 320, 200));
    EXPECT_FALSE(gst_zoom_transform_new(grid.data(), 21, 17, 0, 480, 320, 200));
    EXPECT_FALSE(gst_zoom_transform_new(grid.data(), 21, 17, 640, 480, G_MAXUINT, 200));
    grid[5] = NAN;
    EXPECT_FALSE(gst_zoom_transform_new(grid.data(), 21, 17, 640, 480, 320, 200));
}
