// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/label.hpp"

#include "eye_geometry.hpp"

#include <algorithm>
#include <cmath>

namespace gaze {

namespace {

//! The longer half-axis of a circle's image: half the largest distance of the images of two opposite points.
double imageRadius(const Camera& camera, const cv::Vec3d& centre, const cv::Vec3d& u, const cv::Vec3d& v, double radius)
{
    const int STEPS = 32;
    double longest = 0;
    for (int i = 0; i < STEPS; ++i)
    {
        const double angle = CV_PI * i / STEPS;
        const cv::Vec3d offset = radius * (std::cos(angle) * u + std::sin(angle) * v);
        longest = std::max(longest, cv::norm(project(camera, centre + offset) - project(camera, centre - offset)));
    }
    return longest / 2;
}

//! Share of a circle's points (in the eye's axes, at height z) that the lids leave free when seen along the head's
//! axis.
double freeShare(const LidMargins& lids, const cv::Matx33d& eyeToHead, double temple, double radius, double z,
                 double level)
{
    const int STEPS = 16;
    int shown = 0;
    for (int i = 0; i < STEPS; ++i)
    {
        const double y = radius * ((i + 0.5) / STEPS * 2 - 1);
        const cv::Vec3d p = eyeToHead * cv::Vec3d(0, y, z) / level;
        const float x = float(temple * p[0]);
        shown += p[1] < lids.upper(x) && p[1] > lids.lower(x);
    }
    return double(shown) / STEPS;
}

} // namespace

bool gazeIsSeen(const std::array<double, 2>& pupilShown)
{
    return std::max(pupilShown[0], pupilShown[1]) >= 0.3;
}

Label labelOf(const Scene& scene)
{
    checkScene(scene);
    const EyeShape& shape = scene.person.eyes;
    const cv::Matx33d head = headRotation(scene.head);
    Label label;
    label.gaze = scene.gaze;
    label.focal = scene.camera.focal;
    label.principal = scene.camera.principal;
    label.distance = scene.head.position[2];
    for (Side side : {RIGHT_EYE, LEFT_EYE})
    {
        const EyeGeometry eye = eyeGeometry(scene, side);
        EyeLabel& out = label.eyes[side];
        out.position = eye.centre;
        out.visualAxis = eye.visualAxis;
        out.opticalAxis = eye.opticalAxis;
        out.centre = project(scene.camera, eye.centre);
        const cv::Vec3d limbus = eye.centre + eye.limbus * eye.opticalAxis;
        out.irisCentre = project(scene.camera, limbus);
        const cv::Vec3d right(eye.axes.row(0).t().val), up(eye.axes.row(1).t().val);
        out.irisRadius = imageRadius(scene.camera, limbus, right, up, shape.irisRadius);
        const LidMargins lids(scene, eye.lift);
        out.opening = shape.eyeballRadius * (lids.upper(0) - lids.lower(0));
        out.pupilShown = freeShare(lids, head.t() * eye.axes.t(), side == RIGHT_EYE ? -1 : 1, shape.pupilRadius,
                                   eye.limbus, shape.eyeballRadius);
    }
    return label;
}

} // namespace gaze
