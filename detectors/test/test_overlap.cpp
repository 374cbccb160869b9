// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "boxes.hpp"

#include "zoom_detectors/overlap.hpp"

#include <gtest/gtest.h>

namespace detectors {
namespace {

TEST(Overlap, IsIntersectionOverUnion)
{
    EXPECT_DOUBLE_EQ(overlapOf(cv::Rect2d(0, 0, 10, 10), cv::Rect2d(0, 0, 10, 10)), 1);
    EXPECT_DOUBLE_EQ(overlapOf(cv::Rect2d(0, 0, 10, 10), cv::Rect2d(5, 0, 10, 10)), 50. / 150);
    EXPECT_DOUBLE_EQ(overlapOf(cv::Rect2d(0, 0, 10, 10), cv::Rect2d(10, 0, 10, 10)), 0);
    EXPECT_DOUBLE_EQ(overlapOf(cv::Rect2d(0, 0, 0, 0), cv::Rect2d(0, 0, 0, 0)), 0);
}

TEST(Overlap, OverSmallerIsOneForAPartOfABox)
{
    const cv::Rect2d whole(0, 0, 10, 10), part(2, 2, 4, 5);
    EXPECT_DOUBLE_EQ(overlapOf(whole, part, OVER_SMALLER), 1);
    EXPECT_DOUBLE_EQ(overlapOf(whole, cv::Rect2d(8, 0, 4, 10), OVER_SMALLER), 0.5);
    EXPECT_DOUBLE_EQ(overlapOf(whole, cv::Rect2d(10, 0, 4, 10), OVER_SMALLER), 0);
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

TEST(Suppression, ScoresOfOtherLabelsInBetweenDoNotMatter)
{
    const std::vector<Detection> kept =
        suppressOverlaps({at(0, 0, 10, 10, 1, 0.9f), at(0, 0, 10, 10, 2, 0.8f), at(0, 0, 10, 10, 1, 0.7f)}, 0.5);
    ASSERT_EQ(kept.size(), 2u);
    EXPECT_EQ(kept[0].label, 1);
    EXPECT_EQ(kept[1].label, 2);
}

TEST(Suppression, OverlapAtTheBoundIsKept)
{
    // IoU of neighbours 0.5, of the outer two 0.2.
    const std::vector<Detection> row = {at(0, 0, 30, 10, 0, 0.7f), at(10, 0, 30, 10, 0, 0.8f),
                                        at(20, 0, 30, 10, 0, 0.9f)};
    EXPECT_EQ(suppressOverlaps(row, 0.5).size(), 3u);
    const std::vector<Detection> kept = suppressOverlaps(row, 0.49);
    ASSERT_EQ(kept.size(), 2u); // what is suppressed suppresses nothing
    EXPECT_FLOAT_EQ(kept[0].score, 0.9f);
    EXPECT_FLOAT_EQ(kept[1].score, 0.7f);
}

TEST(Suppression, OfEqualScoresTheFirstIsKept)
{
    const std::vector<Detection> kept = suppressOverlaps({at(1, 0, 10, 10), at(0, 0, 10, 10)}, 0.5);
    ASSERT_EQ(kept.size(), 1u);
    EXPECT_EQ(kept[0].box.x, 1);
}

TEST(Suppression, OverSmallerMergesAPartWithTheWhole)
{
    const std::vector<Detection> both = {at(0, 0, 100, 100, 0, 0.9f), at(60, 0, 40, 100, 0, 0.8f)};
    EXPECT_EQ(suppressOverlaps(both, 0.5).size(), 2u);
    EXPECT_EQ(suppressOverlaps(both, 0.5, OVER_SMALLER).size(), 1u);
}

TEST(InsideFrame, IsThePartOfABoxThatTheFrameShows)
{
    const std::vector<Detection> inside =
        insideFrame({at(-5, 10, 20, 30, 3, 0.5f), at(100, 0, 10, 10), at(-10, 0, 10, 10), at(90, 70, 20, 20, 1, 0.25f),
                     at(10, 20, 30, 40, 2, 0.75f)},
                    cv::Size(100, 80));
    ASSERT_EQ(inside.size(), 3u); // two lie outside, and only touch the frame
    EXPECT_EQ(inside[0].box, cv::Rect2d(0, 10, 15, 30));
    EXPECT_EQ(inside[0].label, 3);
    EXPECT_EQ(inside[0].score, 0.5f);
    EXPECT_EQ(inside[1].box, cv::Rect2d(90, 70, 10, 10));
    EXPECT_EQ(inside[1].label, 1);
    EXPECT_EQ(inside[2].box, cv::Rect2d(10, 20, 30, 40));
}

} // namespace
} // namespace detectors
