// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "suppression.hpp"

#include "opencv2/dnn.hpp"

#include <map>

namespace samples {

std::vector<Detection> suppressOverlaps(const std::vector<Detection>& detections, float overlap)
{
    struct Candidates
    {
        std::vector<cv::Rect2d> boxes;
        std::vector<float> scores;
    };
    std::map<int, Candidates> byLabel;
    for (const Detection& detection : detections)
    {
        byLabel[detection.label].boxes.push_back(detection.box);
        byLabel[detection.label].scores.push_back(detection.score);
    }

    std::vector<Detection> kept;
    for (const auto& [label, candidates] : byLabel)
    {
        std::vector<int> indices;
        cv::dnn::NMSBoxes(candidates.boxes, candidates.scores, 0, overlap, indices);
        for (int i : indices)
            kept.push_back({candidates.boxes[i], candidates.scores[i], label});
    }
    return kept;
}

} // namespace samples
