// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "field_reader.hpp"

#include "exception_reason.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

namespace cv {
namespace zoom {

namespace {

bool isNumber(const FileNode& value)
{
    return (value.isInt() || value.isReal()) && std::isfinite(value.real());
}

} // namespace

FieldReader::FieldReader(const String& _kind, const String& _path, const String& documentation)
    : kind(_kind), path(_path)
{
    if (std::filesystem::path(path).extension() == ".onnx")
        fail("is an ONNX network; allowed is the yaml, xml or json file that describes one, see " + documentation);
    if (!std::filesystem::is_regular_file(path))
        fail("does not exist or is not a file");
    String reason;
    try
    {
        file.open(path, FileStorage::READ);
    }
    catch (const std::exception& e)
    {
        reason = ": " + exceptionReason(e);
    }
    if (!file.isOpened() || !file.root().isMap())
        fail("is not a yaml, xml or json file with named fields" + reason);
}

FileNode FieldReader::node(const char* field) const
{
    if (!has(field))
        fail(field, "is missing");
    return file[field];
}

String FieldReader::text(const char* field) const
{
    const FileNode value = node(field);
    if (!value.isString() || value.string().empty())
        fail(field, "must be a text");
    return value.string();
}

std::vector<String> FieldReader::texts(const char* field) const
{
    const FileNode sequence = node(field);
    std::vector<String> values;
    if (sequence.isSeq())
    {
        for (const FileNode& value : sequence)
        {
            if (value.isString() && !value.string().empty())
                values.push_back(value.string());
        }
    }
    if (!sequence.isSeq() || values.size() != sequence.size())
        fail(field, "must be a list of texts");
    return values;
}

String FieldReader::choice(const char* field, const std::vector<String>& choices) const
{
    const String value = text(field);
    if (std::find(choices.begin(), choices.end(), value) == choices.end())
    {
        String allowed;
        for (const String& one : choices)
            allowed += (allowed.empty() ? "" : " or ") + one;
        fail(field, "is '" + value + "'; allowed is " + allowed);
    }
    return value;
}

double FieldReader::number(const char* field) const
{
    const FileNode value = node(field);
    if (!isNumber(value))
        fail(field, "must be a number");
    return value.real();
}

int FieldReader::wholeNumber(const char* field, int least, int most) const
{
    const double value = number(field);
    if (value < least || value > most || value != std::floor(value))
        fail(field, format("is %g; allowed are whole numbers from %d to %d", value, least, most));
    return int(value);
}

std::vector<double> FieldReader::numbers(const char* field, size_t count) const
{
    const FileNode sequence = node(field);
    std::vector<double> values;
    if (sequence.isSeq())
    {
        for (const FileNode& value : sequence)
        {
            if (isNumber(value))
                values.push_back(value.real());
        }
    }
    if (values.size() != count || sequence.size() != count)
        fail(field, format("must be a list of %d numbers", int(count)));
    return values;
}

void FieldReader::allowOnly(const std::vector<String>& fields) const
{
    for (const String& key : file.root().keys())
    {
        if (std::find(fields.begin(), fields.end(), key) == fields.end())
            fail(key, "is unknown");
    }
}

void FieldReader::fail(const String& field, const String& problem) const
{
    CV_Error(Error::StsParseError, kind + " '" + path + "': field '" + field + "' " + problem);
}

void FieldReader::fail(const String& problem) const
{
    CV_Error(Error::StsParseError, kind + " '" + path + "' " + problem);
}

} // namespace zoom
} // namespace cv
