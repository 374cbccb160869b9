// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_TEST_ONNX_WRITER_HPP
#define ZOOM_TEST_ONNX_WRITER_HPP

#include <cstdint>
#include <fstream>
#include <string>
#include <vector>

//! Writes small networks for tests.
namespace onnx {

//! Just enough of protobuf to write an ONNX network.
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

inline Proto tensor(const std::string& name, const std::vector<int>& dims, const std::vector<float>& values)
{
    Proto proto;
    for (int dim : dims)
        proto.number(1, uint64_t(dim));
    return proto.number(2, 1).bytes(8, name).bytes(
        9, std::string(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(float)));
}

//! Whole numbers.
inline Proto attribute(const std::string& name, const std::vector<int>& values)
{
    Proto proto;
    proto.bytes(1, name);
    for (int value : values)
        proto.number(8, uint64_t(value));
    return proto.number(20, 7);
}

//! One whole number.
inline Proto attribute(const std::string& name, int value)
{
    return Proto().bytes(1, name).number(3, uint64_t(value)).number(20, 2);
}

//! An input or output of the graph.
inline Proto value(const std::string& name, const std::vector<int>& dims)
{
    Proto shape;
    for (int dim : dims)
        shape.message(1, Proto().number(1, uint64_t(dim)));
    return Proto().bytes(1, name).message(2, Proto().message(1, Proto().number(1, 1).message(2, shape)));
}

inline Proto node(const std::string& type, const std::vector<std::string>& inputs, const std::string& output,
                  const std::vector<Proto>& attributes = {})
{
    Proto proto;
    for (const std::string& input : inputs)
        proto.bytes(1, input);
    proto.bytes(2, output).bytes(3, output).bytes(4, type);
    for (const Proto& one : attributes)
        proto.message(5, one);
    return proto;
}

inline void write(const Proto& graph, const std::string& path)
{
    const Proto model = Proto().number(1, 6).message(7, graph).message(8, Proto().bytes(1, "").number(2, 11));
    std::ofstream(path, std::ios::binary) << model.text;
}

} // namespace onnx

#endif // ZOOM_TEST_ONNX_WRITER_HPP
