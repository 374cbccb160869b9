// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_DNN_LAYERS_HPP
#define OPENCV_ZOOM_DNN_LAYERS_HPP

#include "opencv2/core.hpp"
#include "opencv2/dnn.hpp"
#include "opencv2/dnn/shape_utils.hpp"

#include <vector>

namespace cv {
namespace zoom {

/** @brief A layer on the CPU with tensors of floats.

ONNX's importer drops the place of constant inputs: they come after all others here. */
class PlainLayer : public dnn::Layer
{
public:
    explicit PlainLayer(const dnn::LayerParams& params) { setParamsFrom(params); }

    bool getMemoryShapes(const std::vector<dnn::MatShape>& inputs, const int requiredOutputs,
                         std::vector<dnn::MatShape>& outputs,
                         std::vector<dnn::MatShape>& internals) const CV_OVERRIDE CV_FINAL;
    void forward(InputArrayOfArrays inputs, OutputArrayOfArrays outputs,
                 OutputArrayOfArrays internals) CV_OVERRIDE CV_FINAL;

protected:
    //! Checks the inputs' shapes; the error names the input.
    virtual std::vector<dnn::MatShape> outputShapes(const std::vector<dnn::MatShape>& inputs) const = 0;
    //! @param outputs of outputShapes(), to be written in place
    virtual void run(const std::vector<Mat>& inputs, std::vector<Mat>& outputs) = 0;

    /** @brief A size that is written as an attribute.
    @return an empty one where the attribute is absent */
    Size sizeAttribute(const dnn::LayerParams& params, const char* attribute) const;
    //! A flag that is written as an attribute, 0 where it is absent.
    bool flagAttribute(const dnn::LayerParams& params, const char* attribute) const;
    //! A text that is written as an attribute.
    String textAttribute(const dnn::LayerParams& params, const char* attribute, const char* absent) const;

    void checkCount(const std::vector<dnn::MatShape>& inputs, size_t count) const;
    //! Throws unless the shape is that of grids: as many as images, rows, columns, 2.
    void checkGrids(const dnn::MatShape& shape, int images) const;
    [[noreturn]] void refuse(const String& message) const;

private:
    std::vector<Mat> in, out; // empty but in forward(); they keep their memory
};

Ptr<dnn::Layer> createSaliencyToGridLayer(dnn::LayerParams& params);
Ptr<dnn::Layer> createGridZoomLayer(dnn::LayerParams& params);
Ptr<dnn::Layer> createGridSampleLayer(dnn::LayerParams& params);

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_DNN_LAYERS_HPP
