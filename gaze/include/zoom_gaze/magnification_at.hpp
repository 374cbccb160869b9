// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_MAGNIFICATION_AT_HPP
#define ZOOM_GAZE_MAGNIFICATION_AT_HPP

#include "opencv2/zoom/transform.hpp"

namespace gaze {

/** How much larger a zoom shows what is at points of the frame, compared with a plain resize to the same size: there it
is 1 everywhere. Library zoom_gaze_rays. Keeps its memory. */
class MagnificationAt
{
public:
    /** @param transform not empty
    @param points of the frame, continuous: the first pixel's centre is 0.5
    @return the smallest magnification at any of them; 0 where the zoom does not show one */
    double smallest(const cv::zoom::ZoomTransform& transform, const std::vector<cv::Point2d>& points);

private:
    cv::Mat map;
    std::vector<cv::Point2d> inFrame, zoomed;
    std::vector<uchar> valid;
};

} // namespace gaze

#endif // ZOOM_GAZE_MAGNIFICATION_AT_HPP
