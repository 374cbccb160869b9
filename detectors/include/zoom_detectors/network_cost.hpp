// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_NETWORK_COST_HPP
#define ZOOM_DETECTORS_NETWORK_COST_HPP

#include "opencv2/dnn.hpp"

namespace detectors {

/** Multiply-adds of the layers of a network that have weights, for an input of three channels. cv::dnn's own count,
Net::getFLOPS(), takes a convolution of groups for a dense one, which makes mobile networks several times too dear. */
double multiplyAddsOf(const cv::dnn::Net& net, cv::Size input);

} // namespace detectors

#endif // ZOOM_DETECTORS_NETWORK_COST_HPP
