// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/group_scores.hpp"

namespace detectors {

namespace {

const double HIT = 1.5; // magnification from which on a thing counts as zoomed at, as in training

DetectionScore scoreBelow(double area)
{
    ScoringParams params;
    params.maxArea = area;
    return DetectionScore(params);
}

} // namespace

const std::vector<GroupFigure>& groupFigures()
{
    static const std::vector<GroupFigure> figures = {
        {"frames", &Group::frames},
        {"references", &Group::references},
        {"small", &Group::small},
        {"recall", &Group::recall},
        {"ap", &Group::ap},
        {"ap_small", &Group::apSmall},
        {"false_alarms", &Group::falseAlarms},
        {"magnification", &Group::magnification},
        {"hit_rate", &Group::hitRate},
    };
    return figures;
}

GroupScores::GroupScores(double smallArea, float _threshold) : threshold(_threshold)
{
    struct Range
    {
        const char* name;
        size_t least, most;
    };
    const size_t any = std::numeric_limits<size_t>::max();
    for (const Range& range : {Range{"all", 0, any}, Range{"1-3", 1, 3}, Range{"4-8", 4, 8}, Range{"9+", 9, any}})
        scores.push_back({range.name, range.least, range.most, DetectionScore(), scoreBelow(smallArea)});
}

void GroupScores::add(const std::vector<Detection>& found, const std::vector<Detection>& reference,
                      const std::vector<double>& magnification)
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

} // namespace detectors
