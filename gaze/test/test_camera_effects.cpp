// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/camera_effects.hpp"

#include "expect_error.hpp"
#include "opencv2/imgproc.hpp"

#include <limits>

namespace {

using namespace gaze;

cv::Mat impulse()
{
    cv::Mat image(65, 65, CV_8UC3, cv::Scalar::all(0));
    cv::rectangle(image, cv::Rect(31, 31, 3, 3), cv::Scalar::all(255), -1);
    return image;
}

//! Spread along an axis of an image of brightness.
cv::Vec2d spread(const cv::Mat& image)
{
    cv::Mat grey;
    cv::cvtColor(image, grey, cv::COLOR_BGR2GRAY);
    const cv::Moments m = cv::moments(grey);
    return {std::sqrt(m.mu20 / m.m00), std::sqrt(m.mu02 / m.m00)};
}

TEST(CameraEffects, defocus_spreads_a_point_over_the_disc)
{
    cv::Mat image = impulse();
    const cv::Vec2d before = spread(image);
    defocus(image, 6);
    const cv::Vec2d after = spread(image);
    // Variances add; that of a disc is a quarter of its radius squared along each axis.
    for (int i = 0; i < 2; ++i)
        EXPECT_NEAR(std::sqrt(after[i] * after[i] - before[i] * before[i]), 3, 0.3);
}

TEST(CameraEffects, motion_blur_spreads_along_its_line_only)
{
    for (int vertical = 0; vertical < 2; ++vertical)
    {
        cv::Mat image = impulse();
        const cv::Vec2d before = spread(image);
        motionBlur(image, 12, vertical ? 90 : 0);
        const cv::Vec2d after = spread(image);
        EXPECT_NEAR(std::sqrt(after[vertical] * after[vertical] - before[vertical] * before[vertical]),
                    12 / std::sqrt(12.), 0.5);
        EXPECT_NEAR(after[1 - vertical], before[1 - vertical], 0.05);
    }
}

TEST(CameraEffects, blur_keeps_a_plain_image)
{
    cv::Mat image(40, 50, CV_8UC3, cv::Scalar(10, 100, 200)), before = image.clone();
    defocus(image, 4.3);
    motionBlur(image, 7, 33);
    EXPECT_LE(cv::norm(image, before, cv::NORM_INF), 1);
}

TEST(CameraEffects, noise_has_its_deviation_and_grows_with_brightness)
{
    double deviations[3];
    const int greys[] = {30, 128, 210};
    for (int i = 0; i < 3; ++i)
    {
        cv::Mat image(200, 300, CV_8UC3, cv::Scalar::all(greys[i]));
        sensorNoise(image, 0.03, 5);
        cv::Scalar mean, deviation;
        cv::meanStdDev(image, mean, deviation);
        EXPECT_NEAR(mean[0], greys[i], 0.3);
        deviations[i] = deviation[1];
    }
    EXPECT_NEAR(deviations[1], 0.03 * 255, 0.25);
    EXPECT_LT(deviations[0], 0.85 * deviations[1]);
    EXPECT_GT(deviations[2], 1.1 * deviations[1]);
}

TEST(CameraEffects, noise_depends_on_the_seed_alone)
{
    const cv::Mat grey(123, 77, CV_8UC3, cv::Scalar::all(100));
    cv::Mat one = grey.clone(), several = grey.clone(), other = grey.clone();
    const int threads = cv::getNumThreads();
    cv::setNumThreads(1);
    sensorNoise(one, 0.05, 9);
    cv::setNumThreads(2);
    sensorNoise(several, 0.05, 9);
    sensorNoise(other, 0.05, 10);
    cv::setNumThreads(threads);
    EXPECT_EQ(cv::norm(one, several, cv::NORM_INF), 0);
    EXPECT_GT(cv::norm(one, other, cv::NORM_INF), 0);
}

TEST(CameraEffects, exposure_and_white_balance_act_on_linear_light)
{
    cv::Mat image(1, 256, CV_8UC3);
    for (int i = 0; i < 256; ++i)
        image.at<cv::Vec3b>(0, i) = cv::Vec3b::all(uchar(i));
    cv::Mat same = image.clone();
    developColours(same, CameraEffects());
    EXPECT_LE(cv::norm(image, same, cv::NORM_INF), 1);
    expose(same, 1);
    EXPECT_LE(cv::norm(image, same, cv::NORM_INF), 1);
    CameraEffects effects;
    effects.whiteBalance = cv::Vec3f(1.5f, 1, 0.5f);
    cv::Mat exposed = image.clone(), balanced = image.clone();
    expose(exposed, 2);
    developColours(balanced, effects);
    for (int i = 0; i < 256; ++i)
    {
        const double v = i / 255., light = v <= 0.04045 ? v / 12.92 : std::pow((v + 0.055) / 1.055, 2.4);
        for (int c = 0; c < 3; ++c)
        {
            const auto encoded = [&](double gain) {
                const double gained = std::min(light * gain, 1.);
                return 255 * (gained <= 0.0031308 ? 12.92 * gained : 1.055 * std::pow(gained, 1 / 2.4) - 0.055);
            };
            EXPECT_NEAR(exposed.at<cv::Vec3b>(0, i)[c], encoded(2), 1.1);
            EXPECT_NEAR(balanced.at<cv::Vec3b>(0, i)[c], encoded(effects.whiteBalance[2 - c]), 1.1);
        }
    }
}

TEST(CameraEffects, noise_comes_before_the_colours_are_developed)
{
    // A channel that the white balance halves has less noise, and a camera without saturation has no coloured noise.
    CameraEffects effects;
    effects.jpegQuality = 0;
    effects.noise = 0.04;
    effects.whiteBalance = cv::Vec3f(1, 1, 0.25f);
    cv::Mat image(200, 300, CV_8UC3, cv::Scalar::all(128));
    applyCameraEffects(image, effects);
    cv::Scalar mean, deviation;
    cv::meanStdDev(image, mean, deviation);
    EXPECT_LT(deviation[0], 0.75 * deviation[1]);
    effects.whiteBalance = cv::Vec3f(1, 1, 1);
    effects.saturation = 0;
    image.setTo(cv::Scalar::all(128));
    applyCameraEffects(image, effects);
    std::vector<cv::Mat> channels;
    cv::split(image, channels);
    EXPECT_EQ(cv::norm(channels[0], channels[2], cv::NORM_INF), 0);
    cv::meanStdDev(channels[0], mean, deviation);
    EXPECT_GT(deviation[0], 2);
}

TEST(CameraEffects, a_low_quality_changes_more)
{
    cv::Mat image(64, 64, CV_8UC3);
    cv::RNG random(3);
    random.fill(image, cv::RNG::UNIFORM, 0, 256);
    cv::GaussianBlur(image, image, cv::Size(), 1.5);
    cv::Mat good = image.clone(), bad = image.clone();
    compressJpeg(good, 95);
    compressJpeg(bad, 10);
    EXPECT_GT(cv::norm(bad, image), 2 * cv::norm(good, image));
    EXPECT_GT(cv::norm(good, image), 0);
}

TEST(CameraEffects, refuse_bad_arguments)
{
    cv::Mat grey(8, 8, CV_8UC1), none, image(8, 8, CV_8UC3);
    expectError([&] { defocus(grey, 1); }, {"defocus", "image", "CV_8UC1"});
    expectError([&] { motionBlur(none, 3, 0); }, {"motionBlur", "image"});
    expectError([&] { sensorNoise(image, -1, 0); }, {"sensorNoise", "deviation"});
    expectError([&] { expose(image, 0); }, {"expose", "factor"});
    expectError([&] { compressJpeg(image, 0); }, {"compressJpeg", "quality"});
    expectError([&] { defocus(image, std::numeric_limits<double>::quiet_NaN()); }, {"defocus", "radius"});
    CameraEffects effects;
    effects.whiteBalance[1] = 0;
    expectError([&] { applyCameraEffects(image, effects); }, {"CameraEffects::whiteBalance"});
}

} // namespace
