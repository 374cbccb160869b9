// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_FRAME_INPUT_HPP
#define GAZE_TRACKING_FRAME_INPUT_HPP

#include "options.hpp"
#include "zoom_gaze/label.hpp"

#include <memory>

struct InputFrame
{
    cv::Mat image; //!< 8UC3, BGR
    double seconds = 0;
    gaze::Camera camera;
    std::optional<gaze::Label> truth; //!< of a synthetic person
    double ms = 0;                    //!< that it took
};

class FrameInput
{
public:
    virtual ~FrameInput() = default;

    //! False at the end. The frame's memory is used again where it is the caller's alone.
    virtual bool read(InputFrame& frame) = 0;

    virtual double framesPerSecond() const = 0;
    virtual int count() const { return 0; }       //!< of all frames; 0: not known
    virtual bool isLive() const { return false; } //!< a camera: frames come when they come
    virtual bool isSynthetic() const { return false; }

    //! Asks a synthetic person to look at a gaze, or where he likes; may be called while another thread reads.
    virtual void lookAt(const std::optional<cv::Point2d>& /*gaze*/) {}
};

/** What the options ask for, read by a thread of its own, a frame ahead; of a camera the newest frame. Throws
cv::Exception that says what to do where there is no such camera or file. */
std::unique_ptr<FrameInput> openFrameInput(const Options& options);

#endif // GAZE_TRACKING_FRAME_INPUT_HPP
