// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_REPORT_HPP
#define OPENCV_ZOOM_TRAIN_REPORT_HPP

#include "opencv2/zoom_train/trainer.hpp"

namespace cv {
namespace zoom_train {

//! One line of the log.
struct LogEntry
{
    int step;
    double progress;
    int size;
    double taskRate, saliencyRate, trainingLoss;
    Evaluation validation;
};

//! As CSV with a header, and back.
std::string toCsv(const std::vector<LogEntry>& log);
std::vector<LogEntry> fromCsv(const std::string& csv);
std::string toJson(const std::vector<LogEntry>& log);

//! Loss and metric over the steps.
Mat drawCurves(const std::vector<LogEntry>& log, const std::string& metricName);

//! A row for each of some samples, evenly spread over the set: frame with the target, saliency over it, what the task
//! network sees.
Mat drawSamples(nn::System& system, const data::Dataset& dataset, int count);

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_REPORT_HPP
