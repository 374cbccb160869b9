// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_LOOK_HPP
#define ZOOM_DETECT_LOOK_HPP

#include "zoom_detectors/detector.hpp"

//! One method's look at a frame: what the detector was shown, what it found there, and what that took.
struct Look
{
    std::vector<detectors::Detection> found; //!< in pixels of the frame
    cv::Mat shown;                           //!< what the detector was given (the last of several)
    std::vector<detectors::Detection>
        seen;            //!< in pixels of @p shown, in the order of @p found; empty for several regions
    double sampleMs = 0; //!< resampling, and saliency where there is one
    double detectMs = 0;
};

#endif // ZOOM_DETECT_LOOK_HPP
