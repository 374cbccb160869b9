// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_TRAINER_PROGRESS_HPP
#define OPENCV_ZOOM_TRAIN_TRAINER_PROGRESS_HPP

#include "trainer/report.hpp"

#include <chrono>

namespace cv {
namespace zoom_train {

//! What is said on stderr while a training runs: a bar on a terminal, one line for each validation otherwise.
class Progress
{
public:
    //! @param first steps that were done before
    Progress(const TrainerOptions& options, const std::string& metricName, int first);

    //! After @p done steps; @p log may be empty.
    void step(int done, double loss, const std::vector<LogEntry>& log);

    //! After a validation, the last of @p log.
    void validated(const std::vector<LogEntry>& log);

private:
    std::string metric(const LogEntry& entry) const;
    std::string rate(int done) const;

    const TrainerOptions& options;
    std::string metricName;
    int first;
    bool terminal;
    std::chrono::steady_clock::time_point begin, shown;
};

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_TRAINER_PROGRESS_HPP
