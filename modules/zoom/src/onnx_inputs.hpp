// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef OPENCV_ZOOM_ONNX_INPUTS_HPP
#define OPENCV_ZOOM_ONNX_INPUTS_HPP

#include "opencv2/core.hpp"

#include <cstdint>
#include <fstream>
#include <iterator>
#include <map>
#include <set>
#include <string>
#include <vector>

// For the plugin and the programs, too: what a network's file tells of how it is to be fed.
namespace cv {
namespace zoom {
namespace onnx {

// Reads the fields of a protocol buffer message, of which an ONNX file is one. cv::dnn does not tell the size of a
// network's input before it has run.
class Message
{
public:
    Message(const uchar* b, size_t n) : position(b), end(b + n) {}

    // Goes to the next field; false at the end and where the bytes make no sense.
    bool next()
    {
        uint64_t tag = 0, size = 0;
        if (position == end || !readNumber(tag))
            return false;
        field = tag >> 3;
        value = 0;
        content = nullptr;
        switch (tag & 7)
        {
        case 0:
            return readNumber(value);
        case 1:
            return skip(8);
        case 2:
            return readNumber(size) && skip(size);
        case 5:
            return skip(4);
        default:
            return false;
        }
    }

    bool isMessage(uint64_t wanted) const { return field == wanted && content; }
    Message message() const { return Message(content, content_size); }
    std::string text() const { return std::string(content, content + content_size); }

    uint64_t field = 0, value = 0; // number of the field, and what it holds when that is a number

private:
    bool readNumber(uint64_t& number)
    {
        number = 0;
        for (int shift = 0; shift < 64 && position != end; shift += 7)
        {
            const uchar byte = *position++;
            number |= uint64_t(byte & 0x7f) << shift;
            if (!(byte & 0x80))
                return true;
        }
        return false;
    }

    bool skip(uint64_t size)
    {
        if (size > uint64_t(end - position))
            return false;
        content = position;
        content_size = size_t(size);
        position += size;
        return true;
    }

    const uchar* position;
    const uchar* const end;
    const uchar* content = nullptr;
    size_t content_size = 0;
};

// The field of a message that is a message itself; empty when there is none.
inline Message part(Message whole, uint64_t field)
{
    while (whole.next())
        if (whole.isMessage(field))
            return whole.message();
    return Message(nullptr, 0);
}

// Fixed sizes of a ValueInfoProto's tensor; a size that is open counts as 0.
inline std::vector<uint64_t> shapeOf(const Message& info)
{
    std::vector<uint64_t> shape;
    Message dimensions = part(part(part(info, 2), 1), 2);
    while (dimensions.next())
    {
        if (!dimensions.isMessage(1))
            continue;
        Message dimension = dimensions.message();
        shape.push_back(0);
        while (dimension.next())
            if (dimension.field == 1)
                shape.back() = dimension.value;
    }
    return shape;
}

// Shapes of a network's inputs by their names. What makes no sense in the file is left out, all of it where it is no
// ONNX file or cannot be read.
inline std::map<std::string, std::vector<uint64_t>> inputsOf(const std::string& file)
{
    std::ifstream stream(file, std::ios::binary);
    const std::vector<uchar> bytes{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    const Message graph = part(Message(bytes.data(), bytes.size()), 7);
    std::set<std::string> weights; // older files list them among the inputs
    for (Message fields = graph; fields.next();)
    {
        if (!fields.isMessage(5))
            continue;
        for (Message tensor = fields.message(); tensor.next();)
            if (tensor.isMessage(8))
                weights.insert(tensor.text());
    }
    std::map<std::string, std::vector<uint64_t>> inputs;
    for (Message fields = graph; fields.next();)
    {
        if (!fields.isMessage(11))
            continue;
        Message name = fields.message();
        while (name.next() && !name.isMessage(1))
            ;
        const std::string text = name.isMessage(1) ? name.text() : std::string();
        if (text.empty() || weights.count(text) == 0)
            inputs[text] = shapeOf(fields.message());
    }
    return inputs;
}

} // namespace onnx
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_ONNX_INPUTS_HPP
