// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "read_ahead.hpp"
#include "stage_times.hpp"
#include "virtual_screen.hpp"

#include "expect_error.hpp"

#include <chrono>
#include <cmath>
#include <future>

namespace {

//! Numbered frames, and then an end or an error.
class Numbers : public FrameInput
{
public:
    Numbers(int frames_, bool fails_) : frames(frames_), fails(fails_) {}

    bool read(InputFrame& frame) override
    {
        if (number == frames)
        {
            if (fails)
                CV_Error(cv::Error::StsError, "the camera was pulled out");
            return false;
        }
        frame.image.create(2, 2, CV_8UC1);
        frame.image.setTo(cv::Scalar(number));
        frame.seconds = number++;
        return true;
    }
    double framesPerSecond() const override { return 7; }
    int count() const override { return frames; }

private:
    int frames, number = 0;
    bool fails;
};

TEST(ReadAhead, gives_all_frames_in_order_and_then_the_end)
{
    ReadAhead input(std::make_unique<Numbers>(50, false));
    EXPECT_EQ(input.count(), 50);
    EXPECT_EQ(input.framesPerSecond(), 7);
    InputFrame frame;
    for (int i = 0; i < 50; ++i)
    {
        ASSERT_TRUE(input.read(frame));
        EXPECT_EQ(frame.seconds, i);
        EXPECT_EQ(frame.image.at<uchar>(1, 1), i);
    }
    EXPECT_FALSE(input.read(frame));
    EXPECT_FALSE(input.read(frame));
}

TEST(ReadAhead, passes_errors_on_after_the_frames_before)
{
    ReadAhead input(std::make_unique<Numbers>(1, true));
    InputFrame frame;
    EXPECT_TRUE(input.read(frame));
    expectError([&] { input.read(frame); }, {"pulled out"});
}

//! A camera: when all its frames have come, it says so and waits.
class Live : public Numbers
{
public:
    Live(int frames_, std::promise<void>& allCame_, std::shared_future<void> goOn_)
        : Numbers(frames_, false), left(frames_), allCame(allCame_), goOn(std::move(goOn_))
    {
    }
    bool read(InputFrame& frame) override
    {
        if (left-- == 0)
        {
            allCame.set_value();
            goOn.wait();
        }
        return Numbers::read(frame);
    }
    bool isLive() const override { return true; }

private:
    int left;
    std::promise<void>& allCame;
    std::shared_future<void> goOn;
};

TEST(ReadAhead, of_a_camera_the_newest_frame_counts)
{
    std::promise<void> allCame, goOn;
    ReadAhead input(std::make_unique<Live>(20, allCame, goOn.get_future().share()));
    const bool came = allCame.get_future().wait_for(std::chrono::seconds(60)) == std::future_status::ready;
    EXPECT_TRUE(came) << "the camera had to wait for whom looks at its frames";
    InputFrame frame;
    if (came)
    {
        EXPECT_TRUE(input.read(frame));
        EXPECT_EQ(frame.seconds, 19);
    }
    goOn.set_value();
    while (input.read(frame))
        EXPECT_FALSE(came) << "no other frame was left";
}

TEST(ReadAhead, ends_in_the_middle)
{
    ReadAhead unread(std::make_unique<Numbers>(5, false));
    ReadAhead begun(std::make_unique<Numbers>(5, false));
    InputFrame frame;
    EXPECT_TRUE(begun.read(frame));
}

//! How many pixels near a place have a colour.
int pixelsOf(const cv::Mat& picture, const cv::Scalar& colour, cv::Point at, int radius)
{
    cv::Mat equal;
    cv::inRange(picture, colour - cv::Scalar::all(3), colour + cv::Scalar::all(3), equal);
    return cv::countNonZero(
        equal(cv::Rect(at.x - radius, at.y - radius, 2 * radius, 2 * radius) & cv::Rect(cv::Point(), picture.size())));
}

TEST(VirtualScreen, shows_gazes_where_they_are)
{
    gaze::Screen screen;
    screen.pixels = cv::Size(1000, 500);
    VirtualScreen view(screen);
    // 1.24 times the screen: a scale of a half, with margins of 60 and 30 pixels.
    cv::Mat panel(310, 620, CV_8UC3);
    const cv::Point2d truth(200, 100), zoom(600, 300), beside(2000, 100);
    view.add(screen.toGaze(truth), screen.toGaze(zoom), screen.toGaze(beside));
    view.draw(panel, false, false, nullptr);
    EXPECT_GT(pixelsOf(panel, TRUE_COLOUR, cv::Point(60 + 100, 30 + 50), 14), 60);
    EXPECT_GT(pixelsOf(panel, ZOOM_COLOUR, cv::Point(60 + 300, 30 + 150), 10), 150);
    EXPECT_GT(pixelsOf(panel, UNIFORM_COLOUR, cv::Point(615, 30 + 50), 10), 50) << "at the panel's edge";

    view.draw(panel, true, false, nullptr); // held
    EXPECT_LT(pixelsOf(panel, ZOOM_COLOUR, cv::Point(60 + 300, 30 + 150), 5), 10) << "a ring";

    view.add(screen.toGaze(truth), std::nullopt, std::nullopt);
    view.draw(panel, false, false, nullptr);
    EXPECT_EQ(pixelsOf(panel, ZOOM_COLOUR, cv::Point(310, 155), 400), 0) << "a lost gaze is no point";
    view.add(std::nullopt, screen.toGaze(zoom), std::nullopt);
    view.add(std::nullopt, screen.toGaze(zoom + cv::Point2d(-400, 0)), std::nullopt);
    view.draw(panel, false, false, nullptr);
    cv::Mat between = panel(cv::Rect(60 + 150, 30 + 140, 100, 20)), grey;
    cv::Mat deviation, mean;
    cv::meanStdDev(between, mean, deviation);
    EXPECT_GT(cv::norm(deviation), 3) << "the trail";
}

TEST(VirtualScreen, shows_the_point_to_look_at_where_it_is)
{
    gaze::Screen screen;
    CalibrationSession session({gaze::Camera(), screen, "any"});
    cv::Mat picture(screen.pixels / 2, CV_8UC3);
    drawTarget(picture, screen, session);
    const cv::Point2d at = screen.toPixels(session.target()) * 0.5;
    EXPECT_GT(pixelsOf(picture, cv::Scalar::all(255), cv::Point(at), 20), 20);
    EXPECT_EQ(pixelsOf(picture, cv::Scalar::all(255), cv::Point(picture.cols / 2, picture.rows / 2), 100), 0);
}

TEST(StageTimes, give_the_median_of_the_last_ones)
{
    StageTimes times;
    EXPECT_TRUE(std::isnan(times.median(STAGE_DRAW)));
    for (double ms : {1., 9., 2.})
        times.add(STAGE_DRAW, ms);
    EXPECT_EQ(times.median(STAGE_DRAW), 2);
    for (int i = 0; i < 5000; ++i)
        times.add(STAGE_DRAW, 4);
    EXPECT_EQ(times.median(STAGE_DRAW), 4);
    EXPECT_TRUE(std::isnan(times.median(STAGE_VIDEO)));
}

} // namespace
