// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_TEST_REAL_DATA_HPP
#define OPENCV_ZOOM_TRAIN_TEST_REAL_DATA_HPP

#include <cstdlib>
#include <filesystem>
#include <string>

namespace opencv_test {

//! A part of the folder that ZOOM_DATA names, empty where it is missing.
inline std::string realData(const std::string& part)
{
    const char* const folder = std::getenv("ZOOM_DATA");
    const std::string path = folder ? std::string(folder) + "/" + part : "";
    return std::filesystem::exists(path) ? path : "";
}

} // namespace opencv_test

//! Continuous integration has the data; elsewhere the test is skipped without. Only in a test's own body.
#define NEED_REAL_DATA(path)                                                                                           \
    do                                                                                                                 \
    {                                                                                                                  \
        if ((path).empty() && std::getenv("CI"))                                                                       \
            FAIL() << "ZOOM_DATA is missing";                                                                          \
        if ((path).empty())                                                                                            \
            ZOOM_SKIP_HERE("ZOOM_DATA is missing");                                                                    \
    } while (false)

#endif // OPENCV_ZOOM_TRAIN_TEST_REAL_DATA_HPP
