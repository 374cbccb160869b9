// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/recordings.hpp"

#include "expect_error.hpp"
#include "opencv2/imgcodecs.hpp"
#include "test_folder.hpp"
#include "tiny_recordings.hpp"

#include <filesystem>

namespace {

using namespace gaze;
namespace fs = std::filesystem;

class Recordings : public TestFolder
{
protected:
    // The folder has its name from SetUp() on.
    TinyRecordings set() const { return TinyRecordings(folder); }
    void write(const fs::path& file, const std::string& text) const { set().write(file, text); }
    void gazeCapture(const std::string& name, const std::string& split) const { set().gazeCapture(name, split); }
    void mpii(const std::string& name) const { set().mpii(name); }

    void expectGazeCaptureError(const std::vector<std::string>& words) const
    {
        expectError([this] { readGazeCapture(folder.string()); }, words);
    }
};

TEST_F(Recordings, GazeCapture_is_read_as_distributed)
{
    gazeCapture("00003", "test");
    gazeCapture("00002", "train");
    write("README.md", "no recording");
    const std::vector<RecordedFrame> frames = readGazeCapture(folder.string());
    ASSERT_EQ(frames.size(), 4u);
    EXPECT_EQ(frames[0].recording->person, "00002");
    EXPECT_EQ(frames[0].recording->split, "train");
    EXPECT_EQ(frames[2].recording->person, "00003");
    EXPECT_EQ(frames[2].recording->split, "test");
    const RecordedFrame& frame = frames[1]; // the second that is complete is the third frame
    EXPECT_EQ(frame.image, "00002.jpg");
    EXPECT_FALSE(cv::imread(frame.path()).empty());
    EXPECT_EQ(frame.gaze, cv::Point2d(-1.5, -1));
    EXPECT_EQ(frame.recording->device, "iPhone 6");
    EXPECT_EQ(frame.distance, 0) << "GazeCapture does not tell it";
    EXPECT_EQ(frame.face, cv::Rect2d(102.25, 152, 202, 202));
    ASSERT_TRUE(frame.hasEyes);
    EXPECT_EQ(frame.eyes[RIGHT_EYE], cv::Point2d(102.25 + 21 + 25.5, 152 + 43 + 26.5));
    EXPECT_EQ(frame.eyes[LEFT_EYE], cv::Point2d(102.25 + 121 + 25.5, 152 + 41 + 26.5));
}

TEST_F(Recordings, GazeCapture_frames_without_detections_can_be_had_too)
{
    gazeCapture("00002", "val");
    const std::vector<RecordedFrame> frames = readGazeCapture(folder.string(), false);
    ASSERT_EQ(frames.size(), 3u);
    EXPECT_FALSE(frames[1].hasEyes);
    EXPECT_FALSE(frames[1].gazeSeen);
    EXPECT_TRUE(frames[2].gazeSeen);
    EXPECT_EQ(frames[1].gaze, cv::Point2d(1.064, -6.0055));
}

TEST_F(Recordings, GazeCapture_does_not_need_frames_json)
{
    gazeCapture("00002", "train");
    fs::remove(folder / "00002/frames.json");
    EXPECT_EQ(readGazeCapture(folder.string()).size(), 2u);
}

TEST_F(Recordings, GazeCapture_recordings_may_be_long)
{
    // All values are on one line in those files.
    gazeCapture("00002", "train");
    const int count = 4000;
    const auto list = [&](const char* value, const char* last) {
        std::string text = "[";
        for (int i = 0; i + 1 < count; ++i)
            text += std::string(value) + ", ";
        return text + last + "]";
    };
    const std::string boxes = "{\"X\": " + list("0", "1.5") + ", \"Y\": " + list("0", "2") +
                              ", \"W\": " + list("0", "3") + ", \"H\": " + list("0", "4") +
                              ", \"IsValid\": " + list("0", "1") + "}";
    for (const char* file : {"appleFace.json", "appleLeftEye.json", "appleRightEye.json"})
        write(std::string("00002/") + file, boxes);
    write("00002/info.json", "{\"TotalFrames\": 4000, \"Dataset\": \"train\"}");
    write("00002/dotInfo.json", "{\"XCam\": " + list("-1.23456789", "7.25") + ", \"YCam\": " + list("2", "3") + "}");
    write("00002/screen.json", "{\"Orientation\": " + list("1", "1") + "}");
    write("00002/frames.json", list("\"00001.jpg\"", "\"00002.jpg\""));
    const std::vector<RecordedFrame> frames = readGazeCapture(folder.string());
    ASSERT_EQ(frames.size(), 1u);
    EXPECT_EQ(frames[0].gaze, cv::Point2d(7.25, 3));
    EXPECT_EQ(frames[0].image, "00002.jpg");
}

TEST_F(Recordings, GazeCapture_says_which_part_is_missing)
{
    expectGazeCaptureError({"GazeCapture", folder.string(), "no recordings"});
    for (const char* file :
         {"info.json", "appleFace.json", "appleLeftEye.json", "appleRightEye.json", "dotInfo.json", "screen.json"})
    {
        gazeCapture("00002", "train");
        fs::remove(folder / "00002" / file);
        expectGazeCaptureError({"00002", "has no", file});
    }
    gazeCapture("00002", "train");
    fs::remove(folder / "00002/frames/00002.jpg");
    expectGazeCaptureError({"00002", "frames/00002.jpg"});
    fs::remove_all(folder / "00002/frames");
    expectGazeCaptureError({"00002", "no folder frames"});
    expectError([this] { readGazeCapture((folder / "nowhere").string()); }, {"GazeCapture", "nowhere", "not there"});
}

TEST_F(Recordings, GazeCapture_refuses_what_does_not_fit)
{
    gazeCapture("00002", "train");
    write("00002/dotInfo.json", "{\"XCam\": [1, 2], \"YCam\": [1, 2]}");
    expectGazeCaptureError({"00002", "2 values of XCam", "3 frames"});
    write("00002/dotInfo.json", "{\"XCam\": [1, 2, 3]}");
    expectGazeCaptureError({"00002", "YCam", "dotInfo.json"});
    write("00002/dotInfo.json", "{\"XCam\": [1, \"a\", 3], \"YCam\": [1, 2, 3]}");
    expectGazeCaptureError({"00002", "XCam", "number"});
    write("00002/dotInfo.json", "nonsense");
    expectGazeCaptureError({"00002", "dotInfo.json"});
    gazeCapture("00002", "holiday");
    expectGazeCaptureError({"00002", "Dataset"});
}

TEST_F(Recordings, GazeCapture_frames_without_a_face_have_no_eyes)
{
    gazeCapture("00002", "train");
    write("00002/appleFace.json", "{\"H\": [1, 1, 1], \"W\": [1, 1, 1], \"X\": [1, 1, 1], \"Y\": [1, 1, 1], "
                                  "\"IsValid\": [0, 1, 1]}");
    EXPECT_EQ(readGazeCapture(folder.string()).size(), 1u) << "its eyes are valid, but relative to nothing";
}

TEST_F(Recordings, GazeCapture_goes_on_without_incomplete_recordings_if_asked)
{
    for (const char* name : {"00002", "00003", "00004"})
        gazeCapture(name, "train");
    fs::remove(folder / "00003/frames/00002.jpg"); // after one frame was read
    std::vector<std::string> skipped;
    const std::vector<RecordedFrame> frames = readGazeCapture(folder.string(), true, &skipped);
    ASSERT_EQ(frames.size(), 4u);
    EXPECT_EQ(frames[1].recording->person, "00002");
    EXPECT_EQ(frames[2].recording->person, "00004");
    EXPECT_EQ(frames[0].recording, frames[1].recording) << "names are kept once";
    ASSERT_EQ(skipped.size(), 1u);
    EXPECT_NE(skipped[0].find("00003"), std::string::npos) << skipped[0];
    EXPECT_NE(skipped[0].find("frames/00002.jpg"), std::string::npos) << skipped[0];
    for (const char* name : {"00002", "00004"})
        fs::remove(folder / name / "info.json");
    expectError([&] { readGazeCapture(folder.string(), true, &skipped); }, {"00004", "info.json"});
}

TEST_F(Recordings, MpiiFaceGaze_is_read_in_its_original_layout)
{
    mpii("p01");
    mpii("p00");
    const std::vector<RecordedFrame> frames = readMpiiFaceGaze(folder.string());
    ASSERT_EQ(frames.size(), 4u);
    EXPECT_EQ(frames[0].recording->person, "p00");
    EXPECT_EQ(frames[3].recording->person, "p01");
    EXPECT_TRUE(frames[3].recording->split.empty());
    EXPECT_FALSE(cv::imread(frames[3].path()).empty());
    // 70.5 mm to the image's left is to the right on the screen; 82 mm down is below the camera. The line from the face
    // (12, 24, 598) to that point, at z = 3.5, goes on to z = 0.
    EXPECT_NEAR(frames[3].gaze.x, 7.05 + 0.1 * 3.5 * (70.5 + 12) / (598 - 3.5), 1e-9);
    EXPECT_NEAR(frames[3].gaze.y, -8.2 - 0.1 * 3.5 * (82 - 24) / (598 - 3.5), 1e-9);
    EXPECT_NEAR(frames[3].distance, 59.8, 1e-9);
    EXPECT_EQ(frames[3].focal, 0) << "in a file that is not read";
    ASSERT_TRUE(frames[3].hasEyes);
    EXPECT_EQ(frames[3].eyes[RIGHT_EYE], cv::Point2d(240, 211));
    EXPECT_EQ(frames[3].eyes[LEFT_EYE], cv::Point2d(340, 215));
}

TEST_F(Recordings, MpiiFaceGaze_says_what_is_missing)
{
    const auto expect = [this](const std::vector<std::string>& words) {
        expectError([this] { readMpiiFaceGaze(folder.string()); }, words);
    };
    expect({"MPIIFaceGaze", "no participants"});
    mpii("p00");
    fs::remove(folder / "p00/day01/0002.jpg");
    expect({"p00.txt", "line 2", "0002.jpg", "not there"});
    mpii("p00");
    write("p00/p00.txt", "day01/0001.jpg 1 2 3 left\n");
    expect({"p00.txt", "line 1", "3 numbers"});
    write("p00/p00.txt", "day01/0001.jpg 500 300 220 210 260 212 320 214 360 216 250 300 330 302 "
                         "-0.1 0.2 0.3 10 20 600 12 24 3 1 2 4 left\n");
    expect({"p00.txt", "line 1", "z = 3"});
    fs::remove(folder / "p00/p00.txt");
    expect({"p00", "p00.txt"});
    expectError([this] { readMpiiFaceGaze((folder / "nowhere").string()); }, {"MPIIFaceGaze", "nowhere", "not there"});
}

} // namespace
