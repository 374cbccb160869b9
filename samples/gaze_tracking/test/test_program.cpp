// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "program_test.hpp"

#include "virtual_screen.hpp"
#include "zoom_gaze/calibration.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/videoio.hpp"

#include <csignal>
#include <fstream>
#include <set>
#include <thread>

namespace {

//! Pixels of about a colour; videos and their chroma are not exact.
int pixelsOf(const cv::Mat& picture, const cv::Scalar& colour, int tolerance)
{
    cv::Mat equal;
    cv::inRange(picture, colour - cv::Scalar::all(tolerance), colour + cv::Scalar::all(tolerance), equal);
    return cv::countNonZero(equal);
}

double spreadOf(const cv::Mat& part)
{
    cv::Mat mean, deviation;
    cv::meanStdDev(part, mean, deviation);
    return cv::norm(deviation);
}

/** Panels of a picture as Panels lays them out for frames of 16:9.
@param gazePixels that a gaze has at least; a video's chroma is coarse */
void checkPicture(const cv::Mat& picture, int gazePixels)
{
    ASSERT_EQ(picture.size(), cv::Size(1194, 1000));
    const cv::Mat frame = picture(cv::Rect(0, 26, 760, 428)), screen = picture(cv::Rect(0, 480, 760, 428));
    const cv::Mat zoom = picture(cv::Rect(766, 26, 428, 428)), uniform = picture(cv::Rect(766, 480, 428, 428));
    EXPECT_GT(spreadOf(frame), 15);
    EXPECT_GT(spreadOf(zoom), 15);
    EXPECT_GT(spreadOf(uniform), 15);
    EXPECT_GT(cv::norm(zoom, uniform, cv::NORM_L1) / double(zoom.total() * 3), 4) << "a zoom differs from a resize";
    EXPECT_GT(pixelsOf(screen, TRUE_COLOUR, 12), gazePixels);
    EXPECT_GT(pixelsOf(screen, ZOOM_COLOUR, 12), gazePixels);
    EXPECT_GT(spreadOf(picture(cv::Rect(0, 908, 1194, 92))), 10) << "the status";
}

TEST_F(ProgramTest, leaves_a_video_and_pictures_without_a_window)
{
    std::string said;
    ASSERT_EQ(
        run(words({"--headless", "--frames=20", "--output=" + path("out.mp4"), "--report=" + path("report.json")}),
            said, {{"DISPLAY", ""}}),
        0)
        << said;
    EXPECT_SAYS(said, "20 frames of 320x180");
    EXPECT_SAYS(said, "out.mp4");

    cv::VideoCapture video(path("out.mp4"));
    ASSERT_TRUE(video.isOpened());
    cv::Mat frame, first;
    int frames = 0;
    double change = 0;
    for (; video.read(frame); ++frames)
    {
        checkPicture(frame, 5);
        if (frames == 0)
            first = frame.clone();
        change = std::max(change, cv::norm(first, frame, cv::NORM_INF));
    }
    EXPECT_EQ(frames, 20);
    EXPECT_NEAR(video.get(cv::CAP_PROP_FPS), 30, 0.1);
    EXPECT_GT(change, 60) << "nothing moves";

    std::set<std::string> files;
    for (const auto& entry : std::filesystem::directory_iterator(folder))
        files.insert(entry.path().filename().string());
    EXPECT_EQ(files, (std::set<std::string>{"out-1.png", "out-2.png", "out-3.png", "out.mp4", "report.json", "said.txt",
                                            "tiny.onnx"}));
    for (const char* name : {"out-1.png", "out-2.png", "out-3.png"})
        checkPicture(cv::imread(path(name)), 40);

    const cv::FileStorage json = report();
    EXPECT_EQ(int(json["frames"]), 20);
    const cv::FileNode methods = json["methods"];
    ASSERT_EQ(methods.size(), 2u);
    for (const cv::FileNode& method : methods)
    {
        EXPECT_EQ(std::string(method["network_input"]), "64x64");
        EXPECT_EQ(int(method["frames"]), 20);
        EXPECT_EQ(int(method["frames_without_gaze"]), 0);
        EXPECT_GT(double(method["error_cm"]), 0.1);
        EXPECT_LT(double(method["error_cm"]), 100);
    }
    EXPECT_EQ(int(methods[0]["network_trained_for_it"]), 1);
    EXPECT_EQ(int(methods[1]["network_trained_for_it"]), 0);
    EXPECT_GT(double(json["median_ms"]["draw"]), 0);
}

TEST_F(ProgramTest, shows_lost_eyes_of_a_video)
{
    // One second of something, then of nothing: the network sees no eyes in black.
    {
        cv::VideoWriter video(path("film.avi"), cv::VideoWriter::fourcc('M', 'J', 'P', 'G'), 10, cv::Size(320, 180));
        ASSERT_TRUE(video.isOpened());
        cv::RNG random(1);
        for (int i = 0; i < 20; ++i)
        {
            cv::Mat frame(180, 320, CV_8UC3, cv::Scalar::all(0));
            if (i < 10)
                random.fill(frame, cv::RNG::UNIFORM, 0, 255);
            video.write(frame);
        }
    }
    std::string said;
    ASSERT_EQ(run(words({"--input=" + path("film.avi"), "--headless", "--uniform=off", "--output=" + path("out.mp4"),
                         "--report=" + path("report.json")}),
                  said),
              0)
        << said;
    EXPECT_SAYS(said, "no gaze in 10 of 20 frames");
    const cv::FileStorage json = report();
    ASSERT_EQ(json["methods"].size(), 1u);
    EXPECT_EQ(int(json["methods"][0]["frames_without_gaze"]), 10);
    cv::VideoCapture video(path("out.mp4"));
    const cv::Rect screen(0, 480, 760, 428);
    cv::Mat frame;
    for (int i = 0; i < 20; ++i)
    {
        ASSERT_TRUE(video.read(frame));
        const int orange = pixelsOf(frame(screen), ZOOM_COLOUR, 20);
        EXPECT_TRUE(i >= 10 || orange > 40) << i << ": " << orange;
        EXPECT_TRUE(i <= 14 || orange < 10) << i << ": " << orange << ", after the 0.3 seconds for which it is held";
    }
}

TEST_F(ProgramTest, calibrates_and_takes_the_calibration_up)
{
    std::string said;
    const std::string file = path("calibration.yaml");
    ASSERT_EQ(run(words({"--headless", "--size=160x90", "--rate=4", "--frames=300", "--uniform=off", "--calibrate",
                         "--calibration=" + file, "--output=" + path("out.mp4"), "--report=" + path("report.json")}),
                  said),
              0)
        << said;
    EXPECT_SAYS(said, "calibration (");
    const gaze::Calibration calibration = gaze::Calibration::read(file);
    EXPECT_EQ(calibration.validation().frames, 60);
    EXPECT_EQ(calibration.device().camera.frame, cv::Size(160, 90));
    EXPECT_GT(calibration.validation().uncalibrated.degrees, 0);

    const std::vector<std::string> few = {"--headless",
                                          "--size=160x90",
                                          "--frames=2",
                                          "--calibration=" + file,
                                          "--output=" + path("out.mp4"),
                                          "--report=" + path("report.json")};
    const auto and_ = [&](const std::string& one) {
        std::vector<std::string> all = few;
        all.push_back(one);
        return words(all);
    };
    ASSERT_EQ(run(words(few), said), 0) << said;
    const cv::FileStorage json = report();
    EXPECT_EQ(int(json["methods"][0]["calibrated"]), 1);
    EXPECT_EQ(int(json["methods"][1]["calibrated"]), 0);
    EXPECT_EQ(int(json["methods"][0]["calibration"]["validation"]["frames"]), 60);

    EXPECT_EQ(run(and_("--method=uniform"), said), 1) << "a calibration of another method";
    EXPECT_SAYS(said, "calibration.yaml");
    EXPECT_EQ(run(and_("--screen=60x34"), said), 1) << "or of another screen";
    EXPECT_SAYS(said, "is for a screen");

    std::string other = programs::readText(file);
    const size_t focal = other.find("focal:");
    ASSERT_NE(focal, std::string::npos) << other;
    other.replace(focal, other.find('\n', focal) - focal, "focal: 1234.");
    std::ofstream(file) << other;
    EXPECT_EQ(run(words(few), said), 1) << "a calibration of another camera";
    EXPECT_SAYS(said, "--focal");
}

TEST_F(ProgramTest, ends_well_when_it_is_told_to)
{
    const pid_t program = programs::startProgram(
        words({"--headless", "--frames=1000000", "--output=" + path("out.mp4"), "--report=" + path("report.json")}), {},
        path("said.txt"));
    // Its first frames are written when the temporary file has grown.
    const auto begun = [this] {
        for (const auto& entry : std::filesystem::directory_iterator(folder))
            if (entry.path().extension() == ".mp4" && entry.file_size() > 0)
                return true;
        return false;
    };
    for (int i = 0; i < 6000 && !begun(); ++i)
        std::this_thread::sleep_for(std::chrono::milliseconds(10));
    ASSERT_EQ(kill(program, SIGTERM), 0);
    EXPECT_EQ(programs::statusOf(program), 0) << programs::readText(path("said.txt"));
    cv::VideoCapture video(path("out.mp4"));
    cv::Mat frame;
    EXPECT_TRUE(video.read(frame));
    EXPECT_EQ(int(report()["interrupted"]), 1);
}

TEST_F(ProgramTest, says_what_to_do)
{
    std::string said;
    const auto headless = [&](const std::string& argument) {
        return run(words({"--headless", "--frames=1", "--output=" + path("out.mp4"), argument}), said);
    };
    EXPECT_EQ(run({GAZE_TRACKING, "--headless", "--model=" + path("none.yaml")}, said), 1);
    for (const char* word : {"none.yaml' is missing", "zoom_train export", "--model"})
        EXPECT_SAYS(said, word);
    EXPECT_EQ(headless("--task=" + path("none.onnx")), 1);
    EXPECT_SAYS(said, "none.onnx' is missing");
    EXPECT_EQ(headless("--uniform-task=" + path("none.onnx")), 1);
    EXPECT_SAYS(said, "--uniform-task");
    EXPECT_EQ(headless("--input=97"), 1);
    for (const char* word : {"there is no such camera", "/dev/video", "--input=synthetic"})
        EXPECT_SAYS(said, word);
    EXPECT_EQ(headless("--input=" + path("none.mp4")), 1);
    EXPECT_SAYS(said, "does not exist");
    EXPECT_EQ(headless("--frame=3"), 1);
    EXPECT_SAYS(said, "'--frame=3' is unknown");
    EXPECT_EQ(headless("--method=both"), 1);
    EXPECT_SAYS(said, "--method is 'both'; allowed is zoom or uniform");
    EXPECT_EQ(headless("--screen=0x3"), 1);
    EXPECT_SAYS(said, "--screen");
    EXPECT_EQ(run(words({"--headless", "--calibrate", "--input=97"}), said), 1);
    EXPECT_SAYS(said, "--calibrate");
    EXPECT_EQ(run(words({"--output=" + path("out.avi")}), said), 1);
    EXPECT_SAYS(said, ".mp4");
    EXPECT_EQ(run(words({"--help"}), said), 0);
    EXPECT_SAYS(said, "--min-cutoff");
    EXPECT_FALSE(std::filesystem::exists(path("out.mp4"))) << "half a file is left";
}

} // namespace
