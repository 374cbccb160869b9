// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_ZOOM_METHOD_HPP
#define ZOOM_DETECT_ZOOM_METHOD_HPP

#include "detection_memory.hpp"
#include "look.hpp"
#include "options.hpp"

#include "opencv2/zoom.hpp"

/** Zooms every frame before the detector sees it. Its saliency knows nothing but the frames and what this very run
detected in earlier ones. */
class ZoomMethod
{
public:
    /** @param frame size of the frames that look() is given
    @param framesPerSecond of these frames */
    ZoomMethod(const Options& options, cv::Size frame, cv::Size input, double framesPerSecond);

    Look look(detectors::Detector& detector, const cv::Mat& frame, double timestamp);

    //! Of the last frame.
    cv::zoom::ZoomTransform transform() const { return sampler->getTransform(); }

    //! Of the last frame, node-valued.
    cv::Mat saliency() const;

private:
    cv::Ptr<cv::zoom::DetectionSaliency> detectionSaliency; // null with a saliency model
    cv::Ptr<cv::zoom::SaliencySampler> sampler;
    DetectionMemory memory;
    double lastTime = 0;
};

#endif // ZOOM_DETECT_ZOOM_METHOD_HPP
