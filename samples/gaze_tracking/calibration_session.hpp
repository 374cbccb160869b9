// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_CALIBRATION_SESSION_HPP
#define GAZE_TRACKING_CALIBRATION_SESSION_HPP

#include "zoom_gaze/calibration.hpp"

#include <optional>

struct CalibrationTiming
{
    double settle = 0.8;     //!< seconds until the eyes rest on a new point
    int framesPerPoint = 15; //!< that show the eyes
    double patience = 10;    //!< seconds without such a frame after which waiting() tells
};

//! Leads a person through nine points to look at, and through four others by which the result is judged.
class CalibrationSession
{
public:
    explicit CalibrationSession(const gaze::CalibrationDevice& device,
                                const CalibrationTiming& timing = CalibrationTiming());

    bool done() const { return point == points.size(); }
    cv::Point2d target() const;               //!< to look at, as a gaze; not when done
    int number() const { return int(point); } //!< of the target, from 0
    int count() const { return int(points.size()); }
    double progress() const;                   //!< of the target, 0 to 1
    bool waiting() const { return isWaiting; } //!< no eyes for a long time

    /** A frame in which the person was asked to look at target().
    @param estimate none where the eyes are not seen
    After the ninth point the calibration is fitted, after the last one validated. */
    void add(const std::optional<gaze::GazeEstimate>& estimate, double seconds);

    //! The result, when done.
    const gaze::Calibration& calibration() const { return result; }

private:
    CalibrationTiming timing;
    gaze::Calibration result;
    std::vector<cv::Point2d> points;
    size_t toFit; // of them
    std::vector<gaze::CalibrationSample> toValidate;
    size_t point = 0;
    int frames = 0; // of the point
    std::optional<double> shownSince, lastSeen;
    bool isWaiting = false;
};

#endif // GAZE_TRACKING_CALIBRATION_SESSION_HPP
