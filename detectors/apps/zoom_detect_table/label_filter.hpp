// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_LABEL_FILTER_HPP
#define ZOOM_DETECT_TABLE_LABEL_FILTER_HPP

#include "zoom_detectors/detector.hpp"

namespace table {

//! Drops what has none of the labels; without labels it drops nothing.
void keepLabels(std::vector<detectors::Detection>& found, const detectors::Detector& detector,
                const std::vector<std::string>& labels);

//! A detector that finds things of some labels only.
class LabelFilter : public detectors::Detector
{
public:
    LabelFilter(const cv::Ptr<detectors::Detector>& detector, std::vector<std::string> labels);

    std::vector<detectors::Detection> detect(const cv::Mat& image) override;
    cv::Size acceptedSize(cv::Size wanted) const override { return detector->acceptedSize(wanted); }
    bool hasFixedSize() const override { return detector->hasFixedSize(); }
    std::string labelName(int label) const override { return detector->labelName(label); }
    double multiplyAdds(cv::Size image) const override { return detector->multiplyAdds(image); }
    std::string identity() const override;

private:
    cv::Ptr<detectors::Detector> detector;
    std::vector<std::string> labels;
};

} // namespace table

#endif // ZOOM_DETECT_TABLE_LABEL_FILTER_HPP
