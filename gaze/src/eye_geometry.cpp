// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "eye_geometry.hpp"

#include <algorithm>
#include <cmath>

namespace gaze {

namespace {

cv::Vec3d unit(const cv::Vec3d& v)
{
    return v / cv::norm(v);
}

//! The rotation about the axis square to both that takes unit vector a to b: the eye's torsion by Listing's law.
cv::Matx33d shortestRotation(const cv::Vec3d& a, const cv::Vec3d& b)
{
    const cv::Vec3d axis = a.cross(b);
    const double c = a.dot(b);
    const cv::Matx33d cross(0, -axis[2], axis[1], axis[2], 0, -axis[0], -axis[1], axis[0], 0);
    return cv::Matx33d::eye() + cross + cross * cross * (1 / (1 + c));
}

cv::Matx33d rotationX(double angle)
{
    return {1, 0, 0, 0, std::cos(angle), -std::sin(angle), 0, std::sin(angle), std::cos(angle)};
}

cv::Matx33d rotationY(double angle)
{
    return {std::cos(angle), 0, std::sin(angle), 0, 1, 0, -std::sin(angle), 0, std::cos(angle)};
}

cv::Matx33d rotationZ(double angle)
{
    return {std::cos(angle), -std::sin(angle), 0, std::sin(angle), std::cos(angle), 0, 0, 0, 1};
}

} // namespace

cv::Matx33d headRotation(const HeadPose& head)
{
    // In the head's axes: roll last, so that it stays a rotation in the image.
    const cv::Matx33d turned =
        rotationZ(-head.roll * RADIANS) * rotationY(head.yaw * RADIANS) * rotationX(-head.pitch * RADIANS);
    return cv::Matx33d(1, 0, 0, 0, -1, 0, 0, 0, -1) * turned;
}

cv::Point2d project(const Camera& camera, const cv::Vec3d& point)
{
    CV_Check(point[2], point[2] > 0, "project: the point must be in front of the camera (z > 0)");
    return {camera.principal.x + camera.focal * point[0] / point[2],
            camera.principal.y + camera.focal * point[1] / point[2]};
}

EyeGeometry eyeGeometry(const Scene& scene, Side side)
{
    const EyeShape& shape = scene.person.eyes;
    const double temple = side == RIGHT_EYE ? -1 : 1;
    const cv::Matx33d head = headRotation(scene.head);
    EyeGeometry eye;
    eye.centre = scene.head.position + head * cv::Vec3d(temple * scene.person.eyeDistance / 2, 0, 0);
    eye.visualAxis = unit(cv::Vec3d(-scene.gaze.x, -scene.gaze.y, 0) - eye.centre);
    const cv::Vec3d inHead = head.t() * eye.visualAxis;
    const cv::Vec2d kappa = shape.kappa + (side == RIGHT_EYE ? 0.5 : -0.5) * shape.kappaDifference;
    const cv::Matx33d turned =
        shortestRotation({0, 0, 1}, inHead) * rotationY(temple * kappa[0] * RADIANS) * rotationX(-kappa[1] * RADIANS);
    eye.axes = (head * turned).t();
    eye.opticalAxis = head * (turned * cv::Vec3d(0, 0, 1));
    eye.lift = std::asin(std::min(std::max((turned * cv::Vec3d(0, 0, 1))[1], -1.), 1.));
    eye.limbus = std::sqrt(shape.eyeballRadius * shape.eyeballRadius - shape.irisRadius * shape.irisRadius);
    return eye;
}

LidMargins::LidMargins(const Scene& scene, double eyeLift)
{
    const LidShape& shape = scene.person.lids;
    // The upper lid follows the eye nearly all the way, the lower one less than half.
    const double down = std::min(eyeLift, 0.), up = std::max(eyeLift, 0.);
    const double smile = std::max(scene.expression.smile, 0.);
    double low = std::asin(shape.lower) + 0.4 * down + 0.3 * up + 0.1 * smile;
    double high = std::asin(shape.upper) + 0.8 * down + 0.75 * up + 0.12 * scene.expression.browRaise;
    high = std::min(high, 0.72);
    low = std::max(low, -0.95);
    high = std::max(high, low + 0.02);
    // Shut lids meet near the lower margin.
    const double meeting = low + 0.12 * (high - low), closed = scene.expression.lidClosure;
    high += closed * (meeting - high);
    low += closed * (meeting - low);
    peak = float(std::sin(high));
    const double valley = std::sin(low), radius = scene.person.eyes.eyeballRadius * (1 + THICKNESS);
    first = float(-shape.medial / radius);
    last = float(shape.lateral / radius);
    perStep = STEPS / (last - first);
    const double inner = -0.1 - shape.tilt, outer = -0.1 + shape.tilt;
    for (int i = 0; i <= STEPS; ++i)
    {
        const double s = double(i) / STEPS, corner = inner + s * (outer - inner);
        // The upper margin is highest a little to the nose, the lower one lowest to the temple; both are steep at the
        // outer corner and drawn out at the inner one.
        const double over = std::pow(std::sin(CV_PI * std::pow(s, 0.92)), 0.72) * std::min(1., s / 0.12 * 0.5 + 0.5);
        const double under = std::pow(std::sin(CV_PI * std::pow(s, 1.15)), 0.8) * std::min(1., s / 0.15 * 0.4 + 0.6);
        uppers[size_t(i)] = float(corner + (peak - corner) * over);
        lowers[size_t(i)] = float(corner + (valley - corner) * under);
        if (uppers[size_t(i)] < lowers[size_t(i)])
            uppers[size_t(i)] = lowers[size_t(i)] = 0.5f * (uppers[size_t(i)] + lowers[size_t(i)]);
    }
}

} // namespace gaze
