// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "real_data.hpp"

#include "zoom_detectors/overlap.hpp"

#include "opencv2/dnn.hpp"
#include "opencv2/imgcodecs.hpp"

#include <cmath>

// The two real networks, decoded a second time here from their papers' formulas: in double, cell by cell, one value at
// a time, with a suppression of its own.

namespace detectors {
namespace {

typedef RealData DecodedNetworks;

struct Box
{
    double left, top, right, bottom, score;
    int label;
};

//! The network's outputs of those names for an image, from an input that is filled pixel by pixel.
std::vector<cv::Mat> outputsOf(const std::string& onnx, const cv::Mat& image, double scale,
                               const std::vector<std::string>& names)
{
    const int shape[] = {1, 3, image.rows, image.cols};
    cv::Mat blob(4, shape, CV_32F);
    for (int c = 0; c < 3; c++)
        for (int y = 0; y < image.rows; y++)
            for (int x = 0; x < image.cols; x++)
                blob.ptr<float>(0, c, y)[x] = float(image.at<cv::Vec3b>(y, x)[c] * scale);
    cv::dnn::Net net = cv::dnn::readNetFromONNX(onnx);
    net.setInput(blob);
    if (names.empty())
        return {net.forward()};
    std::vector<cv::Mat> outputs;
    net.forward(outputs, std::vector<cv::String>(names.begin(), names.end()));
    return outputs;
}

double intersectionOverUnion(const Box& a, const Box& b)
{
    const double width = std::min(a.right, b.right) - std::max(a.left, b.left);
    const double height = std::min(a.bottom, b.bottom) - std::max(a.top, b.top);
    if (width <= 0 || height <= 0)
        return 0;
    const double areas = (a.right - a.left) * (a.bottom - a.top) + (b.right - b.left) * (b.bottom - b.top);
    return width * height / (areas - width * height);
}

//! Takes the best box again and again and strikes out what overlaps it.
std::vector<Box> suppressed(std::vector<Box> boxes, double overlap)
{
    std::vector<Box> kept;
    while (!boxes.empty())
    {
        size_t best = 0;
        for (size_t i = 1; i < boxes.size(); i++)
            if (boxes[i].score > boxes[best].score)
                best = i;
        const Box taken = boxes[best];
        kept.push_back(taken);
        std::vector<Box> rest;
        for (size_t i = 0; i < boxes.size(); i++)
            if (i != best && (boxes[i].label != taken.label || intersectionOverUnion(boxes[i], taken) <= overlap))
                rest.push_back(boxes[i]);
        boxes = rest;
    }
    return kept;
}

void expectSame(const std::vector<Detection>& found, const std::vector<Box>& expected)
{
    ASSERT_EQ(found.size(), expected.size());
    for (const Box& box : expected)
    {
        double nearest = INFINITY;
        for (const Detection& one : found)
            if (one.label == box.label && std::abs(one.score - box.score) < 1e-4)
                nearest = std::min(nearest, std::max({std::abs(one.box.x - box.left), std::abs(one.box.y - box.top),
                                                      std::abs(one.box.x + one.box.width - box.right),
                                                      std::abs(one.box.y + one.box.height - box.bottom)}));
        EXPECT_LT(nearest, 2e-3) << "of pixels; box at " << box.left << ", " << box.top << ", score " << box.score;
    }
}

std::vector<Box> yunetByHand(const std::string& onnx, const cv::Mat& image)
{
    std::vector<Box> boxes;
    for (int stride = 8; stride <= 32; stride *= 2)
    {
        const std::string end = "_" + std::to_string(stride);
        const std::vector<cv::Mat> outputs = outputsOf(onnx, image, 1, {"cls" + end, "obj" + end, "bbox" + end});
        int cell = 0;
        for (int row = 0; row < image.rows / stride; row++)
            for (int column = 0; column < image.cols / stride; column++, cell++)
            {
                const double cls = std::clamp<double>(outputs[0].ptr<float>()[cell], 0, 1);
                const double obj = std::clamp<double>(outputs[1].ptr<float>()[cell], 0, 1);
                const float* const delta = outputs[2].ptr<float>() + 4 * cell;
                const double x = (column + double(delta[0])) * stride, y = (row + double(delta[1])) * stride;
                const double w = std::exp(double(delta[2])) * stride, h = std::exp(double(delta[3])) * stride;
                if (std::sqrt(cls * obj) >= 0.6)
                    boxes.push_back({x - w / 2, y - h / 2, x + w / 2, y + h / 2, std::sqrt(cls * obj), 0});
            }
    }
    return suppressed(boxes, 0.3);
}

std::vector<Box> fastestDetByHand(const std::string& onnx, const cv::Mat& image, double threshold)
{
    const cv::Mat output = outputsOf(onnx, image, 1 / 255., {})[0];
    std::vector<Box> boxes;
    for (int row = 0; row < 22; row++)
        for (int column = 0; column < 22; column++)
        {
            const auto value = [&](int plane) { return double(output.ptr<float>()[(plane * 22 + row) * 22 + column]); };
            Box box{0, 0, 0, 0, -1, 0};
            for (int kind = 0; kind < 80; kind++)
            {
                const double score = std::pow(value(0), 0.6) * std::pow(value(5 + kind), 0.4);
                if (score > box.score)
                {
                    box.score = score;
                    box.label = kind;
                }
            }
            if (box.score < threshold)
                continue;
            const double x = (column + std::tanh(value(1))) / 22 * 352, y = (row + std::tanh(value(2))) / 22 * 352;
            const double w = 352 / (1 + std::exp(-value(3))), h = 352 / (1 + std::exp(-value(4)));
            box.left = x - w / 2;
            box.right = x + w / 2;
            box.top = y - h / 2;
            box.bottom = y + h / 2;
            boxes.push_back(box);
        }
    return suppressed(boxes, 0.45);
}

TEST_F(DecodedNetworks, YuNetOnACrowd)
{
    const std::string onnx = data("detectors/yunet_n_320_320.onnx");
    REQUIRE_FILE(data("photos/nasa.jpg"));
    const cv::Mat image = reduced(cv::imread(data("photos/nasa.jpg")), cv::Size(640, 512));
    const std::vector<Box> expected = yunetByHand(onnx, image);
    EXPECT_GE(expected.size(), 10u);
    expectSame(createDetector("yunet", onnx)->detect(image), expected);
}

TEST_F(DecodedNetworks, YuNetOnVideo)
{
    const std::string onnx = data("detectors/yunet_n_320_320.onnx"),
                      video = data("video/head-pose-face-detection-female.gif");
    REQUIRE_FILE(video);
    const cv::Mat image = reduced(videoFrame(video, 5), cv::Size(320, 192));
    const std::vector<Box> expected = yunetByHand(onnx, image);
    EXPECT_GE(expected.size(), 1u);
    expectSame(createDetector("yunet", onnx)->detect(image), expected);
}

TEST_F(DecodedNetworks, FastestDetOnVideo)
{
    const std::string onnx = data("detectors/FastestDet.onnx"), video = data("video/person-bicycle-car-detection.gif");
    REQUIRE_FILE(video);
    const double threshold = 0.2; // several boxes, some of which overlap
    const cv::Mat image = reduced(videoFrame(video, 35), cv::Size(352, 352));
    const std::vector<Box> expected = fastestDetByHand(onnx, image, threshold);
    EXPECT_GE(expected.size(), 3u);
    expectSame(createDetector("fastestdet", onnx, threshold)->detect(image), expected);
}

} // namespace
} // namespace detectors
