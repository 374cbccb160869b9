// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_EXPORT_HPP
#define OPENCV_ZOOM_TRAIN_EXPORT_HPP

#include "opencv2/zoom_train/nn.hpp"

#include <functional>

namespace cv {
namespace zoom_train {

//! @addtogroup zoom_train
//! @{

/** @brief An ONNX graph that is written node by node.

nn::Network::addTo() of the networks here, and of the user's own, calls it. */
class CV_EXPORTS OnnxGraph
{
public:
    //! As below, with the operators of opset 11, all of which OpenCV 4.6 reads. @param name of the graph
    explicit OnnxGraph(const std::string& name);
    //! @param name of the graph, which the file keeps @param opset version of ONNX's operators
    OnnxGraph(const std::string& name, int opset);
    ~OnnxGraph();
    OnnxGraph(const OnnxGraph&) = delete;
    OnnxGraph& operator=(const OnnxGraph&) = delete;

    //! Names an input of the graph, float, and its shape. With several, the order of the calls is theirs.
    void setInput(const std::string& name, const std::vector<int64_t>& shape);
    //! Makes a node's output the graph's, under a name of its own.
    void setOutput(const std::string& of, const std::string& name, const std::vector<int64_t>& shape);

    //! Stores a constant: whole numbers (torch::kLong) and torch::kBool as they are, all else as float. @return its
    //! name
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

    //! Attributes that are texts: their names and values.
    typedef std::vector<std::pair<std::string, std::string>> Texts;

    /** @brief A node of any kind: of a domain of its own, with texts for attributes, with several outputs.
    @param domain whose operator it is, in version 1; empty: ONNX's
    @param type, inputs, attributes as of add()
    @param texts more attributes
    @param outputs how many the node has
    @return their names */
    std::vector<std::string> addOf(const std::string& domain, const std::string& type,
                                   const std::vector<std::string>& inputs, const std::vector<Attribute>& attributes,
                                   const Texts& texts, int outputs = 1);

    //! What a turn of addLoop() gives: the next value, and whether there is another turn (a scalar of ONNX's type
    //! bool).
    struct Turn
    {
        std::string value; //!< name of a node's output
        std::string again; //!< likewise
    };

    /** @brief Repeats nodes on one tensor of floats (ONNX's Loop, which cv::dnn does not have).
    @param first name of the tensor before the first turn
    @param shape of the tensor, the same in every turn
    @param most turns at most
    @param addTurn adds the nodes of a turn; gets the name of the tensor before it. It may use what is in the graph
    @return name of the tensor after the last turn */
    std::string addLoop(const std::string& first, const std::vector<int64_t>& shape, int64_t most,
                        const std::function<Turn(const std::string& value)>& addTurn);

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

//! How exportChain() writes a system.
struct CV_EXPORTS ChainOptions
{
    //! What the sampler is made of.
    enum Operators
    {
        CV_ZOOM, //!< those of cv::zoom::registerDnnLayers(): everything a sampler can do, in cv::dnn
        STANDARD //!< ONNX's own (opset 16), for any runtime: what they can express
    };

    Operators operators = CV_ZOOM; //!< what the sampler is made of
    bool antialias = true;         //!< cv::INTER_AREA, as in training; false: cv::INTER_LINEAR
};

/** @brief Writes a whole system as one ONNX file: low-res frame, saliency network, grid, sampling, task network.

Input `frame` is as in training (1, channels, rows, columns; (pixel - mean)*scale, colour as R, G, B). Output `output`
is the task network's, output `grid` the nodes that map what it finds back to the frame (1, rows, columns, 2;
cv::zoom::ZoomTransform takes them). Softmax or sigmoid, the share of uniform saliency and the mending are in the file.

With ChainOptions::STANDARD the grid is two matrix products for each sum of the attraction, and mending is a Loop.
cv::dnn has no Loop: there, take ChainOptions::CV_ZOOM, or a grid without magnification limits. A GridSample it has
after cv::zoom::registerDnnLayers(). Standard operators do not express, and so it is an error:
- ChainOptions::antialias
- cv::zoom::GRID_TRANSPORT
- cv::zoom::GRID_ATTRACTION with cv::BORDER_REPLICATE and a magnification limit: there the sides of the grid's outline
can meet, and no operator looks whether they do

@param system a nn::SaliencySampler and a task network that can be exported
@param shape of the frames
@param path of the file
@param options what it is made of */
CV_EXPORTS void exportChain(nn::System& system, const std::vector<int64_t>& shape, const std::string& path,
                            const ChainOptions& options = ChainOptions());

//! @}

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_EXPORT_HPP
