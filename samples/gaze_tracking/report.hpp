// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_REPORT_HPP
#define GAZE_TRACKING_REPORT_HPP

#include "options.hpp"
#include "stage_times.hpp"
#include "tracker.hpp"

//! What a run has shown.
struct Report
{
    struct Method
    {
        std::string name;
        cv::Size input; //!< of its network
        bool trainedForIt = true;
        const Tracker* tracker = nullptr;
    };
    const Options* options = nullptr;
    cv::Size frame;
    int frames = 0;
    bool interrupted = false, truthKnown = false;
    double seconds = 0; //!< that the run took
    std::vector<Method> methods;
    const StageTimes* times = nullptr;
};

std::string textOf(const Report& report); //!< for people
std::string jsonOf(const Report& report);

//! What a finished calibration says of itself.
std::string textOf(const gaze::Calibration& calibration);

#endif // GAZE_TRACKING_REPORT_HPP
