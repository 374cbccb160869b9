// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "exception_reason.hpp"
#include "field_reader.hpp"

#include <cmath>
#include <filesystem>

// The format that is read here is described in models/README.md.

namespace cv {
namespace zoom {

namespace {

const int MODEL_VERSION = 1;

Scalar threeValues(const std::vector<double>& values)
{
    return Scalar(values[0], values[1], values[2]);
}

} // namespace

Ptr<SaliencySampler> SaliencySampler::create(const String& model, Size zoomedSize)
{
    CV_INSTRUMENT_REGION();

    const FieldReader reader("model", model, "models/README.md");
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
