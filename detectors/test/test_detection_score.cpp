// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "boxes.hpp"
#include "expect_error.hpp"

#include "zoom_detectors/detection_score.hpp"

#include <cmath>

// Expected values are computed by hand, beside the cases.

namespace detectors {
namespace {

//! Ten by ten pixels at place @p i, which no other place overlaps.
Detection thing(int i, float score = 1, int label = 0)
{
    return at(100 * i, 0, 10, 10, label, score);
}

TEST(DetectionScore, AreaUnderThePrecisionRecallCurve)
{
    // By score: right, wrong, right, wrong, right; 4 to be found.
    // Points (recall, precision): (1/4, 1), (1/4, 1/2), (2/4, 2/3), (2/4, 2/4), (3/4, 3/5). Monotone: 1, 2/3, 3/5.
    DetectionScore score;
    score.add({thing(0, 0.9f), thing(10, 0.8f), thing(1, 0.7f), thing(11, 0.6f), thing(2, 0.5f)},
              {thing(0), thing(1), thing(2), thing(3)});
    EXPECT_DOUBLE_EQ(score.averagePrecision(0), (1 + 2 / 3. + 3 / 5.) / 4);
    EXPECT_DOUBLE_EQ(score.recall(), 0.75);
    EXPECT_DOUBLE_EQ(score.precision(), 0.6);
    EXPECT_DOUBLE_EQ(score.falseAlarmsPerFrame(), 2);
    EXPECT_DOUBLE_EQ(score.recall(0.7f), 0.5);
}

TEST(DetectionScore, PrecisionIsMadeMonotone)
{
    // Wrong, right, right: precisions 0, 1/2, 2/3; the envelope is 2/3 at both recalls. 2 to be found.
    DetectionScore score;
    score.add({thing(10, 0.9f), thing(0, 0.8f), thing(1, 0.7f)}, {thing(0), thing(1)});
    EXPECT_DOUBLE_EQ(score.averagePrecision(0), 2 / 3.);
}

TEST(DetectionScore, FramesShareOneCurve)
{
    // Frame 1: right at 0.9. Frame 2: wrong at 0.8. Frame 3: right at 0.7. Frame 4: nothing found of one.
    // Points (1/3, 1), (1/3, 1/2), (2/3, 2/3): (1 + 2/3) / 3.
    DetectionScore score;
    score.add({thing(0, 0.9f)}, {thing(0)});
    score.add({thing(0, 0.8f)}, {});
    score.add({thing(5, 0.7f)}, {thing(5)});
    score.add({}, {thing(0)});
    EXPECT_DOUBLE_EQ(score.averagePrecision(0), (1 + 2 / 3.) / 3);
    EXPECT_EQ(score.frames(), 4);
    EXPECT_EQ(score.references(), 3);
    EXPECT_DOUBLE_EQ(score.falseAlarmsPerFrame(), 0.25);
    EXPECT_DOUBLE_EQ(score.falseAlarmsPerFrame(0.85f), 0);
    EXPECT_DOUBLE_EQ(score.recall(0.85f), 1 / 3.);
}

TEST(DetectionScore, EqualScoresAreOnePointInWhateverOrder)
{
    // One right and one wrong at 0.5: the only point is (1/2, 1/2). Taken one by one it would be 1/2 or 1/4.
    for (bool rightFirst : {false, true})
    {
        DetectionScore score;
        const std::vector<Detection> found = {thing(rightFirst ? 0 : 10, 0.5f), thing(rightFirst ? 10 : 0, 0.5f)};
        score.add(found, {thing(0), thing(1)});
        EXPECT_DOUBLE_EQ(score.averagePrecision(0), 0.25) << rightFirst;
    }
}

TEST(DetectionScore, SecondDetectionOfAThingIsWrong)
{
    // Right at 0.9, its duplicate wrong at 0.8, right at 0.7: (1/2, 1), (1/2, 1/2), (1, 2/3).
    DetectionScore score;
    score.add({thing(0, 0.9f), at(1, 0, 10, 10, 0, 0.8f), thing(1, 0.7f)}, {thing(0), thing(1)});
    EXPECT_DOUBLE_EQ(score.averagePrecision(0), (1 + 2 / 3.) / 2);
    EXPECT_DOUBLE_EQ(score.falseAlarmsPerFrame(), 1);
}

TEST(DetectionScore, TheBetterScoreTakesTheThingNotTheBetterOverlap)
{
    // The exact box has the lower score: it is the duplicate, (1, 1), (1, 1/2).
    DetectionScore score;
    score.add({thing(0, 0.8f), at(2, 0, 10, 10, 0, 0.9f)}, {thing(0)});
    EXPECT_DOUBLE_EQ(score.averagePrecision(0), 1);
    EXPECT_DOUBLE_EQ(score.recall(0.85f), 1);
}

TEST(DetectionScore, AThingThatIsTakenLeavesTheNextBest)
{
    // Both detections overlap the first thing best (IoU 1 and 9/11), the second one also the other (8/12).
    DetectionScore score;
    score.add({thing(0, 0.9f), at(1, 0, 10, 10, 0, 0.8f)}, {thing(0), at(3, 0, 10, 10)});
    EXPECT_DOUBLE_EQ(score.recall(), 1);
}

TEST(DetectionScore, OfEqualScoresTheBetterOverlapComesFirst)
{
    // The first detection overlaps both things (7/13 and 9/11), the second one only the second thing (1). The first in
    // the list would take the second thing and leave none for the other.
    DetectionScore score;
    score.add({at(2, 0, 10, 10, 0, 0.5f), at(3, 0, 10, 10, 0, 0.5f)}, {at(-1, 0, 10, 10), at(3, 0, 10, 10)});
    EXPECT_DOUBLE_EQ(score.recall(), 1);
}

TEST(DetectionScore, OverlapAtTheBoundIsAMatch)
{
    ScoringParams half;
    ScoringParams more;
    more.minOverlap = 0.51;
    DetectionScore atHalf(half), atMore(more);
    for (DetectionScore* score : {&atHalf, &atMore})
        score->add({at(0, 0, 10, 5)}, {at(0, 0, 10, 10)});
    EXPECT_DOUBLE_EQ(atHalf.averagePrecision(0), 1);
    EXPECT_DOUBLE_EQ(atMore.averagePrecision(0), 0);
}

TEST(DetectionScore, LabelsHaveTheirOwnCurvesAndCountAlike)
{
    // Label 1: right, 2 to be found: 1/2. Label 2: found as label 1 (wrong there, after the right one): 0.
    // Label 3: detected only, nothing to be found: not in the mean.
    DetectionScore score;
    score.add({thing(0, 0.9f, 1), thing(2, 0.8f, 1), thing(3, 0.7f, 3)},
              {thing(0, 1, 1), thing(1, 1, 1), thing(2, 1, 2)});
    EXPECT_DOUBLE_EQ(score.averagePrecision(1), 0.5);
    EXPECT_DOUBLE_EQ(score.averagePrecision(2), 0);
    EXPECT_TRUE(std::isnan(score.averagePrecision(3)));
    EXPECT_TRUE(std::isnan(score.averagePrecision(4)));
    EXPECT_DOUBLE_EQ(score.meanAveragePrecision(), 0.25);
    EXPECT_DOUBLE_EQ(score.falseAlarmsPerFrame(), 2);
    EXPECT_DOUBLE_EQ(score.recall(), 1 / 3.);
}

TEST(DetectionScore, SmallThingsAloneCountUnderABoundOfArea)
{
    ScoringParams small;
    small.maxArea = 200;
    DetectionScore score(small);
    const Detection large = at(500, 0, 20, 20), missedLarge = at(600, 0, 20, 20);
    score.add({at(500, 0, 20, 20, 0, 0.95f), // takes the large thing: does not count
               thing(0, 0.9f),               // right
               at(700, 0, 20, 20, 0, 0.85f), // wrong, but itself large: does not count
               thing(9, 0.8f),               // wrong
               at(501, 0, 13, 13, 0, 0.7f),  // small, IoU with the large thing 0.42: wrong
               thing(1, 0.6f)},              // right
              {thing(0), thing(1), thing(2), large, missedLarge});
    // right, wrong, wrong, right of 3: (1/3, 1), (2/3, 2/4).
    EXPECT_EQ(score.references(), 3);
    EXPECT_DOUBLE_EQ(score.averagePrecision(0), (1 + 0.5) / 3);
    EXPECT_DOUBLE_EQ(score.falseAlarmsPerFrame(), 2);
    EXPECT_DOUBLE_EQ(score.recall(), 2 / 3.);
}

TEST(DetectionScore, AreaBoundsMeetWithoutGapOrOverlap)
{
    ScoringParams small, large;
    small.maxArea = large.minArea = 100;
    DetectionScore smallScore(small), largeScore(large);
    for (DetectionScore* score : {&smallScore, &largeScore})
        score->add({}, {thing(0), at(0, 0, 9, 11)}); // areas 100 and 99
    EXPECT_EQ(smallScore.references(), 1);
    EXPECT_EQ(largeScore.references(), 1);
}

TEST(DetectionScore, AThingWithinTheBoundsIsPreferred)
{
    ScoringParams small;
    small.maxArea = 101;
    DetectionScore score(small);
    // Overlaps the larger thing (110 of area, IoU 1) better than the smaller (100 of 110).
    score.add({at(0, 0, 11, 10)}, {at(0, 0, 11, 10), at(0, 0, 10, 10)});
    EXPECT_DOUBLE_EQ(score.recall(), 1);
}

TEST(DetectionScore, NothingDetectedIsZeroAndNothingToFindIsUndefined)
{
    DetectionScore nothingDetected;
    nothingDetected.add({}, {thing(0)});
    EXPECT_EQ(nothingDetected.averagePrecision(0), 0);
    EXPECT_EQ(nothingDetected.meanAveragePrecision(), 0);
    EXPECT_EQ(nothingDetected.recall(), 0);
    EXPECT_TRUE(std::isnan(nothingDetected.precision()));
    EXPECT_EQ(nothingDetected.falseAlarmsPerFrame(), 0);

    DetectionScore nothingToFind;
    nothingToFind.add({thing(0)}, {});
    EXPECT_TRUE(std::isnan(nothingToFind.averagePrecision(0)));
    EXPECT_TRUE(std::isnan(nothingToFind.meanAveragePrecision()));
    EXPECT_TRUE(std::isnan(nothingToFind.recall()));
    EXPECT_EQ(nothingToFind.precision(), 0);
    EXPECT_EQ(nothingToFind.falseAlarmsPerFrame(), 1);

    EXPECT_TRUE(std::isnan(DetectionScore().falseAlarmsPerFrame()));
}

TEST(DetectionScore, BadParametersAreErrorsThatNameThem)
{
    ScoringParams params;
    params.minOverlap = 0;
    expectError([&] { DetectionScore score(params); }, {"minOverlap is 0"});
    params = ScoringParams();
    params.minArea = params.maxArea = 5;
    expectError([&] { DetectionScore score(params); }, {"minArea is 5", "maxArea 5"});
}

} // namespace
} // namespace detectors
