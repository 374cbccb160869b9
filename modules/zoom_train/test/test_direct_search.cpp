// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_precomp.hpp"

#ifdef ZOOM_TRAIN_WITH_FOOTAGE

#include "direct_search.hpp"

namespace opencv_test {
namespace {

using namespace tool;

const std::vector<SearchAxis> AXES = {
    {"kind", 0, 2, SearchAxis::KINDS}, {"width", 0.01, 1, SearchAxis::GEOMETRIC}, {"share", 0, 1, SearchAxis::LINEAR}};

//! A hill for each kind; that of kind 1 is the highest, by 0.5.
double heightAt(const std::vector<double>& at)
{
    const double x = std::log10(at[1]) - std::log10(0.1), y = at[2] - 0.3;
    return 1 - (at[0] == 1 ? 0 : 0.5) - x * x - y * y;
}

std::vector<SearchTrial> search(int trials, uint64_t seed)
{
    std::vector<SearchTrial> history = {{{2, 0.9, 0.95}, heightAt({2, 0.9, 0.95})}};
    while (int(history.size()) < trials)
    {
        const std::vector<double> next = nextTrial(AXES, history, trials, seed);
        history.push_back({next, heightAt(next)});
    }
    return history;
}

TEST(ZoomTrain_DirectSearch, climbs_the_highest_hill)
{
    for (uint64_t seed = 0; seed < 10; ++seed)
    {
        const std::vector<SearchTrial> history = search(60, seed);
        const SearchTrial& best = history[bestOf(history)];
        EXPECT_EQ(best.values[0], 1) << seed;
        EXPECT_GT(best.score, 0.99) << seed;
        // What comes late is near the top.
        int near = 0;
        for (size_t i = 50; i < 60; ++i)
            near += history[i].score > 0.95;
        EXPECT_GE(near, 6) << seed;
    }
}

TEST(ZoomTrain_DirectSearch, stays_inside_and_looks_everywhere)
{
    const std::vector<SearchTrial> history = search(100, 3);
    std::vector<std::set<int>> places(AXES.size());
    for (size_t i = 1; i < history.size(); ++i)
        for (size_t a = 0; a < AXES.size(); ++a)
        {
            const double value = history[i].values[a];
            EXPECT_GE(value, AXES[a].low);
            EXPECT_LE(value, AXES[a].high);
            EXPECT_TRUE(a > 0 || value == std::floor(value));
            if (i < 40) // the part that explores
                places[a].insert(a == 0 ? int(value) : int(8 * AXES[a].placeOf(value)));
        }
    EXPECT_EQ(places[0].size(), 3u);
    EXPECT_GE(places[1].size(), 8u);
    EXPECT_GE(places[2].size(), 8u);
}

TEST(ZoomTrain_DirectSearch, goes_on_from_any_part_of_its_history)
{
    const std::vector<SearchTrial> history = search(30, 5);
    for (size_t i = 1; i < history.size(); ++i)
        EXPECT_EQ(nextTrial(AXES, std::vector<SearchTrial>(history.begin(), history.begin() + i), 30, 5),
                  history[i].values);
    EXPECT_NE(search(30, 6)[1].values, history[1].values);
}

TEST(ZoomTrain_DirectSearch, tries_no_point_twice)
{
    for (uint64_t seed = 0; seed < 5; ++seed)
    {
        std::set<std::vector<double>> points;
        for (const SearchTrial& trial : search(60, seed))
            EXPECT_TRUE(points.insert(trial.values).second) << seed;
        // With kinds alone, all of them before any again.
        const std::vector<SearchAxis> kinds = {AXES[0]};
        std::vector<SearchTrial> history = {{{1}, 0.5}};
        std::set<double> tried = {1};
        while (history.size() < 10)
        {
            history.push_back({nextTrial(kinds, history, 10, seed), 0.1});
            EXPECT_TRUE(tried.insert(history.back().values[0]).second || tried.size() == 3) << seed;
        }
        EXPECT_EQ(tried.size(), 3u);
    }
}

TEST(ZoomTrain_DirectSearch, places_and_values_are_inverse)
{
    for (const SearchAxis& axis : AXES)
        for (const double place : {0., 0.2, 0.5, 0.9, 1.})
        {
            const double value = axis.valueAt(place);
            EXPECT_NEAR(axis.valueAt(axis.placeOf(value)), value, 1e-12) << axis.name;
        }
    EXPECT_EQ(AXES[1].placeOf(5), 1);
    EXPECT_EQ(AXES[2].placeOf(-1), 0);
}

} // namespace
} // namespace opencv_test

#endif
