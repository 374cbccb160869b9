// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_TINY_DETECTOR_HPP
#define ZOOM_DETECT_TABLE_TINY_DETECTOR_HPP

#include <fstream>
#include <string>
#include <vector>

namespace table {

//! Just enough of protobuf to write an ONNX network of convolutions.
class Proto
{
public:
    Proto& number(int field, uint64_t value)
    {
        varint(uint64_t(field) << 3);
        varint(value);
        return *this;
    }
    Proto& bytes(int field, const std::string& content)
    {
        varint(uint64_t(field) << 3 | 2);
        varint(content.size());
        text += content;
        return *this;
    }
    Proto& message(int field, const Proto& content) { return bytes(field, content.text); }

    std::string text;

private:
    void varint(uint64_t value)
    {
        for (; value >= 128; value >>= 7)
            text += char((value & 127) | 128);
        text += char(value);
    }
};

/** Writes a detector of bright squares of 8x8 pixels on dark ground, tiny.onnx and tiny.yaml, into a folder.

The heat of a cell of 4x4 pixels is the mean of 12x12 pixels: where a square is smaller, less than half of it.
@param logSize logarithm of the size that it says, in cells: of the square itself unless another is given
@return path of the yaml file */
inline std::string writeTinyDetector(const std::string& folder, float logSize = 0.6931472f)
{
    const auto tensor = [](const std::string& name, const std::vector<int>& dims, const std::vector<float>& values) {
        Proto proto;
        for (int dim : dims)
            proto.number(1, uint64_t(dim));
        return proto.number(2, 1).bytes(8, name).bytes(
            9, std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)));
    };
    const auto attribute = [](const std::string& name, const std::vector<int>& values) {
        Proto proto;
        proto.bytes(1, name);
        for (int value : values)
            proto.number(8, uint64_t(value));
        return proto.number(20, 7);
    };
    const auto value = [](const std::string& name, const std::vector<int>& dims) {
        Proto shape;
        for (int dim : dims)
            shape.message(1, Proto().number(1, uint64_t(dim)));
        return Proto().bytes(1, name).message(2, Proto().message(1, Proto().number(1, 1).message(2, shape)));
    };
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
                             .message(5, attribute("kernel_shape", {kernel, kernel}))
                             .message(5, attribute("strides", {4, 4}))
                             .message(5, attribute("pads", {pad, pad, pad, pad})));
        graph.message(5, tensor(name + "_weights", {channels, 3, kernel, kernel}, weights));
        graph.message(5, tensor(name + "_bias", {channels}, bias));
        graph.message(12, value(name, {1, channels, 4, 4}));
    };
    // exp(size) is in cells of 4 pixels.
    convolution("heatmap", 12, 4, std::vector<float>(3 * 144, 20.f / (3 * 144)), {-6});
    convolution("size", 4, 0, std::vector<float>(2 * 3 * 16, 0), {logSize, logSize});
    convolution("offset", 4, 0, std::vector<float>(2 * 3 * 16, 0), {0.5f, 0.5f});
    graph.bytes(2, "tiny").message(11, value("image", {1, 3, 16, 16}));
    const Proto model = Proto().number(1, 6).message(7, graph).message(8, Proto().bytes(1, "").number(2, 11));
    std::ofstream(folder + "/tiny.onnx", std::ios::binary) << model.text;
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

} // namespace table

#endif // ZOOM_DETECT_TABLE_TINY_DETECTOR_HPP
