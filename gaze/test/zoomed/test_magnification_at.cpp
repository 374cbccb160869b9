// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/magnification_at.hpp"

#include "expect_error.hpp"

namespace {

TEST(MagnificationAt, is_that_of_the_point_that_is_magnified_least)
{
    // Along x the left half of the frame fills three quarters of the zoomed frame, along y nothing changes.
    cv::Mat grid(2, 5, CV_32FC2);
    const float x[] = {0, 1 / 6.f, 2 / 6.f, 0.5f, 1};
    for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 5; ++j)
            grid.at<cv::Vec2f>(i, j) = cv::Vec2f(x[j], float(i));
    const cv::zoom::ZoomTransform transform(grid, cv::Size(640, 360), cv::Size(100, 80));
    gaze::MagnificationAt magnification;
    const cv::Point2d left(100, 50), right(500, 50);
    EXPECT_NEAR(magnification.smallest(transform, {left}), std::sqrt(1.5), 1e-4);
    EXPECT_NEAR(magnification.smallest(transform, {right}), std::sqrt(0.5), 1e-4);
    EXPECT_NEAR(magnification.smallest(transform, {left, right, left}), std::sqrt(0.5), 1e-4);
    expectError([&] { magnification.smallest(transform, {}); }, {"points"});
}

TEST(MagnificationAt, is_none_where_nothing_is_shown)
{
    cv::Mat grid(2, 2, CV_32FC2); // the frame's middle, twice as large
    for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 2; ++j)
            grid.at<cv::Vec2f>(i, j) = cv::Vec2f(0.25f + 0.5f * j, 0.25f + 0.5f * i);
    const cv::zoom::ZoomTransform transform(grid, cv::Size(640, 360), cv::Size(100, 80));
    gaze::MagnificationAt magnification;
    EXPECT_NEAR(magnification.smallest(transform, {cv::Point2d(320, 180)}), 2, 1e-4);
    EXPECT_EQ(magnification.smallest(transform, {cv::Point2d(320, 180), cv::Point2d(100, 180)}), 0);
}

} // namespace
