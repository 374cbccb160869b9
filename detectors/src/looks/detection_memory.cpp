// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_looks/detection_memory.hpp"

#include "zoom_detectors/box_matching.hpp"

#include <algorithm>
#include <cmath>

namespace looks {

namespace {

const double FORGOTTEN = 0.02; // weight below which a detection no longer counts
const double SAME_THING = 0.3; // IoU: lower than for scoring, since things move between frames

} // namespace

DetectionMemory::DetectionMemory(double _timeConstant) : timeConstant(_timeConstant) {}

void DetectionMemory::update(const std::vector<detectors::Detection>& detections, double elapsed)
{
    const double fading = std::exp(-elapsed / timeConstant);
    const auto gone = [&detections, fading](Entry& entry) {
        entry.weight *= fading;
        return entry.weight < FORGOTTEN ||
               std::any_of(detections.begin(), detections.end(), [&entry](const detectors::Detection& detection) {
                   return detectors::overlapOf(entry.box, detection.box) >= SAME_THING;
               });
    };
    entries.erase(std::remove_if(entries.begin(), entries.end(), gone), entries.end());
    for (const detectors::Detection& detection : detections)
        entries.push_back({detection.box, 1});
}

cv::Mat DetectionMemory::boxes() const
{
    cv::Mat table(int(entries.size()), 5, CV_32FC1);
    for (int i = 0; i < table.rows; i++)
    {
        const Entry& entry = entries[i];
        const double row[] = {entry.box.x, entry.box.y, entry.box.width, entry.box.height, entry.weight};
        std::copy(std::begin(row), std::end(row), table.ptr<float>(i));
    }
    return table;
}

} // namespace looks
