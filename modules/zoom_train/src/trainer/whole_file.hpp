// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_WHOLE_FILE_HPP
#define OPENCV_ZOOM_TRAIN_WHOLE_FILE_HPP

#include "opencv2/core.hpp"

#include <functional>
#include <string>

namespace cv {
namespace zoom_train {

//! Lets @p write make a file under a temporary name and then gives it its own: nobody ever sees half a file.
void writeWholeFile(const std::string& path, const std::function<void(const std::string& temporary)>& write);

void writeWholeFile(const std::string& path, const std::string& content);

void writePicture(const std::string& path, const Mat& picture);

std::string readWholeFile(const std::string& path);

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_WHOLE_FILE_HPP
