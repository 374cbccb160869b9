// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_estimators.hpp"
#include "test_errors.hpp"

#include <atomic>
#include <cmath>
#include <limits>
#include <thread>

namespace opencv_test {
namespace {

using namespace cv::zoom;

const double NaN = std::numeric_limits<double>::quiet_NaN();
const double Inf = std::numeric_limits<double>::infinity();

// ---- DetectionSaliency ----

TEST(Zoom_DetectionSaliency, gives_zeros_before_the_first_detections_and_when_there_are_none)
{
    const Ptr<DetectionSaliency> estimator = DetectionSaliency::create(Size(20, 10));
    EXPECT_EQ(Size(), estimator->inputSize());
    const Mat first = estimated(estimator, noArray());
    EXPECT_EQ(Size(20, 10), first.size());
    EXPECT_EQ(0, countNonZero(first));
    estimator->setDetections(std::vector<Rect>{Rect(1, 1, 5, 5)}, Size(10, 10));
    EXPECT_GT(countNonZero(estimated(estimator, noArray())), 0);
    estimator->setDetections(std::vector<Rect>(), Size(10, 10));
    EXPECT_EQ(0, countNonZero(estimated(estimator, noArray())));
}

TEST(Zoom_DetectionSaliency, has_its_peak_within_half_a_cell_of_the_boxes_centre)
{
    const Size mapSize(40, 30), frame(1000, 600);
    const Ptr<DetectionSaliency> estimator = DetectionSaliency::create(mapSize);
    RNG rng(9);
    for (int k = 0; k < 200; ++k)
    {
        const Rect2d box(rng.uniform(0.0, 900.0), rng.uniform(0.0, 500.0), rng.uniform(1.0, 100.0),
                         rng.uniform(1.0, 100.0));
        estimator->setDetections(std::vector<Rect2d>{box}, frame);
        Point peak;
        minMaxLoc(estimated(estimator, noArray()), nullptr, nullptr, nullptr, &peak);
        const double x = (box.x + box.width / 2) / frame.width * mapSize.width;
        const double y = (box.y + box.height / 2) / frame.height * mapSize.height;
        EXPECT_NEAR(x, peak.x + 0.5, 0.5 + 1e-6) << box;
        EXPECT_NEAR(y, peak.y + 0.5, 0.5 + 1e-6) << box;
    }
}

TEST(Zoom_DetectionSaliency, has_a_centre_of_mass_at_the_boxes_centre)
{
    const Ptr<DetectionSaliency> estimator = DetectionSaliency::create(Size(62, 62), 0.4);
    estimator->setDetections(std::vector<Rect>{Rect(310, 440, 100, 60)}, Size(800, 1000));
    const Mat map = estimated(estimator, noArray());
    const Moments m = moments(map);
    EXPECT_NEAR(1, m.m00, 1e-6);
    EXPECT_NEAR(360.0 / 800 * 62 - 0.5, m.m10 / m.m00, 1e-3);
    EXPECT_NEAR(470.0 / 1000 * 62 - 0.5, m.m01 / m.m00, 1e-3);
}

TEST(Zoom_DetectionSaliency, keeps_its_detections_when_new_ones_are_refused)
{
    const Ptr<DetectionSaliency> estimator = DetectionSaliency::create();
    estimator->setDetections(std::vector<Rect>{Rect(10, 10, 5, 5)}, Size(100, 100));
    const Mat before = estimated(estimator, noArray());
    EXPECT_THROW(estimator->setDetections(Mat::ones(1, 3, CV_32F), Size(100, 100)), cv::Exception);
    EXPECT_EQ(0, cvtest::norm(before, estimated(estimator, noArray()), NORM_INF));
}

TEST(Zoom_DetectionSaliency, forgets_its_detections_after_reset)
{
    const Ptr<DetectionSaliency> estimator = DetectionSaliency::create();
    estimator->setDetections(std::vector<Rect>{Rect(10, 10, 5, 5)}, Size(100, 100));
    estimator->reset();
    EXPECT_EQ(0, countNonZero(estimated(estimator, noArray())));
}

TEST(Zoom_DetectionSaliency, takes_detections_from_another_thread)
{
    const Ptr<DetectionSaliency> estimator = DetectionSaliency::create(Size(31, 31));
    estimator->setDetections(std::vector<Rect>{Rect(10, 10, 5, 5)}, Size(100, 100));
    std::atomic<bool> done{false};
    std::thread detector([&] {
        for (int k = 0; k < 300; ++k)
            estimator->setDetections(std::vector<Rect>{Rect(k % 90, 20, 9, 9)}, Size(100, 100));
        done = true;
    });
    int torn = 0; // maps that are not of one set of detections
    while (!done)
    {
        Mat map;
        estimator->estimate(noArray(), -1, map);
        torn += std::abs(sum(map)[0] - 1) > 1e-5;
    }
    detector.join();
    EXPECT_EQ(0, torn);
}

// ---- StaticSaliency ----

TEST(Zoom_StaticSaliency, gives_a_copy_of_its_map)
{
    Mat map = (Mat_<double>(2, 3) << 0, 1, 2, 3, 4, 5);
    const Mat expected = Mat_<float>(map);
    const Ptr<StaticSaliency> estimator = StaticSaliency::create(map);
    map.setTo(Scalar::all(7));
    EXPECT_EQ(Size(), estimator->inputSize());
    EXPECT_EQ(0, cvtest::norm(expected, estimated(estimator, noArray()), NORM_INF));
    estimated(estimator, noArray()).setTo(Scalar::all(9)); // what a caller does with the map is his own affair
    EXPECT_EQ(0, cvtest::norm(expected, estimated(estimator, noArray()), NORM_INF));
}

// ---- MixedSaliency ----

//! Tells what a part of a mix gets to see.
class RecordingSaliency : public SaliencyEstimator
{
public:
    explicit RecordingSaliency(Size _size) : size(_size) {}

    void estimate(InputArray lowRes, double time, OutputArray saliency) CV_OVERRIDE
    {
        lowRes.copyTo(frame);
        timestamp = time;
        result.copyTo(saliency);
    }
    Size inputSize() const CV_OVERRIDE { return size; }
    void reset() CV_OVERRIDE { ++resets; }

    Size size;
    Mat frame;
    Mat result = Mat::ones(2, 2, CV_32F);
    double timestamp = 0;
    int resets = 0;
};

TEST(Zoom_MixedSaliency, is_the_weighted_mean_of_normalised_maps)
{
    const Mat_<double> a = (Mat_<double>(2, 2) << 1, 2, 3, 4), b = (Mat_<double>(2, 2) << 500, 0, 0, 500);
    const Ptr<MixedSaliency> estimator =
        MixedSaliency::create({StaticSaliency::create(a), StaticSaliency::create(b)}, {3, 1});
    const Mat_<double> expected = a * (0.75 / 10) + b * (0.25 / 1000);
    EXPECT_LE(cvtest::norm(expected, Mat_<double>(estimated(estimator, noArray())), NORM_INF), 1e-7);
}

TEST(Zoom_MixedSaliency, brings_maps_of_different_sizes_to_the_largest)
{
    const Mat wide = (Mat_<float>(1, 4) << 0, 1, 0, 0), tall = (Mat_<float>(3, 1) << 0, 0, 2);
    const Ptr<MixedSaliency> estimator =
        MixedSaliency::create({StaticSaliency::create(wide), StaticSaliency::create(tall)}, {1, 1});
    Mat_<double> expected = Mat_<double>::zeros(3, 4);
    expected.col(1) += 0.5 / 3;
    expected.row(2) += 0.5 / 4;
    const Mat saliency = estimated(estimator, noArray());
    ASSERT_EQ(Size(4, 3), saliency.size());
    EXPECT_LE(cvtest::norm(expected, Mat_<double>(saliency), NORM_INF), 1e-7);
}

TEST(Zoom_MixedSaliency, resizes_maps_bilinearly)
{
    const Ptr<RecordingSaliency> fine = makePtr<RecordingSaliency>(Size()), coarse = makePtr<RecordingSaliency>(Size());
    fine->result = Mat::zeros(13, 9, CV_32F);
    for (const int depth : {CV_32F, CV_64F}) // an estimator of the user's own may give either
    {
        coarse->result.create(5, 4, depth);
        randu(coarse->result, 0, 10);
        Mat_<double> expected;
        resize(Mat_<double>(coarse->result), expected, Size(9, 13), 0, 0, INTER_LINEAR);
        expected /= sum(expected)[0];
        const Mat saliency = estimated(MixedSaliency::create({fine, coarse}, {1, 1}), noArray());
        EXPECT_LE(cvtest::norm(expected, Mat_<double>(saliency), NORM_INF), 1e-8);
    }
}

TEST(Zoom_MixedSaliency, gives_the_weight_of_empty_maps_to_the_others)
{
    const Mat prior = (Mat_<float>(2, 2) << 1, 2, 3, 4);
    const Ptr<DetectionSaliency> silent = DetectionSaliency::create(Size(2, 2));
    const Ptr<MixedSaliency> estimator = MixedSaliency::create({silent, StaticSaliency::create(prior)}, {5, 1});
    EXPECT_LE(cvtest::norm(prior / 10, estimated(estimator, noArray()), NORM_INF), 1e-7);
}

TEST(Zoom_MixedSaliency, gives_zeros_when_all_maps_are_empty)
{
    const Ptr<MixedSaliency> estimator =
        MixedSaliency::create({DetectionSaliency::create(), MotionSaliency::create()}, {1, 1});
    EXPECT_EQ(0, countNonZero(estimated(estimator, noise(Size(96, 72), 1))));
}

TEST(Zoom_MixedSaliency, wants_the_largest_frame_and_reduces_it_for_the_others)
{
    const Ptr<RecordingSaliency> wide = makePtr<RecordingSaliency>(Size(80, 20)),
                                 tall = makePtr<RecordingSaliency>(Size(40, 60));
    const Ptr<MixedSaliency> estimator = MixedSaliency::create({wide, tall}, {1, 1});
    ASSERT_EQ(Size(80, 60), estimator->inputSize());
    const Mat frame = noise(Size(80, 60), 3);
    estimated(estimator, frame, 12.5);
    EXPECT_EQ(12.5, wide->timestamp);
    Mat expected;
    resize(frame, expected, Size(80, 20), 0, 0, INTER_AREA);
    EXPECT_LE(cvtest::norm(expected, wide->frame, NORM_INF), 1);
    resize(frame, expected, Size(40, 60), 0, 0, INTER_AREA);
    EXPECT_LE(cvtest::norm(expected, tall->frame, NORM_INF), 1);
}

TEST(Zoom_MixedSaliency, resets_all_its_parts)
{
    const Ptr<RecordingSaliency> a = makePtr<RecordingSaliency>(Size()), b = makePtr<RecordingSaliency>(Size());
    MixedSaliency::create({a, b}, {1, 1})->reset();
    EXPECT_EQ(1, a->resets);
    EXPECT_EQ(1, b->resets);
}

TEST(Zoom_MixedSaliency, names_the_part_whose_map_cannot_be_used)
{
    const Ptr<RecordingSaliency> good = makePtr<RecordingSaliency>(Size()), bad = makePtr<RecordingSaliency>(Size());
    bad->result.at<float>(1, 0) = float(NaN);
    const Ptr<MixedSaliency> estimator = MixedSaliency::create({good, bad}, {1, 1});
    Mat saliency;
    const std::string error = errorOf([&] { estimator->estimate(noArray(), -1, saliency); });
    EXPECT_NE(std::string::npos, error.find("estimators[1]")) << error;
}

// ---- FunctionSaliency ----

TEST(Zoom_FunctionSaliency, gives_what_its_function_gives)
{
    const Mat frame = noise(Size(12, 9), 3);
    const Ptr<FunctionSaliency> estimator = FunctionSaliency::create(
        [](const Mat& lowRes, double timestamp) {
            Mat map;
            extractChannel(lowRes, map, 1);
            map.convertTo(map, CV_64F, timestamp);
            return map;
        },
        frame.size());
    EXPECT_EQ(frame.size(), estimator->inputSize());
    Mat expected;
    extractChannel(frame, expected, 1);
    expected.convertTo(expected, CV_32F, 2.5);
    EXPECT_EQ(0, cvtest::norm(expected, estimated(estimator, frame, 2.5), NORM_INF));
}

TEST(Zoom_FunctionSaliency, needs_no_frame)
{
    const Ptr<FunctionSaliency> estimator = FunctionSaliency::create([](const Mat& lowRes, double) {
        EXPECT_TRUE(lowRes.empty());
        return Mat(2, 3, CV_32F, Scalar::all(1));
    });
    EXPECT_EQ(Size(), estimator->inputSize());
    EXPECT_EQ(Size(3, 2), estimated(estimator, noArray()).size());
}

TEST(Zoom_SaliencyEstimator, needs_no_reset_of_its_own)
{
    struct Plain : SaliencyEstimator
    {
        void estimate(InputArray, double, OutputArray) CV_OVERRIDE {}
        Size inputSize() const CV_OVERRIDE { return Size(); }
    };
    EXPECT_NO_THROW(Plain().reset());
}

// ---- bad input ----

typedef testing::TestWithParam<RefusedCall> Zoom_EstimatorsBadInput;

TEST_P(Zoom_EstimatorsBadInput, is_refused_with_a_message_that_says_what_is_wrong)
{
    expectRefused(GetParam());
}

RefusedCall refusedFrame(const char* name, const std::vector<std::string>& words,
                         const Ptr<SaliencyEstimator>& estimator, const Mat& frame)
{
    return {name, words, [=] {
                Mat saliency;
                estimator->estimate(frame, -1, saliency);
            }};
}

INSTANTIATE_TEST_CASE_P(
    Frames, Zoom_EstimatorsBadInput,
    testing::Values(
        refusedFrame("motion_wrong_size", {"lowRes", "95x72", "96x72"}, MotionSaliency::create(),
                     noise(Size(95, 72), 1)),
        refusedFrame("spectral_grey", {"lowRes", "8UC1"}, SpectralSaliency::create(), Mat::zeros(64, 64, CV_8U)),
        refusedFrame("spectral_float", {"lowRes", "32FC3"}, SpectralSaliency::create(), Mat::zeros(64, 64, CV_32FC3)),
        refusedFrame("motion_empty", {"lowRes", "empty"}, MotionSaliency::create(), Mat()),
        refusedFrame("mixed_wrong_size", {"lowRes", "10x10", "64x64"},
                     MixedSaliency::create({SpectralSaliency::create()}, {1}), noise(Size(10, 10), 1))),
    refusedName);

INSTANTIATE_TEST_CASE_P(
    FunctionsMaps, Zoom_EstimatorsBadInput,
    testing::Values(
        refusedFrame("function_empty", {"the function gave", "empty"},
                     FunctionSaliency::create([](const Mat&, double) { return Mat(); }), Mat()),
        refusedFrame("function_negative", {"the function gave", "-1"},
                     FunctionSaliency::create([](const Mat&, double) { return Mat(2, 2, CV_32F, Scalar(-1)); }), Mat()),
        refusedFrame("function_type", {"the function gave", "8UC1"},
                     FunctionSaliency::create([](const Mat&, double) { return Mat(2, 2, CV_8U, Scalar(1)); }), Mat()),
        refusedFrame("function_wrong_size", {"lowRes", "8x8", "9x9"},
                     FunctionSaliency::create([](const Mat&, double) { return Mat(); }, Size(9, 9)),
                     noise(Size(8, 8), 1))),
    refusedName);

const Ptr<SaliencyEstimator> nobody;
const Ptr<SaliencyEstimator> prior = StaticSaliency::create(Mat::ones(2, 2, CV_32F));

INSTANTIATE_TEST_CASE_P(
    Create, Zoom_EstimatorsBadInput,
    testing::Values(
        RefusedCall{"motion_size", {"inputSize", "0x5"}, [] { MotionSaliency::create(Size(0, 5)); }},
        RefusedCall{"motion_time_constant", {"timeConstant", "0"}, [] { MotionSaliency::create(Size(9, 9), 0); }},
        RefusedCall{"motion_frame_rate", {"frameRate", "nan"}, [] { MotionSaliency::create(Size(9, 9), 1, NaN); }},
        RefusedCall{"motion_threshold", {"threshold", "256"}, [] { MotionSaliency::create(Size(9, 9), 1, 30, 256); }},
        RefusedCall{"detection_size", {"mapSize", "5x-1"}, [] { DetectionSaliency::create(Size(5, -1)); }},
        RefusedCall{"detection_bandwidth", {"bandwidth", "0"}, [] { DetectionSaliency::create(Size(5, 5), 0); }},
        RefusedCall{"detection_frame_size",
                    {"frameSize", "9x0"},
                    [] { DetectionSaliency::create()->setDetections(std::vector<Rect>(), Size(9, 0)); }},
        RefusedCall{"static_empty", {"map", "empty"}, [] { StaticSaliency::create(Mat()); }},
        RefusedCall{"static_negative", {"map", "-1"}, [] { StaticSaliency::create(Mat_<float>(1, 1, -1.f)); }},
        RefusedCall{"spectral_size", {"inputSize", "8x7"}, [] { SpectralSaliency::create(Size(8, 7)); }},
        RefusedCall{"function_null", {"function", "empty"}, [] { FunctionSaliency::create(SaliencyFunction()); }},
        RefusedCall{"function_size",
                    {"inputSize", "5x0"},
                    [] { FunctionSaliency::create([](const Mat&, double) { return Mat(); }, Size(5, 0)); }},
        RefusedCall{"mixed_empty", {"estimators", "empty"}, [] { MixedSaliency::create({}, {}); }},
        RefusedCall{"mixed_null",
                    {"estimators[1]", "null"},
                    [] {
                        MixedSaliency::create({prior, nobody}, {1, 1});
                    }},
        RefusedCall{"mixed_too_few_weights",
                    {"weights", "1"},
                    [] {
                        MixedSaliency::create({prior, prior}, {1});
                    }},
        RefusedCall{"mixed_negative_weight",
                    {"weights[1]", "-1"},
                    [] {
                        MixedSaliency::create({prior, prior}, {2, -1});
                    }},
        RefusedCall{"mixed_zero_weights",
                    {"weights", "0"},
                    [] {
                        MixedSaliency::create({prior, prior}, {0, 0});
                    }},
        RefusedCall{"mixed_infinite_weight", {"weights", "inf"}, [] { MixedSaliency::create({prior}, {Inf}); }}),
    refusedName);

} // namespace
} // namespace opencv_test
