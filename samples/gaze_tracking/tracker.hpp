// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_TRACKER_HPP
#define GAZE_TRACKING_TRACKER_HPP

#include "zoom_gaze/calibration.hpp"
#include "zoom_gaze/label.hpp"
#include "zoom_gaze/one_euro_filter.hpp"

//! Where a person looks, as far as one method can tell.
struct TrackedGaze
{
    std::optional<cv::Point2d> measured; //!< of this frame, calibrated; none where the eyes do not show it
    std::optional<cv::Point2d> steady;   //!< filtered; held for a moment where there is none
    bool held = false;                   //!< steady is of an earlier frame
};

//! Errors against a gaze that is known.
struct GazeErrors
{
    int frames = 0;                  //!< whose eyes show the gaze
    int lost = 0;                    //!< of these, without an estimate
    int closed = 0;                  //!< frames whose eyes do not show the gaze
    int invented = 0;                //!< of these, with an estimate all the same
    double measured = 0, steady = 0; //!< sums over frames with an estimate, in centimetres

    double measuredMean() const { return measured / (frames - lost); } //!< NaN without frames
    double steadyMean() const { return steady / (frames - lost); }
};

//! From a network's answers to a person's calibrated, steady gaze.
class Tracker
{
public:
    explicit Tracker(const gaze::SteadyGazeParams& params) : filter(params) {}

    const TrackedGaze& update(const gaze::GazeEstimate& estimate, bool eyesSeen, double seconds);

    //! Counts the last frame. @param truth of that frame
    void judge(const gaze::Label& truth);

    //! From the next frame on; what was counted before is forgotten.
    void setCalibration(const gaze::Calibration& calibration);
    bool isCalibrated() const { return calibrated; }
    const gaze::Calibration& calibration() const { return correction; }

    const TrackedGaze& last() const { return gaze; }
    const GazeErrors& errors() const { return tally; }
    int frames() const { return allFrames; } //!< in all, and how many gave no gaze
    int framesWithoutGaze() const { return lostFrames; }

private:
    gaze::Calibration correction; // none before setCalibration()
    bool calibrated = false;
    gaze::SteadyGaze filter;
    TrackedGaze gaze;
    GazeErrors tally;
    int allFrames = 0, lostFrames = 0;
};

#endif // GAZE_TRACKING_TRACKER_HPP
