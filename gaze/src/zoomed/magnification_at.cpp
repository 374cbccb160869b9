// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/magnification_at.hpp"

#include <algorithm>
#include <cmath>

namespace gaze {

double MagnificationAt::smallest(const cv::zoom::ZoomTransform& transform, const std::vector<cv::Point2d>& points)
{
    if (points.empty())
        CV_Error(cv::Error::StsBadArg, "MagnificationAt::smallest: points is empty");
    inFrame.clear();
    for (const cv::Point2d& point : points)
        inFrame.push_back(point - cv::Point2d(0.5, 0.5));
    transform.toZoomedPoints(inFrame, zoomed, valid);
    transform.magnification(map);
    double least = INFINITY;
    for (size_t i = 0; i < points.size(); ++i)
    {
        const int x = std::min(std::max(cvRound(zoomed[i].x), 0), map.cols - 1);
        const int y = std::min(std::max(cvRound(zoomed[i].y), 0), map.rows - 1);
        least = std::min(least, valid[i] ? double(map.at<float>(y, x)) : 0.);
    }
    return least;
}

} // namespace gaze
