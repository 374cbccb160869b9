// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/box_matching.hpp"

#include "share.hpp"

#include <algorithm>

namespace detectors {

Matching matchBoxes(const std::vector<Detection>& detections, const std::vector<Detection>& reference,
                    double minOverlap)
{
    struct Pair
    {
        double overlap;
        size_t detection, reference;
    };
    std::vector<Pair> pairs;
    for (size_t i = 0; i < detections.size(); i++)
        for (size_t j = 0; j < reference.size(); j++)
        {
            const double overlap = overlapOf(detections[i].box, reference[j].box);
            if (overlap >= minOverlap && detections[i].label == reference[j].label)
                pairs.push_back({overlap, i, j});
        }
    std::stable_sort(pairs.begin(), pairs.end(), [](const Pair& a, const Pair& b) { return a.overlap > b.overlap; });

    Matching matching;
    matching.found.assign(detections.size(), false);
    matching.covered.assign(reference.size(), false);
    for (const Pair& pair : pairs)
        if (!matching.found[pair.detection] && !matching.covered[pair.reference])
            matching.found[pair.detection] = matching.covered[pair.reference] = true;
    return matching;
}

void MatchScore::add(const Matching& matching)
{
    const auto count = [](const std::vector<bool>& flags, bool value) {
        return int(std::count(flags.begin(), flags.end(), value));
    };
    found += count(matching.found, true);
    wrong += count(matching.found, false);
    covered += count(matching.covered, true);
    missed += count(matching.covered, false);
}

double MatchScore::recall() const
{
    return share(covered, missed);
}

double MatchScore::precision() const
{
    return share(found, wrong);
}

} // namespace detectors
