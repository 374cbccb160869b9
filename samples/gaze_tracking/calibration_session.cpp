// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "calibration_session.hpp"

#include <algorithm>

CalibrationSession::CalibrationSession(const gaze::CalibrationDevice& device, const CalibrationTiming& timing_)
    : timing(timing_), result(device), points(gaze::calibrationTargets(device.screen)), toFit(points.size())
{
    const std::vector<cv::Point2d> others = gaze::validationTargets(device.screen);
    points.insert(points.end(), others.begin(), others.end());
}

cv::Point2d CalibrationSession::target() const
{
    CV_Assert(!done());
    return points[point];
}

double CalibrationSession::progress() const
{
    return double(frames) / timing.framesPerPoint;
}

void CalibrationSession::add(const std::optional<gaze::GazeEstimate>& estimate, double seconds)
{
    if (done())
        return;
    if (!shownSince)
    {
        shownSince = seconds;
        if (!lastSeen)
            lastSeen = seconds;
    }
    if (estimate)
        lastSeen = seconds;
    isWaiting = seconds - *lastSeen > timing.patience;
    if (!estimate || seconds - *shownSince < timing.settle)
        return;
    if (point < toFit)
        result.add(*estimate, points[point]);
    else
        toValidate.push_back({*estimate, points[point]});
    if (++frames < timing.framesPerPoint)
        return;
    ++point;
    frames = 0;
    shownSince.reset();
    if (point == toFit)
        result.fit();
    if (done())
        result.validate(toValidate);
}
