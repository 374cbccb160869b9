// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_REPORT_HPP
#define ZOOM_DETECT_TABLE_REPORT_HPP

#include "goals.hpp"

#include "opencv2/core.hpp"

namespace table {

//! What of a task a report needs to know, beside its rows.
struct ReportSetting
{
    std::vector<Goal> goals;
    int clips = 0;           //!< how many there are, measured or not; 0: those of the rows
    bool fixedInput = false; //!< of the detector
    std::string note;        //!< a line under each title; empty: none
};

/** A task's tables in Markdown: for each size one of all frames, with costs and steadiness, one for each number of
things in the frame, recall by shown size, what that explains, and how far the goals are met. Means over the clips, +-
the deviation of the sample; a method that has not been shown all clips says so. */
std::string markdownOf(const std::vector<Row>& rows, const ReportSetting& setting = ReportSetting());

/** AP and recall over multiply-adds of one task, for all frames and for those with 1 to 3 things: means over the clips,
bars of the deviation of the sample. */
cv::Mat plotOf(const std::vector<Row>& rows, const std::string& task);

/** Recall of one task over the side at which things are shown, a panel for each input size: where a method's curve lies
below the resize's, its distortion costs; where they agree, the side explains everything. Empty where no row knows. */
cv::Mat limitsPlotOf(const std::vector<Row>& rows, const std::string& task);

} // namespace table

#endif // ZOOM_DETECT_TABLE_REPORT_HPP
