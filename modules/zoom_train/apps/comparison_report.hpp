// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_COMPARISON_REPORT_HPP
#define ZOOM_TRAIN_COMPARISON_REPORT_HPP

#include <limits>
#include <map>
#include <string>
#include <vector>

namespace tool {

//! What one method reached with one seed.
struct Result
{
    std::string method;
    int seed;
    std::string metric; //!< its name
    bool lowerIsBetter; //!< of the metric; what is higher is better is a share, from 0 to 1
    double value, madds, ms;
    double hitRate; //!< NaN where no sample has a target
    double validation, seconds;
    std::string trial;   //!< what the trials have chosen, KEY=VALUE; empty if there was nothing to choose
    std::string details; //!< Evaluation::details

    double zoomMs = std::numeric_limits<double>::quiet_NaN(); //!< of ms, those before the task network
    double taskMs = std::numeric_limits<double>::quiet_NaN(); //!< and those of it

    // Of detectors alone.
    std::string input = {};                                      //!< size of what the task network sees, "160x128"
    double taskMadds = std::numeric_limits<double>::quiet_NaN(); //!< of madds, those of the task network
    std::map<std::string, double> figures = {};                  //!< detectionFigures()
};

//! Reads results.json; none if there is no such file.
std::vector<Result> readResults(const std::string& path);

//! Writes results.json, whole or not at all.
void writeResults(const std::string& path, const std::vector<Result>& results);

/** Writes table.md and table.png (mean and standard deviation over the seeds), curves.png (validation of every method,
first seed) and samples.png (what every method's task network sees of the same frames).
@param folders of the first seed's runs, method by method */
void writeReport(const std::string& out, const std::vector<Result>& results, const std::vector<std::string>& methods,
                 const std::vector<std::string>& folders);

} // namespace tool

#endif // ZOOM_TRAIN_COMPARISON_REPORT_HPP
