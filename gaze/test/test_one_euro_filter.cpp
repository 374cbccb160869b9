// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/one_euro_filter.hpp"

#include "expect_error.hpp"

#include <limits>

namespace {

using namespace gaze;

//! Result after the continuous signal was sampled from time 0 to @p end.
template <typename Signal>
cv::Point2d filteredAt(double end, double rate, const OneEuroParams& params, Signal&& signal)
{
    OneEuroFilter filter(params);
    cv::Point2d out;
    for (int i = 0; i <= int(std::lround(end * rate)); ++i)
        out = filter.apply(signal(i / rate), i / rate);
    return out;
}

TEST(OneEuroFilter, a_constant_stays_itself)
{
    OneEuroFilter filter;
    for (int i = 0; i < 50; ++i)
        EXPECT_EQ(filter.apply({3.25, -7.5}, i / 30.), cv::Point2d(3.25, -7.5));
}

TEST(OneEuroFilter, without_beta_it_is_a_low_pass_at_every_rate)
{
    // The answer of a first-order low-pass to a step is 1 - exp(-2 pi cutoff t).
    OneEuroParams params;
    params.beta = 0;
    params.minCutoff = 1.7;
    for (double rate : {10., 30., 60., 144.})
        for (double end : {0.1, 0.5})
        {
            const int steps = int(std::lround(end * rate));
            OneEuroFilter filter(params);
            filter.apply({0, 0}, 0);
            cv::Point2d out;
            for (int i = 1; i <= steps; ++i)
                out = filter.apply({4, -2}, i / rate);
            const double share = 1 - std::exp(-2 * CV_PI * 1.7 * steps / rate);
            EXPECT_NEAR(out.x, 4 * share, 1e-12) << rate;
            EXPECT_NEAR(out.y, -2 * share, 1e-12) << rate;
        }
}

TEST(OneEuroFilter, lags_behind_a_steady_motion_as_its_cutoff_says)
{
    OneEuroParams params;
    params.beta = 0.08;
    const double speed = 50, rate = 30; // along (3, 4)
    const cv::Point2d out = filteredAt(20, rate, params, [&](double t) { return cv::Point2d(0.6, 0.8) * (speed * t); });
    // In the steady state e = (1 - share) (e + v dt).
    const double share = 1 - std::exp(-2 * CV_PI * (params.minCutoff + params.beta * speed) / rate);
    const double lag = speed / rate * (1 - share) / share;
    EXPECT_NEAR(out.x, 0.6 * (speed * 20 - lag), 1e-9);
    EXPECT_NEAR(out.y, 0.8 * (speed * 20 - lag), 1e-9);
}

TEST(OneEuroFilter, noise_loses_three_quarters_of_its_variance)
{
    OneEuroFilter filter;
    cv::RNG random(7);
    double in = 0, out = 0;
    for (int i = 0; i < 4000; ++i)
    {
        const cv::Point2d noise(random.gaussian(1), random.gaussian(1)), filtered = filter.apply(noise, i / 30.);
        if (i < 100)
            continue;
        in += noise.dot(noise);
        out += filtered.dot(filtered);
    }
    EXPECT_LT(out, in / 4);
}

TEST(OneEuroFilter, a_saccade_is_followed_within_three_frames_and_a_slow_filter_is_not_as_quick)
{
    OneEuroParams slow;
    slow.beta = 0;
    const auto saccade = [](double t) { return cv::Point2d(t > 0.99 ? 20 : 0, 0); };
    EXPECT_GT(filteredAt(1.1, 30, OneEuroParams(), saccade).x, 0.9 * 20);
    EXPECT_LT(filteredAt(1.1, 30, slow, saccade).x, 0.7 * 20);
}

TEST(OneEuroFilter, hardly_depends_on_the_frame_rate)
{
    const auto pursuit = [](double t) { return cv::Point2d(12 * std::sin(2 * t), 5 * std::cos(3 * t)); };
    for (double end : {1., 2.5, 4.})
    {
        const cv::Point2d coarse = filteredAt(end, 30, OneEuroParams(), pursuit),
                          fine = filteredAt(end, 60, OneEuroParams(), pursuit), raw = pursuit(end);
        EXPECT_LT(cv::norm(coarse - fine), 0.35) << end; // of a path 24 cm wide
        EXPECT_GT(cv::norm(coarse - raw), 0.5) << "there is nothing to compare";
    }
}

TEST(OneEuroFilter, ignores_times_that_are_not_later)
{
    OneEuroFilter filter, other;
    filter.apply({0, 0}, 5);
    other.apply({0, 0}, 5);
    const cv::Point2d before = filter.apply({1, 2}, 5.1);
    other.apply({1, 2}, 5.1);
    EXPECT_EQ(filter.apply({100, 100}, 5.1), before);
    EXPECT_EQ(filter.apply({100, 100}, 4), before);
    EXPECT_EQ(filter.apply({2, 3}, 5.2), other.apply({2, 3}, 5.2)) << "as if they had not been there";
}

TEST(OneEuroFilter, begins_anew_after_a_reset)
{
    OneEuroFilter filter;
    filter.apply({0, 0}, 1);
    filter.apply({50, 0}, 1.1);
    filter.reset();
    EXPECT_EQ(filter.apply({-9, 4}, 0.5), cv::Point2d(-9, 4));
    EXPECT_EQ(filter.apply({-9, 4}, 0.6), cv::Point2d(-9, 4)) << "the speed is forgotten, too";
}

TEST(OneEuroFilter, refuses_bad_arguments_by_name)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    expectError([] { OneEuroFilter(OneEuroParams{0, 1, 1}); }, {"OneEuroParams::minCutoff"});
    expectError([] { OneEuroFilter(OneEuroParams{1, -1, 1}); }, {"OneEuroParams::beta"});
    expectError([&] { OneEuroFilter(OneEuroParams{1, 1, nan}); }, {"OneEuroParams::derivativeCutoff"});
    OneEuroFilter filter;
    expectError([&] { filter.apply({nan, 0}, 0); }, {"OneEuroFilter::apply", "point"});
    expectError([&] { filter.apply({0, 0}, nan); }, {"OneEuroFilter::apply", "seconds"});
    SteadyGazeParams params;
    params.hold = -1;
    expectError([&] { SteadyGaze steady(params); }, {"SteadyGazeParams::hold"});
    SteadyGaze steady;
    expectError([&] { steady.update(cv::Point2d(), nan); }, {"SteadyGaze::update", "seconds"});
}

TEST(SteadyGaze, holds_a_lost_gaze_for_a_time_and_then_has_none)
{
    SteadyGaze steady;
    EXPECT_FALSE(steady.update(std::nullopt, 0));
    EXPECT_FALSE(steady.held());
    EXPECT_EQ(steady.update(cv::Point2d(4, 5), 0.1), cv::Point2d(4, 5));
    EXPECT_FALSE(steady.held());
    EXPECT_EQ(steady.update(std::nullopt, 0.2), cv::Point2d(4, 5));
    EXPECT_TRUE(steady.held());
    EXPECT_EQ(steady.update(std::nullopt, 0.39), cv::Point2d(4, 5));
    EXPECT_FALSE(steady.update(std::nullopt, 0.41));
    EXPECT_FALSE(steady.held());
    // What comes back is not drawn to the old place.
    EXPECT_EQ(steady.update(cv::Point2d(-20, 1), 0.5), cv::Point2d(-20, 1));
}

TEST(SteadyGaze, goes_on_after_a_blink)
{
    SteadyGaze steady;
    OneEuroFilter filter;
    steady.update(cv::Point2d(0, 0), 0);
    filter.apply({0, 0}, 0);
    steady.update(std::nullopt, 0.1);
    EXPECT_EQ(steady.update(cv::Point2d(3, 0), 0.2), filter.apply({3, 0}, 0.2));
    EXPECT_FALSE(steady.held());
}

TEST(SteadyGaze, begins_anew_when_no_frames_came_for_long)
{
    SteadyGaze steady;
    steady.update(cv::Point2d(0, 0), 0);
    EXPECT_EQ(steady.update(cv::Point2d(30, 0), 5), cv::Point2d(30, 0));
}

TEST(SteadyGaze, takes_what_is_not_finite_as_lost)
{
    SteadyGaze steady;
    steady.update(cv::Point2d(1, 2), 0);
    const double infinity = std::numeric_limits<double>::infinity();
    EXPECT_EQ(steady.update(cv::Point2d(infinity, 0), 0.1), cv::Point2d(1, 2));
    EXPECT_TRUE(steady.held());
}

TEST(SteadyGaze, ignores_times_that_are_not_later)
{
    SteadyGaze steady;
    steady.update(cv::Point2d(1, 2), 1);
    EXPECT_EQ(steady.update(std::nullopt, 1), cv::Point2d(1, 2));
    EXPECT_FALSE(steady.held());
    EXPECT_EQ(steady.update(cv::Point2d(50, 2), 0.5), cv::Point2d(1, 2));
    steady.reset();
    EXPECT_EQ(steady.update(cv::Point2d(50, 2), 0.5), cv::Point2d(50, 2));
}

} // namespace
