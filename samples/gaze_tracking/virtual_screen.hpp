// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_VIRTUAL_SCREEN_HPP
#define GAZE_TRACKING_VIRTUAL_SCREEN_HPP

#include "calibration_session.hpp"
#include "tracker.hpp"

#include <array>

//! Of drawings, BGR.
const cv::Scalar ZOOM_COLOUR(60, 170, 255), UNIFORM_COLOUR(255, 150, 70), TRUE_COLOUR(90, 220, 90);

//! The screen as the person sees it, with the gazes on it and where they came from.
class VirtualScreen
{
public:
    explicit VirtualScreen(const gaze::Screen& screen);

    //! A new frame's gazes; each may be missing.
    void add(const std::optional<cv::Point2d>& truth, const std::optional<cv::Point2d>& zoom,
             const std::optional<cv::Point2d>& uniform);
    void clear(); //!< forgets them

    /** @param panel 8UC3, all of which is drawn
    @param held the zoom's or the uniform method's gaze is one of an earlier frame
    @param session null, or what the person is asked to look at */
    void draw(cv::Mat& panel, bool zoomHeld, bool uniformHeld, const CalibrationSession* session) const;

private:
    typedef std::array<std::optional<cv::Point2d>, 3> Gazes; // truth, zoom, uniform

    std::array<Gazes, 45> trail; // a ring
    size_t newest = 0;
    gaze::Screen screen;
};

/** The point of a session, by itself, as a real person must see it: the whole picture is the screen.
@param picture 8UC3 of any size */
void drawTarget(cv::Mat& picture, const gaze::Screen& screen, const CalibrationSession& session);

#endif // GAZE_TRACKING_VIRTUAL_SCREEN_HPP
