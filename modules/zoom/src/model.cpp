// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "exception_reason.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>

// The format that is read here is described in models/README.md.

namespace cv {
namespace zoom {

namespace {

const int MODEL_VERSION = 1;

//! Reads the fields of one model file; its errors name the file and the field.
class ModelReader
{
public:
    explicit ModelReader(const String& _path) : path(_path)
    {
        if (std::filesystem::path(path).extension() == ".onnx")
            fail("is an ONNX network; allowed is the yaml, xml or json file that describes one, see models/README.md");
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

    bool has(const char* field) const { return !file[field].empty(); }

    FileNode node(const char* field) const
    {
        if (!has(field))
            fail(field, "is missing");
        return file[field];
    }

    String text(const char* field) const
    {
        const FileNode value = node(field);
        if (!value.isString() || value.string().empty())
            fail(field, "must be a text");
        return value.string();
    }

    //! One of the texts that the field may hold.
    String choice(const char* field, const std::vector<String>& choices) const
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

    double number(const char* field) const
    {
        const FileNode value = node(field);
        if (!isNumber(value))
            fail(field, "must be a number");
        return value.real();
    }

    std::vector<double> numbers(const char* field, size_t count) const
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

    //! Refuses what is not in the format: a field with a wrong name would otherwise be ignored without a word.
    void allowOnly(const std::vector<String>& fields) const
    {
        for (const String& key : file.root().keys())
        {
            if (std::find(fields.begin(), fields.end(), key) == fields.end())
                fail(key, "is unknown");
        }
    }

    [[noreturn]] void fail(const String& field, const String& problem) const
    {
        CV_Error(Error::StsParseError, "model '" + path + "': field '" + field + "' " + problem);
    }

private:
    [[noreturn]] void fail(const String& problem) const
    {
        CV_Error(Error::StsParseError, "model '" + path + "' " + problem);
    }

    static bool isNumber(const FileNode& value)
    {
        return (value.isInt() || value.isReal()) && std::isfinite(value.real());
    }

    const String path;
    FileStorage file;
};

Scalar threeValues(const std::vector<double>& values)
{
    return Scalar(values[0], values[1], values[2]);
}

} // namespace

Ptr<SaliencySampler> SaliencySampler::create(const String& model, Size zoomedSize)
{
    CV_INSTRUMENT_REGION();

    const ModelReader reader(model);
    const double version = reader.number("format_version");
    if (version != MODEL_VERSION)
        reader.fail("format_version", format("is %g; this version of the module reads %d", version, MODEL_VERSION));
    reader.allowOnly({"format_version", "onnx", "input_size", "mean", "scale", "channel_order", "resize", "output",
                      "grid", "smoothing"});

    DnnSaliencyParams params;
    const std::vector<double> size = reader.numbers("input_size", 2);
    for (const double side : size)
    {
        if (side < 1 || side > 65536 || side != std::floor(side))
            reader.fail("input_size", format("holds %g; allowed are whole numbers from 1 to 65536", side));
    }
    params.inputSize = Size(int(size[0]), int(size[1]));
    params.mean = threeValues(reader.numbers("mean", 3));
    params.scale = threeValues(reader.numbers("scale", 3));
    params.swapRB = reader.choice("channel_order", {"RGB", "BGR"}) == "RGB";
    params.logits = reader.choice("output", {"logits", "probabilities"}) == "logits";
    reader.choice("resize", {"area"}); // the only rule there is
    const double smoothing = reader.has("smoothing") ? reader.number("smoothing") : 0;
    if (smoothing < 0)
        reader.fail("smoothing", format("is %g s; allowed is 0 or more", smoothing));

    const FileNode gridNode = reader.node("grid");
    if (!gridNode.isMap())
        reader.fail("grid", "must be a map of grid parameters");
    GridParams grid;
    try
    {
        grid.read(gridNode);
    }
    catch (const std::exception& e)
    {
        reader.fail("grid", "cannot be used: " + exceptionReason(e));
    }

    const std::filesystem::path onnx = std::filesystem::path(model).parent_path() / reader.text("onnx");
    Ptr<SaliencyEstimator> estimator;
    try
    {
        estimator = DnnSaliency::create(onnx.string(), params);
    }
    catch (const std::exception& e)
    {
        reader.fail("onnx", "cannot be used: " + exceptionReason(e));
    }
    const Ptr<SaliencySampler> sampler = create(estimator, zoomedSize, grid);
    sampler->setSmoothing(smoothing);
    return sampler;
}

} // namespace zoom
} // namespace cv
