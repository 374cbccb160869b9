// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "summary.hpp"

#include "methods.hpp"

#include "opencv2/core.hpp"

#include <algorithm>
#include <iterator>

namespace table {

Spread spreadOf(const std::vector<double>& values)
{
    Spread spread;
    double sum = 0, square = 0;
    for (double value : values)
        if (!std::isnan(value))
        {
            sum += value;
            spread.clips++;
        }
    if (spread.clips == 0)
        return spread;
    spread.mean = sum / spread.clips;
    for (double value : values)
        if (!std::isnan(value))
            square += (value - spread.mean) * (value - spread.mean);
    if (spread.clips > 1)
        spread.deviation = std::sqrt(square / (spread.clips - 1));
    return spread;
}

std::string Summary::title() const
{
    return (isScale(1) ? method : method + cv::format(" x%.3g", scale)) +
           (isUpperBound(method) ? " (upper bound)" : "");
}

Spread Summary::of(double Row::*value) const
{
    std::vector<double> values;
    for (const Row& row : rows)
        values.push_back(row.*value);
    return spreadOf(values);
}

Spread Summary::of(const std::string& things, double Group::*value) const
{
    std::vector<double> values;
    for (const Row& row : rows)
        for (const Group& group : row.groups)
            if (group.things == things && group.frames > 0)
                values.push_back(group.*value);
    return spreadOf(values);
}

ShownSizes Summary::shown() const
{
    ShownSizes sum;
    for (const Row& row : rows)
        addSizes(sum, row.shown);
    return sum;
}

bool showsLimits(const Summary& summary)
{
    const char* const METHODS[] = {"uniform", "tiles4", "learned", "oracle"};
    return std::find(std::begin(METHODS), std::end(METHODS), summary.method) != std::end(METHODS) &&
           !summary.shown().empty();
}

Spread Summary::madds() const
{
    std::vector<double> values;
    for (const Row& row : rows)
        values.push_back(row.madds());
    return spreadOf(values);
}

std::vector<Summary> summarise(const std::vector<Row>& rows)
{
    std::vector<Summary> all;
    for (const Row& row : rows)
    {
        auto found = std::find_if(all.begin(), all.end(), [&row](const Summary& one) {
            return one.task == row.task && one.size == row.size && one.method == row.method && one.scale == row.scale;
        });
        if (found == all.end())
        {
            Summary one;
            one.task = row.task;
            one.size = row.size;
            one.method = row.method;
            one.scale = row.scale;
            found = all.insert(all.end(), one);
        }
        found->rows.push_back(row);
    }
    return all;
}

} // namespace table
