// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_TEST_FOLDER_HPP
#define ZOOM_GAZE_TEST_FOLDER_HPP

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <string>

namespace gaze {

//! A new folder of its own for a test.
inline std::string makeTestFolder()
{
    std::string name = (std::filesystem::temp_directory_path() / "zoom-gaze-XXXXXX").string();
    return mkdtemp(&name[0]) ? name : std::string();
}

//! A folder that goes with the test.
class TestFolder : public testing::Test
{
protected:
    void SetUp() override
    {
        folder = makeTestFolder();
        ASSERT_FALSE(folder.empty());
    }
    void TearDown() override
    {
        if (!folder.empty())
            std::filesystem::remove_all(folder);
    }

    std::filesystem::path folder;
};

} // namespace gaze

#endif // ZOOM_GAZE_TEST_FOLDER_HPP
