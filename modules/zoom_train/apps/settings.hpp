// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_SETTINGS_HPP
#define ZOOM_TRAIN_SETTINGS_HPP

#include "opencv2/zoom_train.hpp"

#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

//! The command-line tool zoom_train: docs/training.md.
namespace tool {

//! What the command line and the configuration's file say, by key.
typedef std::map<std::string, std::string> Settings;

[[noreturn]] void bad(const std::string& message);

//! The system's and the data's keys with their defaults; what is not here is the trainer's.
const Settings& makingDefaults();

//! Keys from the command line over those of the configuration's file.
Settings readSettings(int argc, char** argv);

//! A key's value, which is removed.
std::string take(Settings& settings, const std::string& key, const std::string& otherwise);
std::string need(Settings& settings, const std::string& key);

//! Splits the settings into the system's and data's, and the trainer's, which are set.
Settings takeMaking(Settings settings, cv::zoom_train::TrainerOptions& options);

//! A key's value where it is a number in a range; else an error that names both.
double number(const Settings& s, const std::string& key, double low, double high);
int64_t whole(const Settings& s, const std::string& key, int64_t low, int64_t high);
//! 0 or 1
bool flag(const Settings& s, const std::string& key);
//! "48" or "48x32"
cv::Size sizeOf(const Settings& s, const std::string& key, int least);

//! An error if a key is left that @p command has not taken.
void allTaken(const Settings& settings, const std::string& command);

//! @param s complete()
cv::zoom_train::nn::SystemOptions systemOptions(const Settings& s);
std::shared_ptr<cv::zoom_train::data::Dataset> dataset(const Settings& s, cv::zoom_train::data::Split split);

//! Adds what the data says of itself: size of a frame, channels, number and names of the outputs.
Settings complete(Settings making, const cv::zoom_train::data::Dataset& set);

//! What a checkpoint says of the system and the data: `key: value` lines.
std::string describe(const Settings& making);
Settings readDescriptionOf(const std::string& path);

template <typename T>
T choice(const Settings& s, const std::string& key, const std::vector<std::pair<std::string, T>>& choices)
{
    std::string allowed;
    for (const auto& one : choices)
    {
        if (s.at(key) == one.first)
            return one.second;
        allowed += (allowed.empty() ? "" : " or ") + one.first;
    }
    bad(key + " is '" + s.at(key) + "'; allowed is " + allowed);
}

} // namespace tool

#endif // ZOOM_TRAIN_SETTINGS_HPP
