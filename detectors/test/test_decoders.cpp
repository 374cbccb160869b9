// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "expect_error.hpp"

#include "zoom_detectors/decoder.hpp"

#include <cmath>

// Every expected box is computed by hand from the decoder's formula, beside the values.

namespace detectors {
namespace {

const float LN2 = 0.69314718f;

NetworkOutput output(const std::string& name, const std::vector<int>& shape, const std::vector<float>& values = {})
{
    NetworkOutput made{name, cv::Mat(int(shape.size()), shape.data(), CV_32F, cv::Scalar(0))};
    CV_Assert(values.empty() || values.size() == made.values.total());
    std::copy(values.begin(), values.end(), made.values.ptr<float>());
    return made;
}

void setRow(NetworkOutput& target, int row, const std::vector<float>& values)
{
    std::copy(values.begin(), values.end(), target.values.ptr<float>() + size_t(row) * values.size());
}

DecoderParams named(const std::string& name, int classes)
{
    DecoderParams params;
    params.name = name;
    params.classes = classes;
    return params;
}

std::vector<Detection> decode(const DecoderParams& params, const std::vector<NetworkOutput>& outputs, cv::Size input,
                              float threshold = 0.5f)
{
    std::vector<Detection> found;
    createDecoder(params)->decode(outputs, input, threshold, found);
    return found;
}

void expectDetection(const Detection& found, double x, double y, double width, double height, double score, int label)
{
    EXPECT_NEAR(found.box.x, x, 1e-4);
    EXPECT_NEAR(found.box.y, y, 1e-4);
    EXPECT_NEAR(found.box.width, width, 1e-4);
    EXPECT_NEAR(found.box.height, height, 1e-4);
    EXPECT_NEAR(found.score, score, 1e-6);
    EXPECT_EQ(found.label, label);
}

std::vector<NetworkOutput> yunetOutputs()
{
    std::vector<NetworkOutput> outputs;
    for (int stride : {32, 8, 16}) // a network may list them in any order
    {
        const int cells = (64 / stride) * (32 / stride);
        outputs.push_back(output(cv::format("bbox_%d", stride), {1, cells, 4}));
        outputs.push_back(output(cv::format("cls_%d", stride), {1, cells, 1}));
        outputs.push_back(output(cv::format("obj_%d", stride), {1, cells, 1}));
    }
    return outputs;
}

TEST(YuNetDecoder, TakesBoxesOfAllStrides)
{
    std::vector<NetworkOutput> outputs = yunetOutputs();
    // Input 64x32. Stride 8 has 8 columns: cell 11 is column 3, row 1. Score sqrt(0.81 * 1) = 0.9.
    outputs[4].values.ptr<float>()[11] = 0.81f;
    outputs[5].values.ptr<float>()[11] = 1;
    setRow(outputs[3], 11, {0.5f, 0.25f, 0, LN2}); // centre (3.5, 1.25) * 8 = (28, 10), size 1 * 8, 2 * 8
    // Stride 32 has 2 columns: cell 1 is column 1, row 0. Score sqrt(min(1.5, 1) * 0.64) = 0.8.
    outputs[1].values.ptr<float>()[1] = 1.5f;
    outputs[2].values.ptr<float>()[1] = 0.64f;
    setRow(outputs[0], 1, {0.5f, 0.5f, -LN2, 0}); // centre (48, 16), size 0.5 * 32, 1 * 32
    // Under the threshold: sqrt(0.49 * 0.49) = 0.49.
    outputs[7].values.ptr<float>()[0] = 0.49f;
    outputs[8].values.ptr<float>()[0] = 0.49f;

    const std::vector<Detection> found = decode(named("yunet", 1), outputs, cv::Size(64, 32));
    ASSERT_EQ(found.size(), 2u);
    expectDetection(found[0], 24, 2, 8, 16, 0.9, 0);
    expectDetection(found[1], 40, 0, 16, 32, 0.8, 0);
}

TEST(YuNetDecoder, RefusesOutputsOfAnotherInputSize)
{
    expectError([] { decode(named("yunet", 1), yunetOutputs(), cv::Size(64, 64)); }, {"'cls_8'", "64 values"});
}

TEST(FastestDetDecoder, TakesTheBoxOfACell)
{
    // 2 classes, 2 rows and 3 columns of cells; input 300x100, so a cell is 100x50. The cell of column 2, row 1 is
    // number 5.
    NetworkOutput planes = output("out", {1, 7, 2, 3});
    const float cell[] = {0.25f, std::atanh(0.5f), std::atanh(-0.5f), 0, std::log(0.25f / 0.75f), 0.1f, 0.64f};
    for (int plane = 0; plane < 7; plane++)
        planes.values.ptr<float>(0, plane)[5] = cell[plane];
    // Centre (2 + 0.5) * 100, (1 - 0.5) * 50; size 0.5 * 300, 0.25 * 100. Score 0.25^0.6 * 0.64^0.4 = 0.3641128.
    const std::vector<Detection> found = decode(named("fastestdet", 2), {planes}, cv::Size(300, 100), 0.36f);
    ASSERT_EQ(found.size(), 1u);
    expectDetection(found[0], 250 - 75, 25 - 12.5, 150, 25, 0.3641128, 1);
    EXPECT_TRUE(decode(named("fastestdet", 2), {planes}, cv::Size(300, 100), 0.37f).empty());
}

TEST(YoloXDecoder, AddsTheGridOfEveryLevel)
{
    // Input 64x32: 8x4 cells of 8, 4x2 of 16, 2x1 of 32; rows 0 to 31, 32 to 39, 40 and 41.
    NetworkOutput rows = output("output", {1, 42, 7});
    // Row 10: column 2, row 1 of stride 8. Centre (2.25, 1.5) * 8 = (18, 12), size 2 * 8, 1 * 8; 0.8 * 0.9.
    setRow(rows, 10, {0.25f, 0.5f, LN2, 0, 0.8f, 0.1f, 0.9f});
    // Row 37: column 1, row 1 of stride 16. Centre (1 - 0.5, 1 + 0) * 16 = (8, 16), size 0.5 * 16, 4 * 16; 1 * 0.6.
    setRow(rows, 37, {-0.5f, 0, -LN2, 2 * LN2, 1, 0.6f, 0.6f});
    // Row 41: column 1, row 0 of stride 32. Centre (1.5, 0.5) * 32 = (48, 16), size 32; 0.7 * 0.8.
    setRow(rows, 41, {0.5f, 0.5f, 0, 0, 0.7f, 0.8f, 0});
    setRow(rows, 0, {0, 0, 0, 0, 0.4f, 1, 1}); // under the threshold
    const std::vector<Detection> found = decode(named("yolox", 2), {rows}, cv::Size(64, 32));
    ASSERT_EQ(found.size(), 3u);
    expectDetection(found[0], 10, 8, 16, 8, 0.72, 1);
    expectDetection(found[1], 4, -16, 8, 64, 0.6, 0); // of equal classes the first
    expectDetection(found[2], 32, 0, 32, 32, 0.56, 0);
}

TEST(YoloXDecoder, TakesOtherStrides)
{
    DecoderParams params = named("yolox", 1);
    params.strides = {16, 64};
    NetworkOutput rows = output("output", {1, 17, 6});
    setRow(rows, 16, {0.5f, 0.25f, 0, 0, 1, 1}); // the one cell of 64 pixels
    const std::vector<Detection> found = decode(params, {rows}, cv::Size(64, 64));
    ASSERT_EQ(found.size(), 1u);
    expectDetection(found[0], 0, -16, 64, 64, 1, 0);
}

TEST(YoloXDecoder, RefusesRowsThatAreNotItsCells)
{
    expectError(
        [] {
            decode(named("yolox", 2), {output("output", {1, 41, 7})}, cv::Size(64, 32));
        },
        {"41 rows", "42 cells", "'output' (1 x 41 x 7)"});
}

TEST(YoloV5Decoder, TakesBoxesAsTheyAre)
{
    NetworkOutput rows = output("output", {1, 3, 8});
    setRow(rows, 1, {50, 30, 20, 10, 0.9f, 0.2f, 0.3f, 0.8f});  // 0.9 * 0.8
    setRow(rows, 2, {50, 30, 20, 10, 0.6f, 0.2f, 0.75f, 0.8f}); // 0.6 * 0.8 is too little
    const std::vector<Detection> found = decode(named("yolov5", 3), {rows}, cv::Size(640, 640));
    ASSERT_EQ(found.size(), 1u);
    expectDetection(found[0], 40, 25, 20, 10, 0.72, 2);
}

TEST(YoloV8Decoder, TakesBoxesByColumnWithoutObjectness)
{
    const NetworkOutput columns = output("output0", {1, 6, 3},
                                         {50, 10, 80,         // centre x
                                          30, 10, 90,         // centre y
                                          20, 4, 8,           // width
                                          10, 6, 2,           // height
                                          0.1f, 0.45f, 0.9f,  // class 0
                                          0.7f, 0.3f, 0.2f}); // class 1
    const std::vector<Detection> found = decode(named("yolov8", 2), {columns}, cv::Size(640, 640));
    ASSERT_EQ(found.size(), 2u);
    expectDetection(found[0], 40, 25, 20, 10, 0.7, 1);
    expectDetection(found[1], 76, 89, 8, 2, 0.9, 0);
}

TEST(EndToEndDecoder, TakesCornersScoreAndLabel)
{
    const NetworkOutput rows = output("output0", {1, 5, 6}, {10, 20, 50, 35, 0.9f, 1, // 40 wide, 15 high
                                                             -4, 0,  8,  6,  0.5f, 0, // just enough, and over the edge
                                                             10, 20, 50, 35, 0.4f, 0, // under the threshold
                                                             0,  0,  0,  0,  0,    0, // not used
                                                             0,  0,  0,  0,  0,    -1}); // nor this one
    const std::vector<Detection> found = decode(named("end_to_end", 2), {rows}, cv::Size(640, 640));
    ASSERT_EQ(found.size(), 2u);
    expectDetection(found[0], 10, 20, 40, 15, 0.9, 1);
    expectDetection(found[1], -4, 0, 12, 6, 0.5, 0);
    expectError([&] { decode(named("end_to_end", 1), {rows}, cv::Size(640, 640)); }, {"label 1", "1 class is 0"});
}

DecoderParams ssd(int classes)
{
    DecoderParams params = named("ssd", classes);
    params.boxesOutput = "boxes";
    params.scoresOutput = "scores";
    return params;
}

TEST(SsdDecoder, TakesNormalisedCornersAndLeavesTheBackgroundOut)
{
    DecoderParams params = ssd(2);
    params.background = 0;
    params.activation = DecoderParams::SOFTMAX;
    const NetworkOutput boxes = output("boxes", {1, 2, 4}, {0.1f, 0.2f, 0.5f, 0.4f, 0, 0, 1, 1});
    // e^0 : e^ln2 : e^(2 ln2) = 1 : 2 : 4, so 4/7 for the second class; the other row is background, 4/7, and 2/7.
    const NetworkOutput scores = output("scores", {1, 2, 3}, {0, LN2, 2 * LN2, 2 * LN2, LN2, 0});
    const std::vector<Detection> found = decode(params, {scores, boxes}, cv::Size(300, 200), 0.3f);
    ASSERT_EQ(found.size(), 1u);
    expectDetection(found[0], 30, 40, 120, 40, 4 / 7., 1);
}

TEST(SsdDecoder, BackgroundMayBeAnyColumn)
{
    DecoderParams params = ssd(2);
    const NetworkOutput boxes = output("boxes", {1, 1, 4}, {0, 0, 0.5f, 1});
    const std::vector<std::vector<float>> rows = {{0.9f, 0.5f, 0.6f}, {0.5f, 0.9f, 0.6f}, {0.5f, 0.6f, 0.9f}};
    for (int background = 0; background < 3; background++)
    {
        params.background = background;
        const std::vector<Detection> found =
            decode(params, {boxes, output("scores", {1, 1, 3}, rows[background])}, cv::Size(100, 100));
        ASSERT_EQ(found.size(), 1u);
        expectDetection(found[0], 0, 0, 50, 100, 0.6, 1);
    }
}

TEST(SsdDecoder, TakesCentresInPixelsAndSigmoid)
{
    DecoderParams params = ssd(2);
    params.boxFormat = DecoderParams::CENTRE;
    params.normalisedBoxes = false;
    params.activation = DecoderParams::SIGMOID;
    const NetworkOutput boxes = output("boxes", {1, 1, 4}, {50, 60, 20, 40});
    const NetworkOutput scores = output("scores", {1, 1, 2}, {std::log(3.f), 0}); // 3/4 and 1/2
    const std::vector<Detection> found = decode(params, {boxes, scores}, cv::Size(300, 200));
    ASSERT_EQ(found.size(), 1u);
    expectDetection(found[0], 40, 40, 20, 40, 0.75, 0);
}

TEST(SsdDecoder, DecodesAgainstPriorsWithVariances)
{
    DecoderParams params = ssd(1);
    params.priors = (cv::Mat_<double>(2, 4) << 0.5, 0.5, 0.2, 0.4, 0.25, 0.75, 0.1, 0.2);
    params.variances = cv::Vec2d(0.1, 0.2);
    // Row 1: centre 0.25 + 2 * 0.1 * 0.1 = 0.27, 0.75 - 5 * 0.1 * 0.2 = 0.65; size 0.1 * e^(0.2 * 5 ln2) = 0.2,
    // 0.2 * e^0 = 0.2. In an input of 200x100: centre (54, 65), size 40x20.
    const NetworkOutput boxes = output("boxes", {1, 2, 4}, {0, 0, 0, 0, 2, -5, 5 * LN2, 0});
    const NetworkOutput scores = output("scores", {1, 2, 1}, {0.1f, 0.8f});
    const std::vector<Detection> found = decode(params, {boxes, scores}, cv::Size(200, 100));
    ASSERT_EQ(found.size(), 1u);
    expectDetection(found[0], 34, 55, 40, 20, 0.8, 0);
}

TEST(SsdDecoder, RefusesWhatDoesNotFitTogether)
{
    DecoderParams params = ssd(2);
    const NetworkOutput boxes = output("boxes", {1, 3, 4}), scores = output("scores", {1, 3, 3});
    expectError([&] { decode(params, {boxes, scores}, cv::Size(8, 8)); }, {"scores N x 2", "'scores' (1 x 3 x 3)"});
    params.background = 0;
    EXPECT_NO_THROW(decode(params, {boxes, scores}, cv::Size(8, 8)));
    params.priors = cv::Mat::ones(2, 4, CV_64FC1);
    expectError([&] { decode(params, {boxes, scores}, cv::Size(8, 8)); }, {"3 boxes and 2 priors"});
    expectError(
        [&] {
            decode(params, {output("locations", {1, 3, 4}), scores}, cv::Size(8, 8));
        },
        {"no output 'boxes'", "'locations'"});
}

TEST(DetectionOutputDecoder, TakesRowsOfSeven)
{
    DecoderParams params = named("detection_output", 2);
    params.firstLabel = 1;
    const NetworkOutput rows =
        output("detection_out", {1, 1, 4, 7}, {0,  2, 0.9f, 0.1f, 0.2f, 0.5f, 0.4f, //
                                               0,  0, 0.9f, 0,    0,    1,    1,    // background
                                               0,  1, 0.4f, 0,    0,    1,    1,    // under the threshold
                                               -1, 1, 0.9f, 0,    0,    1,    1});  // not used
    const std::vector<Detection> found = decode(params, {rows}, cv::Size(300, 200));
    ASSERT_EQ(found.size(), 1u);
    expectDetection(found[0], 30, 40, 120, 40, 0.9, 1);
    params.classes = 1;
    expectError([&] { decode(params, {rows}, cv::Size(300, 200)); }, {"label 2", "1 classes is 1"});
}

TEST(CentreDecoder, TakesThePeaksOfTheHeatmap)
{
    // 2 classes, 3 rows and 4 columns of cells; input 64x24, so a cell is 16x8.
    NetworkOutput heatmap = output("heatmap", {1, 2, 3, 4});
    heatmap.values.setTo(-10);
    const auto logit = [&](int label, int x, int y) -> float& { return heatmap.values.ptr<float>(0, label, y)[x]; };
    logit(0, 1, 1) = std::log(9.f); // 0.9
    logit(0, 2, 2) = std::log(4.f); // 0.8, but a neighbour exceeds it
    logit(0, 3, 1) = std::log(4.f); // 0.8, no peak beside it that exceeds it
    logit(1, 3, 0) = std::log(3.f); // 0.75, in the corner
    NetworkOutput size = output("size", {1, 2, 3, 4}), offset = output("offset", {1, 2, 3, 4});
    const auto set = [](NetworkOutput& target, int x, int y, float first, float second) {
        target.values.ptr<float>(0, 0, y)[x] = first;
        target.values.ptr<float>(0, 1, y)[x] = second;
    };
    set(size, 1, 1, LN2, 0);        // 2 cells of 16 and 1 cell of 8
    set(offset, 1, 1, 0.5f, 0.25f); // centre (1.5 * 16, 1.25 * 8)
    set(size, 3, 0, -LN2, 2 * LN2); // 8 and 32
    set(offset, 3, 0, 0, 1);        // centre (48, 8)
    set(offset, 3, 1, 0.5f, 0.5f);  // centre (56, 12), size 16x8
    const std::vector<Detection> found = decode(named("centre", 2), {heatmap, size, offset}, cv::Size(64, 24));
    ASSERT_EQ(found.size(), 3u);
    expectDetection(found[0], 24 - 16, 10 - 4, 32, 8, 0.9, 0);
    expectDetection(found[1], 56 - 8, 12 - 4, 16, 8, 0.8, 0);
    expectDetection(found[2], 48 - 4, 8 - 16, 8, 32, 0.75, 1);
}

TEST(CentreDecoder, RefusesMapsOfDifferentSize)
{
    const NetworkOutput heatmap = output("heatmap", {1, 1, 3, 4}), size = output("size", {1, 2, 3, 4});
    expectError(
        [&] {
            decode(named("centre", 1), {heatmap, size, output("offset", {1, 2, 3, 3})}, cv::Size(8, 8));
        },
        {"different rows and columns"});
    expectError(
        [&] {
            decode(named("centre", 3), {heatmap, size, output("offset", {1, 2, 3, 4})}, cv::Size(8, 8));
        },
        {"'heatmap' is 1 x 1 x 3 x 4", "1 x 3 x rows"});
}

TEST(Decoders, EveryOneRefusesOutputsOfAnotherNetworkAndSaysWhichDecodersThereAre)
{
    const NetworkOutput strange = output("features", {1, 512, 7, 9});
    for (const std::string& name : decoderNames())
    {
        DecoderParams params = ssd(1);
        params.name = name;
        std::vector<std::string> words = decoderNames();
        words.insert(words.end(), {"'" + name + "' does not fit", "'features' (1 x 512 x 7 x 9)"});
        expectError([&] { decode(params, {strange}, cv::Size(64, 64)); }, words);
    }
}

TEST(Decoders, SeveralOutputsDoNotFitADecoderOfOne)
{
    for (const char* name : {"fastestdet", "yolox", "yolov5", "yolov8", "end_to_end", "detection_output"})
        expectError(
            [&] {
                decode(named(name, 1), {output("a", {1, 7}), output("b", {1, 2})}, cv::Size(64, 64));
            },
            {"takes one output, there are 2", "'a' (1 x 7), 'b' (1 x 2)"});
}

TEST(Decoders, OutputsOfOtherTypesAreErrorsWhereTheyAreUsed)
{
    const NetworkOutput boxes = output("boxes", {1, 1, 4}), scores = output("scores", {1, 1, 1});
    NetworkOutput count = output("count", {1, 1});
    count.values = cv::Mat::zeros(1, 1, CV_32S);
    EXPECT_NO_THROW(decode(ssd(1), {boxes, scores, count}, cv::Size(8, 8)));
    count.name = "scores";
    expectError([&] { decode(ssd(1), {boxes, count}, cv::Size(8, 8)); }, {"'scores' is not of float values"});
}

TEST(Decoders, ScoreThatIsNoNumberFindsNothing)
{
    NetworkOutput rows = output("output", {1, 1, 6});
    setRow(rows, 0, {50, 30, 20, 10, NAN, 1});
    EXPECT_TRUE(decode(named("yolov5", 1), {rows}, cv::Size(64, 64), 0).empty());
}

TEST(Decoders, BadParametersAreErrorsThatNameThem)
{
    expectError([] { createDecoder(named("yolov9", 1)); }, {"'yolov9'", "yolov8, end_to_end, ssd"});
    expectError([] { createDecoder(named("yolox", 0)); }, {"class"});
    expectError([] { createDecoder(named("yunet", 2)); }, {"one class"});
    expectError([] { createDecoder(named("ssd", 1)); }, {"boxes and scores"});
    DecoderParams params = ssd(1);
    params.background = 2;
    expectError([&] { createDecoder(params); }, {"background"});
    params = named("yolox", 1);
    params.strides = {8, 0};
    expectError([&] { createDecoder(params); }, {"strides"});
}

TEST(Decoders, DescriptionsTellParametersApart)
{
    DecoderParams a = ssd(1), b = a;
    EXPECT_EQ(describe(a), describe(b));
    a.priors = cv::Mat::ones(2, 4, CV_64FC1);
    b.priors = cv::Mat::ones(2, 4, CV_64FC1);
    EXPECT_EQ(describe(a), describe(b));
    b.priors.at<double>(1, 3) = 2;
    EXPECT_NE(describe(a), describe(b));
}

} // namespace
} // namespace detectors
