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
    //! @param name of the graph, which the file keeps
    explicit OnnxGraph(const std::string& name);
    ~OnnxGraph();
    OnnxGraph(const OnnxGraph&) = delete;
    OnnxGraph& operator=(const OnnxGraph&) = delete;

    //! Names an input of the graph, float, and its shape. With several, the order of the calls is theirs.
    void setInput(const std::string& name, const std::vector<int64_t>& shape);
    //! Makes a node's output the graph's, under a name of its own.
    void setOutput(const std::string& of, const std::string& name, const std::vector<int64_t>& shape);

    //! Stores a constant: whole numbers (torch::kLong) as they are, all else as float. @return its name
    std::string constant(const torch::Tensor& values);

    //! An attribute of a node: whole numbers, one of them, or one real number.
    struct Attribute
    {
        //! Several numbers.
        Attribute(const char* _name, std::vector<int64_t> _ints) : name(_name), ints(std::move(_ints)), kind(INTS) {}
        //! One number.
        Attribute(const char* _name, int64_t value) : name(_name), ints{value}, kind(INT) {}
        //! One number.
        Attribute(const char* _name, int value) : Attribute(_name, int64_t(value)) {}
        //! One real number.
        Attribute(const char* _name, double _real) : name(_name), real(float(_real)), kind(FLOAT) {}

        std::string name;          //!< as ONNX has it
        std::vector<int64_t> ints; //!< its values, of whole numbers
        float real = 0;            //!< its value, of a real number
        //! What ONNX takes it for.
        enum
        {
            INT,  //!< one number
            INTS, //!< a list of numbers
            FLOAT //!< one real number
        } kind;   //!< which of them
    };

    //! @return name of the node's output
    std::string add(const std::string& type, const std::vector<std::string>& inputs,
                    const std::vector<Attribute>& attributes = std::vector<Attribute>());

    /** @brief A convolution with its kernel's shape written out, as OpenCV 4.6 wants it.
    @param input name of a node's output
    @param weight [O, C, K, K]
    @param bias [O]; may be undefined
    @param stride, padding the same along both axes
    @param groups of channels, each of which sees C channels of the input
    @return name of the node's output */
    std::string addConvolution(const std::string& input, const torch::Tensor& weight, const torch::Tensor& bias,
                               int64_t stride, int64_t padding, int64_t groups = 1);

    /** @brief A group normalisation, of nodes that OpenCV 4.6 has: it knows none of ONNX's own.
    @param input name of a node's output
    @param normalisation its groups, weights and epsilon
    @param size of the input, which the file has to name
    @return name of the node's output */
    std::string addGroupNorm(const std::string& input, const torch::nn::GroupNormImpl& normalisation, Size size);

    //! Writes the file: to a temporary name first, then renamed.
    void write(const std::string& path) const;

private:
    struct Impl;
    std::unique_ptr<Impl> impl;
};

/** @brief Writes a network as ONNX.

@param network that says in addTo() what it is made of
@param shape of the input: 1, channels, rows, columns. With three channels for a network that has one, a layer that
makes grey of R, G and B by their shares in cv::COLOR_RGB2GRAY comes first.
@param path of the file
@param inputName, outputName as the graph shall call them */
CV_EXPORTS void exportNetwork(nn::Network& network, const std::vector<int64_t>& shape, const std::string& path,
                              const std::string& inputName = "image", const std::string& outputName = "output");

/** @brief Writes the saliency network of a sampler and the model file that cv::zoom::SaliencySampler::create() loads.

@param sampler the trained one
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
