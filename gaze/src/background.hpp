// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_BACKGROUND_HPP
#define ZOOM_GAZE_BACKGROUND_HPP

#include "zoom_gaze/scene.hpp"

namespace gaze {

//! Draws a room from a seed: walls in slowly varying light, windows, boards, shelves, lamps, round things. @param frame
//! 8UC3
void drawRoom(const Background& background, cv::Mat& frame);

//! Fills the frame with a part of a photo, chosen by the seed. @param photo 8UC3
void drawPhoto(const Background& background, const cv::Mat& photo, cv::Mat& frame);

} // namespace gaze

#endif // ZOOM_GAZE_BACKGROUND_HPP
