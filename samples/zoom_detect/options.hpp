// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_OPTIONS_HPP
#define ZOOM_DETECT_OPTIONS_HPP

#include "opencv2/zoom/grid.hpp"

#include <optional>
#include <string>
#include <vector>

struct Options
{
    std::string input;
    std::string output;

    std::string detector;
    std::string model;
    double threshold = -1;

    std::vector<cv::Size> sizes; //!< of the detector's input; when empty, scales counts
    std::vector<double> scales;  //!< of the detector's input relative to the frame
    double referenceScale = 2;

    std::string saliencyModel; //!< when empty, motion and the own detections make the saliency
    bool panes = false;        //!< three pictures a frame, and no comparison
    double motionShare = 0;
    double motionTime = 0; //!< seconds
    double memory = 0;     //!< seconds
    double bandwidth = 0;

    // What of the grid was asked for; the rest keeps the default, or the saliency model's value.
    std::optional<int> gridMode;
    std::optional<double> sigma, uniformMix, maxMagnification;
    std::optional<double> smoothing; //!< seconds; likewise, without a model 0

    int start = 0;
    int frames = 0; //!< 0 for all
    int step = 1;
};

/** Reads the command line. Returns nothing when the user asked for help, which was then printed. Throws cv::Exception
with a message that names the argument. */
std::optional<Options> parseOptions(int argc, const char* const* argv);

//! @p params with what the options ask for.
cv::zoom::GridParams withOptions(cv::zoom::GridParams params, const Options& options);

#endif // ZOOM_DETECT_OPTIONS_HPP
