// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "curves.hpp"

#include <algorithm>
#include <cmath>

namespace table {

namespace {

bool isTiles(const Summary& one)
{
    return one.method.compare(0, 5, "tiles") == 0;
}

} // namespace

std::vector<Curve> curvesOf(const std::vector<Summary>& summaries, const std::string& things, double Group::*value)
{
    std::vector<Curve> curves = {{"uniform", true, {}}};
    const auto curveOf = [&curves](const std::string& name, bool line) -> Curve& {
        for (Curve& curve : curves)
            if (curve.name == name)
                return curve;
        curves.push_back({name, line, {}});
        return curves.back();
    };
    const bool oneSize = std::all_of(summaries.begin(), summaries.end(),
                                     [&summaries](const Summary& one) { return one.size == summaries[0].size; });
    const auto tilesOf = [oneSize](const Summary& one) { return oneSize ? "tiles" : "tiles, " + one.size; };
    for (const Summary& one : summaries) // the curves first in the legend
        if (isTiles(one))
            curveOf(tilesOf(one), true);
    for (const Summary& one : summaries)
    {
        const Spread spread = one.of(things, value);
        const Curve::Point point = {one.madds().mean, spread.mean, spread.deviation};
        Curve& curve =
            isTiles(one) ? curveOf(tilesOf(one), true) : curveOf(one.isScale(1) ? one.title() : one.method, false);
        if (!(point.x > 0) || std::isnan(point.value))
            continue;
        curve.points.push_back(point);
        if (one.method == "uniform" && one.isScale(1))
            for (Curve& tiles : curves)
                if (tiles.name == tilesOf(one))
                    tiles.points.push_back(point); // one tile
    }
    for (Curve& curve : curves)
        if (curve.line)
            std::stable_sort(curve.points.begin(), curve.points.end(),
                             [](const Curve::Point& a, const Curve::Point& b) { return a.x < b.x; });
    return curves;
}

std::vector<Curve> shownCurvesOf(const std::vector<Summary>& summaries)
{
    std::vector<Curve> curves;
    for (const Summary& one : summaries)
    {
        if (!showsLimits(one))
            continue;
        curves.push_back({one.title(), true, {}});
        for (const auto& size : one.shown())
            if (size.first != NOT_SHOWN && size.second.things >= ENOUGH_THINGS)
                curves.back().points.push_back({std::sqrt(sideFrom(size.first) * sideFrom(size.first + 1)),
                                                size.second.recall(), size.second.recallError()});
    }
    return curves;
}

} // namespace table
