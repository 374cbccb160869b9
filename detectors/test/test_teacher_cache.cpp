// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "boxes.hpp"
#include "expect_error.hpp"

#include "zoom_footage/teacher_cache.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/videoio.hpp"

#include <gtest/gtest.h>

#include <csignal>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

namespace footage {
namespace {

using detectors::Detection;

//! Finds one box whose place and score follow the grey of the frame, at an awkward fraction; counts its frames.
class GreyDetector : public detectors::Detector
{
public:
    std::vector<Detection> detect(const cv::Mat& image) override
    {
        if (seen == dieAfter)
            std::raise(SIGKILL);
        if (seen == failAfter)
            CV_Error(cv::Error::StsError, "failed");
        seen++;
        const int grey = image.at<cv::Vec3b>(0, 0)[0];
        return grey < blind ? std::vector<Detection>()
                            : std::vector<Detection>{{cv::Rect2d(grey / 3., 0.1, 5, 1 / 7.), grey / 300.f, 2}};
    }
    std::string identity() const override { return name; }

    std::string name = "grey";
    int blind = 0;
    int seen = 0;
    int dieAfter = -1;
    int failAfter = -1;
};

class TeacherCache : public testing::Test
{
protected:
    void SetUp() override
    {
        folder = cv::tempfile("");
        std::filesystem::create_directories(folder + "/images");
        for (int i = 0; i < 6; i++)
            writeFrame(i, 20 * i);
        params.input = folder + "/images";
        params.saveSeconds = 0;
        cache = folder + "/cache/boxes.txt";
    }
    void TearDown() override { std::filesystem::remove_all(folder); }

    void writeFrame(int i, int grey) const
    {
        cv::imwrite(cv::format("%s/images/%d.png", folder.c_str(), i), cv::Mat(8, 10, CV_8UC3, cv::Scalar::all(grey)));
    }

    std::string content() const
    {
        std::ifstream file(cache);
        return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }

    static void expectSame(const Teaching& a, const Teaching& b)
    {
        EXPECT_EQ(a.framesPerSecond, b.framesPerSecond);
        ASSERT_EQ(a.frames.size(), b.frames.size());
        for (size_t i = 0; i < a.frames.size(); i++)
        {
            EXPECT_EQ(a.frames[i].number, b.frames[i].number);
            EXPECT_EQ(a.frames[i].size, b.frames[i].size);
            ASSERT_EQ(a.frames[i].boxes.size(), b.frames[i].boxes.size());
            for (size_t j = 0; j < a.frames[i].boxes.size(); j++)
            {
                EXPECT_EQ(a.frames[i].boxes[j].box, b.frames[i].boxes[j].box); // to the last bit
                EXPECT_EQ(a.frames[i].boxes[j].score, b.frames[i].boxes[j].score);
                EXPECT_EQ(a.frames[i].boxes[j].label, b.frames[i].boxes[j].label);
            }
        }
    }

    std::string folder, cache;
    TeachingParams params;
    GreyDetector teacher;
    int tiles = 1;
};

TEST_F(TeacherCache, GivesTheBoxesOfEveryFrame)
{
    const Teaching teaching = teach(teacher, params, cache);
    EXPECT_TRUE(teaching.complete);
    EXPECT_EQ(teaching.reused, 0);
    ASSERT_EQ(teaching.frames.size(), 6u);
    EXPECT_EQ(teaching.frames[4].number, 4);
    EXPECT_EQ(teaching.frames[4].size, cv::Size(10, 8));
    ASSERT_EQ(teaching.frames[4].boxes.size(), 1u);
    EXPECT_EQ(teaching.frames[4].boxes[0].box, cv::Rect2d(80 / 3., 0.1, 5, 1 / 7.));
}

TEST_F(TeacherCache, SecondRunReadsWhatTheFirstOneWrote)
{
    const Teaching first = teach(teacher, params, cache);
    GreyDetector unused;
    const Teaching second = teach(unused, params, cache);
    EXPECT_EQ(unused.seen, 0);
    EXPECT_EQ(second.reused, 6);
    EXPECT_TRUE(second.complete);
    expectSame(second, first);
}

TEST_F(TeacherCache, RunThatWasKilledIsGoneOnWith)
{
    teacher.dieAfter = 4;
    EXPECT_EXIT(teach(teacher, params, cache), testing::KilledBySignal(SIGKILL), "");
    GreyDetector rest;
    const Teaching resumed = teach(rest, params, cache);
    EXPECT_EQ(resumed.reused, 4);
    EXPECT_EQ(rest.seen, 2);
    GreyDetector fresh;
    expectSame(resumed, teach(fresh, params, folder + "/other.txt"));
    // Nothing else is left beside it.
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder + "/cache"), {}), 1);
}

TEST_F(TeacherCache, WhatWasFoundBeforeAFailureIsKept)
{
    params.saveSeconds = 1000;
    teacher.failAfter = 4;
    expectError([&] { teach(teacher, params, cache); }, {"failed"});
    GreyDetector rest;
    EXPECT_EQ(teach(rest, params, cache).reused, 4);
    EXPECT_EQ(rest.seen, 2);
}

TEST_F(TeacherCache, ImagesThatCannotBeReadAreToldBeforeAnythingIsLookedAt)
{
    const auto damage = [this](int i) {
        std::filesystem::resize_file(cv::format("%s/images/%d.png", folder.c_str(), i), 40);
    };
    damage(3);
    damage(5);
    expectError([&] { teach(teacher, params, cache); },
                {"2 of the images of '" + params.input + "'", "'3.png', '5.png'; remove them"});
    EXPECT_EQ(teacher.seen, 0);
    // Those that are not looked at do not matter.
    params.frames = 3;
    EXPECT_EQ(teach(teacher, params, cache).frames.size(), 3u);
    params.frames = 0;
    params.step = 2;
    EXPECT_EQ(teach(teacher, params, cache).frames.size(), 3u);
    params.start = 1;
    expectError([&] { teach(teacher, params, cache); }, {"2 of the images"});
}

TEST_F(TeacherCache, RunThatWasEndedIsKeptAndGoneOnWith)
{
    params.saveSeconds = 1000;
    std::vector<int> told;
    const Teaching part = teach(teacher, params, cache, [&](int done, int total) {
        EXPECT_EQ(total, 6);
        told.push_back(done);
        return done < 2;
    });
    EXPECT_FALSE(part.complete);
    EXPECT_EQ(part.frames.size(), 2u);
    EXPECT_EQ(told, (std::vector<int>{1, 2}));
    GreyDetector rest;
    EXPECT_EQ(teach(rest, params, cache).reused, 2);
    EXPECT_EQ(rest.seen, 4);
}

TEST_F(TeacherCache, MoreFramesAreAddedAndFewerAreThePartThatIsThere)
{
    params.frames = 2;
    EXPECT_TRUE(teach(teacher, params, cache).complete);
    params.frames = 4;
    EXPECT_EQ(teach(teacher, params, cache).reused, 2);
    EXPECT_EQ(teacher.seen, 4);
    params.frames = 3;
    const Teaching fewer = teach(teacher, params, cache);
    EXPECT_EQ(fewer.frames.size(), 3u);
    EXPECT_TRUE(fewer.complete);
    EXPECT_EQ(teacher.seen, 4);
    params.frames = 100; // more than there are
    EXPECT_TRUE(teach(teacher, params, cache).complete);
    EXPECT_EQ(teacher.seen, 6);
}

TEST_F(TeacherCache, StartAndStepChooseFrames)
{
    params.start = 1;
    params.step = 2;
    const Teaching teaching = teach(teacher, params, cache);
    ASSERT_EQ(teaching.frames.size(), 3u);
    for (int i = 0; i < 3; i++)
    {
        EXPECT_EQ(teaching.frames[i].number, 1 + 2 * i);
        EXPECT_EQ(teaching.frames[i].boxes[0].box.x, 20 * (1 + 2 * i) / 3.);
    }
    // Resuming lands on the same frames.
    std::filesystem::remove(cache);
    teach(teacher, params, cache, [](int done, int) { return done < 2; });
    expectSame(teach(teacher, params, cache), teaching);
}

TEST_F(TeacherCache, IsMadeAnewWhenWhatItDependsOnChanges)
{
    const auto again = [this] {
        GreyDetector other;
        other.name = teacher.name;
        const Teaching teaching = teach(other, params, cache);
        EXPECT_EQ(other.seen, teaching.madeAnewBecause.empty() ? 0 : int(teaching.frames.size()) * tiles);
        return teaching.madeAnewBecause;
    };
    teach(teacher, params, cache);
    EXPECT_EQ(again(), "");
    teacher.name = "grey, sharper";
    EXPECT_EQ(again(), "detector");
    EXPECT_EQ(again(), "");
    params.step = 2;
    EXPECT_EQ(again(), "frames");
    writeFrame(3, 250); // one that is not even looked at
    EXPECT_EQ(again(), "input");
    std::filesystem::rename(folder + "/images/5.png", folder + "/images/6.png");
    EXPECT_EQ(again(), "input");
    params.tiling.grid = cv::Size(2, 1);
    tiles = 2;
    EXPECT_EQ(again(), "tiling");
    EXPECT_EQ(again(), "");
    // Where the input lies does not matter.
    std::filesystem::rename(folder + "/images", folder + "/moved");
    params.input = folder + "/moved";
    EXPECT_EQ(again(), "");
}

TEST_F(TeacherCache, VideoIsReadAndResumed)
{
    const std::string path = folder + "/clip.avi";
    {
        cv::VideoWriter video(path, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 12, cv::Size(64, 48));
        if (!video.isOpened())
            GTEST_SKIP() << "this OpenCV writes no MJPG";
        for (int i = 0; i < 8; i++)
            video.write(cv::Mat(48, 64, CV_8UC3, cv::Scalar::all(25 * i)));
    }
    params.input = path;
    const Teaching whole = teach(teacher, params, folder + "/whole.txt");
    EXPECT_EQ(whole.framesPerSecond, 12);
    ASSERT_EQ(whole.frames.size(), 8u);
    teach(teacher, params, cache, [](int done, int) { return done < 3; });
    const Teaching resumed = teach(teacher, params, cache);
    EXPECT_EQ(resumed.reused, 3);
    expectSame(resumed, whole);
}

TEST_F(TeacherCache, VideoThatBreaksOffIsToldAndTriedAgain)
{
    const std::string path = folder + "/clip.avi";
    {
        cv::VideoWriter video(path, cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 12, cv::Size(64, 48));
        if (!video.isOpened())
            GTEST_SKIP() << "this OpenCV writes no MJPG";
        for (int i = 0; i < 80; i++)
            video.write(cv::Mat(48, 64, CV_8UC3, cv::Scalar::all(3 * i)));
    }
    params.input = path;
    const Teaching whole = teach(teacher, params, folder + "/whole.txt");
    ASSERT_EQ(whole.frames.size(), 80u);
    EXPECT_EQ(whole.brokenOff, 0);
    std::filesystem::resize_file(path, std::filesystem::file_size(path) / 2);
    for (int run = 0; run < 2; run++)
    {
        const Teaching half = teach(teacher, params, cache);
        EXPECT_EQ(half.reused > 0, run == 1);
        EXPECT_GT(half.frames.size(), 20u);
        EXPECT_LT(half.frames.size(), 60u);
        EXPECT_EQ(half.brokenOff, int(half.frames.size()));
        EXPECT_EQ(half.announced, 80);
        EXPECT_TRUE(half.complete);
    }
    EXPECT_EQ(content().find("end\n"), std::string::npos);
}

TEST_F(TeacherCache, TeacherThatFindsNothingIsNoError)
{
    teacher.blind = 256;
    for (int run = 0; run < 2; run++)
    {
        const Teaching teaching = teach(teacher, params, cache);
        ASSERT_EQ(teaching.frames.size(), 6u);
        for (const TaughtFrame& frame : teaching.frames)
            EXPECT_TRUE(frame.boxes.empty());
    }
    EXPECT_EQ(teacher.seen, 6); // the second time it is known
}

TEST_F(TeacherCache, NamesDifferWhereWhatIsFoundMayDiffer)
{
    std::set<std::string> names;
    const auto add = [&] { return names.insert(cacheName(teacher, params)).second; };
    EXPECT_TRUE(add());
    EXPECT_EQ(names.begin()->compare(0, 7, "images-"), 0) << *names.begin();
    EXPECT_FALSE(add());
    params.frames = 2; // more of the same
    params.input += "/";
    EXPECT_FALSE(add());
    params.tiling.grid = cv::Size(3, 2);
    EXPECT_TRUE(add());
    params.step = 5;
    EXPECT_TRUE(add());
    params.start = 1;
    EXPECT_TRUE(add());
    teacher.name = "grey, sharper";
    EXPECT_TRUE(add());
    params.input = folder + "/other/images";
    EXPECT_TRUE(add());
}

TEST_F(TeacherCache, SomeEmptyFramesAreNoError)
{
    teacher.blind = 90;
    const Teaching teaching = teach(teacher, params, cache);
    EXPECT_TRUE(teaching.frames[4].boxes.empty());
    EXPECT_EQ(teaching.frames[5].boxes.size(), 1u);
    expectSame(teach(teacher, params, cache), teaching);
}

TEST_F(TeacherCache, InputThatCannotBeReadIsAnErrorThatSaysWhatToDo)
{
    params.input = folder + "/nothing.mp4";
    expectError([&] { teach(teacher, params, cache); }, {"nothing.mp4", "does not exist"});
    params.input = "0"; // a camera has no frames to come back to
    expectError([&] { teach(teacher, params, cache); }, {"'0'", "video or a folder"});
    params.input = folder + "/broken.mp4";
    std::ofstream(params.input) << "no video";
    expectError([&] { teach(teacher, params, cache); }, {"broken.mp4", "ffmpeg", "folder of images"});
    params.input = folder + "/images";
    params.start = 6;
    expectError([&] { teach(teacher, params, cache); }, {"no frame after the first 6", "smaller start"});
    std::filesystem::resize_file(folder + "/images/3.png", 20);
    params.start = 0;
    expectError([&] { teach(teacher, params, cache); }, {"3.png"});
}

TEST_F(TeacherCache, OtherFilesAreNotOverwrittenAndDamageIsTold)
{
    teach(teacher, params, cache);
    std::string text = content();
    const size_t line = text.find("frame 3 ");
    std::ofstream(cache) << text.substr(0, line) << "frame 3 ten 8 1\n";
    expectError([&] { teach(teacher, params, cache); }, {cache, "line 13", "delete it"});
    std::ofstream(cache) << text.substr(0, text.find('\n', line) + 1); // a frame without its box
    expectError([&] { teach(teacher, params, cache); }, {cache, "damaged"});
    std::ofstream(cache) << "my thesis\n";
    expectError([&] { teach(teacher, params, cache); }, {cache, "something else"});
    EXPECT_EQ(content(), "my thesis\n");
}

TEST_F(TeacherCache, BadParametersAreErrorsThatNameThem)
{
    const auto run = [this](const std::function<void(TeachingParams&)>& change) {
        return [this, change] {
            TeachingParams changed = params;
            change(changed);
            teach(teacher, changed, cache);
        };
    };
    expectError(run([](TeachingParams& p) { p.start = -1; }), {"start is -1"});
    expectError(run([](TeachingParams& p) { p.step = 0; }), {"step is 0"});
    expectError(run([](TeachingParams& p) { p.frames = -1; }), {"frames is -1"});
    expectError(run([](TeachingParams& p) { p.saveSeconds = NAN; }), {"saveSeconds"});
    expectError(run([](TeachingParams& p) { p.tiling.overlap = 2; }), {"overlap is 2"});
}

} // namespace
} // namespace footage
