// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_APP_HPP
#define GAZE_TRACKING_APP_HPP

#include "../common/pictures.hpp"
#include "panels.hpp"
#include "report.hpp"
#include "window.hpp"

//! The program: frames in, both methods, the window or the video, keys and calibration.
class App
{
public:
    //! Opens all that is needed. Throws cv::Exception that says what is missing and what to do.
    explicit App(const Options& options);

    //! Until the end, a key or a signal.
    void run();

private:
    //! A method and what follows from it.
    struct Chain
    {
        GazeMethod method;
        Tracker tracker;
    };

    void look(); // at the frame
    void show(); // in the window
    void press(int key);
    void startCalibration();
    void endCalibration(const std::string& said);
    void readCalibration();
    void checkCalibratedCamera() const;
    void savePicture();
    void finish(double seconds, bool interrupted);

    Chain& steering() { return options.steeredByUniform ? uniform : zoom; }
    Scenery scenery() const;

    Options options;
    ModelFiles files;
    Chain zoom, uniform;
    std::unique_ptr<FrameInput> input;
    std::unique_ptr<Window> window;            // null: headless
    std::unique_ptr<samples::Mp4Writer> video; // null: none
    samples::EvenSelection sheet;

    InputFrame frame;
    cv::Size frameSize;
    int frames = 0, saved = 0;
    std::unique_ptr<Panels> panels;
    cv::Mat targetPicture;
    const cv::Mat* picture = nullptr; // the panels' last one
    std::unique_ptr<CalibrationSession> session;
    std::optional<gaze::Camera> calibratedCamera; // of the calibration that was read
    bool paused = false, help = false, quit = false;
    double rate = 0; // frames per second, of the last ones
    int64 nextDue = 0;
    std::string message;
    StageTimes times;
};

#endif // GAZE_TRACKING_APP_HPP
