// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "shown_sizes.hpp"

#include <cmath>

namespace table {

double FoundCount::recallError() const
{
    return things > 0 ? std::sqrt(recall() * (1 - recall()) / things) : detectors::NOTHING;
}

int halfOctaveOf(double side)
{
    return side > 0 ? cvFloor(2 * std::log2(side) + 1e-9) : NOT_SHOWN; // 8 pixels may be the root of a little less
}

double sideFrom(int halfOctave)
{
    return halfOctave == NOT_SHOWN ? 0 : std::exp2(0.5 * halfOctave);
}

void addShown(ShownSizes& sizes, const std::vector<cv::Rect2d>& shown, const std::vector<bool>& found)
{
    CV_Assert(shown.size() == found.size());
    for (size_t i = 0; i < shown.size(); i++)
    {
        FoundCount& count = sizes[halfOctaveOf(std::sqrt(shown[i].area()))];
        count.things++;
        count.found += found[i];
    }
}

void addSizes(ShownSizes& sum, const ShownSizes& sizes)
{
    for (const auto& one : sizes)
    {
        sum[one.first].things += one.second.things;
        sum[one.first].found += one.second.found;
    }
}

SizeStanding standingBySize(const ShownSizes& method, const ShownSizes& uniform)
{
    SizeStanding standing;
    double explained = 0;
    for (const auto& one : method)
    {
        const FoundCount& count = one.second;
        standing.all.things += count.things;
        standing.all.found += count.found;
        const auto known = uniform.find(one.first);
        const bool enough = known != uniform.end() && known->second.things >= ENOUGH_THINGS;
        if (one.first != NOT_SHOWN && !enough)
            continue;
        standing.compared.things += count.things;
        standing.compared.found += count.found;
        if (one.first != NOT_SHOWN) // what is not shown, nothing explains that it is found
            explained += count.things * known->second.recall();
    }
    if (standing.compared.things > 0)
        standing.explained = explained / standing.compared.things;
    return standing;
}

} // namespace table
