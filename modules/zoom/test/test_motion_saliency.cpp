// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_estimators.hpp"

#include <cmath>

namespace opencv_test {
namespace {

using namespace cv::zoom;

//! A grey square of 12 pixels a side on a darker ground.
Mat squareAt(Point position, Size size = Size(96, 72))
{
    Mat frame(size, CV_8UC3, Scalar::all(80));
    frame(Rect(position, Size(12, 12))).setTo(Scalar::all(180));
    return frame;
}

TEST(Zoom_MotionSaliency, gives_zeros_for_the_first_frame)
{
    const Mat saliency = estimated(MotionSaliency::create(), noise(Size(96, 72), 1));
    EXPECT_EQ(Size(96, 72), saliency.size());
    EXPECT_EQ(0, countNonZero(saliency));
}

TEST(Zoom_MotionSaliency, gives_the_mass_to_a_moving_square)
{
    const Ptr<MotionSaliency> estimator = MotionSaliency::create();
    Mat saliency;
    for (int k = 0; k < 30; ++k)
        saliency = estimated(estimator, squareAt(Point(4 + 2 * k, 30)));
    EXPECT_GT(shareIn(saliency, Rect(4 + 2 * 29 - 2, 28, 16, 16)), 0.5);
    EXPECT_GT(shareIn(saliency, Rect(0, 28, 96, 16)), 0.99); // the trail behind it, and nothing else
}

TEST(Zoom_MotionSaliency, forgets_with_its_time_constant)
{
    // A square appears at t = 0 and stays: the average nears it as 1 - exp(-t/T).
    const Ptr<MotionSaliency> estimator = MotionSaliency::create(Size(96, 72), 2.0, 30, 5);
    estimated(estimator, squareAt(Point(4, 4)), 10);
    for (const double t : {0.0, 0.5, 2.0, 4.0})
    {
        const Mat saliency = estimated(estimator, squareAt(Point(60, 40)), 10 + t);
        const double before = t == 0 ? 1 : std::exp(-t / 2.0);
        EXPECT_NEAR(100 * before - 5, saliency.at<float>(46, 66), 0.01) << t;
    }
}

TEST(Zoom_MotionSaliency, takes_the_frame_rate_when_timestamps_are_unknown)
{
    const Ptr<MotionSaliency> timed = MotionSaliency::create(),
                              untimed = MotionSaliency::create(Size(96, 72), 1.0, 10.0);
    for (int k = 0; k < 5; ++k)
    {
        const Mat a = estimated(timed, squareAt(Point(10 + 5 * k, 20)), 100 + 0.1 * k);
        const Mat b = estimated(untimed, squareAt(Point(10 + 5 * k, 20)));
        EXPECT_LE(cvtest::norm(a, b, NORM_INF), 1e-3) << k;
    }
}

typedef testing::TestWithParam<Size> Zoom_MotionSaliencySize;

TEST_P(Zoom_MotionSaliencySize, is_the_smoothed_change_from_the_average)
{
    const double TIME = 0.5, RATE = 20, THRESHOLD = 7;
    const Size size = GetParam();
    const Ptr<MotionSaliency> estimator = MotionSaliency::create(size, TIME, RATE, THRESHOLD);
    Mat average, previous;
    for (int k = 0; k < 6; ++k)
    {
        const Mat frame = noise(size, 20 + k);
        const Mat saliency = estimated(estimator, frame);

        Mat grey, change, expected;
        cvtColor(frame, grey, COLOR_BGR2GRAY);
        grey.convertTo(grey, CV_64F);
        if (k == 0)
            average = grey.clone();
        else
            accumulateWeighted(previous, average, 1 - std::exp(-1 / (RATE * TIME)));
        previous = grey;
        absdiff(grey, average, change);
        GaussianBlur(max(change - THRESHOLD, 0), expected, Size(5, 5), 0);
        ASSERT_EQ(size, saliency.size());
        EXPECT_LE(cvtest::norm(expected, Mat_<double>(saliency), NORM_INF), 1e-4) << k;
    }
}

INSTANTIATE_TEST_CASE_P(Sizes, Zoom_MotionSaliencySize,
                        testing::Values(Size(96, 72), Size(1, 1), Size(2, 3), Size(15, 1), Size(1, 40), Size(17, 33)));

TEST(Zoom_MotionSaliency, ignores_changes_below_the_threshold)
{
    const Ptr<MotionSaliency> estimator = MotionSaliency::create(Size(96, 72), 1.0, 30, 12);
    estimated(estimator, Mat(72, 96, CV_8UC3, Scalar::all(100)));
    EXPECT_EQ(0, countNonZero(estimated(estimator, Mat(72, 96, CV_8UC3, Scalar::all(112)))));
    EXPECT_GT(countNonZero(estimated(estimator, Mat(72, 96, CV_8UC3, Scalar::all(114)))), 0);
}

TEST(Zoom_MotionSaliency, starts_again_after_reset)
{
    const Ptr<MotionSaliency> estimator = MotionSaliency::create();
    estimated(estimator, squareAt(Point(4, 4)));
    estimator->reset();
    EXPECT_EQ(0, countNonZero(estimated(estimator, squareAt(Point(50, 4)))));
}

TEST(Zoom_MotionSaliency, starts_again_when_time_runs_backwards)
{
    const Ptr<MotionSaliency> estimator = MotionSaliency::create();
    estimated(estimator, squareAt(Point(4, 4)), 5);
    EXPECT_EQ(0, countNonZero(estimated(estimator, squareAt(Point(50, 4)), 4)));
}

} // namespace
} // namespace opencv_test
