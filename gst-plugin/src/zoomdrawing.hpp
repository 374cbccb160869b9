// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_DRAWING_HPP
#define GST_ZOOM_DRAWING_HPP

#include <opencv2/zoom.hpp>

#include <vector>

namespace gstzoom {

// What a person wants to see on a zoomed frame. The picture is its first plane, drawn on in place: an image, or luma;
// rgb tells the order of its channels.

// A node-valued saliency map of the source frame as a heat map.
void drawSaliencyZoomed(cv::Mat picture, const cv::Mat& saliency, const cv::zoom::ZoomTransform& transform);

// Lines that are straight and evenly spaced in the source frame.
void drawGridZoomed(cv::Mat picture, const cv::zoom::ZoomTransform& transform, bool rgb);

// Rectangles, given in pixels of the zoomed frame.
void drawBoxes(cv::Mat picture, const std::vector<cv::Rect2d>& boxes, const cv::Scalar& bgr, bool rgb);

} // namespace gstzoom

#endif // GST_ZOOM_DRAWING_HPP
