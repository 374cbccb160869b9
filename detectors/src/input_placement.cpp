// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/input_placement.hpp"

#include "zoom_detectors/regions.hpp"

#include <algorithm>

namespace detectors {

namespace {

int roundedTo(int multiple, int length)
{
    return std::max(cvRound(double(length) / multiple), 1) * multiple;
}

int filledUpTo(int multiple, int length)
{
    return (length + multiple - 1) / multiple * multiple;
}

//! The largest size with the aspect of @p shape inside @p frame.
cv::Size fitted(cv::Size shape, cv::Size frame)
{
    const double scale = std::min(double(frame.width) / shape.width, double(frame.height) / shape.height);
    return cv::Size(std::min(std::max(cvRound(shape.width * scale), 1), frame.width),
                    std::min(std::max(cvRound(shape.height * scale), 1), frame.height));
}

} // namespace

cv::Rect2d InputPlacement::toImage(const cv::Rect2d& box, cv::Size size) const
{
    const double sx = double(size.width) / image.width, sy = double(size.height) / image.height;
    return cv::Rect2d((box.x - image.x) * sx, (box.y - image.y) * sy, box.width * sx, box.height * sy);
}

InputPlacement placementOf(const InputRule& rule, cv::Size image)
{
    InputPlacement placement;
    const cv::Size shown = unscaledSize(rule, image);
    placement.input = rule.size;
    if (rule.multipleOf > 0)
        placement.input = cv::Size(filledUpTo(rule.multipleOf, shown.width), filledUpTo(rule.multipleOf, shown.height));
    const cv::Size free = placement.input - shown;
    const bool centred = rule.resize == InputRule::LETTERBOX;
    placement.image = cv::Rect(centred ? cv::Point(free.width / 2, free.height / 2) : cv::Point(), shown);
    return placement;
}

cv::Size unscaledSize(const InputRule& rule, cv::Size wanted)
{
    if (rule.resize == InputRule::STRETCH)
        return rule.multipleOf > 0
                   ? cv::Size(roundedTo(rule.multipleOf, wanted.width), roundedTo(rule.multipleOf, wanted.height))
                   : rule.size;
    return rule.multipleOf > 0 ? wanted : fitted(wanted, rule.size);
}

void placeImage(const InputRule& rule, const InputPlacement& placement, const cv::Mat& image, cv::Mat& input)
{
    input.create(placement.input, image.type());
    if (placement.image.size() != placement.input)
        input.setTo(cv::Scalar::all(rule.padding));
    cv::Mat shown = input(placement.image);
    if (image.size() == shown.size())
        image.copyTo(shown);
    else
        resizeForDetector(image, shown.size(), shown);
}

} // namespace detectors
