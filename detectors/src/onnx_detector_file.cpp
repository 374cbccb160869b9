// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/onnx_detector.hpp"

#include "field_reader.hpp"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>

// The format that is read here is described in detectors/README.md.

namespace detectors {

namespace {

using cv::zoom::FieldReader;

const int FORMAT_VERSION = 1;

std::string beside(const std::string& file, const std::string& path)
{
    return (std::filesystem::path(file).parent_path() / path).string();
}

std::ifstream openBeside(const FieldReader& reader, const std::string& file, const char* field)
{
    const std::string path = beside(file, reader.text(field));
    std::ifstream stream(path);
    if (!std::filesystem::is_regular_file(path) || !stream.is_open())
        reader.fail(field, "names the file '" + path + "', which cannot be read");
    return stream;
}

std::vector<std::string> readClasses(const FieldReader& reader, const std::string& file)
{
    std::vector<std::string> names;
    const cv::FileNode node = reader.node("classes");
    if (node.isSeq())
        names = reader.texts("classes");
    else
    {
        std::ifstream stream = openBeside(reader, file, "classes");
        for (std::string name; std::getline(stream, name);)
        {
            if (!name.empty() && name.back() == '\r')
                name.pop_back();
            if (!name.empty())
                names.push_back(name);
        }
    }
    if (names.empty())
        reader.fail("classes", "has no name");
    return names;
}

cv::Mat readPriors(const FieldReader& reader, const std::string& file)
{
    std::ifstream stream = openBeside(reader, file, "priors");
    cv::Mat priors;
    for (std::string line; std::getline(stream, line);)
    {
        std::replace(line.begin(), line.end(), ',', ' ');
        std::istringstream values(line);
        values.imbue(std::locale::classic());
        cv::Mat row(1, 4, CV_64FC1);
        std::string rest;
        for (int i = 0; i < 4; i++)
            values >> row.at<double>(i);
        if (!values || values >> rest)
            reader.fail("priors", cv::format("names a file whose line %d is not four numbers", priors.rows + 1));
        priors.push_back(row);
    }
    if (priors.empty())
        reader.fail("priors", "names an empty file");
    return priors;
}

void readSsd(const FieldReader& reader, const std::string& file, DecoderParams& decoder)
{
    decoder.boxesOutput = reader.text("boxes_output");
    decoder.scoresOutput = reader.text("scores_output");
    const std::string activation = reader.choice("score_activation", {"none", "softmax", "sigmoid"});
    decoder.activation = activation == "none"      ? DecoderParams::NONE
                         : activation == "softmax" ? DecoderParams::SOFTMAX
                                                   : DecoderParams::SIGMOID;
    decoder.background = reader.has("background") ? reader.wholeNumber("background", 0, decoder.classes) : -1;
    decoder.normalisedBoxes = reader.choice("box_unit", {"input", "pixel"}) == "input";
    if (reader.has("priors"))
    {
        decoder.priors = readPriors(reader, file);
        const std::vector<double> variances = reader.numbers("variances", 2);
        decoder.variances = cv::Vec2d(variances[0], variances[1]);
        if (reader.has("box_format"))
            reader.fail("box_format", "does not go with 'priors', whose boxes have a format of their own");
    }
    else
    {
        decoder.boxFormat = reader.choice("box_format", {"corners", "centre"}) == "corners" ? DecoderParams::CORNERS
                                                                                            : DecoderParams::CENTRE;
        if (reader.has("variances"))
            reader.fail("variances", "does not go without 'priors'");
    }
}

DecoderParams readDecoder(const FieldReader& reader, const std::string& file, int classes)
{
    const std::vector<std::string> names = decoderNames();
    DecoderParams decoder;
    decoder.name = reader.choice("decoder", {names.begin(), names.end()});
    decoder.classes = classes;
    std::vector<cv::String> fields = {"format_version", "onnx",        "decoder", "input_size", "multiple_of",
                                      "mean",           "scale",       "resize",  "padding",    "channel_order",
                                      "threshold",      "nms_overlap", "classes"};
    const auto allow = [&fields](std::initializer_list<const char*> more) {
        fields.insert(fields.end(), more.begin(), more.end());
    };
    if (decoder.name == "yolox")
        allow({"strides"});
    if (decoder.name == "ssd")
        allow({"boxes_output", "scores_output", "score_activation", "background", "box_unit", "box_format", "priors",
               "variances"});
    if (decoder.name == "detection_output")
        allow({"first_label"});
    reader.allowOnly(fields);

    if (reader.has("strides"))
    {
        decoder.strides.clear();
        for (double stride : reader.numbers("strides", reader.node("strides").size()))
        {
            if (stride < 1 || stride != int(stride))
                reader.fail("strides", cv::format("holds %g; allowed are whole numbers from 1 on", stride));
            decoder.strides.push_back(int(stride));
        }
        if (decoder.strides.empty())
            reader.fail("strides", "must be a list of whole numbers");
    }
    if (decoder.name == "ssd")
        readSsd(reader, file, decoder);
    if (decoder.name == "detection_output")
        decoder.firstLabel = reader.wholeNumber("first_label", 0, 1000000);
    if (decoder.name == "yunet" && classes != 1)
        reader.fail("classes", cv::format("has %d names; decoder 'yunet' finds one class of things", classes));
    return decoder;
}

InputRule readInput(const FieldReader& reader)
{
    InputRule rule;
    if (reader.has("input_size") == reader.has("multiple_of"))
        reader.fail("input_size", reader.has("input_size")
                                      ? "and 'multiple_of' exclude each other"
                                      : "is missing (or 'multiple_of', for a network that takes many sizes)");
    if (reader.has("input_size"))
    {
        const std::vector<double> size = reader.numbers("input_size", 2);
        for (double side : size)
            if (!(side >= 1 && side <= 65536) || side != int(side))
                reader.fail("input_size", cv::format("holds %g; allowed are whole numbers from 1 to 65536", side));
        rule.size = cv::Size(int(size[0]), int(size[1]));
    }
    else
        rule.multipleOf = reader.wholeNumber("multiple_of", 1, 1024);
    const std::string resize = reader.choice("resize", {"stretch", "letterbox", "letterbox_corner"});
    rule.resize = resize == "stretch"     ? InputRule::STRETCH
                  : resize == "letterbox" ? InputRule::LETTERBOX
                                          : InputRule::LETTERBOX_CORNER;
    if (reader.has("padding"))
    {
        if (rule.resize == InputRule::STRETCH)
            reader.fail("padding", "does not go with 'resize: stretch'");
        rule.padding = reader.wholeNumber("padding", 0, 255);
    }
    return rule;
}

double readShare(const FieldReader& reader, const char* field)
{
    const double value = reader.number(field);
    if (!(value >= 0 && value <= 1))
        reader.fail(field, cv::format("is %g; allowed is 0 to 1", value));
    return value;
}

cv::Scalar threeValues(const std::vector<double>& values)
{
    return cv::Scalar(values[0], values[1], values[2]);
}

} // namespace

OnnxDetectorParams readOnnxDetector(const std::string& path)
{
    const FieldReader reader("detector", path, "detectors/README.md");
    const int version = reader.wholeNumber("format_version", 1, 1000000);
    if (version != FORMAT_VERSION)
        reader.fail("format_version", cv::format("is %d; this version reads %d", version, FORMAT_VERSION));

    OnnxDetectorParams params;
    params.classes = readClasses(reader, path);
    params.decoder = readDecoder(reader, path, int(params.classes.size()));
    params.onnx = beside(path, reader.text("onnx"));
    if (!std::filesystem::is_regular_file(params.onnx))
        reader.fail("onnx", "names the file '" + params.onnx + "', which does not exist");
    params.input = readInput(reader);
    params.mean = threeValues(reader.numbers("mean", 3));
    params.scale = threeValues(reader.numbers("scale", 3));
    params.swapRB = reader.choice("channel_order", {"RGB", "BGR"}) == "RGB";
    params.threshold = readShare(reader, "threshold");
    params.nmsOverlap = readShare(reader, "nms_overlap");
    return params;
}

} // namespace detectors
