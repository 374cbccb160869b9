// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "../command_line.hpp"

#include "expect_error.hpp"

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

TEST(CommandLine, NumbersAndSizesAreChecked)
{
    EXPECT_EQ(samples::numberOf("x", "0.5", 0, 1), 0.5);
    EXPECT_EQ(samples::sizeOf("size", "768x576"), cv::Size(768, 576));
    const char* const argv[] = {"program", "--input=2.5"};
    const cv::CommandLineParser parser(2, argv, KEYS);
    EXPECT_EQ(samples::numberOf(parser, "input", 0, 3), 2.5);
    expectError([&] { samples::integerOf(parser, "input", 0); }, {"--input is '2.5'", "whole number"});
    for (const char* wrong : {"", "many", "1.5", "-1", "0.5x", "nan"})
        expectError([&] { samples::numberOf("x", wrong, 0, 1); },
                    {"--x is '" + std::string(wrong) + "'", "from 0 to 1"});
    for (const char* wrong : {"768", "768x", "x3", "0x3", "3x4x5"})
        expectError([&] { samples::sizeOf("size", wrong); }, {"--size is '"});
}

} // namespace
