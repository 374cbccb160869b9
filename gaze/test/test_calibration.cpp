// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/calibration.hpp"

#include "expect_error.hpp"
#include "simulated_user.hpp"
#include "test_folder.hpp"

#include <cstdio>
#include <fstream>
#include <limits>
#include <set>

namespace {

using namespace gaze;

//! Frames in which the network's gaze is the same function of each point of the calibration.
template <typename Network>
std::vector<CalibrationSample> framesOf(const std::vector<cv::Point2d>& targets, Network&& network)
{
    std::vector<CalibrationSample> frames;
    for (const cv::Point2d& target : targets)
    {
        GazeEstimate estimate;
        estimate.gaze = network(target);
        estimate.distance = 50;
        frames.push_back({estimate, target});
    }
    return frames;
}

Calibration fitted(const std::vector<CalibrationSample>& frames, const CalibrationDevice& device = CalibrationDevice())
{
    Calibration calibration(device);
    for (const CalibrationSample& frame : frames)
        calibration.add(frame.estimate, frame.target);
    calibration.fit();
    return calibration;
}

TEST(Screen, turns_pixels_into_gazes_and_back)
{
    Screen screen;
    screen.pixels = cv::Size(2000, 1000);
    screen.size = cv::Size2d(40, 25);
    screen.camera = cv::Point2d(22, -1.5);
    // The camera is 1.5 cm above the screen and 22 cm right of its corner; y of a gaze goes up.
    EXPECT_EQ(screen.toGaze({0, 0}), cv::Point2d(-22, -1.5));
    EXPECT_EQ(screen.toGaze({2000, 1000}), cv::Point2d(18, -26.5));
    EXPECT_LT(cv::norm(screen.toPixels(screen.toGaze({123.5, 77.25})) - cv::Point2d(123.5, 77.25)), 1e-9);
    EXPECT_EQ(screen.toPixels({0, 0}), cv::Point2d(1100, -60));
}

TEST(Screen, has_nine_points_to_calibrate_and_four_others_between)
{
    const Screen screen;
    std::set<std::pair<double, double>> seen;
    std::vector<cv::Point2d> all = calibrationTargets(screen);
    EXPECT_EQ(all.size(), 9u);
    for (const cv::Point2d& point : validationTargets(screen))
        all.push_back(point);
    EXPECT_EQ(all.size(), 13u);
    for (const cv::Point2d& point : all)
    {
        const cv::Point2d pixel = screen.toPixels(point);
        EXPECT_TRUE(cv::Rect2d(150, 80, 1620, 920).contains(pixel)) << pixel;
        seen.insert({point.x, point.y});
    }
    EXPECT_EQ(seen.size(), 13u);
    Screen bad;
    bad.size.width = 0;
    expectError([&] { calibrationTargets(bad); }, {"Screen::size.width"});
    bad = Screen();
    bad.camera.y = std::numeric_limits<double>::quiet_NaN();
    expectError([&] { checkScreen(bad); }, {"Screen::camera.y"});
}

TEST(Calibration, leaves_the_gaze_as_it_is_until_it_is_fitted)
{
    GazeEstimate estimate;
    estimate.gaze = cv::Point2d(3, 4);
    EXPECT_EQ(Calibration().apply(estimate), cv::Point2d(3, 4));
}

TEST(Calibration, takes_an_offset_away)
{
    const std::vector<cv::Point2d> targets = calibrationTargets(Screen());
    const Calibration calibration =
        fitted(framesOf(targets, [](const cv::Point2d& t) { return t + cv::Point2d(2, -1.5); }));
    EXPECT_EQ(calibration.kind(), CALIBRATION_OFFSET) << "no more than is needed";
    GazeEstimate estimate;
    estimate.gaze = cv::Point2d(-4, 100);
    EXPECT_LT(cv::norm(calibration.apply(estimate) - cv::Point2d(-6, 101.5)), 1e-12);
    EXPECT_NEAR(calibration.leftOut().uncalibrated.cm, 2.5, 1e-12);
    EXPECT_NEAR(calibration.leftOut().calibrated.cm, 0, 1e-12);
    EXPECT_EQ(calibration.leftOut().frames, 9);
}

TEST(Calibration, is_the_ridge_regression_that_it_says)
{
    // The network sees 80 % of the way. x and y of the points do not correlate, and the deviation of each input is 1
    // after scaling: its weight is that of least squares over 1 + ridge.
    const std::vector<cv::Point2d> targets = calibrationTargets(Screen());
    const Calibration calibration =
        fitted(framesOf(targets, [](const cv::Point2d& t) { return 0.8 * t + cv::Point2d(1, 2); }));
    ASSERT_EQ(calibration.kind(), CALIBRATION_AFFINE);
    ASSERT_GT(calibration.ridge(), 0);
    cv::Point2d mean, missing;
    for (const cv::Point2d& t : targets)
    {
        mean += (0.8 * t + cv::Point2d(1, 2)) / 9;
        missing += (0.2 * t - cv::Point2d(1, 2)) / 9;
    }
    GazeEstimate estimate;
    estimate.gaze = mean + cv::Point2d(3, -5);
    const cv::Point2d expected = estimate.gaze + missing + (estimate.gaze - mean) * (0.25 / (1 + calibration.ridge()));
    EXPECT_LT(cv::norm(calibration.apply(estimate) - expected), 1e-9);
    EXPECT_LT(calibration.leftOut().calibrated.cm, 0.01);
}

TEST(Calibration, does_not_go_wild_far_from_what_it_has_seen)
{
    const std::vector<cv::Point2d> targets = calibrationTargets(Screen());
    const Calibration calibration = fitted(framesOf(targets, [](const cv::Point2d& t) { return 0.5 * t; }));
    GazeEstimate estimate;
    estimate.gaze = cv::Point2d(1000, 0);
    // Three deviations of the network's gaze, 0.4 * sqrt(2/3) * 34.5 / 2 each, are as much again to the target.
    EXPECT_NEAR(calibration.apply(estimate).x, 1000 + 3 * 0.4 * std::sqrt(2 / 3.) * 34.5 / 2, 0.05);
}

TEST(Calibration, takes_features_where_they_tell_what_the_gaze_does_not)
{
    cv::RNG random(3);
    std::vector<CalibrationSample> frames;
    const auto add = [&](const std::vector<cv::Point2d>& targets) {
        frames.clear();
        for (const cv::Point2d& target : targets)
            for (int i = 0; i < 10; ++i)
            {
                GazeEstimate estimate;
                const double head = random.gaussian(2);
                estimate.gaze = target + cv::Point2d(head, -0.5 * head);
                estimate.features = {random.gaussian(1), head, 7, random.gaussian(1)}; // one never changes
                frames.push_back({estimate, target});
            }
    };
    add(calibrationTargets(Screen()));
    const Calibration calibration = fitted(frames);
    EXPECT_EQ(calibration.kind(), CALIBRATION_FEATURES);
    add(validationTargets(Screen()));
    const CalibrationErrors errors = calibration.errors(frames);
    EXPECT_GT(errors.uncalibrated.cm, 1);
    EXPECT_LT(errors.calibrated.cm, 0.1 * errors.uncalibrated.cm);
    EXPECT_EQ(errors.uncalibrated.degrees, 0) << "no distance is known";
}

TEST(Calibration, gives_errors_in_degrees_as_the_person_sees_them)
{
    // A gaze 50 cm straight ahead, seen 5 cm beside: atan(0.1). At half of the frames no distance is known.
    std::vector<CalibrationSample> frames(2);
    for (CalibrationSample& frame : frames)
        frame.estimate.gaze = cv::Point2d(3, 4);
    frames[0].estimate.distance = 50;
    const CalibrationErrors errors = Calibration().errors(frames);
    EXPECT_NEAR(errors.calibrated.cm, 5, 1e-12);
    EXPECT_NEAR(errors.calibrated.degrees, std::atan(0.1) * 180 / CV_PI, 1e-12);
    EXPECT_EQ(errors.frames, 2);
}

//! Mean errors of a user who looks at nine points and then at four others.
CalibrationErrors errorsOfUser(const EyeShape& eyes, uint64_t seed)
{
    SimulatedUser user(eyes, seed);
    Calibration calibration = fitted(user.looksAt(calibrationTargets(Screen()), 15));
    const CalibrationErrors errors = calibration.validate(user.looksAt(validationTargets(Screen()), 15));
    std::printf("user %d: %.2f cm (%.2f degrees), calibrated %.2f cm (%.2f degrees) by kind %d\n", int(seed),
                errors.uncalibrated.cm, errors.uncalibrated.degrees, errors.calibrated.cm, errors.calibrated.degrees,
                int(calibration.kind()));
    return errors;
}

TEST(Calibration, halves_the_error_of_people_whose_eyes_differ)
{
    cv::RNG random(11);
    double before = 0, after = 0, degreesBefore = 0, degreesAfter = 0;
    for (int i = 0; i < 10; ++i)
    {
        // Each eye's kappa is up to 5 degrees off the population's mean, the eyeball up to 10 % larger or smaller.
        EyeShape eyes;
        const cv::Vec2d right{random.uniform(-5., 5.), random.uniform(-5., 5.)};
        const cv::Vec2d left{random.uniform(-5., 5.), random.uniform(-5., 5.)};
        eyes.kappa += (right + left) / 2.;
        eyes.kappaDifference = right - left;
        eyes.eyeballRadius *= random.uniform(0.9, 1.1);
        const CalibrationErrors errors = errorsOfUser(eyes, uint64_t(100 + i));
        EXPECT_LT(errors.calibrated.cm, 1.05 * errors.uncalibrated.cm) << "user " << i;
        before += errors.uncalibrated.cm / 10;
        after += errors.calibrated.cm / 10;
        degreesBefore += errors.uncalibrated.degrees / 10;
        degreesAfter += errors.calibrated.degrees / 10;
    }
    EXPECT_LE(after, 0.5 * before);
    EXPECT_LE(degreesAfter, 0.5 * degreesBefore);
    std::printf("all: %.2f cm (%.2f degrees), calibrated %.2f cm (%.2f degrees)\n", before, degreesBefore, after,
                degreesAfter);
}

TEST(Calibration, does_no_harm_to_people_with_mean_eyes)
{
    for (int i = 0; i < 10; ++i)
    {
        const CalibrationErrors errors = errorsOfUser(EyeShape(), uint64_t(200 + i));
        EXPECT_LE(errors.calibrated.cm, 1.05 * errors.uncalibrated.cm) << "user " << i;
        EXPECT_GT(errors.uncalibrated.cm, 0.2) << "there is noise";
    }
}

TEST(Calibration, refuses_bad_frames_by_name)
{
    Calibration calibration;
    GazeEstimate estimate;
    expectError([&] { calibration.fit(); }, {"Calibration::fit", "0 targets", "4"});
    estimate.features = {1, 2};
    for (int i = 0; i < 3; ++i)
        calibration.add(estimate, {double(i), 0});
    calibration.add(estimate, {0, 0});
    expectError([&] { calibration.fit(); }, {"Calibration::fit", "3 targets"});
    estimate.features = {1};
    expectError([&] { calibration.add(estimate, {}); }, {"Calibration::add", "1 features", "2 before"});
    const double nan = std::numeric_limits<double>::quiet_NaN();
    estimate.features = {1, nan};
    expectError([&] { calibration.add(estimate, {}); }, {"Calibration::add", "estimate"});
    estimate.features = {1, 2};
    expectError([&] { calibration.add(estimate, {nan, 0}); }, {"Calibration::add", "target"});
    estimate.distance = -1;
    expectError([&] { calibration.add(estimate, {}); }, {"Calibration::add", "distance"});
    expectError([&] { calibration.errors({}); }, {"Calibration::errors", "no frames"});
    CalibrationDevice device;
    device.screen.pixels.width = 0;
    expectError([&] { Calibration bad(device); }, {"Screen::pixels.width"});
}

class CalibrationFile : public TestFolder
{
protected:
    std::string path() const { return (folder / "calibration.yaml").string(); }

    static Calibration example()
    {
        CalibrationDevice device;
        device.camera.frame = cv::Size(640, 480);
        device.camera.focal = 612.25;
        device.camera.principal = cv::Point2d(321.5, 239);
        device.screen.size = cv::Size2d(30.1, 18.7);
        device.model = "0123456789abcdef";
        SimulatedUser user(EyeShape(), 1);
        Calibration calibration = fitted(shifted(user.looksAt(calibrationTargets(device.screen), 4)), device);
        calibration.validate(shifted(user.looksAt(validationTargets(device.screen), 3)));
        return calibration;
    }

    //! Frames in which one of the features tells what is missing.
    static std::vector<CalibrationSample> shifted(std::vector<CalibrationSample> frames)
    {
        for (CalibrationSample& frame : frames)
            frame.estimate.gaze.x += 2 * frame.estimate.features[10];
        return frames;
    }

    void change(const std::string& from, const std::string& to) const
    {
        std::ifstream in(path());
        std::string text((std::istreambuf_iterator<char>(in)), std::istreambuf_iterator<char>());
        const size_t at = text.find(from);
        ASSERT_NE(at, std::string::npos) << from << " in " << text;
        text.replace(at, from.size(), to);
        std::ofstream(path()) << text;
    }
};

TEST_F(CalibrationFile, is_read_back_to_the_last_bit)
{
    const Calibration calibration = example();
    ASSERT_EQ(calibration.kind(), CALIBRATION_FEATURES);
    calibration.write(path());
    const Calibration back = Calibration::read(path(), "0123456789abcdef");
    EXPECT_EQ(back.kind(), calibration.kind());
    EXPECT_EQ(back.ridge(), calibration.ridge());
    EXPECT_EQ(back.device().model, "0123456789abcdef");
    EXPECT_EQ(back.device().camera.frame, cv::Size(640, 480));
    EXPECT_EQ(back.device().camera.focal, 612.25);
    EXPECT_EQ(back.device().camera.principal, cv::Point2d(321.5, 239));
    EXPECT_EQ(back.device().screen.size, cv::Size2d(30.1, 18.7));
    EXPECT_EQ(back.device().screen.camera, Screen().camera);
    EXPECT_EQ(back.leftOut().calibrated.cm, calibration.leftOut().calibrated.cm);
    EXPECT_EQ(back.validation().frames, 12);
    EXPECT_EQ(back.validation().uncalibrated.degrees, calibration.validation().uncalibrated.degrees);
    SimulatedUser user(EyeShape(), 2);
    for (const CalibrationSample& frame : user.looksAt(cv::Point2d(1, 2), 5))
        EXPECT_EQ(back.apply(frame.estimate), calibration.apply(frame.estimate));
    GazeEstimate few;
    few.features = {1, 2};
    expectError([&] { back.apply(few); }, {"Calibration::apply", "2 features", "20"});
    // Nothing else is left in the folder.
    int files = 0;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        files += entry.exists();
    EXPECT_EQ(files, 1);
}

TEST_F(CalibrationFile, may_hold_no_correction)
{
    Calibration().write(path());
    const Calibration back = Calibration::read(path());
    EXPECT_EQ(back.kind(), CALIBRATION_NONE);
    expectError([&] { Calibration::read(path(), "abc"); }, {path(), "model", "abc"});
}

TEST_F(CalibrationFile, says_what_is_wrong)
{
    const auto expect = [&](const std::string& from, const std::string& to, const std::vector<std::string>& words) {
        example().write(path());
        change(from, to);
        std::vector<std::string> all = words;
        all.push_back(path());
        expectError([&] { Calibration::read(path()); }, all);
    };
    expectError([&] { Calibration::read(path()); }, {path(), "not exist"});
    expect("version: 1", "version: 2", {"version"});
    expect("ridge:", "ridged:", {"ridged", "unknown"});
    expect("kind: features", "kind: magic", {"kind", "magic", "affine"});
    expect("features: 20", "features: 21", {"mean", "23 numbers"});
    expect("camera_focal: 6.", "camera_focal: -6.", {"camera_focal"});
    expect("screen_pixels: [ 1920.", "screen_pixels: [ 0.", {"screen_pixels"});
    expect("offset: [ ", "offset: [ 1., ", {"offset", "2 numbers"});
    expect("offset:", "other:", {"other"});
    example().write(path());
    expectError([&] { Calibration::read(path(), "another"); }, {path(), "model", "another", "calibrate again"});
    expectError([&] { Calibration().write((folder / "nowhere" / "c.yaml").string()); }, {"nowhere"});
}

} // namespace
