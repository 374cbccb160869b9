// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "appearances.hpp"
#include "steadiness.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace table {
namespace {

using detectors::Detection;

const cv::Size FRAME(100, 100);

looks::Look lookAt(const cv::Rect& part)
{
    looks::Look look;
    look.regions = {{part, FRAME}};
    return look;
}

Detection box(double x, double y, double width, double height, int label = 0)
{
    return {cv::Rect2d(x, y, width, height), 1, label};
}

TEST(Steadiness, ALookThatStaysDoesNotFlicker)
{
    Steadiness steadiness(FRAME, FRAME);
    steadiness.add(lookAt(cv::Rect(0, 0, 50, 50)), {box(10, 10, 10, 10)});
    EXPECT_TRUE(std::isnan(steadiness.flicker()));
    steadiness.add(lookAt(cv::Rect(0, 0, 50, 50)), {box(10, 10, 10, 10)});
    EXPECT_EQ(steadiness.flicker(), 0);
    EXPECT_EQ(steadiness.cornerFlicker(), 0);
}

TEST(Steadiness, FlickerIsTheMeanChangeOfMagnification)
{
    Steadiness steadiness(FRAME, FRAME);
    steadiness.add(lookAt(cv::Rect(0, 0, 100, 100)), {});
    steadiness.add(lookAt(cv::Rect(0, 0, 50, 100)), {}); // one half from 1 to sqrt(2), the other to 0
    EXPECT_NEAR(steadiness.flicker(), 0.5 * (std::sqrt(2) - 1) + 0.5, 1e-9);
    EXPECT_TRUE(std::isnan(steadiness.cornerFlicker()));
    steadiness.add(lookAt(cv::Rect(0, 0, 50, 100)), {});
    EXPECT_NEAR(steadiness.flicker(), 0.5 * (0.5 * (std::sqrt(2) - 1) + 0.5), 1e-9);
}

TEST(Steadiness, CornersOfABoxAtRestMoveWithTheLook)
{
    Steadiness steadiness(FRAME, FRAME);
    // The second one moves by itself: it says nothing about the look.
    steadiness.add(lookAt(cv::Rect(0, 0, 100, 100)), {box(10, 10, 10, 10), box(20, 30, 10, 10)});
    steadiness.add(lookAt(cv::Rect(0, 0, 50, 50)), {box(10, 10, 10, 10), box(25, 30, 10, 10)});
    // From (10, 10, 10, 10) to (20, 20, 20, 20).
    EXPECT_NEAR(steadiness.cornerFlicker(), (std::hypot(10, 10) + 2 * std::hypot(20, 10) + std::hypot(20, 20)) / 4,
                1e-9);
}

//! At 10 frames per second: one thing is there all the time, one comes at 0.8 s and is lost for 0.3 s, one flashes up.
std::vector<footage::TaughtFrame> footageOfThree()
{
    std::vector<footage::TaughtFrame> frames;
    for (int i = 0; i < 20; i++)
    {
        footage::TaughtFrame frame{i, FRAME, {}};
        if (i >= 8 && (i < 12 || i > 14))
            frame.boxes.push_back(box(60 + i, 50, 20, 20));
        frame.boxes.push_back(box(10, 10, 20, 20));
        if (i >= 10 && i <= 12)
            frame.boxes.push_back(box(10, 70, 10, 10));
        frames.push_back(frame);
    }
    return frames;
}

TEST(Appearances, OfWhatComesAndStays)
{
    const std::vector<Appearance> found = findAppearances(footageOfThree(), 10);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].sights.front().frame, 8u);
    EXPECT_EQ(found[0].sights.back().frame, 19u);
    EXPECT_EQ(found[0].sights.size(), 9u); // without the three in which it was lost
}

TEST(Appearances, OfAnotherLabelAreAnotherThing)
{
    std::vector<footage::TaughtFrame> frames = footageOfThree();
    for (int i = 12; i < 20; i++)
        for (Detection& one : frames[size_t(i)].boxes)
            if (one.box.x > 50)
                one.label = 1;
    EXPECT_EQ(findAppearances(frames, 10).size(), 0u); // 0.3 and 0.4 seconds of two kinds
}

//! Times when the thing that comes is found from frame @p from on.
TimesToFind timesFrom(int from, double magnification)
{
    const std::vector<footage::TaughtFrame> frames = footageOfThree();
    TimesToFind times(findAppearances(frames, 10), frames, 10);
    for (const footage::TaughtFrame& frame : frames)
    {
        std::vector<bool> covered;
        std::vector<double> magnifications;
        for (const Detection& one : frame.boxes)
        {
            const bool comes = one.box.x > 50;
            covered.push_back(!comes || frame.number >= from);
            magnifications.push_back(comes ? magnification : 2);
        }
        times.add(covered, magnifications);
    }
    return times;
}

TEST(TimesToFind, CountFromTheFirstFrameOnWhichAThingIsSeen)
{
    const TimesToFind times = timesFrom(11, 0.5);
    EXPECT_EQ(times.all().appeared, 1);
    EXPECT_NEAR(times.all().mean, 0.3, 1e-9);
    EXPECT_EQ(times.all().found, 1);
    EXPECT_EQ(times.outside().appeared, 1);
    EXPECT_NEAR(times.outside().mean, 0.3, 1e-9);
    EXPECT_EQ(timesFrom(0, 1).all().mean, 0);
}

TEST(TimesToFind, AThingThatIsNeverFoundCountsAsLongAsItIsThere)
{
    const TimesToFind::Times times = timesFrom(100, 0.5).all();
    EXPECT_NEAR(times.mean, 1.1, 1e-9);
    EXPECT_EQ(times.found, 0);
}

TEST(TimesToFind, NothingComesOutsideOfAUniformResize)
{
    const TimesToFind times = timesFrom(11, 1);
    EXPECT_EQ(times.outside().appeared, 0);
    EXPECT_TRUE(std::isnan(times.outside().mean));
}

} // namespace
} // namespace table
