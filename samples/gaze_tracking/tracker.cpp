// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "tracker.hpp"

const TrackedGaze& Tracker::update(const gaze::GazeEstimate& estimate, bool eyesSeen, double seconds)
{
    gaze.measured.reset();
    if (eyesSeen)
        gaze.measured = correction.apply(estimate);
    gaze.steady = filter.update(gaze.measured, seconds);
    gaze.held = filter.held();
    ++allFrames;
    lostFrames += !gaze.measured;
    return gaze;
}

void Tracker::judge(const gaze::Label& truth)
{
    if (!gaze::gazeIsSeen({truth.eyes[0].pupilShown, truth.eyes[1].pupilShown}))
    {
        ++tally.closed;
        tally.invented += gaze.measured.has_value();
        return;
    }
    ++tally.frames;
    if (!gaze.measured)
    {
        ++tally.lost;
        return;
    }
    tally.measured += cv::norm(*gaze.measured - truth.gaze);
    tally.steady += cv::norm(*gaze.steady - truth.gaze);
}

void Tracker::setCalibration(const gaze::Calibration& calibration)
{
    correction = calibration;
    calibrated = true;
    filter.reset();
    tally = GazeErrors();
}
