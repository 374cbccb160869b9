// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_LOOKS_DETECTION_MEMORY_HPP
#define ZOOM_LOOKS_DETECTION_MEMORY_HPP

#include "zoom_detectors/detector.hpp"

namespace looks {

/** What was detected lately, with a weight that fades.

A detector does not find a thing in every frame. Where the saliency knew the last frame's detections only, it would lose
a thing that was missed once, magnify it less for that, and miss it for good. */
class DetectionMemory
{
public:
    //! @param timeConstant seconds in which a weight falls to 1/e
    explicit DetectionMemory(double timeConstant);

    //! Lets old detections fade for @p elapsed seconds and adds new ones, each in place of the old ones it overlaps.
    void update(const std::vector<detectors::Detection>& detections, double elapsed);

    //! N x 5, 32FC1: x, y, width, height, weight; what cv::zoom::DetectionSaliency takes.
    cv::Mat boxes() const;

private:
    struct Entry
    {
        cv::Rect2d box;
        double weight;
    };
    std::vector<Entry> entries;
    double timeConstant;
};

} // namespace looks

#endif // ZOOM_LOOKS_DETECTION_MEMORY_HPP
