// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "expect_error.hpp"

#include "zoom_footage/frame_source.hpp"

#include "opencv2/imgcodecs.hpp"

#include <gtest/gtest.h>

#include <filesystem>

namespace footage {
namespace {

class FrameSources : public testing::Test
{
protected:
    void SetUp() override
    {
        folder = cv::tempfile("");
        std::filesystem::create_directories(folder);
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    std::string folder;
};

TEST_F(FrameSources, FolderGivesItsImagesInTheOrderOfTheirNames)
{
    for (int i : {2, 0, 1})
        cv::imwrite(cv::format("%s/%d.png", folder.c_str(), i), cv::Mat(4, 4, CV_8UC3, cv::Scalar::all(i)));
    const cv::Ptr<FrameSource> source = openFrameSource(folder);
    EXPECT_EQ(source->count(), 3);
    cv::Mat frame;
    for (int i = 0; i < 3; i++)
    {
        ASSERT_TRUE(source->read(frame));
        EXPECT_EQ(frame.at<cv::Vec3b>(0, 0)[0], i);
    }
    EXPECT_FALSE(source->read(frame));
}

TEST_F(FrameSources, SkipDropsFramesAndTellsTheEnd)
{
    for (int i = 0; i < 3; i++)
        cv::imwrite(cv::format("%s/%d.png", folder.c_str(), i), cv::Mat(4, 4, CV_8UC3, cv::Scalar::all(i)));
    const cv::Ptr<FrameSource> source = openFrameSource(folder);
    EXPECT_TRUE(source->skip(2));
    cv::Mat frame;
    ASSERT_TRUE(source->read(frame));
    EXPECT_EQ(frame.at<cv::Vec3b>(0, 0)[0], 2);
    EXPECT_FALSE(source->skip(1));
}

TEST_F(FrameSources, DamagedImageIsAnErrorThatSaysWhatToDo)
{
    cv::imwrite(folder + "/0.png", cv::Mat(40, 40, CV_8UC3, cv::Scalar::all(7)));
    std::filesystem::resize_file(folder + "/0.png", 40);
    const cv::Ptr<FrameSource> source = openFrameSource(folder);
    cv::Mat frame;
    expectError([&] { source->read(frame); }, {"0.png'; remove it"});
}

TEST_F(FrameSources, WhatCannotBeReadIsAnError)
{
    EXPECT_THROW(openFrameSource(folder), cv::Exception); // no image in it
    EXPECT_THROW(openFrameSource(folder + "/nothing.mp4"), cv::Exception);
    EXPECT_THROW(openFrameSource(""), cv::Exception);
}

} // namespace
} // namespace footage
