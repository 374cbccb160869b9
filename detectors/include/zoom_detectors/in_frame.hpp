// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_IN_FRAME_HPP
#define ZOOM_DETECTORS_IN_FRAME_HPP

#include "zoom_detectors/detector.hpp"

#include "opencv2/zoom/boxes.hpp"

namespace detectors {

/** @brief What was found in a zoomed frame, in pixels of the frame: by cv::zoom::frameBoxes(), whose inverse labels go
through.

Only who includes this needs cv::zoom: the library itself does without. */
inline std::vector<Detection> inFrame(std::vector<Detection> found, const cv::zoom::ZoomTransform& transform)
{
    std::vector<cv::Rect2d> boxes;
    for (const Detection& one : found)
        boxes.push_back(one.box);
    if (!boxes.empty())
        cv::zoom::frameBoxes(transform, boxes, boxes);
    for (size_t i = 0; i < found.size(); i++)
        found[i].box = boxes[i];
    return found;
}

} // namespace detectors

#endif // ZOOM_DETECTORS_IN_FRAME_HPP
