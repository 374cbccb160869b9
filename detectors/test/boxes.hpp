// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_TEST_BOXES_HPP
#define ZOOM_DETECTORS_TEST_BOXES_HPP

#include "zoom_detectors/detector.hpp"

namespace detectors {

inline Detection at(double x, double y, double width, double height, int label = 0, float score = 1)
{
    return {cv::Rect2d(x, y, width, height), score, label};
}

} // namespace detectors

#endif // ZOOM_DETECTORS_TEST_BOXES_HPP
