// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_READ_AHEAD_HPP
#define GAZE_TRACKING_READ_AHEAD_HPP

#include "frame_input.hpp"

#include <condition_variable>
#include <exception>
#include <mutex>
#include <thread>

//! Reads the next frame while the caller works on the last one. Of a live input it keeps the newest frame alone.
class ReadAhead : public FrameInput
{
public:
    explicit ReadAhead(std::unique_ptr<FrameInput> input);
    ~ReadAhead() override;

    //! What the other thread threw is thrown here.
    bool read(InputFrame& frame) override;

    double framesPerSecond() const override { return rate; }
    int count() const override { return total; }
    bool isLive() const override { return live; }
    bool isSynthetic() const override { return synthetic; }
    void lookAt(const std::optional<cv::Point2d>& gaze) override { input->lookAt(gaze); }

private:
    void run();

    std::unique_ptr<FrameInput> input;
    // Asked for before the thread begins: a source serves one thread.
    const double rate;
    const int total;
    const bool live, synthetic;

    std::mutex mutex;
    std::condition_variable changed;
    InputFrame ready;
    bool isReady = false, atEnd = false, stopped = false;
    std::exception_ptr problem;
    std::thread thread; // the last one, so that the rest is there when it begins
};

#endif // GAZE_TRACKING_READ_AHEAD_HPP
