// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "expect_error.hpp"

#include "zoom_footage/output_file.hpp"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace footage {
namespace {

class OutputFiles : public testing::Test
{
protected:
    void SetUp() override
    {
        folder = std::filesystem::path(cv::tempfile(""));
        std::filesystem::create_directories(folder);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    bool empty() const { return std::filesystem::is_empty(folder); }

    std::filesystem::path folder;
};

TEST_F(OutputFiles, TextAppearsUnderItsName)
{
    writeTextFile(folder / "a.json", "hello\n");
    std::stringstream content;
    content << std::ifstream(folder / "a.json").rdbuf();
    EXPECT_EQ(content.str(), "hello\n");
}

TEST_F(OutputFiles, UnfinishedFileLeavesNothing)
{
    {
        const OutputFile file(folder / "a.txt");
        std::ofstream(file.temporaryPath()) << "half";
        EXPECT_FALSE(std::filesystem::exists(folder / "a.txt"));
    }
    EXPECT_TRUE(empty());
}

TEST_F(OutputFiles, MissingFolderIsAnErrorThatNamesTheFile)
{
    try
    {
        writeTextFile(folder / "nowhere" / "a.json", "x");
        FAIL() << "no error";
    }
    catch (const cv::Exception& error)
    {
        EXPECT_NE(error.err.find("a.json"), std::string::npos);
    }
}

TEST_F(OutputFiles, WhetherAFileCanBeWrittenIsKnownBefore)
{
    checkWritable(folder / "new" / "folder" / "a.yaml");
    EXPECT_TRUE(std::filesystem::is_empty(folder / "new" / "folder"));
    std::ofstream(folder / "file") << "x";
    expectError([&] { checkWritable(folder / "file" / "a.yaml"); }, {"cannot write", "a.yaml"});
    expectError([&] { checkWritable(folder / "new"); }, {"cannot write", "new"});
    checkWritable(folder / "file");
    EXPECT_EQ(std::filesystem::file_size(folder / "file"), 1u) << "it was written";
}

TEST_F(OutputFiles, TwoProcessesDoNotWriteTheSameTemporaryFile)
{
    EXPECT_NE(OutputFile(folder / "a.txt").temporaryPath().find("." + std::to_string(getpid()) + "."),
              std::string::npos);
}

} // namespace
} // namespace footage
