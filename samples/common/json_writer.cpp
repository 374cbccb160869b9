// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "json_writer.hpp"

#include "opencv2/core.hpp"

#include <cmath>

namespace samples {

namespace {

std::string quoted(const std::string& text)
{
    std::string out = "\"";
    for (char c : text)
    {
        if (c == '"' || c == '\\')
            out += std::string("\\") + c;
        else if (static_cast<unsigned char>(c) < 0x20)
            out += cv::format("\\u%04x", c);
        else
            out += c;
    }
    return out + "\"";
}

} // namespace

void JsonWriter::startItem()
{
    if (afterKey)
    {
        afterKey = false;
        return;
    }
    if (items.empty())
        return;
    if (items.back()++ > 0)
        out += ",";
    out += "\n" + std::string(2 * items.size(), ' ');
}

JsonWriter& JsonWriter::begin(char bracket)
{
    startItem();
    out += bracket;
    items.push_back(0);
    return *this;
}

JsonWriter& JsonWriter::end(char bracket)
{
    CV_Assert(!items.empty());
    const bool empty = items.back() == 0;
    items.pop_back();
    if (!empty)
        out += "\n" + std::string(2 * items.size(), ' ');
    out += bracket;
    return *this;
}

JsonWriter& JsonWriter::beginObject()
{
    return begin('{');
}

JsonWriter& JsonWriter::endObject()
{
    return end('}');
}

JsonWriter& JsonWriter::beginArray()
{
    return begin('[');
}

JsonWriter& JsonWriter::endArray()
{
    return end(']');
}

JsonWriter& JsonWriter::key(const std::string& name)
{
    startItem();
    out += quoted(name) + ": ";
    afterKey = true;
    return *this;
}

JsonWriter& JsonWriter::value(const std::string& text)
{
    startItem();
    out += quoted(text);
    return *this;
}

JsonWriter& JsonWriter::value(double number)
{
    startItem();
    out += std::isfinite(number) ? cv::format("%.6g", number) : "null";
    return *this;
}

JsonWriter& JsonWriter::value(bool flag)
{
    startItem();
    out += flag ? "true" : "false";
    return *this;
}

std::string JsonWriter::text() const
{
    CV_Assert(items.empty());
    return out + "\n";
}

} // namespace samples
