// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_TOOL_FIXTURE_HPP
#define OPENCV_ZOOM_TRAIN_TOOL_FIXTURE_HPP

#include "processes.hpp"

#include <filesystem>

#ifdef ZOOM_TRAIN_TOOL

namespace opencv_test {

typedef std::vector<std::string> Words;

//! Runs the command-line tool as a user does, in a folder of its own.
struct ToolFixture : testing::Test
{
    ToolFixture() : folder(cv::tempfile("")) { std::filesystem::create_directories(folder); }
    ~ToolFixture() { std::filesystem::remove_all(folder); }

    Words command(Words words) const
    {
        words.insert(words.begin() + 1, "--threads=1");
        words.insert(words.begin(), ZOOM_TRAIN_TOOL);
        return words;
    }

    //! What the tool says; @p status is the exit status that is expected.
    std::string run(const Words& words, int status = 0) const
    {
        const std::string log = folder + "/tool.log";
        const int got = statusOf(startProgram(command(words), {}, log));
        std::string said = readText(log);
        std::string all;
        for (const std::string& word : words)
            all += word + " ";
        EXPECT_EQ(got, status) << all << "\n" << said;
        return said;
    }

    std::string folder;
};

} // namespace opencv_test

#endif

#endif // OPENCV_ZOOM_TRAIN_TOOL_FIXTURE_HPP
