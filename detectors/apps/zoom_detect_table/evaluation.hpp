// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_EVALUATION_HPP
#define ZOOM_DETECT_TABLE_EVALUATION_HPP

#include "clips.hpp"
#include "methods.hpp"
#include "row.hpp"

namespace table {

//! What all rows of a task have in common.
struct EvaluationSetting
{
    const Task* task = nullptr;
    cv::Ptr<detectors::Detector> detector; //!< finds things from the threshold for AP on; a clip's labels count
    std::string model;                     //!< saliency model
};

//! The rows of a clip, with place, input and conditions; not evaluated yet.
std::vector<Row> plannedRows(const EvaluationSetting& setting, const Clip& clip,
                             const std::vector<std::string>& methods);

//! Runs a method over a clip and fills in what is measured, on one thread. @param row as planned
Row evaluate(const EvaluationSetting& setting, const Clip& clip, Row row);

/** Measures the times of rows of a clip anew and nothing else: on its first frames, which all methods are shown in
turns, so that another load of the machine is the same to all of them, on one thread. */
void measureTimes(const EvaluationSetting& setting, const Clip& clip, const std::vector<Row*>& rows, int frames);

} // namespace table

#endif // ZOOM_DETECT_TABLE_EVALUATION_HPP
