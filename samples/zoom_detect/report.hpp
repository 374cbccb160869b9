// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_REPORT_HPP
#define ZOOM_DETECT_REPORT_HPP

#include "comparison.hpp"

//! What the figures are about.
struct Report
{
    const Options* options = nullptr;
    cv::Size frameSize;
    cv::Size referenceInput;
    int frames = 0;
    bool interrupted = false;
    Tally reference;
    const std::vector<Comparison>* comparisons = nullptr;
};

//! A table for people.
std::string tableOf(const Report& report);

//! The same as JSON, and what the run was asked for.
std::string jsonOf(const Report& report);

#endif // ZOOM_DETECT_REPORT_HPP
