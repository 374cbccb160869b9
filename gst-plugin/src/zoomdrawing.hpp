// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_DRAWING_HPP
#define GST_ZOOM_DRAWING_HPP

#include <opencv2/zoom.hpp>

#include <vector>

namespace gstzoom {

// A picture to draw on in place, for people to look at.
struct Canvas
{
    std::vector<cv::Mat> planes; // an image or grey alone, or luma and chroma as NV12 and I420 have them
    bool rgb;                    // the order of an image's channels
};

// A node-valued saliency map of the source frame as a heat map, which brightens luma and leaves chroma alone.
void drawSaliencyZoomed(Canvas& canvas, const cv::Mat& saliency, const cv::zoom::ZoomTransform& transform);

// Lines that are straight and evenly spaced in the source frame.
void drawGridZoomed(Canvas& canvas, const cv::zoom::ZoomTransform& transform);

// Rectangles, given in pixels of the zoomed frame.
void drawBoxes(Canvas& canvas, const std::vector<cv::Rect2d>& boxes, const cv::Scalar& bgr);

} // namespace gstzoom

#endif // GST_ZOOM_DRAWING_HPP
