// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_SAMPLES_FIGURES_PANELS_HPP
#define ZOOM_SAMPLES_FIGURES_PANELS_HPP

#include "opencv2/core.hpp"

#include <vector>

// What a figure is put together from.

namespace figures {

const cv::Scalar INK(40, 40, 40), PAPER(255, 255, 255), RED(40, 40, 220), BLUE(200, 90, 0), YELLOW(0, 230, 255);

cv::Scalar grey(double v);

//! A picture with a line of text above it.
cv::Mat captioned(const cv::Mat& image, const cv::String& text);

//! Panels beside each other, with a gap.
cv::Mat beside(const std::vector<cv::Mat>& panels);

//! Panels below each other, with a gap.
cv::Mat below(const std::vector<cv::Mat>& panels);

//! A part of an image, enlarged so that its pixels can be seen.
cv::Mat enlarged(const cv::Mat& image, const cv::Rect& part, cv::Size size);

cv::Mat shrunk(const cv::Mat& image, cv::Size size);

} // namespace figures

#endif // ZOOM_SAMPLES_FIGURES_PANELS_HPP
