// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/label.hpp"

#include "expect_error.hpp"

#include <gtest/gtest.h>

namespace {

using namespace gaze;

//! A rotation about an axis by Rodrigues' formula: the judge does not use what the library does.
cv::Matx33d turn(const cv::Vec3d& axis, double degrees)
{
    cv::Matx33d matrix;
    const double angle = degrees * CV_PI / 180, c = std::cos(angle), s = std::sin(angle);
    for (int i = 0; i < 3; ++i)
        for (int j = 0; j < 3; ++j)
            matrix(i, j) = (i == j ? c : 0) + (1 - c) * axis[i] * axis[j];
    return matrix + s * cv::Matx33d(0, -axis[2], axis[1], axis[2], 0, -axis[0], -axis[1], axis[0], 0);
}

Scene straightScene()
{
    Scene scene;
    scene.person.eyes.kappa = cv::Vec2d(0, 0);
    scene.gaze = cv::Point2d(0, 0);
    return scene;
}

double angleBetween(const cv::Vec3d& a, const cv::Vec3d& b)
{
    return std::atan2(cv::norm(a.cross(b)), a.dot(b)) * 180 / CV_PI;
}

TEST(Label, puts_the_eyes_where_the_head_is)
{
    for (uint64_t seed = 0; seed < 200; ++seed)
    {
        const Scene scene = drawScene(seed);
        const Label label = labelOf(scene);
        // In the camera's axes: up is against x, to the image's right against y (down), clockwise about z.
        const cv::Matx33d rotation =
            turn({0, 0, 1}, scene.head.roll) * turn({0, 1, 0}, -scene.head.yaw) * turn({1, 0, 0}, -scene.head.pitch);
        for (int side = 0; side < 2; ++side)
        {
            const double half = (side == RIGHT_EYE ? -0.5 : 0.5) * scene.person.eyeDistance;
            const cv::Vec3d expected = scene.head.position + rotation * cv::Vec3d(half, 0, 0);
            EXPECT_LT(cv::norm(label.eyes[size_t(side)].position - expected), 1e-9);
            const cv::Point2d pixel(scene.camera.principal.x + scene.camera.focal * expected[0] / expected[2],
                                    scene.camera.principal.y + scene.camera.focal * expected[1] / expected[2]);
            EXPECT_LT(cv::norm(label.eyes[size_t(side)].centre - pixel), 1e-9);
        }
        const cv::Vec3d out = headRotation(scene.head) * cv::Vec3d(0, 0, 1),
                        expectedOut = rotation * cv::Vec3d(0, 0, -1);
        EXPECT_LT(cv::norm(out - expectedOut), 1e-9);
    }
}

TEST(Label, visual_axes_meet_in_the_gaze_point)
{
    for (uint64_t seed = 0; seed < 200; ++seed)
    {
        const Scene scene = drawScene(seed);
        const Label label = labelOf(scene);
        EXPECT_EQ(label.gaze, scene.gaze);
        for (const EyeLabel& eye : label.eyes)
        {
            EXPECT_NEAR(cv::norm(eye.visualAxis), 1, 1e-12);
            const cv::Vec3d hit = eye.position - eye.visualAxis * (eye.position[2] / eye.visualAxis[2]);
            EXPECT_NEAR(-hit[0], label.gaze.x, 1e-9);
            EXPECT_NEAR(-hit[1], label.gaze.y, 1e-9);
        }
    }
}

TEST(Label, has_the_axes_of_GazeCapture)
{
    // The person sees x to the right and y up on the screen; the image is not mirrored.
    Scene scene = straightScene();
    scene.gaze = cv::Point2d(10, 0);
    for (const EyeLabel& eye : labelOf(scene).eyes)
        EXPECT_LT(eye.visualAxis[0] * scene.head.position[2] + eye.position[0], -9.5) << "to the image's left";
    scene.gaze = cv::Point2d(0, 10);
    for (const EyeLabel& eye : labelOf(scene).eyes)
        EXPECT_LT(eye.irisCentre.y, eye.centre.y - 1) << "up";
}

TEST(Label, optical_axis_lies_to_the_temple_and_up_by_kappa)
{
    Scene scene = straightScene();
    scene.person.eyes.kappa = cv::Vec2d(5, 0);
    Label label = labelOf(scene);
    for (const EyeLabel& eye : label.eyes)
        EXPECT_NEAR(angleBetween(eye.visualAxis, eye.opticalAxis), 5, 1e-6);
    EXPECT_LT(label.eyes[RIGHT_EYE].opticalAxis[0], label.eyes[RIGHT_EYE].visualAxis[0]);
    EXPECT_GT(label.eyes[LEFT_EYE].opticalAxis[0], label.eyes[LEFT_EYE].visualAxis[0]);
    scene.person.eyes.kappa = cv::Vec2d(0, 3);
    label = labelOf(scene);
    for (const EyeLabel& eye : label.eyes)
    {
        EXPECT_NEAR(angleBetween(eye.visualAxis, eye.opticalAxis), 3, 1e-6);
        EXPECT_LT(eye.opticalAxis[1], eye.visualAxis[1]) << "up";
    }
    scene.person.eyes.kappa = cv::Vec2d(5, 0);
    scene.person.eyes.kappaDifference = cv::Vec2d(1, 0);
    label = labelOf(scene);
    EXPECT_NEAR(angleBetween(label.eyes[RIGHT_EYE].visualAxis, label.eyes[RIGHT_EYE].opticalAxis), 5.5, 1e-6);
    EXPECT_NEAR(angleBetween(label.eyes[LEFT_EYE].visualAxis, label.eyes[LEFT_EYE].opticalAxis), 4.5, 1e-6);
    // In an average eye the visual axis is the nasal and the upper one (Guestrin and Eizenman, 2006).
    label = labelOf(Scene());
    EXPECT_LT(label.eyes[RIGHT_EYE].opticalAxis[0], label.eyes[RIGHT_EYE].visualAxis[0]);
    for (const EyeLabel& eye : label.eyes)
        EXPECT_GT(eye.opticalAxis[1], eye.visualAxis[1]) << "down";
}

TEST(Label, iris_lies_on_the_optical_axis_and_has_the_size_of_the_limbus)
{
    for (uint64_t seed = 0; seed < 100; ++seed)
    {
        const Scene scene = drawScene(seed);
        const EyeShape& shape = scene.person.eyes;
        const double depth = std::sqrt(shape.eyeballRadius * shape.eyeballRadius - shape.irisRadius * shape.irisRadius);
        for (const EyeLabel& eye : labelOf(scene).eyes)
        {
            const cv::Vec3d limbus = eye.position + depth * eye.opticalAxis;
            EXPECT_LT(cv::norm(project(scene.camera, limbus) - eye.irisCentre), 1e-9);
            // Points of the circle are no further from its centre than the radius says (but for perspective).
            const cv::Vec3d across = eye.opticalAxis.cross(cv::Vec3d(0.3, 1, 0.2));
            const cv::Vec3d u = across / cv::norm(across), v = eye.opticalAxis.cross(u);
            double longest = 0;
            for (int i = 0; i < 720; ++i)
            {
                const double angle = CV_PI * i / 360;
                const cv::Vec3d point = limbus + shape.irisRadius * (std::cos(angle) * u + std::sin(angle) * v);
                longest = std::max(longest, cv::norm(project(scene.camera, point) - eye.irisCentre));
            }
            EXPECT_NEAR(eye.irisRadius / longest, 1, 0.03);
        }
    }
}

TEST(Label, lids_follow_the_gaze_and_closure)
{
    Scene scene = straightScene();
    const double open = labelOf(scene).eyes[0].opening;
    EXPECT_NEAR(open, scene.person.eyes.eyeballRadius * (scene.person.lids.upper - scene.person.lids.lower), 0.05);
    EXPECT_GT(labelOf(scene).eyes[0].pupilShown, 0.99);
    scene.gaze.y = -25;
    EXPECT_LT(labelOf(scene).eyes[0].opening, 0.85 * open);
    EXPECT_GT(labelOf(scene).eyes[0].pupilShown, 0.7) << "the lid goes down with the eye, not over it";
    scene.gaze.y = 0;
    scene.expression.lidClosure = 1;
    EXPECT_LT(labelOf(scene).eyes[0].opening, 0.1 * open);
    EXPECT_LT(labelOf(scene).eyes[0].pupilShown, 0.2);
}

TEST(Label, a_gaze_is_seen_while_one_eye_is_open)
{
    EXPECT_TRUE(gazeIsSeen({1, 0}));
    EXPECT_TRUE(gazeIsSeen({0, 0.5}));
    EXPECT_FALSE(gazeIsSeen({0.1, 0.2}));
    Scene scene = straightScene();
    const auto seen = [&](double closure) {
        scene.expression.lidClosure = closure;
        const Label label = labelOf(scene);
        return gazeIsSeen({label.eyes[0].pupilShown, label.eyes[1].pupilShown});
    };
    EXPECT_TRUE(seen(0));
    EXPECT_TRUE(seen(0.22)) << "the most of an open eye in drawScene()";
    EXPECT_FALSE(seen(0.85));
    EXPECT_FALSE(seen(1));
}

TEST(Label, refuses_points_behind_the_camera)
{
    expectError([] { project(Camera(), {0, 0, -1}); }, {"project", "in front"});
}

} // namespace
