// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_SCREEN_HPP
#define ZOOM_GAZE_SCREEN_HPP

#include "opencv2/core.hpp"

#include <vector>

namespace gaze {

//! A screen in the camera's plane, upright as the person sees it, and where the camera is on it.
struct Screen
{
    cv::Size pixels = cv::Size(1920, 1080);
    cv::Size2d size = cv::Size2d(34.5, 19.4); //!< in centimetres
    /** The camera from the screen's upper left corner, in centimetres to the right and down; above the screen the
    second is negative. */
    cv::Point2d camera = cv::Point2d(17.25, -0.8);

    //! Gaze (Scene::gaze's centimetres) of a place on the screen. @param pixel continuous, from the upper left corner
    cv::Point2d toGaze(const cv::Point2d& pixel) const;
    //! The place that is looked at; may lie beside the screen.
    cv::Point2d toPixels(const cv::Point2d& gaze) const;
};

//! Throws cv::Exception that names the field that is not allowed.
void checkScreen(const Screen& screen);

//! The nine points to look at for a calibration, as gazes: three rows of three, a tenth off the screen's edges.
std::vector<cv::Point2d> calibrationTargets(const Screen& screen);
//! Four others between them, by which a calibration is judged.
std::vector<cv::Point2d> validationTargets(const Screen& screen);

} // namespace gaze

#endif // ZOOM_GAZE_SCREEN_HPP
