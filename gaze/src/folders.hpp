// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_FOLDERS_HPP
#define ZOOM_GAZE_FOLDERS_HPP

#include <functional>
#include <string>
#include <vector>

namespace gaze {

//! Names (without the path) of the folders in @p folder that @p wanted says yes to, sorted. Throws if @p folder is not
//! there.
std::vector<std::string> foldersIn(const char* dataSet, const std::string& folder,
                                   const std::function<bool(const std::string&)>& wanted);

} // namespace gaze

#endif // ZOOM_GAZE_FOLDERS_HPP
