// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef OPENCV_ZOOM_DRAW_HPP
#define OPENCV_ZOOM_DRAW_HPP

#include "opencv2/core.hpp"
#include "opencv2/zoom/transform.hpp"

namespace cv {
namespace zoom {

//! @addtogroup zoom
//! @{

/** @brief Blends a saliency map over an image as a heat map (cv::COLORMAP_INFERNO; its luma on a grey image).
@param image 8UC1, 8UC3 or 8UC4 image, drawn on in place
@param saliency node-valued map, 32FC1 or 64FC1, at least 2x2; its largest value gets the hottest colour. A zero map
draws nothing.
@param opacity of the hottest colour, 0 to 1; cold areas stay as they are */
CV_EXPORTS_W void drawSaliency(InputOutputArray image, InputArray saliency, double opacity = 0.6);

/** @brief Draws the lines of a transform's grid over the frame that it samples.
@param frame 8UC1, 8UC3 or 8UC4 image of any size that shows the whole frame, drawn on in place
@param transform not empty
@param color of the lines, BGR; a grey image shows its luma, and where there is alpha the lines are opaque
@param thickness of the lines in pixels, at least 1
@param step every step-th line is drawn, at least 1; the outer ones always, and on the image's edge they show on its
outermost pixels */
CV_EXPORTS_W void drawGrid(InputOutputArray frame, const ZoomTransform& transform,
                           const Scalar& color = Scalar(0, 255, 255), int thickness = 1, int step = 1);

//! @}

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_DRAW_HPP
