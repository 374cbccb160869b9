// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "composite.hpp"
#include "expect_error.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"

#include <filesystem>

namespace table {
namespace {

class Composites : public testing::Test
{
protected:
    void SetUp() override
    {
        folder = cv::tempfile("");
        std::filesystem::create_directories(folder + "/clip");
        cv::imwrite(folder + "/photo.png", cv::Mat(60, 120, CV_8UC3, cv::Scalar::all(40)));
        clip.input = folder + "/clip";
        for (int i = 0; i < 4; i++)
        {
            const cv::Rect thing(60 + i, 40, 24, 32);
            cv::Mat frame(120, 160, CV_8UC3, cv::Scalar::all(40));
            frame(thing).setTo(220);
            cv::imwrite(cv::format("%s/clip/%d.png", folder.c_str(), i), frame);
            clip.frames.push_back({i, frame.size(), {{cv::Rect2d(0, 0, 4, 4), 0.1f, 0}, {cv::Rect2d(thing), 0.9f, 0}}});
        }
        clip.frames[1].boxes.clear(); // a frame in which the teacher saw nothing is not used
        entry.name = "wide";
        entry.photo = folder + "/photo.png";
        entry.size = cv::Size(320, 180);
        entry.height = 16;
        entry.frames = 30;
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    std::string folder;
    PastedClip clip;
    CompositeEntry entry;
};

TEST_F(Composites, ThingsAreSmallAndWhereTheBoxesAre)
{
    const Composite composite(entry, {clip, clip, clip}, 10);
    const cv::Ptr<footage::FrameSource> source = composite.open();
    ASSERT_EQ(source->count(), 30);
    cv::Mat frame;
    for (int i = 0; i < 30; i++)
    {
        ASSERT_TRUE(source->read(frame));
        ASSERT_EQ(frame.size(), entry.size);
        const std::vector<detectors::Detection> boxes = composite.boxes(i);
        ASSERT_EQ(boxes.size(), 3u);
        cv::Mat outside = cv::Mat::ones(frame.size(), CV_8UC1);
        for (const detectors::Detection& one : boxes)
        {
            EXPECT_NEAR(one.box.height, 16, 0.7);
            EXPECT_NEAR(one.box.width, 12, 0.7);
            EXPECT_TRUE(one.box.x >= 0 && one.box.y >= 0 && one.box.br().x <= 320 && one.box.br().y <= 180) << one.box;
            EXPECT_GT(cv::mean(frame(cv::Rect(one.box.tl() + cv::Point2d(3, 3), cv::Size(6, 10))))[0], 200);
            cv::rectangle(outside, cv::Rect(one.box.tl() - cv::Point2d(2, 2), cv::Size(18, 22)), 0, cv::FILLED);
        }
        double highest = 0;
        cv::Mat grey;
        cv::cvtColor(frame, grey, cv::COLOR_BGR2GRAY);
        cv::minMaxLoc(grey, nullptr, &highest, nullptr, nullptr, outside);
        EXPECT_LE(highest, 48) << "frame " << i; // of the photo, but for rounding
    }
    EXPECT_FALSE(source->read(frame));
}

TEST_F(Composites, ThingsAppearOneAfterTheOther)
{
    entry.appearEvery = 1;
    const Composite composite(entry, {clip, clip, clip}, 10);
    EXPECT_EQ(composite.boxes(0).size(), 1u);
    EXPECT_EQ(composite.boxes(9).size(), 1u);
    EXPECT_EQ(composite.boxes(10).size(), 2u);
    EXPECT_EQ(composite.boxes(20).size(), 3u);
}

TEST_F(Composites, AreTheSameAgain)
{
    cv::Mat first, second;
    Composite(entry, {clip}, 10).frame(17, first);
    Composite(entry, {clip}, 10).frame(17, second);
    EXPECT_EQ(cv::norm(first, second, cv::NORM_INF), 0);
    entry.name = "another";
    Composite(entry, {clip}, 10).frame(17, second);
    EXPECT_GT(cv::norm(first, second, cv::NORM_INF), 0);
}

TEST_F(Composites, SayWhatCannotBePasted)
{
    entry.height = 400;
    expectError([&] { Composite(entry, {clip}, 10); }, {"'wide'", "height is 400", "320x180"});
    entry.height = 16;
    for (footage::TaughtFrame& frame : clip.frames)
        frame.boxes.clear();
    expectError([&] { Composite(entry, {clip}, 10); }, {"'wide'", "found nothing", clip.input});
    entry.photo = folder + "/none.png";
    expectError([&] { Composite(entry, {clip}, 10); }, {"none.png", "cannot be read"});
}

} // namespace
} // namespace table
