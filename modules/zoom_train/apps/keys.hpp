// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_KEYS_HPP
#define ZOOM_TRAIN_KEYS_HPP

#include "opencv2/core/types.hpp"

#include <cstdint>
#include <map>
#include <string>
#include <utility>
#include <vector>

//! The command-line tool zoom_train: docs/training.md.
namespace tool {

extern const char* const USAGE;

//! What the command line and the configuration's file say, by key.
typedef std::map<std::string, std::string> Settings;

[[noreturn]] void bad(const std::string& message);

//! Keys from the command line over those of the configuration's file.
Settings readSettings(int argc, char** argv);

//! A key's value, which is removed.
std::string take(Settings& settings, const std::string& key, const std::string& otherwise);
std::string need(Settings& settings, const std::string& key);

//! A key's value where it is a number in a range; else an error that names both.
double number(const Settings& s, const std::string& key, double low, double high);
int64_t whole(const Settings& s, const std::string& key, int64_t low, int64_t high);
//! 0 or 1
bool flag(const Settings& s, const std::string& key);
//! "48" or "48x32"
cv::Size sizeOf(const Settings& s, const std::string& key, int least);

//! The parts of a text between marks.
std::vector<std::string> splitAt(const std::string& text, char mark);

//! An error if a key is left that @p command has not taken.
void allTaken(const Settings& settings, const std::string& command);

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

#endif // ZOOM_TRAIN_KEYS_HPP
