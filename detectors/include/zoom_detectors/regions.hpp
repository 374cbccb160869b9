// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_REGIONS_HPP
#define ZOOM_DETECTORS_REGIONS_HPP

#include "zoom_detectors/overlap.hpp"

namespace detectors {

//! A rectangle of the frame and the size at which a detector is shown it.
struct Region
{
    cv::Rect inFrame;
    cv::Size input;
};

//! Resizes as a detector wants it: by areas where the image gets smaller, bilinearly where it gets larger.
void resizeForDetector(const cv::Mat& image, cv::Size size, cv::Mat& resized);

//! Brings boxes that were found in what a detector was shown of @p region to pixels of the frame.
std::vector<Detection> toFrame(std::vector<Detection> detections, const Region& region);

/** Shows the detector one region after the other.
@param mergeOverlap of what several regions found, boxes that overlap more are one thing, see suppressOverlaps()
@return boxes in pixels of the frame */
std::vector<Detection> detectInRegions(Detector& detector, const cv::Mat& frame, const std::vector<Region>& regions,
                                       double mergeOverlap, OverlapMeasure measure = OVER_UNION);

} // namespace detectors

#endif // ZOOM_DETECTORS_REGIONS_HPP
