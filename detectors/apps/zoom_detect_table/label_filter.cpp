// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "label_filter.hpp"

#include <algorithm>

namespace table {

void keepLabels(std::vector<detectors::Detection>& found, const detectors::Detector& detector,
                const std::vector<std::string>& labels)
{
    if (labels.empty())
        return;
    found.erase(std::remove_if(found.begin(), found.end(),
                               [&](const detectors::Detection& one) {
                                   return std::find(labels.begin(), labels.end(), detector.labelName(one.label)) ==
                                          labels.end();
                               }),
                found.end());
}

LabelFilter::LabelFilter(const cv::Ptr<detectors::Detector>& _detector, std::vector<std::string> _labels)
    : detector(_detector), labels(std::move(_labels))
{
}

std::vector<detectors::Detection> LabelFilter::detect(const cv::Mat& image)
{
    std::vector<detectors::Detection> found = detector->detect(image);
    keepLabels(found, *detector, labels);
    return found;
}

std::string LabelFilter::identity() const
{
    std::string text = detector->identity() + " labels=";
    for (const std::string& label : labels)
        text += label + ";";
    return text;
}

} // namespace table
