// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_LOOKS_OWN_DETECTIONS_HPP
#define ZOOM_LOOKS_OWN_DETECTIONS_HPP

#include "zoom_looks/detection_memory.hpp"

#include "opencv2/zoom/estimators.hpp"

namespace looks {

//! Saliency from what a method's own detector found lately: looking and remembering make a loop.
class OwnDetections
{
public:
    /** @param bandwidth width of a detection's Gaussian relative to its box
    @param memory seconds in which a detection's weight falls to 1/e, see DetectionMemory
    @param minScore detections of lower scores are not remembered */
    explicit OwnDetections(double bandwidth = 1.5, double memory = 2, float minScore = -1e9f);

    const cv::Ptr<cv::zoom::DetectionSaliency>& estimator() const { return saliency; }

    //! What was found in a frame, in pixels of it.
    void add(const std::vector<detectors::Detection>& found, cv::Size frame, double timestamp);

private:
    cv::Ptr<cv::zoom::DetectionSaliency> saliency;
    DetectionMemory memory;
    float minScore;
    double lastTime = 0;
};

} // namespace looks

#endif // ZOOM_LOOKS_OWN_DETECTIONS_HPP
