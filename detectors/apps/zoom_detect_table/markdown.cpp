// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "report.hpp"

#include "methods.hpp"
#include "summary.hpp"

#include <algorithm>
#include <cmath>
#include <set>

namespace table {

namespace {

typedef std::vector<std::vector<std::string>> Cells;

std::string textOf(const Spread& spread, const char* format, double factor = 1)
{
    if (spread.clips == 0)
        return "";
    std::string text = cv::format(format, factor * spread.mean);
    if (!std::isnan(spread.deviation))
        text += " ± " + cv::format(format, factor * spread.deviation);
    return text;
}

std::string sumOf(const Spread& spread)
{
    return cv::format("%.0f", spread.clips * spread.mean);
}

std::string linesOf(const Cells& cells)
{
    std::string text;
    for (size_t row = 0; row < cells.size(); row++)
    {
        text += "|";
        for (const std::string& cell : cells[row])
            text += " " + cell + " |";
        text += "\n";
        if (row == 0)
            text += "|" + [&cells] {
                std::string rule;
                for (size_t i = 0; i < cells[0].size(); i++)
                    rule += "---|";
                return rule;
            }() + "\n";
    }
    return text + "\n";
}

//! What is found in the frames with so many things. Empty without any.
Cells findings(const std::vector<Summary>& summaries, const std::string& things)
{
    Cells cells = {{"method", "clips", "frames", "things", "recall", "AP", "AP, small", "false alarms a frame",
                    "magnification", "magnified by 1.5"}};
    for (const Summary& one : summaries)
    {
        const Spread frames = one.of(things, &Group::frames);
        if (frames.clips == 0)
            continue;
        cells.push_back({one.title() + one.note, std::to_string(frames.clips), sumOf(frames),
                         sumOf(one.of(things, &Group::references)), textOf(one.of(things, &Group::recall), "%.3f"),
                         textOf(one.of(things, &Group::ap), "%.3f"), textOf(one.of(things, &Group::apSmall), "%.3f"),
                         textOf(one.of(things, &Group::falseAlarms), "%.2f"),
                         textOf(one.of(things, &Group::magnification), "%.2f"),
                         textOf(one.of(things, &Group::hitRate), "%.2f")});
    }
    return cells.size() > 1 ? cells : Cells();
}

Cells costs(const std::vector<Summary>& summaries)
{
    Cells cells = {
        {"method", "multiply-adds, millions", "of them saliency", "detector runs", "zoom ms", "detector ms"}};
    for (const Summary& one : summaries)
        cells.push_back({one.title() + one.note, textOf(one.madds(), "%.1f", 1e-6),
                         textOf(one.of(&Row::saliencyMadds), "%.2f", 1e-6), textOf(one.of(&Row::detectorRuns), "%.0f"),
                         textOf(one.of(&Row::zoomMs), "%.1f"), textOf(one.of(&Row::detectorMs), "%.1f")});
    return cells;
}

Cells steadiness(const std::vector<Summary>& summaries)
{
    Cells cells = {{"method", "flicker", "corners at rest, pixels", "appeared", "time to find, s", "found at all",
                    "appeared outside", "time to find, s", "found at all"}};
    for (const Summary& one : summaries)
        cells.push_back({one.title() + one.note, textOf(one.of(&Row::flicker), "%.4f"),
                         textOf(one.of(&Row::cornerFlicker), "%.2f"), textOf(one.of(&Row::appeared), "%.1f"),
                         textOf(one.of(&Row::timeToFind), "%.2f"), textOf(one.of(&Row::appearedFound), "%.2f"),
                         textOf(one.of(&Row::outside), "%.1f"), textOf(one.of(&Row::timeToFindOutside), "%.2f"),
                         textOf(one.of(&Row::outsideFound), "%.2f")});
    return cells;
}

//! A row for each half octave, a column for each method. Empty where no row knows.
Cells recallsByShownSize(const std::vector<Summary>& summaries)
{
    Cells cells = {{"shown side, pixels"}};
    ShownSizes any;
    for (const Summary& one : summaries)
        if (showsLimits(one))
        {
            cells[0].push_back(one.title() + one.note);
            addSizes(any, one.shown());
        }
    for (const auto& size : any)
    {
        cells.push_back({size.first == NOT_SHOWN
                             ? "not shown"
                             : cv::format("%.3g to %.3g", sideFrom(size.first), sideFrom(size.first + 1))});
        for (const Summary& one : summaries)
        {
            if (!showsLimits(one))
                continue;
            const FoundCount count = one.shown()[size.first];
            cells.back().push_back(count.things > 0 ? cv::format("%.2f (%.0f)", count.recall(), count.things) : "");
        }
    }
    return cells.size() > 1 ? cells : Cells();
}

//! How much of each method's recall the sizes explain.
Cells explanations(const std::vector<Summary>& summaries)
{
    Cells cells = {{"method", "things", "recall", "at sizes that uniform shows, too", "recall",
                    "uniform's recall at these sizes", "difference"}};
    ShownSizes uniform;
    for (const Summary& one : summaries)
        if (one.method == "uniform")
            addSizes(uniform, one.shown());
    const auto number = [](double value, const char* format) {
        return std::isnan(value) ? std::string() : cv::format(format, value);
    };
    for (const Summary& one : summaries)
    {
        if (!showsLimits(one))
            continue;
        const SizeStanding standing = standingBySize(one.shown(), uniform);
        cells.push_back({one.title() + one.note, number(standing.all.things, "%.0f"),
                         number(standing.all.recall(), "%.3f"), number(standing.compared.things, "%.0f"),
                         number(standing.compared.recall(), "%.3f"), number(standing.explained, "%.3f"),
                         number(standing.compared.recall() - standing.explained, "%+.3f")});
    }
    return cells;
}

std::string titleOf(const std::string& things)
{
    return things == "all" ? "All frames" : "Frames with " + things + " things";
}

} // namespace

std::string markdownOf(const std::vector<Row>& rows, const ReportSetting& setting)
{
    std::string text;
    std::set<std::string> names;
    for (const Row& row : rows)
        names.insert(row.clip);
    const int clips = setting.clips > 0 ? setting.clips : int(names.size());
    const std::vector<Summary> all = summarise(rows);
    std::vector<std::pair<std::string, std::string>> done;
    for (const Summary& first : all)
    {
        const std::pair<std::string, std::string> part(first.task, first.size);
        if (std::find(done.begin(), done.end(), part) != done.end())
            continue;
        done.push_back(part);
        std::vector<Summary> summaries;
        for (const Summary& one : all)
            if (one.task == first.task && one.size == first.size)
            {
                summaries.push_back(one);
                if (int(one.rows.size()) < clips)
                    summaries.back().note = cv::format(" (%d of %d clips)", int(one.rows.size()), clips);
            }
        text += "# " + first.task + ", detector input " + first.size + "\n\n";
        if (!setting.note.empty())
            text += setting.note + "\n\n";
        if (std::any_of(summaries.begin(), summaries.end(),
                        [](const Summary& one) { return isUpperBound(one.method); }))
            text +=
                "(upper bound): is told where the reference has things in the very frame. That cannot be had in use, "
                "and no goal is about it: it shows what the learned method's grid and the detector give when the map "
                "that is taught is known without error.\n\n";
        for (const std::string& things : goalThings())
        {
            const Cells cells = findings(summaries, things);
            if (!cells.empty())
                text += "## " + titleOf(things) + "\n\n" + linesOf(cells);
        }
        text += "## Cost of a frame\n\n" + linesOf(costs(summaries));
        if (std::any_of(summaries.begin(), summaries.end(),
                        [](const Summary& one) { return one.of(&Row::flicker).clips > 0; })) // pictures have no time
            text += "## Over time\n\n" + linesOf(steadiness(summaries));
        const Cells bySize = recallsByShownSize(summaries);
        if (!bySize.empty())
        {
            text +=
                "## Recall by shown size\n\nOver the side (root of the area) at which the detector is shown a thing; "
                "in brackets the things. Sums over the clips.\n\n" +
                linesOf(bySize);
            text +=
                "What that explains: uniform's recall, at all its scales together, at the sides at which a method "
                "shows things. The difference is what distortion, the tiles' edges and the like cost; uniform's own "
                "is what the things differ in.\n\n" +
                linesOf(explanations(summaries));
        }
        const Cells reached = goalCells(summaries, setting.goals, clips, setting.fixedInput);
        if (reached.size() > 1)
            text += "## Goals\n\n" + linesOf(reached);
    }
    return text;
}

} // namespace table
