// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "steadiness.hpp"

#include "row.hpp"

#include "zoom_detectors/box_matching.hpp"

#include <cmath>

namespace table {

namespace {

const cv::Size PARTS(16, 12);
const double AT_REST = 0.9; // IoU

} // namespace

Steadiness::Steadiness(cv::Size _frame, cv::Size _input) : frame(_frame), input(_input)
{
    const cv::Size2d size(double(frame.width) / PARTS.width, double(frame.height) / PARTS.height);
    for (int row = 0; row < PARTS.height; row++)
        for (int column = 0; column < PARTS.width; column++)
            parts.emplace_back(cv::Point2d(column * size.width, row * size.height), size);
}

void Steadiness::add(const looks::Look& look, const std::vector<detectors::Detection>& reference)
{
    const std::vector<double> now = looks::magnificationOf(look, frame, input, parts);
    if (frames > 0)
    {
        for (size_t i = 0; i < parts.size(); i++)
            change += std::abs(now[i] - magnification[i]);
        changes += int(parts.size());
        addCorners(look, reference);
    }
    magnification = now;
    last.regions = look.regions;
    last.transform = look.transform;
    lastReference = reference;
    frames++;
}

void Steadiness::addCorners(const looks::Look& look, const std::vector<detectors::Detection>& reference)
{
    const std::vector<bool> atRest = detectors::matchBoxes(lastReference, reference, AT_REST).found;
    std::vector<cv::Rect2d> boxes;
    for (size_t i = 0; i < lastReference.size(); i++)
        if (atRest[i])
            boxes.push_back(lastReference[i].box);
    const std::vector<cv::Rect2d> before = looks::shownBoxes(last, frame, boxes),
                                  now = looks::shownBoxes(look, frame, boxes);
    for (size_t i = 0; i < boxes.size(); i++)
    {
        if (before[i].empty() || now[i].empty())
            continue;
        const double left = now[i].x - before[i].x, top = now[i].y - before[i].y;
        const double right = now[i].br().x - before[i].br().x, bottom = now[i].br().y - before[i].br().y;
        movement +=
            std::hypot(left, top) + std::hypot(right, top) + std::hypot(left, bottom) + std::hypot(right, bottom);
        corners += 4;
    }
}

double Steadiness::flicker() const
{
    return changes > 0 ? change / changes : NOTHING;
}

double Steadiness::cornerFlicker() const
{
    return corners > 0 ? movement / corners : NOTHING;
}

} // namespace table
