// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "nn/centre_input.hpp"
#include "nn/counted.hpp"
#include "trainer/seen_shape.hpp"
#include "trainer/whole_file.hpp"

#include "opencv2/zoom_train/detection.hpp"

#include <filesystem>

namespace cv {
namespace zoom_train {

namespace nn {

using torch::Tensor;

namespace {

torch::nn::Conv2d makeLast(int64_t in, int64_t out, double bias)
{
    torch::nn::Conv2d last(torch::nn::Conv2dOptions(in, out, 1));
    torch::nn::init::normal_(last->weight, 0, 0.01);
    torch::nn::init::constant_(last->bias, bias);
    return last;
}

std::string addLast(OnnxGraph& graph, const std::string& input, const torch::nn::Conv2d& last)
{
    return graph.addConvolution(input, last->weight, last->bias, 1, 0);
}

} // namespace

CentreNet::CentreNet(int64_t channels, int64_t labels, int64_t width, Normalisation normalisation) : labelCount(labels)
{
    TORCH_CHECK(labels > 0, "CentreNet: labels is ", labels, "; allowed is 1 or more");
    const int64_t widths[] = {channels, width, width * 2, width * 3, width * 4};
    for (int level = 0; level < LEVELS; ++level)
        for (int i = 0; i < 2; ++i)
        {
            ConvolutionBlock::Options o;
            o.in = widths[i == 0 ? level : level + 1];
            o.out = widths[level + 1];
            o.stride = i == 0 ? 2 : 1;
            o.normalisation = normalisation;
            blocks.push_back(
                register_module("block" + std::to_string(blocks.size()), std::make_shared<ConvolutionBlock>(o)));
        }
    rises.push_back(makeRise("rise0", widths[4], widths[3], normalisation));
    rises.push_back(makeRise("rise1", widths[3], widths[2], normalisation));
    ConvolutionBlock::Options o;
    o.in = o.out = widths[2];
    o.normalisation = normalisation;
    head = register_module("head", std::make_shared<ConvolutionBlock>(o));
    heatmap = register_module("heatmap", makeLast(widths[2], labels, -2.19)); // a tenth, as in the paper
    size = register_module("size", makeLast(widths[2], 2, 1));
    offset = register_module("offset", makeLast(widths[2], 2, 0.5));
}

CentreNet::Rise CentreNet::makeRise(const std::string& name, int64_t from, int64_t to, Normalisation normalisation)
{
    ConvolutionBlock::Options o;
    o.in = o.out = to;
    o.kernel = 1;
    o.normalisation = normalisation;
    o.relu = false; // after the sum
    Rise rise;
    rise.up = register_module(name + "_up",
                              torch::nn::ConvTranspose2d(torch::nn::ConvTranspose2dOptions(from, to, 2).stride(2)));
    rise.side = register_module(name + "_side", std::make_shared<ConvolutionBlock>(o));
    return rise;
}

Tensor CentreNet::forward(const Tensor& images)
{
    std::vector<Tensor> levels;
    Tensor x = images;
    for (size_t i = 0; i < blocks.size(); ++i)
    {
        x = blocks[i]->forward(x);
        if (i % 2 == 1)
            levels.push_back(x);
    }
    for (size_t i = 0; i < rises.size(); ++i)
    {
        const Tensor& side = levels[levels.size() - 2 - i];
        MultiplyAddCounter::add(side.numel() / side.size(1) * rises[i].up->weight.size(1) * x.size(1));
        // Where a size is odd, the way down has rounded it up.
        const Tensor up = rises[i].up->forward(x).slice(2, 0, side.size(2)).slice(3, 0, side.size(3));
        x = (up + rises[i].side->forward(side)).relu();
    }
    x = head->forward(x);
    return torch::cat({counted(heatmap, x), counted(size, x), counted(offset, x)}, 1);
}

std::vector<std::string> CentreNet::addPartsTo(OnnxGraph& graph, const std::string& input) const
{
    std::vector<std::string> levels;
    std::string x = input;
    for (size_t i = 0; i < blocks.size(); ++i)
    {
        x = blocks[i]->addTo(graph, x);
        if (i % 2 == 1)
            levels.push_back(x);
    }
    for (size_t i = 0; i < rises.size(); ++i)
    {
        const std::string up =
            graph.add("ConvTranspose", {x, graph.constant(rises[i].up->weight), graph.constant(rises[i].up->bias)},
                      {{"kernel_shape", {2, 2}}, {"strides", {2, 2}}});
        x = graph.add("Relu", {graph.add("Add", {up, rises[i].side->addTo(graph, levels[levels.size() - 2 - i])})});
    }
    x = head->addTo(graph, x);
    return {addLast(graph, x, heatmap), addLast(graph, x, size), addLast(graph, x, offset)};
}

std::string CentreNet::addTo(OnnxGraph& graph, const std::string& input) const
{
    return graph.add("Concat", addPartsTo(graph, input), {{"axis", int64_t(1)}});
}

} // namespace nn

void checkCentreInput(const char* function, Size input)
{
    const int step = 16;
    if (input.empty() || input.width % step != 0 || input.height % step != 0)
        CV_Error(Error::StsBadArg,
                 cv::format("%s: the detector's input is %dx%d; allowed are sides that are multiples of %d", function,
                            input.width, input.height, step));
}

void exportDetector(nn::CentreNet& network, Size input, const std::vector<std::string>& labels, const std::string& path,
                    double threshold, double nmsOverlap)
{
    checkCentreInput("exportDetector", input);
    CV_CheckEQ(int(labels.size()), int(network.labels()), "exportDetector: labels must have one name for each label");
    const std::filesystem::path onnx = std::filesystem::path(path).replace_extension(".onnx");
    if (onnx == std::filesystem::path(path))
        CV_Error(Error::StsBadArg, "exportDetector: path is '" + path + "'; allowed is a name that ends in .yaml");

    torch::NoGradGuard noGrad;
    const torch::Tensor parameter = network.parameters()[0];
    const int64_t channels = parameter.size(1);
    CV_CheckEQ(int(channels), 3, "exportDetector: the network must take colour images");
    seeShape(network, {1, channels, input.height, input.width});
    OnnxGraph graph("network");
    graph.setInput("image", {1, channels, input.height, input.width});
    const std::vector<std::string> parts = network.addPartsTo(graph, "image");
    const std::pair<const char*, int64_t> outputs[] = {{"heatmap", network.labels()}, {"size", 2}, {"offset", 2}};
    for (size_t i = 0; i < parts.size(); ++i)
        graph.setOutput(parts[i], outputs[i].first, {1, outputs[i].second, input.height / 4, input.width / 4});
    graph.write(onnx.string());

    FileStorage file(".yaml", FileStorage::WRITE | FileStorage::MEMORY | FileStorage::FORMAT_YAML);
    const auto triple = [](double v) { return std::vector<double>(3, v); };
    file << "format_version" << 1 << "onnx" << onnx.filename().string();
    file << "decoder"
         << "centre"
         << "input_size" << input << "mean" << triple(data::PIXEL_MEAN) << "scale" << triple(data::PIXEL_SCALE);
    file << "channel_order"
         << "RGB"
         << "resize"
         << "stretch";
    file << "threshold" << threshold << "nms_overlap" << nmsOverlap << "classes" << labels;
    writeWholeFile(path, file.releaseAndGetString());
}

} // namespace zoom_train
} // namespace cv
