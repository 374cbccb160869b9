// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_looks/own_detections.hpp"

#include <algorithm>

namespace looks {

OwnDetections::OwnDetections(double bandwidth, double _memory, float _minScore)
    : saliency(cv::zoom::DetectionSaliency::create(cv::Size(62, 62), bandwidth)), memory(_memory), minScore(_minScore)
{
}

void OwnDetections::add(const std::vector<detectors::Detection>& found, cv::Size frame, double timestamp)
{
    std::vector<detectors::Detection> sure;
    std::copy_if(found.begin(), found.end(), std::back_inserter(sure),
                 [this](const detectors::Detection& one) { return one.score >= minScore; });
    memory.update(sure, timestamp - lastTime);
    saliency->setDetections(memory.boxes(), frame);
    lastTime = timestamp;
}

} // namespace looks
