// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "synthetic_person.hpp"

#include "zoom_gaze/label.hpp"

#include <gtest/gtest.h>

namespace {

const cv::Size FRAME(1280, 720);

TEST(SyntheticPerson, looks_at_the_screen_and_blinks)
{
    const gaze::Screen screen;
    for (uint64_t seed = 0; seed < 20; ++seed)
    {
        SyntheticPerson person(seed, FRAME, screen);
        int closed = 0;
        double way = 0;
        cv::Point2d last;
        const int frames = 600; // 20 seconds
        for (int i = 0; i < frames; ++i)
        {
            const gaze::Scene& scene = person.at(i / 30.);
            const cv::Point2d place = screen.toPixels(scene.gaze);
            EXPECT_TRUE(cv::Rect2d(0, 0, screen.pixels.width, screen.pixels.height).contains(place))
                << seed << ": " << place;
            const gaze::Label label = gaze::labelOf(scene); // checks the scene, too
            for (const gaze::EyeLabel& eye : label.eyes)
                EXPECT_TRUE(cv::Rect2d(0, 0, FRAME.width, FRAME.height).contains(eye.centre))
                    << seed << ": " << eye.centre;
            closed += !gaze::gazeIsSeen({label.eyes[0].pupilShown, label.eyes[1].pupilShown});
            if (i > 0)
                way += cv::norm(scene.gaze - last);
            last = scene.gaze;
        }
        EXPECT_GT(closed, 3) << "blinks, of person " << seed;
        EXPECT_LT(closed, frames / 8) << seed;
        EXPECT_GT(way, 50) << "centimetres that the gaze goes, of person " << seed;
    }
}

TEST(SyntheticPerson, looks_where_he_is_asked_to)
{
    const gaze::Screen screen;
    SyntheticPerson person(3, FRAME, screen);
    person.at(0);
    const cv::Point2d target = screen.toGaze(cv::Point2d(300, 800));
    person.lookAt(target);
    person.at(1);
    for (double seconds = 1.1; seconds < 5; seconds += 0.1)
        EXPECT_LT(cv::norm(person.at(seconds).gaze - target), 1e-9) << seconds;
    person.lookAt(std::nullopt);
    double furthest = 0;
    for (double seconds = 5; seconds < 15; seconds += 0.1)
        furthest = std::max(furthest, cv::norm(person.at(seconds).gaze - target));
    EXPECT_GT(furthest, 3);
}

TEST(SyntheticPerson, is_the_same_with_the_same_seed)
{
    SyntheticPerson a(5, FRAME, gaze::Screen()), b(5, FRAME, gaze::Screen()), c(6, FRAME, gaze::Screen());
    bool differs = false;
    for (double seconds = 0; seconds < 6; seconds += 1 / 30.)
    {
        const gaze::Scene &first = a.at(seconds), &second = b.at(seconds);
        ASSERT_EQ(first.gaze, second.gaze);
        ASSERT_EQ(first.head.yaw, second.head.yaw);
        ASSERT_EQ(first.expression.lidClosure, second.expression.lidClosure);
        differs = differs || c.at(seconds).gaze != first.gaze;
    }
    EXPECT_TRUE(differs);
}

} // namespace
