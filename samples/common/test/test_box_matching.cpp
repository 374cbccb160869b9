// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "../box_matching.hpp"
#include "../suppression.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace samples {
namespace {

Detection at(double x, double y, double width, double height, int label = 0, float score = 1)
{
    return {cv::Rect2d(x, y, width, height), score, label};
}

TEST(BoxMatching, OverlapIsIntersectionOverUnion)
{
    EXPECT_DOUBLE_EQ(overlapOf(cv::Rect2d(0, 0, 10, 10), cv::Rect2d(0, 0, 10, 10)), 1);
    EXPECT_DOUBLE_EQ(overlapOf(cv::Rect2d(0, 0, 10, 10), cv::Rect2d(5, 0, 10, 10)), 50. / 150);
    EXPECT_DOUBLE_EQ(overlapOf(cv::Rect2d(0, 0, 10, 10), cv::Rect2d(10, 0, 10, 10)), 0);
    EXPECT_DOUBLE_EQ(overlapOf(cv::Rect2d(0, 0, 0, 0), cv::Rect2d(0, 0, 0, 0)), 0);
}

TEST(BoxMatching, OverlapOfExactlyHalfMatches)
{
    const Matching matching = matchBoxes({at(0, 0, 10, 10)}, {at(0, 0, 10, 5)});
    EXPECT_EQ(matching.found, std::vector<bool>{true});
    EXPECT_EQ(matching.covered, std::vector<bool>{true});
}

TEST(BoxMatching, OverlapUnderHalfDoesNotMatch)
{
    const Matching matching = matchBoxes({at(0, 0, 10, 10)}, {at(0, 0, 10, 4.9)});
    EXPECT_EQ(matching.found, std::vector<bool>{false});
    EXPECT_EQ(matching.covered, std::vector<bool>{false});
}

TEST(BoxMatching, TwoDetectionsOfOneThingCountOnce)
{
    const Matching matching = matchBoxes({at(1, 0, 10, 10), at(0, 0, 10, 10)}, {at(0, 0, 10, 10)});
    EXPECT_EQ(matching.found, (std::vector<bool>{false, true})); // the better one, not the first one
}

TEST(BoxMatching, BestOverlapIsTakenFirst)
{
    // The first detection overlaps both boxes, the second one only the first box; the best pair is (0, 1).
    const Matching matching = matchBoxes({at(2, 0, 10, 10), at(-2, 0, 10, 10)}, {at(0, 0, 10, 10), at(3, 0, 10, 10)});
    EXPECT_EQ(matching.found, (std::vector<bool>{true, true}));
    EXPECT_EQ(matching.covered, (std::vector<bool>{true, true}));
}

TEST(BoxMatching, OtherLabelsDoNotMatch)
{
    EXPECT_EQ(matchBoxes({at(0, 0, 10, 10, 1)}, {at(0, 0, 10, 10, 2)}).found, std::vector<bool>{false});
}

TEST(BoxMatching, RecallAndPrecisionOverSeveralFrames)
{
    MatchScore score;
    score.add(matchBoxes({at(0, 0, 10, 10), at(50, 0, 10, 10)}, {at(0, 0, 10, 10)}));
    score.add(matchBoxes({}, {at(0, 0, 10, 10), at(50, 0, 10, 10), at(90, 0, 10, 10)}));
    EXPECT_DOUBLE_EQ(score.recall(), 0.25);
    EXPECT_DOUBLE_EQ(score.precision(), 0.5);
    EXPECT_EQ(score.detections(), 2);
    EXPECT_EQ(score.references(), 4);
}

TEST(BoxMatching, ScoreOfNothingIsUndefined)
{
    EXPECT_TRUE(std::isnan(MatchScore().recall()));
    EXPECT_TRUE(std::isnan(MatchScore().precision()));
}

TEST(Suppression, KeepsTheBestOfOverlappingBoxesPerLabel)
{
    const std::vector<Detection> kept =
        suppressOverlaps({at(0, 0, 10, 10, 3, 0.5f), at(1, 0, 10, 10, 3, 0.9f), at(0, 0, 10, 10, 7, 0.4f)}, 0.4f);
    ASSERT_EQ(kept.size(), 2u);
    EXPECT_EQ(kept[0].label, 3);
    EXPECT_FLOAT_EQ(kept[0].score, 0.9f);
    EXPECT_EQ(kept[1].label, 7);
}

} // namespace
} // namespace samples
