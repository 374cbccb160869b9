// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_PANELS_HPP
#define GAZE_TRACKING_PANELS_HPP

#include "frame_input.hpp"
#include "gaze_method.hpp"
#include "virtual_screen.hpp"

//! What is to be seen.
struct Scenery
{
    const InputFrame* frame = nullptr;
    const GazeMethod* zoom = nullptr;
    const GazeMethod* uniform = nullptr; //!< null: switched off
    const Tracker* zoomTracker = nullptr;
    const Tracker* uniformTracker = nullptr;
    bool uniformTrained = false; //!< its network was trained on uniform frames
    bool steeredByUniform = false;
    double framesPerSecond = 0;
    const CalibrationSession* session = nullptr; //!< null: none
    bool paused = false, help = false;
    std::string message; //!< of the last key
};

/** One picture of it all: the frame with saliency and grid, what the networks are shown, the screen, errors and keys.
It keeps its memory. */
class Panels
{
public:
    //! @param frame size of the frames
    Panels(const gaze::Screen& screen, cv::Size frame);

    //! A new frame, for the trails.
    void add(const Scenery& scenery);
    void clearTrails() { virtualScreen.clear(); }

    const cv::Mat& draw(const Scenery& scenery); //!< 8UC3

private:
    void drawFrame(cv::Mat panel, const Scenery& scenery);
    void drawShown(cv::Mat panel, const GazeMethod* method);
    void drawStatus(cv::Mat panel, const Scenery& scenery);
    cv::Mat captioned(cv::Rect area, const std::string& caption);

    VirtualScreen virtualScreen;
    cv::Rect frameArea, screenArea, zoomArea, uniformArea, statusArea;
    cv::Mat picture, saliency, shown;
};

#endif // GAZE_TRACKING_PANELS_HPP
