// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_SAMPLES_SUPPRESSION_HPP
#define ZOOM_SAMPLES_SUPPRESSION_HPP

#include "detector.hpp"

namespace samples {

//! Non-maximum suppression among detections of the same label; @p overlap is the largest IoU that two of them may have.
std::vector<Detection> suppressOverlaps(const std::vector<Detection>& detections, float overlap);

} // namespace samples

#endif // ZOOM_SAMPLES_SUPPRESSION_HPP
