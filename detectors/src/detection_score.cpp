// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/detection_score.hpp"

#include "share.hpp"

#include <algorithm>

namespace detectors {

DetectionScore::DetectionScore(const ScoringParams& _params) : params(_params)
{
    if (!(params.minOverlap > 0 && params.minOverlap <= 1))
        CV_Error(cv::Error::StsOutOfRange,
                 cv::format("minOverlap is %g; allowed is more than 0, up to 1", params.minOverlap));
    if (!(params.minArea >= 0 && params.minArea < params.maxArea))
        CV_Error(cv::Error::StsOutOfRange, cv::format("minArea is %g and maxArea %g; allowed is 0 <= minArea < maxArea",
                                                      params.minArea, params.maxArea));
}

bool DetectionScore::counts(const Detection& thing) const
{
    return thing.box.area() >= params.minArea && thing.box.area() < params.maxArea;
}

void DetectionScore::add(const std::vector<Detection>& detections, const std::vector<Detection>& references)
{
    frameCount++;
    for (const Detection& thing : references)
        labels[thing.label].references += counts(thing);

    struct Candidate
    {
        const Detection* detection;
        double bestOverlap;
    };
    std::vector<Candidate> candidates;
    for (const Detection& detection : detections)
    {
        double best = 0;
        for (const Detection& thing : references)
            if (thing.label == detection.label)
                best = std::max(best, overlapOf(detection.box, thing.box));
        candidates.push_back({&detection, best});
    }
    std::stable_sort(candidates.begin(), candidates.end(), [](const Candidate& a, const Candidate& b) {
        return a.detection->score != b.detection->score ? a.detection->score > b.detection->score
                                                        : a.bestOverlap > b.bestOverlap;
    });

    std::vector<bool> taken(references.size(), false);
    for (const Candidate& candidate : candidates)
    {
        const Detection& detection = *candidate.detection;
        int match = -1;
        bool matchCounts = false;
        double overlap = 0;
        for (size_t i = 0; i < references.size(); i++)
        {
            if (taken[i] || references[i].label != detection.label)
                continue;
            const double here = overlapOf(detection.box, references[i].box);
            if (here < params.minOverlap)
                continue;
            const bool countsHere = counts(references[i]);
            if (match < 0 || countsHere > matchCounts || (countsHere == matchCounts && here > overlap))
            {
                match = int(i);
                matchCounts = countsHere;
                overlap = here;
            }
        }
        if (match >= 0)
            taken[match] = true;
        if (match >= 0 ? matchCounts : counts(detection))
            labels[detection.label].outcomes.push_back({detection.score, match >= 0});
    }
}

int DetectionScore::references() const
{
    int sum = 0;
    for (const auto& one : labels)
        sum += one.second.references;
    return sum;
}

double DetectionScore::averagePrecision(int label) const
{
    const auto found = labels.find(label);
    if (found == labels.end() || found->second.references == 0)
        return std::numeric_limits<double>::quiet_NaN();
    std::vector<Outcome> outcomes = found->second.outcomes;
    std::sort(outcomes.begin(), outcomes.end(), [](const Outcome& a, const Outcome& b) { return a.score > b.score; });

    struct Point
    {
        int right;
        double precision;
    };
    std::vector<Point> curve;
    int right = 0;
    for (size_t i = 0; i < outcomes.size(); i++)
    {
        right += outcomes[i].right;
        if (i + 1 == outcomes.size() || outcomes[i + 1].score != outcomes[i].score)
            curve.push_back({right, double(right) / double(i + 1)});
    }
    double area = 0, best = 0; // from the right: the best precision at this recall or a higher one
    for (size_t i = curve.size(); i-- > 0;)
    {
        best = std::max(best, curve[i].precision);
        area += best * (curve[i].right - (i > 0 ? curve[i - 1].right : 0));
    }
    return area / found->second.references;
}

double DetectionScore::meanAveragePrecision() const
{
    double sum = 0;
    int number = 0;
    for (const auto& one : labels)
        if (one.second.references > 0)
        {
            sum += averagePrecision(one.first);
            number++;
        }
    return number > 0 ? sum / number : std::numeric_limits<double>::quiet_NaN();
}

int DetectionScore::count(float minScore, bool right) const
{
    int sum = 0;
    for (const auto& one : labels)
        for (const Outcome& outcome : one.second.outcomes)
            sum += outcome.score >= minScore && outcome.right == right;
    return sum;
}

double DetectionScore::recall(float minScore) const
{
    const int found = count(minScore, true);
    return share(found, references() - found);
}

double DetectionScore::precision(float minScore) const
{
    return share(count(minScore, true), count(minScore, false));
}

double DetectionScore::falseAlarmsPerFrame(float minScore) const
{
    return frameCount > 0 ? double(count(minScore, false)) / frameCount : std::numeric_limits<double>::quiet_NaN();
}

} // namespace detectors
