// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_COMMANDS_HPP
#define ZOOM_TRAIN_COMMANDS_HPP

#include "settings.hpp"

#include <functional>

namespace tool {

//! What a training begins with.
struct Beginning
{
    std::shared_ptr<cv::zoom_train::nn::System> system;
    std::shared_ptr<cv::zoom_train::data::Dataset> training, validation;
    cv::zoom_train::TrainerOptions options;
    cv::zoom_train::Objective objective;
    Settings making;
};

//! Reads the data and makes the system, with weights that have learned nothing.
Beginning begin(const Settings& settings, const std::string& folder, bool resume);

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

//! What is printed of an evaluation.
std::string textOf(const cv::zoom_train::Evaluation& evaluation);

//! The system of a file of weights, for evaluation.
std::shared_ptr<cv::zoom_train::nn::System> loadSystem(const std::string& path, const Settings& making);

//! Runs a command; an error becomes a message and exit status 1.
int guarded(const std::function<int()>& command);

//! Trains and tests several methods under the same conditions.
int runCompare(Settings settings);

} // namespace tool

#endif // ZOOM_TRAIN_COMMANDS_HPP
