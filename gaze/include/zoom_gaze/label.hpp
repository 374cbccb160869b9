// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_LABEL_HPP
#define ZOOM_GAZE_LABEL_HPP

#include "zoom_gaze/scene.hpp"

namespace gaze {

//! Where an eye is and where it looks. Positions and directions are in the camera's frame.
struct EyeLabel
{
    cv::Vec3d position;     //!< of the eyeball's centre
    cv::Vec3d visualAxis;   //!< unit vector to the gaze point
    cv::Vec3d opticalAxis;  //!< unit vector, about which the eye is symmetric
    cv::Point2d centre;     //!< image of the eyeball's centre, in pixels; the first pixel's centre is 0.5
    cv::Point2d irisCentre; //!< image of the limbus circle's centre
    double irisRadius = 0;  //!< of the limbus in the image, in pixels: the longer half-axis
    double opening = 0;     //!< height of the lids' opening at the eye's centre, in centimetres
    double pupilShown = 0;  //!< share of the pupil's height that the lids leave free, 0 to 1
};

struct Label
{
    cv::Point2d gaze;             //!< point looked at, as Scene::gaze
    double focal = 0;             //!< of the camera, in pixels: without it a size in the image tells no distance
    cv::Point2d principal;        //!< of the camera: faces at a frame's edge may be cut out of a larger image
    double distance = 0;          //!< of the point between the eyes from the camera, along its axis
    std::array<EyeLabel, 2> eyes; //!< by Side
};

//! All labels of a scene; needs no image.
Label labelOf(const Scene& scene);

/** False where closed lids hide the gaze, which nobody can tell then: such a frame has a gaze in its label, but is no
example of one. @param pupilShown EyeLabel::pupilShown of both eyes */
bool gazeIsSeen(const std::array<double, 2>& pupilShown);

//! Rotates from the head's frame (y up, z out of the face) to the camera's.
cv::Matx33d headRotation(const HeadPose& head);

//! Image of a point in the camera's frame. Throws for points that are not in front of the camera.
cv::Point2d project(const Camera& camera, const cv::Vec3d& point);

} // namespace gaze

#endif // ZOOM_GAZE_LABEL_HPP
