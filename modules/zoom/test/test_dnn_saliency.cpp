// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_errors.hpp"
#include "test_estimators.hpp"
#include "test_paths.hpp"

#include <fstream>
#include <functional>
#include <limits>

namespace opencv_test {
namespace {

using namespace cv::zoom;

const double NaN = std::numeric_limits<double>::quiet_NaN();
const double Inf = std::numeric_limits<double>::infinity();

// The test networks have an input of 6 x 4 pixels; `linear` gives 1*c0 + 2*c1 + 4*c2 for the channels in its order.
DnnSaliencyParams testParams(bool logits)
{
    DnnSaliencyParams params;
    params.inputSize = Size(6, 4);
    params.mean = Scalar(10, 20, 30);
    params.scale = Scalar(0.01, 0.002, 0.0003);
    params.logits = logits;
    return params;
}

std::string network(const std::string& name)
{
    return shippedFile(ZOOM_TEST_DATA, name + ".onnx");
}

Mat_<double> linearOutput(const Mat& frame, const DnnSaliencyParams& params)
{
    Mat_<double> output(frame.size());
    for (int i = 0; i < frame.rows; ++i)
    {
        for (int j = 0; j < frame.cols; ++j)
        {
            output(i, j) = 0;
            for (int c = 0; c < 3; ++c)
            {
                const double pixel = frame.at<Vec3b>(i, j)[params.swapRB ? 2 - c : c];
                output(i, j) += (1 << c) * (pixel - params.mean[c]) * params.scale[c];
            }
        }
    }
    return output;
}

Mat_<double> softmaxOf(const Mat_<double>& logits)
{
    double largest;
    minMaxLoc(logits, nullptr, &largest);
    Mat_<double> powers;
    exp(logits - largest, powers);
    return powers / sum(powers)[0];
}

typedef testing::TestWithParam<bool> Zoom_DnnSaliencyOrder;

TEST_P(Zoom_DnnSaliencyOrder, feeds_the_channels_as_the_parameters_say_and_applies_a_softmax)
{
    DnnSaliencyParams params = testParams(true);
    params.swapRB = GetParam();
    const Mat frame = noise(params.inputSize, 1);
    const Mat saliency = estimated(DnnSaliency::create(network("linear"), params), frame);
    ASSERT_EQ(frame.size(), saliency.size());
    EXPECT_LE(cvtest::norm(softmaxOf(linearOutput(frame, params)), Mat_<double>(saliency), NORM_INF), 1e-7);
}

INSTANTIATE_TEST_CASE_P(SwapRB, Zoom_DnnSaliencyOrder, testing::Bool());

TEST(Zoom_DnnSaliency, gives_probabilities_as_the_network_does)
{
    DnnSaliencyParams params = testParams(false);
    params.mean = Scalar();
    const Mat frame = noise(params.inputSize, 2);
    const Mat saliency = estimated(DnnSaliency::create(network("linear"), params), frame);
    EXPECT_LE(cvtest::norm(linearOutput(frame, params), Mat_<double>(saliency), NORM_INF), 1e-5);
}

TEST(Zoom_DnnSaliency, has_a_softmax_that_does_not_overflow)
{
    DnnSaliencyParams params = testParams(true);
    params.scale = Scalar::all(1e4);
    Mat frame(params.inputSize, CV_8UC3, Scalar::all(200));
    frame.at<Vec3b>(1, 4) = Vec3b(201, 201, 201);
    const Mat saliency = estimated(DnnSaliency::create(network("linear"), params), frame);
    EXPECT_FLOAT_EQ(1, saliency.at<float>(1, 4));
    EXPECT_FLOAT_EQ(1, float(sum(saliency)[0]));
}

TEST(Zoom_DnnSaliency, reads_networks_from_memory)
{
    std::ifstream file(network("linear"), std::ios::binary);
    const std::vector<uchar> bytes((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
    const Mat frame = noise(Size(6, 4), 3);
    const Mat fromMemory = estimated(DnnSaliency::create(bytes, testParams(true)), frame);
    const Mat fromFile = estimated(DnnSaliency::create(network("linear"), testParams(true)), frame);
    EXPECT_EQ(0, cvtest::norm(fromFile, fromMemory, NORM_INF));
}

TEST(Zoom_DnnSaliency, takes_an_output_without_batch_and_channel)
{
    const Mat frame = noise(Size(6, 4), 4);
    const Mat four = estimated(DnnSaliency::create(network("linear"), testParams(true)), frame);
    const Mat two = estimated(DnnSaliency::create(network("matrix"), testParams(true)), frame);
    ASSERT_EQ(Size(6, 4), two.size());
    EXPECT_LE(cvtest::norm(four, two, NORM_INF), 1e-7);
}

TEST(Zoom_DnnSaliency, reads_regions_of_interest)
{
    const Mat whole = noise(Size(20, 20), 5);
    const Mat frame = whole(Rect(3, 5, 6, 4));
    const Ptr<DnnSaliency> estimator = DnnSaliency::create(network("linear"), testParams(true));
    const Mat expected = estimated(estimator, frame.clone());
    EXPECT_EQ(0, cvtest::norm(expected, estimated(estimator, frame), NORM_INF));
}

TEST(Zoom_DnnSaliency, hands_out_maps_that_the_next_frame_does_not_change)
{
    DnnSaliencyParams params = testParams(false);
    params.mean = Scalar();
    const Ptr<DnnSaliency> estimator = DnnSaliency::create(network("linear"), params);
    const Mat first = estimated(estimator, noise(params.inputSize, 6));
    const Mat copy = first.clone();
    const Mat second = estimated(estimator, noise(params.inputSize, 7));
    EXPECT_EQ(0, cvtest::norm(first, copy, NORM_INF));
    EXPECT_GT(cvtest::norm(first, second, NORM_INF), 0);
}

TEST(Zoom_DnnSaliency, keeps_its_parameters)
{
    const Ptr<DnnSaliency> estimator = DnnSaliency::create(network("linear"), testParams(false));
    EXPECT_EQ(Size(6, 4), estimator->inputSize());
    EXPECT_EQ(Scalar(10, 20, 30), estimator->getParams().mean);
    EXPECT_EQ(Scalar(0.01, 0.002, 0.0003), estimator->getParams().scale);
    EXPECT_FALSE(estimator->getParams().logits);
}

TEST(Zoom_DnnSaliency, works_on_after_a_backend_was_refused)
{
    const Mat frame = noise(Size(6, 4), 8);
    const Ptr<DnnSaliency> estimator = DnnSaliency::create(network("linear"), testParams(true));
    const Mat expected = estimated(estimator, frame);
    EXPECT_NE(std::string::npos, errorOf([&] { estimator->setPreferable(12345, 0); }).find("backend 12345"));
    EXPECT_EQ(0, cvtest::norm(expected, estimated(estimator, frame), NORM_INF));
}

// ---- bad input ----

typedef testing::TestWithParam<RefusedCall> Zoom_DnnSaliencyBadInput;

TEST_P(Zoom_DnnSaliencyBadInput, is_refused_with_a_message_that_says_what_is_wrong)
{
    expectRefused(GetParam());
}

RefusedCall createDnn(
    const char* name, const std::vector<std::string>& words, const std::string& onnx,
    const std::function<void(DnnSaliencyParams&)>& change = [](DnnSaliencyParams&) {})
{
    return {name, words, [=] {
                DnnSaliencyParams params = testParams(true);
                change(params);
                DnnSaliency::create(network(onnx), params);
            }};
}

INSTANTIATE_TEST_CASE_P(
    CreateDnn, Zoom_DnnSaliencyBadInput,
    testing::Values(
        createDnn("two_channels", {"two_channels.onnx", "1 x 2 x 4 x 6"}, "two_channels"),
        createDnn("flat_output", {"classifier.onnx", "1 x 24"}, "classifier"),
        createDnn("two_outputs", {"two_outputs.onnx", "2 outputs"}, "two_outputs"),
        createDnn("no_input_size", {"inputSize", "0x0"}, "linear", [](DnnSaliencyParams& p) { p.inputSize = Size(); }),
        createDnn("nan_mean", {"mean[1]", "nan"}, "linear", [](DnnSaliencyParams& p) { p.mean[1] = NaN; }),
        createDnn("zero_scale", {"scale[2]", "0"}, "linear", [](DnnSaliencyParams& p) { p.scale[2] = 0; }),
        createDnn("infinite_scale", {"scale[0]", "inf"}, "linear", [](DnnSaliencyParams& p) { p.scale[0] = Inf; }),
        RefusedCall{
            "dnn_wrong_size",
            {"lowRes", "4x6", "6x4"},
            [] {
                Mat saliency;
                DnnSaliency::create(network("linear"), testParams(true))->estimate(noise(Size(4, 6), 1), -1, saliency);
            }},
        RefusedCall{"missing_file",
                    {"onnx", "cannot open", "no_such.onnx"},
                    [] { DnnSaliency::create(ZOOM_TEST_DATA + std::string("/no_such.onnx"), testParams(true)); }},
        RefusedCall{"folder",
                    {"onnx", "cannot read"},
                    [] { DnnSaliency::create(std::string(ZOOM_TEST_DATA), testParams(true)); }},
        RefusedCall{"not_onnx",
                    {"make_test_models.py", "ONNX"},
                    [] { DnnSaliency::create(shippedFile(ZOOM_TEST_DATA, "make_test_models.py"), testParams(true)); }},
        RefusedCall{"empty_memory",
                    {"onnx", "memory", "empty"},
                    [] { DnnSaliency::create(std::vector<uchar>(), testParams(true)); }},
        RefusedCall{"garbage_in_memory",
                    {"onnx", "memory"},
                    [] { DnnSaliency::create(std::vector<uchar>(100, 0xab), testParams(true)); }}),
    refusedName);

//! @param value of all pixels of the frame
RefusedCall runDnn(const char* name, const std::vector<std::string>& words, double scale, bool logits, int value)
{
    return {name, words, [=] {
                DnnSaliencyParams params = testParams(logits);
                params.mean = Scalar();
                params.scale = Scalar::all(scale);
                const Ptr<DnnSaliency> estimator = DnnSaliency::create(network("linear"), params);
                Mat saliency;
                estimator->estimate(Mat(4, 6, CV_8UC3, Scalar::all(value)), -1, saliency);
            }};
}

INSTANTIATE_TEST_CASE_P(RunDnn, Zoom_DnnSaliencyBadInput,
                        testing::Values(runDnn("infinite_logit", {"network's output", "inf"}, 3e38, true, 200),
                                        runDnn("no_finite_logit", {"network's output", "-inf"}, -3e38, true, 200),
                                        runDnn("negative_probability", {"network's output", "-7"}, -1, false, 1),
                                        runDnn("infinite_probability", {"network's output", "inf"}, 3e38, false, 200)),
                        refusedName);

} // namespace
} // namespace opencv_test
