// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "goals.hpp"

#include "opencv2/core.hpp"

#include <algorithm>

namespace table {

namespace {

const char* const LEARNED[] = {"learned", "learned_previous", "learned_separable", "learned_attraction",
                               "learned_transport"};
const char* const HAND_MADE[] = {
    "crop", "motion", "previous", "motion_previous", "prior", "prior_grid", "motion_previous_grid"};

const Summary* find(const std::vector<Summary>& summaries, const std::string& method, double scale = 1)
{
    for (const Summary& one : summaries)
        if (one.method == method && one.isScale(scale))
            return &one;
    return nullptr;
}

const Group* groupOf(const Row& row, const std::string& things)
{
    for (const Group& group : row.groups)
        if (group.things == things && group.frames > 0)
            return &group;
    return nullptr;
}

std::string textOf(double value, const char* format)
{
    return std::isnan(value) ? std::string() : cv::format(format, value);
}

std::string verdictOf(const Standing& standing, double costLimit)
{
    const bool ap = standing.ap >= standing.otherAp, recall = standing.recall >= standing.otherRecall;
    if (costLimit > 0 && !(standing.cost <= costLimit))
        return !(ap && recall) ? "no" : std::isnan(standing.cost) ? "cost unknown" : "too dear";
    return ap && recall ? "yes" : ap ? "AP only" : recall ? "recall only" : "no";
}

} // namespace

std::vector<std::string> goalThings()
{
    return {"all", "1-3", "4-8", "9+"};
}

double Standing::behind() const
{
    return std::max(otherAp - ap, otherRecall - recall);
}

Standing standingOf(const Summary& method, const Summary& other, const std::string& things)
{
    Standing sum;
    sum.ap = sum.otherAp = sum.recall = sum.otherRecall = 0;
    double cost = 0, otherCost = 0;
    for (const Row& ours : method.rows)
        for (const Row& theirs : other.rows)
        {
            const Group *a = groupOf(ours, things), *b = groupOf(theirs, things);
            if (ours.clip != theirs.clip || !a || !b || std::isnan(a->ap + b->ap + a->recall + b->recall))
                continue;
            sum.clips++;
            sum.ap += a->ap;
            sum.otherAp += b->ap;
            sum.recall += a->recall;
            sum.otherRecall += b->recall;
            cost += ours.madds();
            otherCost += theirs.madds();
        }
    if (sum.clips == 0)
        return Standing();
    for (double* value : {&sum.ap, &sum.otherAp, &sum.recall, &sum.otherRecall})
        *value /= sum.clips;
    sum.cost = cost / otherCost;
    return sum;
}

std::vector<std::vector<std::string>> goalCells(const std::vector<Summary>& summaries, const std::vector<Goal>& goals,
                                                int clips, bool fixedInput)
{
    std::vector<std::vector<std::string>> cells = {
        {"goal", "things", "clips", "AP", "to reach", "recall", "to reach", "cost", "met"}};
    const auto add = [&cells](const std::string& title, const std::string& things, const Standing& standing,
                              const std::string& verdict) {
        cells.push_back({title, things, standing.clips > 0 ? std::to_string(standing.clips) : std::string(),
                         textOf(standing.ap, "%.3f"), textOf(standing.otherAp, "%.3f"), textOf(standing.recall, "%.3f"),
                         textOf(standing.otherRecall, "%.3f"), textOf(standing.cost, "%.2f"), verdict});
    };
    for (const char* name : LEARNED)
    {
        const Summary* const learned = find(summaries, name);
        if (!learned)
            continue;
        const auto complete = [clips, learned](const Summary& other) {
            return int(learned->rows.size()) >= clips && int(other.rows.size()) >= clips;
        };
        for (const Goal& goal : goals)
        {
            Summary named;
            named.method = goal.method;
            named.scale = goal.scale;
            const std::string title = std::string(name) + " >= " + named.title() +
                                      (goal.cost > 0 ? cv::format(" at %.2f of its cost", goal.cost) : std::string());
            const Summary* const other = find(summaries, goal.method, goal.scale);
            if (!other)
            {
                add(title, goal.things, Standing(),
                    fixedInput && !named.isScale(1) ? "the input is fixed" : "not measured");
                continue;
            }
            const Standing standing = standingOf(*learned, *other, goal.things);
            add(title, goal.things, standing,
                standing.clips == 0 ? "no such frames"
                : !complete(*other) ? "not all clips"
                                    : verdictOf(standing, goal.cost));
        }
        for (const std::string& things : goalThings())
        {
            const Summary* best = nullptr;
            Standing toBest;
            bool all = true;
            for (const char* method : HAND_MADE)
                if (const Summary* const other = find(summaries, method))
                {
                    const Standing standing = standingOf(*learned, *other, things);
                    all = all && complete(*other);
                    if (standing.clips > 0 && (!best || standing.behind() > toBest.behind()))
                    {
                        best = other;
                        toBest = standing;
                    }
                }
            if (best)
                add(std::string(name) + " >= all made by hand, here " + best->title(), things, toBest,
                    all ? verdictOf(toBest, 0) : "not all clips");
        }
    }
    return cells;
}

} // namespace table
