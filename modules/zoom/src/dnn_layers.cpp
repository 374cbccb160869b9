// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "dnn_layers.hpp"

#include "opencv2/dnn/layer.hpp"

namespace cv {
namespace zoom {

namespace {

const int MAX_SIDE = 32768; // of a zoomed frame: its area fits an int

bool registerAll()
{
    dnn::LayerFactory::registerLayer("cv_zoom.SaliencyToGrid", createSaliencyToGridLayer);
    dnn::LayerFactory::registerLayer("cv_zoom.GridZoom", createGridZoomLayer);
    // The last layer that is registered for a type is the one that is used: cv::dnn's own must not be replaced.
    if (!dnn::LayerFactory::isLayerRegistered("GridSample"))
        dnn::LayerFactory::registerLayer("GridSample", createGridSampleLayer);
    return true;
}

} // namespace

void registerDnnLayers()
{
    static const bool once = registerAll(); // the language sees to it that one thread does it and the others wait
    CV_UNUSED(once);
}

void PlainLayer::refuse(const String& message) const
{
    CV_Error(Error::StsBadArg, type + " '" + name + "': " + message);
}

bool PlainLayer::getMemoryShapes(const std::vector<dnn::MatShape>& inputs, const int,
                                 std::vector<dnn::MatShape>& outputs, std::vector<dnn::MatShape>& internals) const
{
    std::vector<dnn::MatShape> all = inputs;
    for (const Mat& constant : blobs)
        all.push_back(dnn::shape(constant));
    outputs = outputShapes(all);
    internals.clear();
    return false; // not in place
}

void PlainLayer::forward(InputArrayOfArrays inputs, OutputArrayOfArrays outputs, OutputArrayOfArrays internals)
{
    if (!inputs.empty() &&
        (inputs.depth() == CV_16S || inputs.depth() == CV_16F)) // how cv::dnn stores half floats, before 4.10 and since
        return forward_fallback(inputs, outputs, internals);

    // A Mat of a UMat keeps it mapped, so none may be left, whatever happens.
    struct Cleared
    {
        std::vector<Mat>&in, &out;
        ~Cleared()
        {
            in.clear();
            out.clear();
        }
    } const cleared = {in, out};
    inputs.getMatVector(in);
    outputs.getMatVector(out);
    in.insert(in.end(), blobs.begin(), blobs.end());
    for (const Mat& m : in)
        if (m.type() != CV_32F)
            refuse("an input is " + typeToString(m.type()) + "; allowed is 32FC1");
    run(in, out);
}

Size PlainLayer::sizeAttribute(const dnn::LayerParams& params, const char* attribute) const
{
    if (!params.has(attribute))
        return Size();
    const dnn::DictValue& value = params.get(attribute);
    if (!value.isInt() || value.size() != 2)
        refuse(format("attribute %s is no pair of whole numbers (columns, rows)", attribute));
    const Size size(value.get<int>(0), value.get<int>(1));
    if (size.width < 1 || size.height < 1 || size.width > MAX_SIDE || size.height > MAX_SIDE)
        refuse(format("attribute %s is %dx%d; allowed is 1x1 to %dx%d", attribute, size.width, size.height, MAX_SIDE,
                      MAX_SIDE));
    return size;
}

bool PlainLayer::flagAttribute(const dnn::LayerParams& params, const char* attribute) const
{
    if (!params.has(attribute))
        return false;
    const dnn::DictValue& value = params.get(attribute);
    if (!value.isInt() || value.size() != 1 || (value.get<int>() != 0 && value.get<int>() != 1))
        refuse(format("attribute %s is neither 0 nor 1", attribute));
    return value.get<int>() == 1;
}

String PlainLayer::textAttribute(const dnn::LayerParams& params, const char* attribute, const char* absent) const
{
    if (!params.has(attribute))
        return absent;
    const dnn::DictValue& value = params.get(attribute);
    if (!value.isString() || value.size() != 1)
        refuse(format("attribute %s is no text", attribute));
    return value.get<String>();
}

void PlainLayer::checkCount(const std::vector<dnn::MatShape>& inputs, size_t count) const
{
    if (inputs.size() != count)
        refuse(format("%d inputs are given; allowed is %d", int(inputs.size()), int(count)));
}

void PlainLayer::checkGrids(const dnn::MatShape& shape, int images) const
{
    if (shape.size() != 4 || shape[3] != 2)
        refuse("the shape of grid is " + dnn::toString(shape) + "; allowed is N x rows x columns x 2");
    if (shape[0] != images)
        refuse(format("grid has a batch of %d, the images one of %d", shape[0], images));
}

} // namespace zoom
} // namespace cv
