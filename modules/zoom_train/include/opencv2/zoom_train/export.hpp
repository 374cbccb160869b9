// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_EXPORT_HPP
#define OPENCV_ZOOM_TRAIN_EXPORT_HPP

#include "opencv2/zoom_train/nn.hpp"

namespace cv {
namespace zoom_train {

//! @addtogroup zoom_train
//! @{

/** @brief An ONNX graph that is written node by node (opset 11, what OpenCV 4.6 reads).

nn::Network::addTo() of the networks here, and of the user's own, calls it. */
class CV_EXPORTS OnnxGraph
{
public:
    explicit OnnxGraph(const std::string& name);
    ~OnnxGraph();
    OnnxGraph(const OnnxGraph&) = delete;
    OnnxGraph& operator=(const OnnxGraph&) = delete;

    void setInput(const std::string& name, const std::vector<int64_t>& shape);
    //! Makes a node's output the graph's, under a name of its own.
    void setOutput(const std::string& of, const std::string& name, const std::vector<int64_t>& shape);

    //! Stores a constant. @return its name
    std::string constant(const torch::Tensor& values);

    //! An attribute of a node: whole numbers, or one of them.
    struct Attribute
    {
        Attribute(const char* _name, std::vector<int64_t> _ints) : name(_name), ints(std::move(_ints)), kind(INTS) {}
        Attribute(const char* _name, int64_t value) : name(_name), ints{value}, kind(INT) {}

        std::string name;
        std::vector<int64_t> ints;
        enum
        {
            INT,
            INTS
        } kind;
    };

    //! @return name of the node's output
    std::string add(const std::string& type, const std::vector<std::string>& inputs,
                    const std::vector<Attribute>& attributes = std::vector<Attribute>());

    //! A convolution with its kernel's shape written out, as OpenCV 4.6 wants it. @param bias may be undefined
    std::string addConvolution(const std::string& input, const torch::Tensor& weight, const torch::Tensor& bias,
                               int64_t stride, int64_t padding);

    //! Writes the file: to a temporary name first, then renamed.
    void write(const std::string& path) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl;
};

/** @brief Writes a network as ONNX.

@param shape of the input: 1, channels, rows, columns. With three channels for a network that has one, a layer that
makes grey of R, G and B by their shares in cv::COLOR_RGB2GRAY comes first. */
CV_EXPORTS void exportNetwork(nn::Network& network, const std::vector<int64_t>& shape, const std::string& path,
                              const std::string& inputName = "image", const std::string& outputName = "output");

/** @brief Writes the saliency network of a sampler and the model file that cv::zoom::SaliencySampler::create() loads.

@param path the model's file, *.yaml; the network goes beside it, with the ending onnx. A network of one channel is
written with three, R, G and B by their shares in cv::COLOR_RGB2GRAY.
@param mean, scale of the pixels: input = (pixel - mean)*scale, as the sampler was trained
@param smoothing time constant in seconds that the model file asks for */
CV_EXPORTS void exportModel(nn::SaliencySampler& sampler, const std::string& path, double mean, double scale,
                            double smoothing = 0);

//! @}

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_EXPORT_HPP
