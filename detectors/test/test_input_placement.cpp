// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/input_placement.hpp"

#include <gtest/gtest.h>

namespace detectors {
namespace {

InputRule rule(cv::Size size, int multipleOf, InputRule::Resize resize)
{
    InputRule made;
    made.size = size;
    made.multipleOf = multipleOf;
    made.resize = resize;
    return made;
}

TEST(InputPlacement, StretchFillsAFixedInput)
{
    const InputPlacement placement = placementOf(rule(cv::Size(320, 160), 0, InputRule::STRETCH), cv::Size(640, 480));
    EXPECT_EQ(placement.input, cv::Size(320, 160));
    EXPECT_EQ(placement.image, cv::Rect(0, 0, 320, 160));
    EXPECT_EQ(placement.toImage(cv::Rect2d(32, 16, 64, 8), cv::Size(640, 480)), cv::Rect2d(64, 48, 128, 24));
}

TEST(InputPlacement, StretchGoesToTheNearestMultiple)
{
    const InputRule free = rule(cv::Size(), 32, InputRule::STRETCH);
    EXPECT_EQ(placementOf(free, cv::Size(500, 10)).input, cv::Size(512, 32));
    EXPECT_EQ(unscaledSize(free, cv::Size(500, 10)), cv::Size(512, 32));
}

TEST(InputPlacement, LetterboxKeepsTheAspectInTheMiddle)
{
    const InputRule boxed = rule(cv::Size(320, 320), 0, InputRule::LETTERBOX);
    const InputPlacement placement = placementOf(boxed, cv::Size(640, 480)); // half its size: 320x240, 80 rows are free
    EXPECT_EQ(placement.image, cv::Rect(0, 40, 320, 240));
    EXPECT_EQ(placement.toImage(cv::Rect2d(10, 50, 20, 30), cv::Size(640, 480)), cv::Rect2d(20, 20, 40, 60));
    EXPECT_EQ(placementOf(boxed, cv::Size(100, 200)).image, cv::Rect(80, 0, 160, 320)); // enlarged
}

TEST(InputPlacement, LetterboxInTheCornerStartsAtZero)
{
    EXPECT_EQ(placementOf(rule(cv::Size(320, 320), 0, InputRule::LETTERBOX_CORNER), cv::Size(640, 480)).image,
              cv::Rect(0, 0, 320, 240));
}

TEST(InputPlacement, LetterboxOfManySizesOnlyFillsUp)
{
    const InputPlacement placement = placementOf(rule(cv::Size(), 32, InputRule::LETTERBOX_CORNER), cv::Size(500, 64));
    EXPECT_EQ(placement.input, cv::Size(512, 64));
    EXPECT_EQ(placement.image, cv::Rect(0, 0, 500, 64));
}

TEST(InputPlacement, UnscaledSizesAreNotScaled)
{
    for (const InputRule& one :
         {rule(cv::Size(320, 256), 0, InputRule::STRETCH), rule(cv::Size(320, 256), 0, InputRule::LETTERBOX),
          rule(cv::Size(), 32, InputRule::STRETCH), rule(cv::Size(), 32, InputRule::LETTERBOX)})
        for (int width = 1; width < 900; width += 37)
            for (int height = 1; height < 700; height += 41)
            {
                const cv::Size size = unscaledSize(one, cv::Size(width, height));
                EXPECT_EQ(placementOf(one, size).image.size(), size) << width << " " << height;
            }
}

TEST(InputPlacement, PlacedImageHasThePaddingAroundIt)
{
    InputRule boxed = rule(cv::Size(4, 8), 0, InputRule::LETTERBOX);
    boxed.padding = 7;
    const cv::Mat image(2, 2, CV_8UC3, cv::Scalar(10, 20, 30));
    cv::Mat input;
    placeImage(boxed, placementOf(boxed, image.size()), image, input);
    ASSERT_EQ(input.size(), cv::Size(4, 8));
    for (int y = 0; y < 8; y++)
        for (int x = 0; x < 4; x++)
            EXPECT_EQ(input.at<cv::Vec3b>(y, x), y >= 2 && y < 6 ? cv::Vec3b(10, 20, 30) : cv::Vec3b(7, 7, 7));
    const uchar* const memory = input.data;
    placeImage(boxed, placementOf(boxed, image.size()), image, input);
    EXPECT_EQ(input.data, memory); // kept for the next image
}

} // namespace
} // namespace detectors
