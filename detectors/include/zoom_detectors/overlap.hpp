// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_OVERLAP_HPP
#define ZOOM_DETECTORS_OVERLAP_HPP

#include "zoom_detectors/detector.hpp"

namespace detectors {

//! What the area that two boxes have in common is divided by.
enum OverlapMeasure
{
    OVER_UNION,  //!< the area of both together: IoU
    OVER_SMALLER //!< the area of the smaller one: a part of a thing overlaps the whole of it by 1
};

//! 0 when a box is empty.
double overlapOf(const cv::Rect2d& a, const cv::Rect2d& b, OverlapMeasure measure = OVER_UNION);

/** Non-maximum suppression among detections of the same label.
@param overlap the largest overlap that two of them may have
@return what is kept, by label, the best score first; of equal scores the first one given is kept */
std::vector<Detection> suppressOverlaps(const std::vector<Detection>& detections, double overlap,
                                        OverlapMeasure measure = OVER_UNION);

/** The part of every box that the frame shows, with its score and label; what lies outside is left out. A detector
guesses on beyond the frame's edge, and what is found in a zoomed frame ends there: boxes that are compared must all do.
*/
std::vector<Detection> insideFrame(std::vector<Detection> detections, cv::Size frame);

} // namespace detectors

#endif // ZOOM_DETECTORS_OVERLAP_HPP
