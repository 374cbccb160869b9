// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TEST_PATHS_HPP
#define OPENCV_ZOOM_TEST_PATHS_HPP

#include "test_precomp.hpp"

#include <filesystem>
#include <string>

// The stand-alone build says where these folders are; in an OpenCV tree they are found from this file.
#ifndef ZOOM_TEST_DATA
#define ZOOM_TEST_DATA (std::filesystem::path(__FILE__).parent_path() / "data").string()
#define ZOOM_MODELS (std::filesystem::path(__FILE__).parent_path() / "../../../models").string()
#endif

namespace opencv_test {

/** @brief Path of a file that comes with the module.
@param folder ZOOM_TEST_DATA or ZOOM_MODELS
@param name of the file. OpenCV's tests may run on another machine than that of their sources: there, a test whose file
is gone is skipped. */
inline std::string shippedFile(const std::string& folder, const std::string& name)
{
    const std::string path = folder + "/" + name;
#ifdef __OPENCV_BUILD
    if (!std::filesystem::exists(path))
        throw SkipTestException("missing: " + path);
#endif
    return path;
}

} // namespace opencv_test

#endif // OPENCV_ZOOM_TEST_PATHS_HPP
