// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/group_scores.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace detectors {
namespace {

Detection square(double x, double y, double side, float score = 1)
{
    return {cv::Rect2d(x, y, side, side), score, 0};
}

//! Two things, one of them small and found below the threshold, and a large false alarm.
void addFrameOfTwo(GroupScores& scores)
{
    scores.add({square(0, 0, 20, 0.9f), square(50, 50, 30, 0.6f), square(100, 0, 5, 0.4f)},
               {square(0, 0, 20), square(100, 0, 5)}, {2, 1});
}

TEST(GroupScores, OfTwoThingsByHand)
{
    GroupScores scores(100, 0.5f);
    addFrameOfTwo(scores);
    for (const Group& group : {scores.groups()[0], scores.groups()[1]})
    {
        EXPECT_EQ(group.frames, 1);
        EXPECT_EQ(group.references, 2);
        EXPECT_EQ(group.small, 1);
        EXPECT_DOUBLE_EQ(group.recall, 0.5);            // the small one's score is below the threshold
        EXPECT_NEAR(group.ap, (1 + 2. / 3) / 2, 1e-12); // but counts for AP: right, wrong, right
        EXPECT_DOUBLE_EQ(group.apSmall, 1);             // the false alarm is large
        EXPECT_DOUBLE_EQ(group.falseAlarms, 1);
        EXPECT_DOUBLE_EQ(group.magnification, 1.5);
        EXPECT_DOUBLE_EQ(group.hitRate, 0.5);
    }
}

TEST(GroupScores, FramesWithoutThingsCountForAllFramesOnly)
{
    GroupScores scores(100, 0.5f);
    addFrameOfTwo(scores);
    scores.add({square(0, 0, 30, 0.7f)}, {}, {});
    const std::vector<Group> groups = scores.groups();
    EXPECT_EQ(groups[0].things, "all");
    EXPECT_EQ(groups[0].frames, 2);
    EXPECT_DOUBLE_EQ(groups[0].falseAlarms, 1);
    EXPECT_DOUBLE_EQ(groups[0].ap, 0.75); // right, wrong, wrong, right
    EXPECT_EQ(groups[1].frames, 1);
}

TEST(GroupScores, SplitByTheNumberOfThings)
{
    GroupScores scores(100, 0.5f);
    for (size_t n : {3, 4, 8, 9})
    {
        std::vector<Detection> things;
        for (size_t i = 0; i < n; i++)
            things.push_back(square(100. * double(i), 0, 50));
        scores.add(n == 4 ? std::vector<Detection>() : things, things, std::vector<double>(n, 1.));
    }
    const std::vector<Group> groups = scores.groups();
    ASSERT_EQ(groups.size(), 4u);
    EXPECT_EQ(groups[1].things, "1-3");
    EXPECT_EQ(groups[1].frames, 1);
    EXPECT_DOUBLE_EQ(groups[1].recall, 1);
    EXPECT_EQ(groups[2].things, "4-8");
    EXPECT_EQ(groups[2].frames, 2);
    EXPECT_DOUBLE_EQ(groups[2].recall, 8. / 12);
    EXPECT_EQ(groups[3].things, "9+");
    EXPECT_EQ(groups[3].references, 9);
    EXPECT_DOUBLE_EQ(groups[0].recall, 20. / 24);
}

TEST(GroupScores, WithoutFramesThereIsNothingToMeasure)
{
    GroupScores scores(100, 0.5f);
    addFrameOfTwo(scores);
    const Group none = scores.groups()[3];
    EXPECT_EQ(none.frames, 0);
    EXPECT_TRUE(std::isnan(none.recall) && std::isnan(none.ap) && std::isnan(none.falseAlarms) &&
                std::isnan(none.magnification));
}

} // namespace
} // namespace detectors
