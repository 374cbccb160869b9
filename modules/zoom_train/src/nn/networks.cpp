// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "nn/counted.hpp"
#include "nn/small_trunk.hpp"
#include "opencv2/zoom_train/data.hpp"
#include "opencv2/zoom_train/export.hpp"

namespace cv {
namespace zoom_train {
namespace nn {

using torch::Tensor;

namespace {

thread_local MultiplyAddCounter* counter = nullptr;

torch::nn::Conv2d makeConvolution(int64_t in, int64_t out, int64_t kernel, int64_t stride, bool bias)
{
    return torch::nn::Conv2d(torch::nn::Conv2dOptions(in, out, kernel).stride(stride).padding(kernel / 2).bias(bias));
}

//! 1x1, zero: the map that a network starts with is uniform.
torch::nn::Conv2d makeLastLayer(int64_t in)
{
    torch::nn::Conv2d last(torch::nn::Conv2dOptions(in, 1, 1));
    torch::nn::init::zeros_(last->weight);
    torch::nn::init::zeros_(last->bias);
    return last;
}

std::string addPlain(OnnxGraph& graph, const std::string& input, const torch::nn::Conv2d& convolution)
{
    return graph.addConvolution(input, convolution->weight, convolution->bias, convolution->options.stride()->at(0),
                                convolution->weight.size(2) / 2);
}

std::string addHead(OnnxGraph& graph, const std::string& pooled, const torch::nn::Linear& head)
{
    const std::string flat = graph.add("Flatten", {pooled}, {{"axis", int64_t(1)}});
    return graph.add("Gemm", {flat, graph.constant(head->weight), graph.constant(head->bias)},
                     {{"transB", int64_t(1)}});
}

class WrappedNetwork : public Network
{
public:
    explicit WrappedNetwork(torch::nn::AnyModule _module) : module(std::move(_module))
    {
        CV_Assert(!module.is_empty());
        register_module("module", module.ptr());
    }
    Tensor forward(const Tensor& images) override { return module.forward(images); }

private:
    torch::nn::AnyModule module;
};

} // namespace

MultiplyAddCounter::MultiplyAddCounter()
{
    CV_Assert(!counter);
    counter = this;
}

MultiplyAddCounter::~MultiplyAddCounter()
{
    counter = nullptr;
}

void MultiplyAddCounter::add(int64_t count)
{
    if (counter)
        counter->sum += count;
}

Tensor counted(torch::nn::Conv2d& convolution, const Tensor& input)
{
    Tensor output = convolution->forward(input);
    MultiplyAddCounter::add(output.numel() * convolution->weight[0].numel());
    return output;
}

Tensor counted(torch::nn::Linear& linear, const Tensor& input)
{
    Tensor output = linear->forward(input);
    MultiplyAddCounter::add(output.numel() * linear->weight.size(1));
    return output;
}

Tensor Network::forwardWithView(const Tensor& images, const View&)
{
    return forward(images);
}

std::string Network::addTo(OnnxGraph&, const std::string&) const
{
    CV_Error(Error::StsNotImplemented,
             "Network " + name() + " does not say how it is written as ONNX (nn::Network::addTo)");
}

std::shared_ptr<Network> wrap(torch::nn::AnyModule module)
{
    return std::make_shared<WrappedNetwork>(std::move(module));
}

Tensor deformableConvolution(const Tensor& input, const Tensor& offset, const Tensor& mask, const Tensor& weight,
                             int64_t stride, int64_t padding)
{
    const int64_t n = input.size(0), c = input.size(1), rows = input.size(2), columns = input.size(3);
    const int64_t k = weight.size(2), taps = k * k, h = offset.size(2), w = offset.size(3);
    TORCH_CHECK(weight.size(3) == k && weight.size(1) == c, "deformableConvolution: weight is ", weight.sizes(),
                "; allowed is [O, ", c, ", K, K]");
    TORCH_CHECK(offset.size(0) == n && offset.size(1) == 2 * taps && h == (rows + 2 * padding - k) / stride + 1 &&
                    w == (columns + 2 * padding - k) / stride + 1,
                "deformableConvolution: offset is ", offset.sizes(), ", which does not fit the input ", input.sizes());
    const auto options = input.options();
    const Tensor tap = torch::arange(k, options);
    const Tensor y = torch::arange(h, options) * stride - padding, x = torch::arange(w, options) * stride - padding;
    const Tensor at = offset.view({n, taps, 2, h, w});
    // Rows of the sampling grid: all positions of the first tap, then of the second, ...
    const Tensor atY = at.select(2, 0) + tap.repeat_interleave(k).view({1, taps, 1, 1}) + y.view({1, 1, h, 1});
    const Tensor atX = at.select(2, 1) + tap.repeat({k}).view({1, taps, 1, 1}) + x.view({1, 1, 1, w});
    // Half-pixel convention: it is defined for a single row or column, too.
    const Tensor grid = torch::stack({(2 * atX + 1) / double(columns) - 1, (2 * atY + 1) / double(rows) - 1}, -1)
                            .view({n, taps * h, w, 2});
    namespace F = torch::nn::functional;
    Tensor samples =
        F::grid_sample(
            input, grid,
            F::GridSampleFuncOptions().mode(torch::kBilinear).padding_mode(torch::kZeros).align_corners(false))
            .view({n, c, taps, h, w});
    if (mask.defined())
        samples = samples * mask.unsqueeze(1);
    // A convolution, not a matrix product: Debian's LibTorch comes with a slow BLAS and a fast oneDNN.
    return torch::conv2d(samples.reshape({n, c * taps, h, w}), weight.reshape({weight.size(0), c * taps, 1, 1}));
}

ConvolutionBlock::ConvolutionBlock(const Options& _options) : options(_options)
{
    CV_Check(int(options.kernel), options.kernel % 2 == 1, "ConvolutionBlock: kernel must be odd");
    convolution = register_module("convolution", makeConvolution(options.in, options.out, options.kernel,
                                                                 options.stride, options.normalisation == NORM_NONE));
    if (options.normalisation == NORM_BATCH)
        batchNorm = register_module("normalisation", torch::nn::BatchNorm2d(options.out));
    if (options.normalisation == NORM_GROUP)
        groupNorm = register_module("normalisation", torch::nn::GroupNorm(options.out % 8 ? 1 : 8, options.out));
    if (options.deformation != DEFORM_NONE)
    {
        const int64_t taps = options.kernel * options.kernel;
        offsets =
            register_module("offsets", makeConvolution(options.in, (options.deformation == DEFORM_V2 ? 3 : 2) * taps,
                                                       options.kernel, options.stride, true));
        torch::nn::init::zeros_(offsets->weight);
        torch::nn::init::zeros_(offsets->bias);
    }
}

Tensor ConvolutionBlock::forward(const Tensor& images)
{
    Tensor x;
    if (options.deformation == DEFORM_NONE)
        x = counted(convolution, images);
    else
    {
        const int64_t taps = options.kernel * options.kernel;
        const Tensor placed = counted(offsets, images);
        Tensor mask;
        if (options.deformation == DEFORM_V2)
            mask = 2 * placed.slice(1, 2 * taps).sigmoid(); // 1 at the beginning
        x = deformableConvolution(images, placed.slice(1, 0, 2 * taps), mask, convolution->weight, options.stride,
                                  options.kernel / 2);
        if (convolution->bias.defined())
            x = x + convolution->bias.view({1, -1, 1, 1});
        MultiplyAddCounter::add(x.numel() * convolution->weight[0].numel());
    }
    lastSize = Size(int(x.size(3)), int(x.size(2)));
    if (batchNorm)
        x = batchNorm->forward(x);
    if (groupNorm)
        x = groupNorm->forward(x);
    return options.relu ? x.relu() : x;
}

std::string ConvolutionBlock::addTo(OnnxGraph& graph, const std::string& input) const
{
    if (options.deformation != DEFORM_NONE)
        CV_Error(Error::StsNotImplemented,
                 "A network with deformable convolutions is not exported: cv::dnn has no layer for them");
    std::string output;
    if (batchNorm)
    {
        // gamma*(conv - mean)/sqrt(variance + eps) + beta as one convolution, in double
        const Tensor factor = batchNorm->weight.to(torch::kDouble) /
                              (batchNorm->running_var.to(torch::kDouble) + batchNorm->options.eps()).sqrt();
        const Tensor weight = convolution->weight.to(torch::kDouble) * factor.view({-1, 1, 1, 1});
        const Tensor bias = batchNorm->bias.to(torch::kDouble) - batchNorm->running_mean.to(torch::kDouble) * factor;
        output = graph.addConvolution(input, weight, bias, options.stride, options.kernel / 2);
    }
    else
        output = addPlain(graph, input, convolution);
    if (groupNorm)
        output = graph.addGroupNorm(output, *groupNorm, lastSize);
    return options.relu ? graph.add("Relu", {output}) : output;
}

SmallSaliency::SmallSaliency(int64_t channels, int64_t width)
{
    blocks = registerSmallTrunk(*this, channels, width);
    last = register_module("last", makeLastLayer(width * 3 / 2));
}

Tensor SmallSaliency::forward(const Tensor& lowRes)
{
    Tensor x = lowRes;
    for (const auto& block : blocks)
        x = block->forward(x);
    return counted(last, x);
}

std::string SmallSaliency::addTo(OnnxGraph& graph, const std::string& input) const
{
    std::string x = input;
    for (const auto& block : blocks)
        x = block->addTo(graph, x);
    return addPlain(graph, x, last);
}

class ResNetTrunk::Block : public Network
{
public:
    Block(int64_t in, int64_t out, int64_t stride, Normalisation normalisation, Deformation deformation)
    {
        ConvolutionBlock::Options o;
        o.normalisation = normalisation;
        o.deformation = deformation;
        o.in = in;
        o.out = out;
        o.stride = stride;
        first = register_module("first", std::make_shared<ConvolutionBlock>(o));
        o.relu = false;
        if (stride != 1 || in != out)
        {
            o.kernel = 1;
            o.deformation = DEFORM_NONE;
            shortcut = register_module("shortcut", std::make_shared<ConvolutionBlock>(o));
        }
        o.kernel = 3;
        o.deformation = deformation;
        o.in = out;
        o.stride = 1;
        second = register_module("second", std::make_shared<ConvolutionBlock>(o));
    }

    Tensor forward(const Tensor& x) override
    {
        return (second->forward(first->forward(x)) + (shortcut ? shortcut->forward(x) : x)).relu();
    }

    std::string addTo(OnnxGraph& graph, const std::string& input) const override
    {
        const std::string residual = second->addTo(graph, first->addTo(graph, input));
        return graph.add("Relu", {graph.add("Add", {residual, shortcut ? shortcut->addTo(graph, input) : input})});
    }

private:
    std::shared_ptr<ConvolutionBlock> first, second, shortcut;
};

ResNetTrunk::ResNetTrunk(int64_t channels, int64_t width, int stages, Normalisation normalisation,
                         Deformation deformation)
{
    CV_Check(stages, stages >= 1 && stages <= 4, "ResNetTrunk: stages must be 1 to 4");
    ConvolutionBlock::Options o;
    o.in = channels;
    o.out = width;
    o.kernel = 7;
    o.stride = 2;
    o.normalisation = normalisation;
    stem = register_module("stem", std::make_shared<ConvolutionBlock>(o));
    int64_t in = width;
    for (int s = 0; s < stages; ++s)
        for (int b = 0; b < 2; ++b)
        {
            const int64_t out = width << s;
            blocks.push_back(register_module("stage" + std::to_string(s + 1) + "_" + std::to_string(b),
                                             std::make_shared<Block>(in, out, s > 0 && b == 0 ? 2 : 1, normalisation,
                                                                     s == stages - 1 ? deformation : DEFORM_NONE)));
            in = out;
        }
    channelsOut = in;
}

Tensor ResNetTrunk::forward(const Tensor& images)
{
    Tensor x = torch::max_pool2d(stem->forward(images), 3, 2, 1);
    for (const auto& block : blocks)
        x = block->forward(x);
    return x;
}

std::string ResNetTrunk::addTo(OnnxGraph& graph, const std::string& input) const
{
    std::string x = graph.add("MaxPool", {stem->addTo(graph, input)},
                              {{"kernel_shape", {3, 3}}, {"strides", {2, 2}}, {"pads", {1, 1, 1, 1}}});
    for (const auto& block : blocks)
        x = block->addTo(graph, x);
    return x;
}

ResNetSaliency::ResNetSaliency(int64_t channels, int64_t width)
{
    trunk = register_module("trunk", std::make_shared<ResNetTrunk>(channels, width, 3));
    last = register_module("last", makeLastLayer(trunk->outputs()));
}

Tensor ResNetSaliency::forward(const Tensor& lowRes)
{
    return counted(last, trunk->forward(lowRes));
}

std::string ResNetSaliency::addTo(OnnxGraph& graph, const std::string& input) const
{
    return addPlain(graph, trunk->addTo(graph, input), last);
}

ResNet18::ResNet18(int64_t channels, int64_t outputs, int64_t width, Normalisation normalisation,
                   Deformation deformation)
{
    trunk = register_module("trunk", std::make_shared<ResNetTrunk>(channels, width, 4, normalisation, deformation));
    head = register_module("head", torch::nn::Linear(trunk->outputs(), outputs));
}

Tensor ResNet18::forward(const Tensor& images)
{
    return counted(head, trunk->forward(images).mean({2, 3}));
}

std::string ResNet18::addTo(OnnxGraph& graph, const std::string& input) const
{
    return addHead(graph, graph.add("GlobalAveragePool", {trunk->addTo(graph, input)}), head);
}

SmallTask::SmallTask(int64_t channels, int64_t outputs, int64_t width, Normalisation normalisation,
                     Deformation deformation)
{
    const int64_t widths[] = {channels, width, width * 4 / 3, width * 2, width * 8 / 3, width * 4, width * 4};
    for (int i = 0; i < 6; ++i)
    {
        ConvolutionBlock::Options o;
        o.in = widths[i];
        o.out = widths[i + 1];
        o.stride = i % 2 ? 2 : 1;
        o.normalisation = normalisation;
        o.deformation = i >= 3 ? deformation : DEFORM_NONE;
        blocks.push_back(register_module("block" + std::to_string(i), std::make_shared<ConvolutionBlock>(o)));
    }
    head = register_module("head", torch::nn::Linear(widths[6], outputs));
}

Tensor SmallTask::forward(const Tensor& images)
{
    Tensor x = images;
    for (const auto& block : blocks)
        x = block->forward(x);
    return counted(head, x.amax({2, 3}));
}

std::string SmallTask::addTo(OnnxGraph& graph, const std::string& input) const
{
    std::string x = input;
    for (const auto& block : blocks)
        x = block->addTo(graph, x);
    return addHead(graph, graph.add("GlobalMaxPool", {x}), head);
}

} // namespace nn
} // namespace zoom_train
} // namespace cv
