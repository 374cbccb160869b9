// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_TEST_ONNX_FILES_HPP
#define ZOOM_TRAIN_TEST_ONNX_FILES_HPP

#include "test_precomp.hpp"

#include <cstdlib>
#include <filesystem>
#include <string>

namespace opencv_test {

//! A folder of its own for a test's files.
struct Folder
{
    Folder() : path(cv::tempfile("")) { std::filesystem::create_directories(path); }
    ~Folder() { std::filesystem::remove_all(path); }
    std::string path;
};

//! The judgement of onnx's own checker, where Python has it: scripts/deps installs it.
inline void expectCheckedOnnx(const std::string& path)
{
    static const bool hasChecker = std::system("/usr/bin/python3 -c 'import onnx' 2>/dev/null") == 0;
    EXPECT_TRUE(hasChecker || !std::getenv("CI")) << "Debian's python3-onnx is missing";
    if (!hasChecker)
        return;
    EXPECT_EQ(std::system(("/usr/bin/python3 -c \"import onnx; m = onnx.load('" + path +
                           "'); onnx.checker.check_model(m, full_check=True)\"")
                              .c_str()),
              0);
}

} // namespace opencv_test

#endif // ZOOM_TRAIN_TEST_ONNX_FILES_HPP
