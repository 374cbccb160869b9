// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_PANELS_HPP
#define ZOOM_DETECT_PANELS_HPP

#include "comparison.hpp"

/** The last frame of a comparison side by side: the frame with what the zoom run found, the saliency with the grid, and
what the detector was shown by zoom and by the uniform resize, with its boxes. Green boxes are in the reference, red
ones are not, yellow ones were missed. */
cv::Mat drawPanels(const Comparison& comparison, const cv::Mat& frame, int frameNumber,
                   const std::vector<detectors::Detection>& reference);

/** The last frame that a comparison has looked at in three panes: with the boxes that the resize finds, with those of
the zoom, returned to the frame, and with the saliency. */
cv::Mat drawPanes(const Comparison& comparison, const cv::Mat& frame, int frameNumber);

//! A line of text that explains the colours, as wide as drawPanels()' picture.
cv::Mat drawLegend(int width, const std::string& title);

//! Pictures of any widths, one below the other.
cv::Mat stack(const std::vector<cv::Mat>& pictures);

#endif // ZOOM_DETECT_PANELS_HPP
