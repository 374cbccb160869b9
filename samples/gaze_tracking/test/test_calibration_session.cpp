// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "calibration_session.hpp"
#include "synthetic_person.hpp"
#include "tracker.hpp"

#include "simulated_user.hpp"

#include <gtest/gtest.h>

#include <cstdio>

namespace {

/** A rendered person's scenes, and what a network says of them that knows the population's mean eye alone
(gaze::SimulatedUser): the program's own path, but for the pixels. */
class Watched
{
public:
    Watched(const gaze::EyeShape& eyes, uint64_t seed, const gaze::Screen& screen)
        : person(seed, cv::Size(2560, 1440), screen), network(eyes, seed)
    {
        person.person().eyes = eyes;
    }

    struct Frame
    {
        double seconds;
        gaze::Label truth;
        gaze::GazeEstimate estimate;
        bool eyesSeen;
    };

    Frame next()
    {
        const gaze::Scene& scene = person.at(seconds += 1 / 30.);
        Frame frame{seconds, gaze::labelOf(scene), gaze::GazeEstimate(), false};
        frame.eyesSeen = gaze::gazeIsSeen({frame.truth.eyes[0].pupilShown, frame.truth.eyes[1].pupilShown});
        if (frame.eyesSeen)
            frame.estimate = network.estimateOf(scene);
        return frame;
    }

    SyntheticPerson person;

private:
    gaze::SimulatedUser network;
    double seconds = 0;
};

//! Mean error over 15 seconds of looking around.
double errorOf(Watched& watched, Tracker& tracker)
{
    for (int i = 0; i < 450; ++i)
    {
        const Watched::Frame frame = watched.next();
        tracker.update(frame.estimate, frame.eyesSeen, frame.seconds);
        tracker.judge(frame.truth);
    }
    EXPECT_EQ(tracker.errors().lost, 0);
    EXPECT_EQ(tracker.errors().invented, 0);
    EXPECT_GT(tracker.errors().closed, 0);
    return tracker.errors().measuredMean();
}

gaze::Calibration calibrate(Watched& watched, const gaze::Screen& screen)
{
    CalibrationSession session({watched.person.camera(), screen, "simulated"});
    EXPECT_EQ(session.count(), 13);
    int frames = 0;
    for (; !session.done() && frames < 5000; ++frames)
    {
        watched.person.lookAt(session.target());
        const Watched::Frame frame = watched.next();
        session.add(frame.eyesSeen ? std::make_optional(frame.estimate) : std::nullopt, frame.seconds);
        EXPECT_FALSE(session.waiting());
    }
    EXPECT_TRUE(session.done());
    EXPECT_GE(frames, 13 * (15 + 24)) << "the eyes get time to settle";
    EXPECT_EQ(session.calibration().validation().frames, 4 * 15);
    watched.person.lookAt(std::nullopt);
    return session.calibration();
}

TEST(CalibrationSession, halves_the_error_of_people_whose_eyes_differ)
{
    const gaze::Screen screen;
    cv::RNG random(21);
    double before = 0, after = 0;
    for (int i = 0; i < 10; ++i)
    {
        gaze::EyeShape eyes;
        const cv::Vec2d right{random.uniform(-5., 5.), random.uniform(-5., 5.)};
        const cv::Vec2d left{random.uniform(-5., 5.), random.uniform(-5., 5.)};
        eyes.kappa += (right + left) / 2.;
        eyes.kappaDifference = right - left;
        eyes.eyeballRadius *= random.uniform(0.9, 1.1);
        Watched watched(eyes, uint64_t(i), screen);
        Tracker tracker{gaze::SteadyGazeParams()};
        const double one = errorOf(watched, tracker);
        EXPECT_FALSE(tracker.isCalibrated());
        tracker.setCalibration(calibrate(watched, screen));
        EXPECT_TRUE(tracker.isCalibrated());
        EXPECT_EQ(tracker.errors().frames, 0) << "errors of before are forgotten";
        const double other = errorOf(watched, tracker);
        std::printf("user %d: %.2f cm, calibrated %.2f cm\n", i, one, other);
        before += one / 10;
        after += other / 10;
    }
    std::printf("all: %.2f cm, calibrated %.2f cm\n", before, after);
    EXPECT_LE(after, 0.5 * before);
}

TEST(CalibrationSession, waits_for_eyes_and_goes_on)
{
    const gaze::Screen screen;
    CalibrationTiming timing;
    timing.framesPerPoint = 2;
    CalibrationSession session({gaze::Camera(), screen, "any"}, timing);
    double seconds = 0;
    for (; seconds < 9.9; seconds += 0.1)
        session.add(std::nullopt, seconds);
    EXPECT_FALSE(session.waiting());
    for (; seconds < 12; seconds += 0.1)
        session.add(std::nullopt, seconds);
    EXPECT_TRUE(session.waiting());
    EXPECT_EQ(session.number(), 0);
    gaze::GazeEstimate estimate;
    for (; !session.done() && seconds < 40; seconds += 0.1)
    {
        estimate.gaze = session.target() + cv::Point2d(2, 1);
        session.add(estimate, seconds);
        EXPECT_FALSE(session.waiting());
    }
    ASSERT_TRUE(session.done());
    EXPECT_NEAR(session.calibration().validation().uncalibrated.cm, std::hypot(2, 1), 1e-9);
    EXPECT_LT(session.calibration().validation().calibrated.cm, 0.01);
}

TEST(Tracker, shows_lost_eyes_as_such)
{
    Tracker tracker{gaze::SteadyGazeParams()};
    gaze::GazeEstimate estimate;
    estimate.gaze = cv::Point2d(3, -8);
    EXPECT_TRUE(tracker.update(estimate, true, 0).measured);
    estimate.gaze = cv::Point2d(500, 500); // what a network says of no eyes
    const TrackedGaze& blink = tracker.update(estimate, false, 0.1);
    EXPECT_FALSE(blink.measured);
    ASSERT_TRUE(blink.steady);
    EXPECT_EQ(*blink.steady, cv::Point2d(3, -8));
    EXPECT_TRUE(blink.held);
    const TrackedGaze& lost = tracker.update(estimate, false, 1);
    EXPECT_FALSE(lost.steady);
    EXPECT_FALSE(lost.held);
    EXPECT_EQ(tracker.frames(), 3);
    EXPECT_EQ(tracker.framesWithoutGaze(), 2);
}

} // namespace
