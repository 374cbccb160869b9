// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_PROGRAM_TEST_HPP
#define GAZE_TRACKING_PROGRAM_TEST_HPP

#include "opencv2/core.hpp"
#include "run_program.hpp"
#include "test_folder.hpp"
#include "tiny_gaze_network.hpp"

//! Runs the program with a network that has learned nothing, in a folder that goes with the test.
class ProgramTest : public gaze::TestFolder
{
protected:
    void SetUp() override
    {
        TestFolder::SetUp();
        writeTinyGazeNetwork(path("tiny.onnx"));
    }

    std::string path(const std::string& name) const { return (folder / name).string(); }

    //! What every run needs, and more.
    std::vector<std::string> words(const std::vector<std::string>& more) const
    {
        std::vector<std::string> all = {GAZE_TRACKING, std::string("--model=") + ZOOM_MODELS + "/contrast.yaml",
                                        "--task=" + path("tiny.onnx"), "--size=320x180"};
        all.insert(all.end(), more.begin(), more.end());
        return all;
    }

    //! @return exit status @param[out] said standard output and errors
    int run(const std::vector<std::string>& arguments, std::string& said,
            const programs::Variables& variables = {}) const
    {
        const int status = programs::statusOf(programs::startProgram(arguments, variables, path("said.txt")));
        said = programs::readText(path("said.txt"));
        return status;
    }

    cv::FileStorage report() const
    {
        return cv::FileStorage(path("report.json"), cv::FileStorage::READ | cv::FileStorage::FORMAT_JSON);
    }
};

#define EXPECT_SAYS(said, word) EXPECT_NE((said).find(word), std::string::npos) << said

#endif // GAZE_TRACKING_PROGRAM_TEST_HPP
