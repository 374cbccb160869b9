// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "folders.hpp"

#include "opencv2/core.hpp"

#include <algorithm>
#include <filesystem>

namespace gaze {

std::vector<std::string> foldersIn(const char* dataSet, const std::string& folder,
                                   const std::function<bool(const std::string&)>& wanted)
{
    std::error_code error;
    if (!std::filesystem::is_directory(folder, error))
        CV_Error(cv::Error::StsBadArg, cv::format("%s: folder %s is not there", dataSet, folder.c_str()));
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        if (entry.is_directory() && wanted(entry.path().filename().string()))
            names.push_back(entry.path().filename().string());
    std::sort(names.begin(), names.end());
    return names;
}

} // namespace gaze
