// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "boxes.hpp"

#include "zoom_detectors/box_matching.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace detectors {
namespace {

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

} // namespace
} // namespace detectors
