// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/one_euro_filter.hpp"

#include "check_value.hpp"

#include <cmath>

namespace gaze {

namespace {

//! What a low-pass takes of the new value after a time.
double shareOfNew(double cutoff, double seconds)
{
    return -std::expm1(-2 * CV_PI * cutoff * seconds);
}

void checkTime(const char* function, double seconds)
{
    if (!std::isfinite(seconds))
        CV_Error(cv::Error::StsOutOfRange, cv::format("%s: seconds is %g; it must be finite", function, seconds));
}

} // namespace

OneEuroFilter::OneEuroFilter(const OneEuroParams& params_) : params(params_)
{
    checkValue("OneEuroParams::minCutoff", params.minCutoff, 1e-3, 1e3);
    checkValue("OneEuroParams::beta", params.beta, 0, 1e3);
    checkValue("OneEuroParams::derivativeCutoff", params.derivativeCutoff, 1e-3, 1e3);
}

cv::Point2d OneEuroFilter::apply(cv::Point2d point, double seconds)
{
    checkTime("OneEuroFilter::apply", seconds);
    if (!std::isfinite(point.x) || !std::isfinite(point.y))
        CV_Error(cv::Error::StsOutOfRange,
                 cv::format("OneEuroFilter::apply: point is (%g, %g); it must be finite", point.x, point.y));
    if (!started)
    {
        started = true;
        time = seconds;
        velocity = cv::Point2d();
        return last = filtered = point;
    }
    const double passed = seconds - time;
    if (passed <= 0)
        return filtered;
    time = seconds;
    velocity += shareOfNew(params.derivativeCutoff, passed) * ((point - last) / passed - velocity);
    last = point;
    const double cutoff = params.minCutoff + params.beta * cv::norm(velocity);
    filtered += shareOfNew(cutoff, passed) * (point - filtered);
    return filtered;
}

SteadyGaze::SteadyGaze(const SteadyGazeParams& params) : hold(params.hold), filter(params.filter)
{
    checkValue("SteadyGazeParams::hold", hold, 0, 60);
}

std::optional<cv::Point2d> SteadyGaze::update(const std::optional<cv::Point2d>& measured, double seconds)
{
    checkTime("SteadyGaze::update", seconds);
    if (time && seconds <= *time)
        return shown;
    time = seconds;
    seen = measured && std::isfinite(measured->x) && std::isfinite(measured->y);
    if (shown && seconds - seenTime > hold) // also when frames stayed away
    {
        shown.reset();
        filter.reset();
    }
    if (seen)
    {
        shown = filter.apply(*measured, seconds);
        seenTime = seconds;
    }
    return shown;
}

void SteadyGaze::reset()
{
    filter.reset();
    shown.reset();
    time.reset();
    seen = false;
}

} // namespace gaze
