// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_OPTIONS_HPP
#define GAZE_TRACKING_OPTIONS_HPP

#include "zoom_gaze/one_euro_filter.hpp"
#include "zoom_gaze/screen.hpp"

#include <optional>
#include <string>

struct Options
{
    std::string input; //!< synthetic, the number of a camera, or a file or folder
    cv::Size size;     //!< of synthetic frames; what a camera is asked for
    double framesPerSecond = 0;
    uint64_t seed = 0;   //!< of the synthetic person
    double focal = 0;    //!< of a camera or file, in sides of the frame's longer side
    double distance = 0; //!< of a real face from the screen, in centimetres, for degrees; 0: not known

    std::string model, task, uniformTask; //!< empty tasks: those beside the model
    bool steeredByUniform = false;
    bool withUniform = true; //!< the uniform method runs, too

    gaze::Screen screen;
    gaze::SteadyGazeParams steady;

    bool calibrate = false;
    std::string calibration; //!< file, read where there is one, written by a calibration

    bool headless = false;
    std::string output; //!< mp4; pictures lie beside it. Empty: none
    std::string report; //!< json; empty: none
    int frames = 0;     //!< 0: until the end
};

const char* const SYNTHETIC = "synthetic"; //!< Options::input

/** Reads the command line. Returns nothing when the user asked for help, which was then printed. Throws cv::Exception
with a message that names the argument. */
std::optional<Options> parseOptions(int argc, const char* const* argv);

#endif // GAZE_TRACKING_OPTIONS_HPP
