// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_NN_HPP
#define OPENCV_ZOOM_TRAIN_NN_HPP

#include "opencv2/core.hpp"
#include "opencv2/zoom/grid.hpp"

#include <torch/torch.h>

#include <memory>
#include <string>
#include <vector>

namespace cv {
namespace zoom_train {

class OnnxGraph;

namespace nn {

//! @addtogroup zoom_train
//! @{

/** @brief Reduces images as cv::resize with cv::INTER_AREA does: every pixel is the mean of the frame it covers.

Sizes need not divide; a size above the image's is interpolated bilinearly.
@param images [N, C, H, W]
@param height, width of the result
@return [N, C, height, width] */
CV_EXPORTS torch::Tensor areaDownsample(const torch::Tensor& images, int64_t height, int64_t width);

//! Where a batch of zoomed images comes from, for networks that need more than pixels.
struct CV_EXPORTS View
{
    torch::Tensor grid;       //!< of the resampler, [N, Gh, Gw, 2]; undefined: the images are the frames
    torch::Tensor attributes; //!< data::Batch::attributes, [N, A]; undefined or A = 0: nothing is known
};

/** @brief A network from images to one tensor: what the systems are put together from.

A module of the user's own becomes one by deriving from it, or by wrap(). */
class CV_EXPORTS Network : public torch::nn::Module
{
public:
    //! @param images [N, C, H, W]
    virtual torch::Tensor forward(const torch::Tensor& images) = 0;

    /** @brief forward() for a network that wants to know where its images come from; the default does not.
    @param images [N, C, H, W]
    @param view grid and attributes of these images */
    virtual torch::Tensor forwardWithView(const torch::Tensor& images, const View& view);

    /** @brief Adds the network to an ONNX graph, with batch normalisation folded into the convolutions.

    The graph is made for the shape of images that forward() was last called with.
    @return name of the output. The default says that the network cannot be exported. */
    virtual std::string addTo(OnnxGraph& graph, const std::string& input) const;
};

//! Makes a Network of any module that torch::nn::AnyModule takes and that maps a tensor to a tensor.
CV_EXPORTS std::shared_ptr<Network> wrap(torch::nn::AnyModule module);

//! How a network wants its pixels: (value - mean)*scale of each channel, values from 0 to 255, colour as RGB.
struct CV_EXPORTS PixelRange
{
    std::vector<double> mean;  //!< one number for each channel; empty: as everywhere in this module
    std::vector<double> scale; //!< likewise
};

/** @brief Loads a network from a TorchScript file (`--task-net net.pt`).

Its input is [N, C, h, w], its output one tensor: logits [N, classes], or values [N, K]. loadTorchScriptDetector() is
for those that give maps.
@param path of the file
@param pixels what it was trained with, for instance mean 123.7, 116.3, 103.5 and scale 0.0171, 0.0175, 0.0174 */
CV_EXPORTS std::shared_ptr<Network> loadTorchScript(const std::string& path, const PixelRange& pixels = PixelRange());

//! How a convolution's taps are placed.
enum Deformation
{
    DEFORM_NONE = 0,
    DEFORM_V1 = 1, //!< learned offsets of the taps @cite Dai2017
    DEFORM_V2 = 2  //!< and a learned weight for every tap @cite Zhu2019
};

//! What normalises the activations.
enum Normalisation
{
    NORM_NONE = 0,
    NORM_BATCH = 1,
    NORM_GROUP = 2 //!< independent of the batch, for training on several machines
};

/** @brief A convolution at given offsets of its taps.

out[n,o,y,x] = sum over c, k of weight[o,c,k] * mask[n,k,y,x] * input[n, c, y*stride - pad + ky + offset[n,2k,y,x],
...]; between pixels the input is interpolated bilinearly, beyond its border it is 0.
@param input [N, C, H, W]
@param offset [N, 2*K*K, h, w]: (y, x) for every tap
@param mask [N, K*K, h, w], or an undefined tensor for ones
@param weight [O, C, K, K]
@param stride, padding the same along both axes
@return [N, O, h, w] */
CV_EXPORTS torch::Tensor deformableConvolution(const torch::Tensor& input, const torch::Tensor& offset,
                                               const torch::Tensor& mask, const torch::Tensor& weight, int64_t stride,
                                               int64_t padding);

//! Convolution, normalisation and ReLU, the brick of every network here. A deformable one starts as a plain one.
class CV_EXPORTS ConvolutionBlock : public Network
{
public:
    //! What it is made of.
    struct Options
    {
        int64_t in = 1;                           //!< channels of the input
        int64_t out = 1;                          //!< channels of the output
        int64_t kernel = 3;                       //!< side of the kernel
        int64_t stride = 1;                       //!< along both axes
        Normalisation normalisation = NORM_BATCH; //!< after the convolution
        bool relu = true;                         //!< last
        Deformation deformation = DEFORM_NONE;    //!< of the convolution
    };

    //! @param options what it is made of
    explicit ConvolutionBlock(const Options& options);
    torch::Tensor forward(const torch::Tensor& images) override;
    std::string addTo(OnnxGraph& graph, const std::string& input) const override;

private:
    Options options;
    torch::nn::Conv2d convolution{nullptr}, offsets{nullptr};
    torch::nn::BatchNorm2d batchNorm{nullptr};
    torch::nn::GroupNorm groupNorm{nullptr};
    Size lastSize; // of what the convolution last gave
};

/** @brief A small fast saliency network for live use: four 3x3 convolutions, one of them with stride 2, and a 1x1.

It gives logits on half the input's size. The last layer starts at zero: a uniform saliency, the identity zoom. */
class CV_EXPORTS SmallSaliency : public Network
{
public:
    //! @param channels of the images @param width channels of the first layer
    explicit SmallSaliency(int64_t channels = 3, int64_t width = 16);
    torch::Tensor forward(const torch::Tensor& lowRes) override;
    std::string addTo(OnnxGraph& graph, const std::string& input) const override;

private:
    std::vector<std::shared_ptr<ConvolutionBlock>> blocks;
    torch::nn::Conv2d last{nullptr};
};

//! What a ResNet-18 is made of: 7x7 convolution, max pooling, stages of two residual blocks.
class CV_EXPORTS ResNetTrunk : public Network
{
public:
    /** @param channels of the images
    @param width channels of the first stage (64 in the paper)
    @param stages 1 to 4
    @param normalisation of the activations
    @param deformation of the last stage's 3x3 convolutions; the other weights keep their names */
    ResNetTrunk(int64_t channels, int64_t width, int stages, Normalisation normalisation = NORM_BATCH,
                Deformation deformation = DEFORM_NONE);
    torch::Tensor forward(const torch::Tensor& images) override;
    std::string addTo(OnnxGraph& graph, const std::string& input) const override;
    //! Channels of what forward() gives.
    int64_t outputs() const { return channelsOut; }

private:
    class Block;
    std::shared_ptr<ConvolutionBlock> stem;
    std::vector<std::shared_ptr<Block>> blocks;
    int64_t channelsOut;
};

//! The paper's saliency network: a ResNet-18 up to its third stage and a 1x1 convolution, which starts at zero.
class CV_EXPORTS ResNetSaliency : public Network
{
public:
    //! @param channels of the images @param width channels of the first stage
    explicit ResNetSaliency(int64_t channels = 3, int64_t width = 64);
    torch::Tensor forward(const torch::Tensor& lowRes) override;
    std::string addTo(OnnxGraph& graph, const std::string& input) const override;

private:
    std::shared_ptr<ResNetTrunk> trunk;
    torch::nn::Conv2d last{nullptr};
};

//! Task network: ResNet-18, global average pooling and a linear layer. Takes any input size.
class CV_EXPORTS ResNet18 : public Network
{
public:
    /** @param channels of the images
    @param outputs classes or values
    @param width channels of the first stage
    @param normalisation of the activations
    @param deformation as of ResNetTrunk: the deformable baselines */
    ResNet18(int64_t channels, int64_t outputs, int64_t width = 64, Normalisation normalisation = NORM_BATCH,
             Deformation deformation = DEFORM_NONE);
    torch::Tensor forward(const torch::Tensor& images) override;
    std::string addTo(OnnxGraph& graph, const std::string& input) const override;

private:
    std::shared_ptr<ResNetTrunk> trunk;
    torch::nn::Linear head{nullptr};
};

/** @brief Task network: six 3x3 convolutions, global max pooling and a linear layer. Takes any input size. */
class CV_EXPORTS SmallTask : public Network
{
public:
    /** @param channels of the images
    @param outputs classes or values
    @param width channels of the first layer
    @param normalisation of the activations
    @param deformation of the last three convolutions: the deformable baselines. Their other weights have the same
    names, so that all start from the same pretrained ones. */
    SmallTask(int64_t channels, int64_t outputs, int64_t width = 24, Normalisation normalisation = NORM_BATCH,
              Deformation deformation = DEFORM_NONE);
    torch::Tensor forward(const torch::Tensor& images) override;
    std::string addTo(OnnxGraph& graph, const std::string& input) const override;

private:
    std::vector<std::shared_ptr<ConvolutionBlock>> blocks;
    torch::nn::Linear head{nullptr};
};

/** @brief From big frames to the small images that a task network takes: the zoom and everything it is compared with.

A kind of resampler says where to sample (grid()); all of them sample the full frame through the same antialiased warp.
*/
class CV_EXPORTS Resampler : public torch::nn::Module
{
public:
    //! @param frames [N, C, H, W] @return [N, C, zoomedSize().height, zoomedSize().width]
    torch::Tensor forward(const torch::Tensor& frames);

    //! Grids [N, Gh, Gw, 2] for frames: normalised frame coordinates of the nodes.
    virtual torch::Tensor grid(const torch::Tensor& frames) = 0;

    //! Size of the zoomed images in pixels.
    Size zoomedSize() const { return size; }
    //! May be changed between any two batches: what resolution annealing does.
    void setZoomedSize(Size zoomedSize);

    //! While true the sampling is uniform, whatever the kind: for pretraining.
    void setUniform(bool uniform) { uniformly = uniform; }
    //! See setUniform().
    bool isUniform() const { return uniformly; }

    //! The grid of the last batch, [N, Gh, Gw, 2]; an undefined tensor before the first.
    const torch::Tensor& lastGrid() const { return keptGrid; }
    //! The zoomed images of the last batch; an undefined tensor before the first.
    const torch::Tensor& lastZoomed() const { return keptZoomed; }

protected:
    //! @param zoomedSize in pixels, at least 1x1
    explicit Resampler(Size zoomedSize) { setZoomedSize(zoomedSize); }

private:
    Size size;
    bool uniformly = false;
    torch::Tensor keptGrid, keptZoomed;
};

//! Everything that decides how a SaliencySampler zooms.
struct CV_EXPORTS SaliencySamplerOptions
{
    //! How the network's map becomes a saliency.
    enum Output
    {
        SOFTMAX, //!< of the network's whole map (models: `output: logits`)
        SIGMOID  //!< of every value (models: `output: probabilities`)
    };

    Size lowRes = Size(48, 48);   //!< input of the saliency network
    Size zoomed = Size(224, 224); //!< what the task network gets
    Output output = SOFTMAX;      //!< how the network's map becomes a saliency
    zoom::GridParams grid;        //!< how the saliency becomes a grid
};

/** @brief The saliency sampler of cv::zoom as a torch module: low-res frame, saliency network, grid, antialiased zoom.

Put it before any task network: `torch::nn::Sequential(sampler, task)`, or a System. */
class CV_EXPORTS SaliencySampler : public Resampler
{
public:
    //! @param saliency gives a map [N, 1, h, w] for low-res frames @param options sizes, and how to zoom
    SaliencySampler(std::shared_ptr<Network> saliency, const SaliencySamplerOptions& options);

    torch::Tensor grid(const torch::Tensor& frames) override;

    //! Node-valued saliency of the last batch, [N, 1, Gh, Gw].
    const torch::Tensor& lastSaliency() const { return keptSaliency; }

    //! What the saliency network gave for the last batch, before the softmax or sigmoid, [N, 1, h, w].
    const torch::Tensor& lastNetworkMap() const { return keptMap; }

    //! What the constructor was given; zoomedSize() is the size of now.
    const SaliencySamplerOptions& samplerOptions() const { return options; }
    //! What the constructor was given.
    const std::shared_ptr<Network>& saliencyNetwork() const { return network; }

protected:
    //! Not negative, from the network's map, [N, 1, h, w], pixel-centred.
    torch::Tensor saliencyMap(const torch::Tensor& frames);
    //! Keeps a node-valued map for lastSaliency().
    void keepSaliency(const torch::Tensor& map);

    SaliencySamplerOptions options;   //!< see samplerOptions()
    std::shared_ptr<Network> network; //!< see saliencyNetwork()

private:
    torch::Tensor keptMap, keptSaliency;
};

//! Uniform downsampling: the frame as it is, smaller. At the frame's own size: full resolution.
class CV_EXPORTS UniformResampler : public Resampler
{
public:
    //! @param zoomedSize in pixels
    explicit UniformResampler(Size zoomedSize) : Resampler(zoomedSize) {}
    torch::Tensor grid(const torch::Tensor& frames) override;
};

//! A part of the frame, magnified uniformly.
class CV_EXPORTS CropResampler : public SaliencySampler
{
public:
    //! Where the part is.
    enum Kind
    {
        /** Centred where a saliency network has its maximum; nothing flows back through that, so the network comes
        from a trained SaliencySampler. */
        PEAK,
        LEARNED //!< centred on the saliency's mean position; the side is learned, too
    };

    /** @param saliency, options as of a SaliencySampler
    @param kind where the part is
    @param side the crop's side as a share of the frame's; where LEARNED begins, which goes on from there */
    CropResampler(std::shared_ptr<Network> saliency, const SaliencySamplerOptions& options, Kind kind, double side);
    torch::Tensor grid(const torch::Tensor& frames) override;

private:
    Kind kind;
    torch::Tensor sideLogit;
};

/** @brief Spatial transformer @cite Jaderberg2015 : a small network gives the parameters of a transform.

It starts as the identity. */
class CV_EXPORTS TransformerResampler : public Resampler
{
public:
    //! What is transformed how.
    enum Kind
    {
        AFFINE,           //!< 6 parameters
        PROJECTIVE,       //!< 8 parameters
        THIN_PLATE_SPLINE //!< 32 parameters: shifts of 4x4 control points
    };

    /** @param kind of the transform
    @param channels of the frames
    @param lowRes size at which the small network sees them
    @param zoomedSize in pixels
    @param width channels of the small network's first layer */
    TransformerResampler(Kind kind, int64_t channels, Size lowRes, Size zoomedSize, int64_t width = 16);
    torch::Tensor grid(const torch::Tensor& frames) override;

    //! The grid of given parameters: [N, 6], [N, 8] or [N, 32], offsets from the identity.
    torch::Tensor gridOf(const torch::Tensor& parameters) const;

    static const int NODES = 31; //!< of the grid, along each axis

private:
    Kind kind;
    Size lowRes;
    std::vector<std::shared_ptr<ConvolutionBlock>> blocks;
    torch::nn::Linear last{nullptr};
    torch::Tensor splineBasis; // of the identity's nodes by the control points
};

/** @brief Zooms every frame alike, by a given saliency: a prior of where things are (boxPrior()).

The saliency is stored with the system, but does not learn. */
class CV_EXPORTS PriorResampler : public Resampler
{
public:
    /** @param saliency node-valued, [1, 1, Gh, Gw], not negative
    @param params how it becomes a grid
    @param zoomedSize in pixels */
    PriorResampler(const torch::Tensor& saliency, const zoom::GridParams& params, Size zoomedSize);
    torch::Tensor grid(const torch::Tensor& frames) override;

private:
    torch::Tensor saliency;
    zoom::GridParams params;
};

//! A resampler and the task network behind it: what is trained, stored and compared.
class CV_EXPORTS System : public torch::nn::Module
{
public:
    /** @param resampler in front
    @param task behind it
    @param taskFrozen the task network stays as it is, whatever is trained: its parameters require no gradient, and it
    is always in evaluation mode, so that batch normalisation learns nothing either */
    System(std::shared_ptr<Resampler> resampler, std::shared_ptr<Network> task, bool taskFrozen = false);
    //! Training mode on or off, for the resampler and for a task network that is not frozen.
    void train(bool on = true) override;
    //! What the task network gives for frames [N, C, H, W].
    torch::Tensor forward(const torch::Tensor& frames);
    //! The same, where the frames' attributes are known (data::Batch::attributes).
    torch::Tensor forwardWithAttributes(const torch::Tensor& frames, const torch::Tensor& attributes);

    //! What is in front.
    const std::shared_ptr<Resampler>& resampler() const { return front; }
    //! What is behind it.
    const std::shared_ptr<Network>& task() const { return back; }

private:
    std::shared_ptr<Resampler> front;
    std::shared_ptr<Network> back;
    bool frozen;
};

//! How a system is put together by name.
struct CV_EXPORTS SystemOptions
{
    //! one of methods()
    std::string method = "zoom";
    //! "small", "resnet18", "centre" for a detector (CentreNet), whose outputs are the labels, or "gaze" (GazeNet)
    std::string taskNetwork = "small";
    //! a network of one's own instead of taskNetwork, if set (wrap())
    std::shared_ptr<Network> task;
    /** a TorchScript file instead of a network of ours, if not empty; where taskNetwork is "centre" it is a detector
    (loadTorchScriptDetector()) */
    std::string taskFile;
    bool taskFrozen = false;                  //!< whether the task network, whichever, stays as it is: System
    PixelRange taskPixels;                    //!< of the TorchScript file
    std::string saliencyNetwork = "small";    //!< or "resnet18"
    int64_t channels = 1;                     //!< of the frames
    int64_t outputs = 10;                     //!< of the task network: classes, values or labels
    int64_t taskWidth = 24;                   //!< channels of the task network's first layer
    int64_t saliencyWidth = 16;               //!< channels of the saliency network's first layer
    Normalisation normalisation = NORM_BATCH; //!< of the task network
    SaliencySamplerOptions sampler;           //!< sizes, and how to zoom; all methods take their sizes from it
    double cropSide = 0.5;                    //!< share of the frame's side that a crop shows
    /** saliency of box_prior, [1, 1, Gh, Gw] with sampler.grid's nodes; undefined: uniform, for weights to be loaded */
    torch::Tensor prior;
};

/** @brief Names of all systems: zoom, uniform, crop_peak, crop_learned, stn_affine, stn_projective, stn_tps, dcn_v1,
dcn_v2, box_prior. Full resolution is uniform at the frame's size. */
CV_EXPORTS const std::vector<std::string>& methods();

//! Puts a system together; a name that is not known is an error that says what is.
CV_EXPORTS std::shared_ptr<System> makeSystem(const SystemOptions& options);

/** @brief Multiply-adds of the networks of a system for one frame (convolutions and linear layers; TorchScript networks
and modules of the user's own are not seen). */
CV_EXPORTS int64_t multiplyAdds(System& system, int64_t channels, Size frame);

//! Magnification at normalised frame points by grids: [N, Gh, Gw, 2] and [N, 2] give [N]. 0 for a point not shown.
CV_EXPORTS torch::Tensor magnificationAt(const torch::Tensor& grids, const torch::Tensor& points);

//! @}

} // namespace nn
} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_NN_HPP
