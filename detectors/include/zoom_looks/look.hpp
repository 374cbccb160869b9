// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_LOOKS_LOOK_HPP
#define ZOOM_LOOKS_LOOK_HPP

#include "zoom_detectors/regions.hpp"

#include "opencv2/zoom/transform.hpp"

//! Ways of showing a frame to a detector of a fixed input size: whole, in parts, zoomed. Needs cv::zoom.
namespace looks {

//! One method's look at a frame: what the detector was shown, what it found there, and what that took.
struct Look
{
    std::vector<detectors::Detection> found; //!< in pixels of the frame
    cv::Mat shown;                           //!< what the detector was given (the last of several)
    std::vector<detectors::Detection>
        seen;            //!< in pixels of @p shown, in the order of @p found; empty for several regions
    double sampleMs = 0; //!< resampling, and saliency where there is one
    double detectMs = 0;

    // Where the frame's places are in what was shown: one of the two.
    std::vector<detectors::Region> regions;
    cv::zoom::ZoomTransform transform;
};

/** Where a look shows boxes of the frame, in pixels of what the detector was given; an empty box where the middle of
one is not shown. Of several regions that one which shows most of the box, the first of equal ones.
@param boxes pixels of the frame; what is outside the frame is cut off */
std::vector<cv::Rect2d> shownBoxes(const Look& look, cv::Size frame, const std::vector<cv::Rect2d>& boxes);

/** By how much a look magnifies boxes of the frame, relative to a resize of the whole frame to @p input: the root of
the ratio of the areas that the shown part of the box has. 0 for a box that is not shown. */
std::vector<double> magnificationOf(const Look& look, cv::Size frame, cv::Size input,
                                    const std::vector<cv::Rect2d>& boxes);

} // namespace looks

#endif // ZOOM_LOOKS_LOOK_HPP
