// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "../command_line.hpp"

#include "opencv2/core.hpp"

#include <gtest/gtest.h>

namespace {

const char* const KEYS = "{help h ? | | text }{input i | | text }";

std::string problemOf(const char* argument)
{
    const char* const argv[] = {"program", argument};
    try
    {
        samples::checkArgumentNames(KEYS, 2, argv);
    }
    catch (const cv::Exception& error)
    {
        return error.err;
    }
    return std::string();
}

TEST(CommandLine, KnowsItsArguments)
{
    EXPECT_EQ(problemOf("--input=video.mp4"), "");
    EXPECT_EQ(problemOf("-i=video.mp4"), "");
    EXPECT_EQ(problemOf("--help"), "");
    EXPECT_NE(problemOf("--inputs=video.mp4").find("'--inputs=video.mp4' is unknown"), std::string::npos);
    EXPECT_NE(problemOf("video.mp4").find("--name=value"), std::string::npos);
    EXPECT_NE(problemOf("--").find("--name=value"), std::string::npos);
}

TEST(CommandLine, ListsAreSplitAtCommas)
{
    EXPECT_EQ(samples::splitAtCommas("a,b c,d"), (std::vector<std::string>{"a", "b c", "d"}));
    EXPECT_TRUE(samples::splitAtCommas("").empty());
}

} // namespace
