// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_TINY_GAZE_NETWORK_HPP
#define GAZE_TRACKING_TINY_GAZE_NETWORK_HPP

#include "onnx_writer.hpp"

const int TINY_INPUT = 64; // pixels a side: 4 x 4 cells

/** Writes a network with the inputs and outputs of a gaze network, that has learned nothing: its gaze is (40 x, -40 y -
10) cm of the mean ray plus 5 cm times the image's mean red; the eyes are seen where the image is not black; the
features are the six means, behind a ReLU.
@param without the name of an input that is left out */
inline void writeTinyGazeNetwork(const std::string& path, const std::string& without = "")
{
    using namespace onnx;
    Proto graph;
    const std::vector<std::string> means = {"image_mean", "rays_mean"};
    graph.message(1, node("GlobalAveragePool", {"image"}, means[0]));
    graph.message(1, node("GlobalAveragePool", {without == "rays" ? "image" : "rays"}, means[1]));
    graph.message(1, node("Concat", means, "means", {attribute("axis", 1)}));
    const auto convolution = [&](const std::string& name, const std::vector<float>& weights,
                                 const std::vector<float>& bias) {
        const int outputs = int(bias.size());
        graph.message(1, node("Conv", {"means", name + "_weights", name + "_bias"}, name,
                              {attribute("kernel_shape", std::vector<int>{1, 1})}));
        graph.message(5, tensor(name + "_weights", {outputs, 6, 1, 1}, weights));
        graph.message(5, tensor(name + "_bias", {outputs}, bias));
    };
    // Channels: red, green and blue of (value - 102)/255, of which black is -0.4; the ray's x and y; its scale.
    convolution("gaze",
                {5, 0, 0, 40, 0, 0,  //
                 0, 0, 0, 0, -40, 0, //
                 100, 100, 100, 0, 0, 0},
                {0, -10, 113});
    std::vector<float> same(36, 0.f);
    for (size_t i = 0; i < 6; ++i)
        same[i * 7] = 1;
    convolution("linear", same, std::vector<float>(6, 0.f));
    graph.message(1, node("Relu", {"linear"}, "features"));
    graph.bytes(2, "tiny_gaze").message(11, value("image", {1, 3, TINY_INPUT, TINY_INPUT}));
    if (without != "rays")
        graph.message(11, value("rays", {1, 3, TINY_INPUT / 16, TINY_INPUT / 16}));
    graph.message(12, value("gaze", {1, 3, 1, 1})).message(12, value("features", {1, 6, 1, 1}));
    write(graph, path);
}

#endif // GAZE_TRACKING_TINY_GAZE_NETWORK_HPP
