// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_COMMANDS_HPP
#define ZOOM_TRAIN_COMMANDS_HPP

#include "settings.hpp"

#include <functional>

namespace tool {

struct Trained
{
    std::shared_ptr<cv::zoom_train::nn::System> system;
    cv::zoom_train::Evaluation validation;
    Settings making;
    double seconds = 0;
};

//! Files and the prefixes of the weights that training starts with.
typedef std::vector<std::pair<std::string, std::string>> Starts;

//! Trains a system in a folder, or goes on there.
Trained train(Settings settings, const std::string& folder, bool resume, const Starts& starts,
              const cv::zoom_train::ProcessGroupOptions& processes = cv::zoom_train::ProcessGroupOptions());

//! The system of a file of weights, for evaluation.
std::shared_ptr<cv::zoom_train::nn::System> loadSystem(const std::string& path, const Settings& making);

//! Runs a command; an error becomes a message and exit status 1.
int guarded(const std::function<int()>& command);

//! Trains and tests several methods under the same conditions.
int runCompare(Settings settings);

} // namespace tool

#endif // ZOOM_TRAIN_COMMANDS_HPP
