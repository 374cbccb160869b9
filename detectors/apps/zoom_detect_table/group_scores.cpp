// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "group_scores.hpp"

namespace table {

namespace {

const double HIT = 1.5; // magnification from which on a thing counts as zoomed at, as in training

detectors::DetectionScore scoreBelow(double area)
{
    detectors::ScoringParams params;
    params.maxArea = area;
    return detectors::DetectionScore(params);
}

} // namespace

GroupScores::GroupScores(double smallArea, float _threshold) : threshold(_threshold)
{
    struct Range
    {
        const char* name;
        size_t least, most;
    };
    const size_t any = std::numeric_limits<size_t>::max();
    for (const Range& range : {Range{"all", 0, any}, Range{"1-3", 1, 3}, Range{"4-8", 4, 8}, Range{"9+", 9, any}})
        scores.push_back({range.name, range.least, range.most, detectors::DetectionScore(), scoreBelow(smallArea)});
}

void GroupScores::add(const std::vector<detectors::Detection>& found,
                      const std::vector<detectors::Detection>& reference, const std::vector<double>& magnification)
{
    CV_Assert(magnification.size() == reference.size());
    for (OneGroup& group : scores)
    {
        if (reference.size() < group.least || reference.size() > group.most)
            continue;
        group.all.add(found, reference);
        group.small.add(found, reference);
        for (double one : magnification)
        {
            group.magnification += one;
            group.magnified += one >= HIT;
        }
    }
}

std::vector<Group> GroupScores::groups() const
{
    std::vector<Group> result;
    for (const OneGroup& one : scores)
    {
        Group group;
        group.things = one.name;
        group.frames = one.all.frames();
        group.references = one.all.references();
        group.small = one.small.references();
        group.recall = one.all.recall(threshold);
        group.ap = one.all.meanAveragePrecision();
        group.apSmall = one.small.meanAveragePrecision();
        group.falseAlarms = one.all.falseAlarmsPerFrame(threshold);
        if (group.references > 0)
        {
            group.magnification = one.magnification / group.references;
            group.hitRate = one.magnified / group.references;
        }
        result.push_back(group);
    }
    return result;
}

} // namespace table
