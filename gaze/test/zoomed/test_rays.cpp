// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/rays.hpp"

#include "expect_error.hpp"
#include "zoom_gaze/label.hpp"

#include <cmath>

namespace {

using namespace gaze;

//! The part of the frame between two corners, in shares of the frame.
cv::zoom::ZoomTransform partOf(cv::Point2f first, cv::Point2f last, cv::Size frame, cv::Size input)
{
    cv::Mat grid(2, 2, CV_32FC2);
    for (int i = 0; i < 2; ++i)
        for (int j = 0; j < 2; ++j)
            grid.at<cv::Vec2f>(i, j) = cv::Vec2f(j ? last.x : first.x, i ? last.y : first.y);
    return cv::zoom::ZoomTransform(grid, frame, input);
}

float valueOf(const cv::Mat& rays, int plane, int row, int column)
{
    const int index[] = {0, plane, row, column};
    return rays.at<float>(index);
}

TEST(Rays, of_a_whole_frame_are_the_cameras)
{
    Camera camera;
    camera.frame = cv::Size(640, 360);
    camera.focal = 250;
    camera.principal = cv::Point2d(300, 190);
    Rays rays(cv::Size(64, 50)); // four columns, and four rows of 12.5 pixels
    EXPECT_EQ(rays.cells(), cv::Size(4, 4));
    const cv::Mat& planes = rays.of(partOf({0, 0}, {1, 1}, camera.frame, cv::Size(64, 50)), camera);
    ASSERT_EQ(planes.dims, 4);
    ASSERT_EQ(planes.total(), 3u * 16);
    for (int i = 0; i < 4; ++i)
        for (int j = 0; j < 4; ++j)
        {
            // What is on the ray is seen at the cell's middle.
            const cv::Point2d seen =
                project(camera, cv::Vec3d(valueOf(planes, 0, i, j), valueOf(planes, 1, i, j), 1) * 40);
            EXPECT_NEAR(seen.x, (j + 0.5) * 160, 1e-3);
            EXPECT_NEAR(seen.y, (i + 0.5) * 90, 1e-3);
            EXPECT_NEAR(valueOf(planes, 2, i, j), 4 + std::log(std::sqrt(10 * 7.2) / 250), 1e-5);
        }
}

TEST(Rays, of_a_magnified_part_are_closer_together)
{
    Camera camera;
    camera.frame = cv::Size(640, 360);
    camera.focal = 250;
    camera.principal = cv::Point2d(320, 180);
    const cv::Size input(32, 32);
    Rays rays(input);
    const cv::zoom::ZoomTransform whole = partOf({0, 0}, {1, 1}, camera.frame, input),
                                  part = partOf({0.5f, 0.25f}, {0.75f, 0.5f}, camera.frame, input);
    const cv::Mat wide = rays.of(whole, camera).clone(), near = rays.of(part, camera).clone();
    const uchar* const memory = rays.of(whole, camera).data;
    // The first cell's middle is at 1/16 of the frame from the part's corner.
    EXPECT_NEAR(valueOf(near, 0, 0, 0), (0.5625 * 640 - 320) / 250, 1e-5);
    EXPECT_NEAR(valueOf(near, 1, 0, 0), (0.3125 * 360 - 180) / 250, 1e-5);
    EXPECT_NEAR(valueOf(wide, 2, 1, 1) - valueOf(near, 2, 1, 1), std::log(4.), 1e-5);
    EXPECT_EQ(cv::norm(rays.of(whole, camera).reshape(1, 1), wide.reshape(1, 1), cv::NORM_INF), 0)
        << "of an earlier transform";
    EXPECT_EQ(rays.of(part, camera).data, memory);
}

TEST(Rays, refuse_what_does_not_fit)
{
    Camera camera;
    camera.frame = cv::Size(640, 360);
    Rays rays(cv::Size(32, 32));
    const auto transform = partOf({0, 0}, {1, 1}, camera.frame, cv::Size(32, 32));
    expectError([] { Rays(cv::Size(0, 3)); }, {"input", "0x3"});
    expectError([&] { rays.of(partOf({0, 0}, {1, 1}, camera.frame, cv::Size(32, 16)), camera); }, {"32x16", "32x32"});
    expectError([&] { rays.of(cv::zoom::ZoomTransform(), camera); }, {"0x0"});
    camera.focal = 0;
    expectError([&] { rays.of(transform, camera); }, {"camera.focal is 0"});
    camera.focal = 100;
    camera.frame.width = 641;
    expectError([&] { rays.of(transform, camera); }, {"640x360", "641x360"});
}

} // namespace
