// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "program_test.hpp"

#include "virtual_screen.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"

#include <csignal>
#include <functional>
#include <thread>

namespace {

//! An X server without a screen; its picture is a file in the folder.
class WindowTest : public ProgramTest
{
protected:
    void SetUp() override
    {
        ProgramTest::SetUp();
        for (const char* program : {XVFB, XDOTOOL})
        {
            if (std::filesystem::exists(program))
                continue;
            const char* const ci = std::getenv("CI");
            if (ci && std::string(ci) == "true")
                FAIL() << program << " is absent";
            GTEST_SKIP() << program << " is absent (Debian packages xvfb and xdotool)";
        }
        // The shell tells the server's display, which it chooses, to a file.
        server = programs::startProgram({"/bin/sh", "-c",
                                         "exec \"$0\" -displayfd 3 -screen 0 1400x1060x24 -nolisten tcp "
                                         "-fbdir \"$1\" 3>\"$1/display\"",
                                         XVFB, folder.string()},
                                        {}, path("server.txt"));
        ASSERT_TRUE(comes([this] { return programs::readText(path("display")).find('\n') != std::string::npos; }))
            << programs::readText(path("server.txt"));
        const std::string number = programs::readText(path("display"));
        display = ":" + number.substr(0, number.find('\n'));
    }

    void TearDown() override
    {
        if (server > 0)
        {
            kill(server, SIGTERM);
            programs::statusOf(server);
        }
        ProgramTest::TearDown();
    }

    //! Waits for something, long enough for a busy machine.
    static bool comes(const std::function<bool()>& it)
    {
        for (int i = 0; i < 2400; ++i)
        {
            if (it())
                return true;
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        return false;
    }

    //! The server's screen, BGR; empty as long as there is none.
    cv::Mat screenshot() const
    {
        const std::string file = programs::readText(path("Xvfb_screen0")); // of format XWD
        const auto number = [&file](size_t index) {
            uint32_t value = 0;
            for (size_t i = 0; i < 4; ++i)
                value = value << 8 | uchar(file[4 * index + i]);
            return value;
        };
        if (file.size() < 100)
            return cv::Mat();
        const size_t begin = number(0) + 12 * size_t(number(19)), step = number(12);
        const cv::Size size(int(number(4)), int(number(5)));
        if (number(11) != 32 || file.size() < begin + step * size_t(size.height))
            return cv::Mat();
        const cv::Mat all(size, CV_8UC4, const_cast<char*>(file.data()) + begin, step);
        cv::Mat bgr;
        cv::cvtColor(all, bgr, cv::COLOR_BGRA2BGR);
        return bgr;
    }

    static int pixelsOf(const cv::Mat& picture, const cv::Scalar& colour)
    {
        cv::Mat equal;
        cv::inRange(picture, colour - cv::Scalar::all(4), colour + cv::Scalar::all(4), equal);
        return cv::countNonZero(equal);
    }

    void press(const std::string& key) const
    {
        EXPECT_EQ(programs::statusOf(
                      programs::startProgram({XDOTOOL, "key", key}, {{"DISPLAY", display}}, path("xdotool.txt"))),
                  0)
            << programs::readText(path("xdotool.txt"));
    }

    std::string display;
    pid_t server = 0;
    int status = -1; // of the program
};

TEST_F(WindowTest, shows_everything_and_obeys_keys)
{
    const pid_t program =
        programs::startProgram(words({"--output=" + path("out.mp4"), "--report=" + path("report.json")}),
                               {{"DISPLAY", display}}, path("said.txt"));
    bool ended = false;
    const auto running = [&] {
        ended = ended || waitpid(program, &status, WNOHANG) == program;
        return !ended;
    };
    cv::Mat seen;
    // The true gaze's green and the estimate's orange are there from the first frame on.
    ASSERT_TRUE(comes([&] {
        seen = screenshot();
        return !running() || (!seen.empty() && pixelsOf(seen, TRUE_COLOUR) > 40 && pixelsOf(seen, ZOOM_COLOUR) > 40);
    }));
    EXPECT_TRUE(running()) << programs::readText(path("said.txt"));
    cv::Mat mean, deviation;
    cv::meanStdDev(seen, mean, deviation);
    EXPECT_GT(cv::norm(deviation), 20);
    cv::Mat bright;
    cv::inRange(seen, cv::Scalar::all(200), cv::Scalar::all(255), bright);
    EXPECT_GT(cv::countNonZero(bright), 1000) << "captions";

    // Without a window manager the pointer says which window gets the keys.
    EXPECT_EQ(programs::statusOf(programs::startProgram({XDOTOOL, "mousemove", "300", "300"}, {{"DISPLAY", display}},
                                                        path("xdotool.txt"))),
              0);
    EXPECT_TRUE(comes([&] {
        press("s");
        return std::filesystem::exists(path("out-saved-001.png")) || !running();
    }));
    const cv::Mat saved = cv::imread(path("out-saved-001.png"));
    ASSERT_FALSE(saved.empty());
    EXPECT_EQ(saved.cols, 1194);
    // A paused picture changes by keys alone.
    const auto differs = [](const cv::Mat& a, const cv::Mat& b) {
        return a.size() != b.size() || cv::norm(a, b, cv::NORM_INF) > 0;
    };
    press("space");
    cv::Mat before;
    ASSERT_TRUE(comes([&] {
        before = screenshot();
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        return !before.empty() && !differs(before, screenshot());
    })) << "it is not paused";
    for (const char* key : {"h", "u", "c"})
    {
        press(key);
        EXPECT_TRUE(comes([&] { return differs(before, screenshot()); })) << key;
        press(key);
        std::this_thread::sleep_for(std::chrono::milliseconds(500));
        before = screenshot();
    }
    press("space");
    EXPECT_TRUE(comes([&] { return differs(before, screenshot()); })) << "it is paused still";
    for (const char* key : {"z", "g", "z"})
        press(key);
    EXPECT_TRUE(running());
    EXPECT_TRUE(comes([&] {
        press("q");
        return !running();
    }));
    EXPECT_TRUE(WIFEXITED(status) && WEXITSTATUS(status) == 0) << status << programs::readText(path("said.txt"));
    EXPECT_TRUE(std::filesystem::exists(path("out.mp4")));
    EXPECT_GT(int(report()["frames"]), 0);
}

TEST_F(ProgramTest, says_that_there_is_no_display)
{
    std::string said;
    const std::vector<std::string> all = words({});
    std::vector<std::string> without = {"/usr/bin/env", "-u", "DISPLAY", "-u", "WAYLAND_DISPLAY"};
    without.insert(without.end(), all.begin(), all.end());
    EXPECT_EQ(run(without, said), 1);
    EXPECT_SAYS(said, "--headless");
}

} // namespace
