// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/overlap.hpp"

#include <algorithm>

namespace detectors {

double overlapOf(const cv::Rect2d& a, const cv::Rect2d& b, OverlapMeasure measure)
{
    const double common = (a & b).area();
    if (!(common > 0))
        return 0;
    return common / (measure == OVER_UNION ? a.area() + b.area() - common : std::min(a.area(), b.area()));
}

std::vector<Detection> suppressOverlaps(const std::vector<Detection>& detections, double overlap,
                                        OverlapMeasure measure)
{
    std::vector<Detection> sorted = detections;
    std::stable_sort(sorted.begin(), sorted.end(), [](const Detection& a, const Detection& b) {
        return a.label != b.label ? a.label < b.label : a.score > b.score;
    });
    std::vector<Detection> kept;
    size_t sameLabel = 0; // where the kept ones of the candidate's label begin
    for (const Detection& candidate : sorted)
    {
        if (kept.empty() || kept.back().label != candidate.label)
            sameLabel = kept.size();
        if (std::none_of(kept.begin() + sameLabel, kept.end(), [&](const Detection& better) {
                return overlapOf(better.box, candidate.box, measure) > overlap;
            }))
            kept.push_back(candidate);
    }
    return kept;
}

std::vector<Detection> insideFrame(std::vector<Detection> detections, cv::Size frame)
{
    for (Detection& one : detections)
        one.box &= cv::Rect2d(0, 0, frame.width, frame.height);
    detections.erase(
        std::remove_if(detections.begin(), detections.end(), [](const Detection& one) { return one.box.empty(); }),
        detections.end());
    return detections;
}

} // namespace detectors
