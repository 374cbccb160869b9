// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_looks/look.hpp"

#include "opencv2/zoom/boxes.hpp"

#include <cmath>

namespace looks {

namespace {

std::vector<cv::Rect2d> insideFrame(const std::vector<cv::Rect2d>& boxes, cv::Size frame)
{
    std::vector<cv::Rect2d> inside;
    for (const cv::Rect2d& box : boxes)
        inside.push_back(box & cv::Rect2d(0, 0, frame.width, frame.height));
    return inside;
}

cv::Point2d middleOf(const cv::Rect2d& box)
{
    return cv::Point2d(box.x + 0.5 * box.width, box.y + 0.5 * box.height);
}

//! The region that shows most of a box whose middle it shows; null without any.
const detectors::Region* regionOf(const std::vector<detectors::Region>& regions, const cv::Rect2d& box)
{
    const detectors::Region* best = nullptr;
    double most = 0;
    for (const detectors::Region& region : regions)
    {
        const cv::Rect2d area(region.inFrame);
        const double part = (area & box).area();
        if (area.contains(middleOf(box)) && part > most)
        {
            best = &region;
            most = part;
        }
    }
    return best;
}

cv::Rect2d inRegion(const cv::Rect2d& box, const detectors::Region& region)
{
    const double sx = double(region.input.width) / region.inFrame.width;
    const double sy = double(region.input.height) / region.inFrame.height;
    const cv::Rect2d part = box & cv::Rect2d(region.inFrame);
    return cv::Rect2d((part.x - region.inFrame.x) * sx, (part.y - region.inFrame.y) * sy, part.width * sx,
                      part.height * sy);
}

} // namespace

std::vector<cv::Rect2d> shownBoxes(const Look& look, cv::Size frame, const std::vector<cv::Rect2d>& boxes)
{
    std::vector<cv::Rect2d> shown = insideFrame(boxes, frame);
    if (shown.empty())
        return shown;
    if (!look.transform.empty())
        cv::zoom::zoomedBoxes(look.transform, shown, shown);
    else
        for (cv::Rect2d& box : shown)
        {
            const detectors::Region* const region = regionOf(look.regions, box);
            box = region ? inRegion(box, *region) : cv::Rect2d();
        }
    return shown;
}

std::vector<double> magnificationOf(const Look& look, cv::Size frame, cv::Size input,
                                    const std::vector<cv::Rect2d>& boxes)
{
    const std::vector<cv::Rect2d> inside = insideFrame(boxes, frame), shown = shownBoxes(look, frame, boxes);
    std::vector<double> magnification;
    for (size_t i = 0; i < boxes.size(); i++)
    {
        cv::Rect2d part = inside[i];
        if (look.transform.empty())
            if (const detectors::Region* const region = regionOf(look.regions, part))
                part &= cv::Rect2d(region->inFrame);
        magnification.push_back(
            part.empty() ? 0 : std::sqrt(shown[i].area() / input.area() / (part.area() / frame.area())));
    }
    return magnification;
}

} // namespace looks
