// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_TEST_TINY_DETECTOR_HPP
#define ZOOM_DETECTORS_TEST_TINY_DETECTOR_HPP

#include "onnx_writer.hpp"

#include <fstream>

namespace detectors {

/** Writes a detector of bright squares of 8x8 pixels on dark ground, tiny.onnx and tiny.yaml, into a folder.

The heat of a cell of 4x4 pixels is the mean of 12x12 pixels: where a square is smaller, less than half of it.
@param logSize logarithm of the size that it says, in cells: of the square itself unless another is given
@return path of the yaml file */
inline std::string writeTinyDetector(const std::string& folder, float logSize = 0.6931472f)
{
    using onnx::Proto;
    Proto graph;
    const auto convolution = [&](const std::string& name, int kernel, int pad, const std::vector<float>& weights,
                                 const std::vector<float>& bias) {
        const int channels = int(bias.size());
        graph.message(1, Proto()
                             .bytes(1, "image")
                             .bytes(1, name + "_weights")
                             .bytes(1, name + "_bias")
                             .bytes(2, name)
                             .bytes(3, name)
                             .bytes(4, "Conv")
                             .message(5, onnx::attribute("kernel_shape", {kernel, kernel}))
                             .message(5, onnx::attribute("strides", {4, 4}))
                             .message(5, onnx::attribute("pads", {pad, pad, pad, pad})));
        graph.message(5, onnx::tensor(name + "_weights", {channels, 3, kernel, kernel}, weights));
        graph.message(5, onnx::tensor(name + "_bias", {channels}, bias));
        graph.message(12, onnx::value(name, {1, channels, 4, 4}));
    };
    // exp(size) is in cells of 4 pixels.
    convolution("heatmap", 12, 4, std::vector<float>(3 * 144, 20.f / (3 * 144)), {-6});
    convolution("size", 4, 0, std::vector<float>(2 * 3 * 16, 0), {logSize, logSize});
    convolution("offset", 4, 0, std::vector<float>(2 * 3 * 16, 0), {0.5f, 0.5f});
    graph.bytes(2, "tiny").message(11, onnx::value("image", {1, 3, 16, 16}));
    onnx::write(graph, folder + "/tiny.onnx");
    std::ofstream(folder + "/tiny.yaml") << R"(%YAML:1.0
---
format_version: 1
onnx: tiny.onnx
decoder: centre
multiple_of: 4
mean: [ 0, 0, 0 ]
scale: [ 0.00392156862745098, 0.00392156862745098, 0.00392156862745098 ]
channel_order: BGR
resize: stretch
threshold: 0.5
nms_overlap: 0.2
classes: [ square ]
)";
    return folder + "/tiny.yaml";
}

} // namespace detectors

#endif // ZOOM_DETECTORS_TEST_TINY_DETECTOR_HPP
