// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_SETTINGS_HPP
#define ZOOM_TRAIN_SETTINGS_HPP

#include "keys.hpp"

#include "opencv2/zoom_train.hpp"

#include <memory>

namespace tool {

//! The system's and the data's keys with their defaults; what is not here is the trainer's.
const Settings& makingDefaults();

//! Splits the settings into the system's and data's, and the trainer's, which are set.
Settings takeMaking(Settings settings, cv::zoom_train::TrainerOptions& options);

//! @param s complete()
cv::zoom_train::nn::SystemOptions systemOptions(const Settings& s);
std::shared_ptr<cv::zoom_train::data::Dataset> dataset(const Settings& s, cv::zoom_train::data::Split split);
//! Whether the task network is a detector, our own or a TorchScript file, whose findings are judged.
bool isDetector(const Settings& s);
//! What a system is trained for and judged by. @param s complete()
cv::zoom_train::Objective objectiveOf(const Settings& s);
//! Names of the classes, values or labels. @param s complete()
std::vector<std::string> namesOf(const Settings& s);

//! Adds what the data says of itself: size of a frame, channels, number and names of the outputs.
Settings complete(Settings making, const cv::zoom_train::data::Dataset& set);

/** @brief An error where the labels of a set are not those that a system was made for: outputs have no names, only
places. @param making of the system */
void needSameNames(const Settings& making, const cv::zoom_train::data::Dataset& set);

//! What a checkpoint says of the system and the data: `key: value` lines.
std::string describe(const Settings& making);
Settings readDescriptionOf(const std::string& path);

} // namespace tool

#endif // ZOOM_TRAIN_SETTINGS_HPP
