// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_ONE_EURO_FILTER_HPP
#define ZOOM_GAZE_ONE_EURO_FILTER_HPP

#include "opencv2/core.hpp"

#include <optional>

namespace gaze {

//! For a gaze in centimetres; see OneEuroFilter.
struct OneEuroParams
{
    double minCutoff = 1;        //!< Hz, of a gaze at rest: less is steadier
    double beta = 0.05;          //!< Hz that each centimetre per second adds: more follows sooner
    double derivativeCutoff = 1; //!< Hz, of the speed
};

/** One-euro filter (Casiez, Roussel and Vogel, CHI 2012) of a point: a low-pass whose cutoff rises with the speed, so
that a resting gaze is steady and a saccade is followed. The speed is the length of the filtered velocity, which treats
all directions alike. A step of time dt takes the share 1 - exp(-2 pi cutoff dt) of the new value, as a continuous
low-pass does, of which the paper's share is the first order; so the result hardly depends on the frame rate. */
class OneEuroFilter
{
public:
    //! Throws cv::Exception that names the constant that is not allowed.
    explicit OneEuroFilter(const OneEuroParams& params = OneEuroParams());

    /** @param point finite @param seconds its time, from any origin; a time that is not later than the one before
    changes nothing
    @return the filtered point; the first one after reset() is @p point itself */
    cv::Point2d apply(cv::Point2d point, double seconds);

    //! Forgets all points.
    void reset() { started = false; }

private:
    OneEuroParams params;
    bool started = false;
    double time = 0;
    cv::Point2d last, velocity, filtered;
};

struct SteadyGazeParams
{
    OneEuroParams filter;
    double hold = 0.3; //!< seconds, 0 to 60: a blink takes 0.1 to 0.4
};

//! A filtered gaze for the eye: stays a while when the gaze is lost (a blink), then there is none.
class SteadyGaze
{
public:
    explicit SteadyGaze(const SteadyGazeParams& params = SteadyGazeParams());

    /** @param measured of one frame; none where the eyes were not found or are closed. A point that is not finite
    counts as none.
    @param seconds the frame's time; one that is not later than the one before changes nothing
    @return the filtered gaze, or the last one for up to SteadyGazeParams::hold seconds after it was measured, then
    none. The first gaze after none is not drawn towards the old one. */
    std::optional<cv::Point2d> update(const std::optional<cv::Point2d>& measured, double seconds);

    //! True if the point that update() gave was not measured in that frame.
    bool held() const { return shown && !seen; }

    void reset();

private:
    double hold;
    OneEuroFilter filter;
    std::optional<cv::Point2d> shown;
    std::optional<double> time; //!< of the last frame
    bool seen = false;
    double seenTime = 0;
};

} // namespace gaze

#endif // ZOOM_GAZE_ONE_EURO_FILTER_HPP
