// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "autocast.hpp"
#include "nn/counted.hpp"
#include "opencv2/zoom_train/gaze.hpp"
#include "trainer/seen_shape.hpp"

namespace cv {
namespace zoom_train {
namespace nn {

using torch::Tensor;

namespace {

const double GAZE_UNIT = 10; // centimetres: outputs of the last layer are about 1

//! Focal lengths and principal point, [1 or N, 4].
Tensor camerasOf(const Tensor& attributes, const torch::TensorOptions& options)
{
    if (!attributes.defined() || attributes.size(1) == 0)
        return torch::tensor({0.32, 0.57, 0.5, 0.5}, torch::kDouble).view({1, 4}).to(options);
    TORCH_CHECK(attributes.dim() == 2 && attributes.size(1) == GAZE_ATTRIBUTES, "raysOf: attributes is ",
                attributes.sizes(), "; allowed is [N, ", int(GAZE_ATTRIBUTES), "], those of a gaze set");
    return attributes.slice(1, GAZE_FOCAL_X, GAZE_PRINCIPAL_Y + 1).to(options);
}

//! A part of every camera, to be applied to [N, h, w].
Tensor partOf(const Tensor& cameras, int column)
{
    return cameras.select(1, column).view({-1, 1, 1});
}

} // namespace

Tensor raysOf(const Tensor& grids, const Tensor& attributes, Size cells, Size input)
{
    TORCH_CHECK(grids.dim() == 4 && grids.size(3) == 2, "raysOf: grids is ", grids.sizes(),
                "; allowed is [N, Gh, Gw, 2]");
    const WithoutAutocast precise;
    const Tensor cameras = camerasOf(attributes, grids.options());
    TORCH_CHECK(cameras.size(0) == 1 || cameras.size(0) == grids.size(0), "raysOf: there are ", grids.size(0),
                " grids and attributes of ", cameras.size(0), " frames");
    // Nodes span the extent, as do the cells' corners.
    const Tensor corners =
        torch::upsample_bilinear2d(grids.permute({0, 3, 1, 2}), {cells.height + 1, cells.width + 1}, true);
    const Tensor x = (corners.select(1, 0) - partOf(cameras, 2)) / partOf(cameras, 0);
    const Tensor y = (corners.select(1, 1) - partOf(cameras, 3)) / partOf(cameras, 1);
    const auto at = [&](const Tensor& t, int row, int column) {
        return t.slice(1, row, cells.height + row).slice(2, column, cells.width + column);
    };
    const auto middle = [&](const Tensor& t) { return 0.25 * (at(t, 0, 0) + at(t, 0, 1) + at(t, 1, 0) + at(t, 1, 1)); };
    // Of a quadrilateral with straight sides, by its diagonals. A transformer's may be turned over.
    const Tensor area = 0.5 * ((at(x, 1, 1) - at(x, 0, 0)) * (at(y, 1, 0) - at(y, 0, 1)) -
                               (at(x, 1, 0) - at(x, 0, 1)) * (at(y, 1, 1) - at(y, 0, 0)));
    const double share = double(cells.area()) / double(input.area());
    return torch::stack({middle(x), middle(y), 4 + 0.5 * (area.abs() * share).clamp_min(1e-12).log()}, 1);
}

GazeNet::GazeNet(int64_t channels, int64_t width, Normalisation normalisation, Deformation deformation)
{
    const int64_t widths[] = {channels, width, width * 3 / 2, width * 2, width * 3, width * 4, width * 6, width * 6};
    ConvolutionBlock::Options o;
    o.normalisation = normalisation;
    for (int i = 0; i < 7; ++i)
    {
        o.in = widths[i];
        o.out = widths[i + 1];
        o.stride = i % 2 ? 1 : 2;
        o.deformation = i >= 4 ? deformation : DEFORM_NONE;
        blocks.push_back(register_module("block" + std::to_string(i), std::make_shared<ConvolutionBlock>(o)));
    }
    const int64_t maps = widths[7], found = width * 8;
    o.in = maps + 3;
    o.out = maps;
    o.stride = 1;
    o.deformation = DEFORM_NONE;
    joint = register_module("joint", std::make_shared<ConvolutionBlock>(o));
    values = register_module("values", torch::nn::Conv2d(torch::nn::Conv2dOptions(maps + 3, found, 1)));
    // Without a bias, which the softmax would not see.
    places = register_module("places", torch::nn::Conv2d(torch::nn::Conv2dOptions(maps, found, 1).bias(false)));
    hidden = register_module("hidden", torch::nn::Linear(found, found));
    last = register_module("last", torch::nn::Linear(found, 3));
}

Size GazeNet::cellsOf(Size input)
{
    return Size((input.width + CELL - 1) / CELL, (input.height + CELL - 1) / CELL);
}

Tensor GazeNet::outputs(const Tensor& images, const Tensor& rays)
{
    Tensor x = images;
    for (const auto& block : blocks)
        x = block->forward(x);
    x = joint->forward(torch::cat({x, rays.to(x.scalar_type())}, 1));
    const WithoutAutocast precise; // of the rays
    x = x.to(rays.scalar_type());
    lastCells = Size(int(x.size(3)), int(x.size(2)));
    const Tensor value = counted(values, torch::cat({x, rays}, 1)).flatten(2);
    const Tensor share = counted(places, x).flatten(2).softmax(2);
    const Tensor output = counted(last, counted(hidden, (share * value).sum(2)).relu());
    return torch::cat({GAZE_UNIT * output.slice(1, 0, 2), output.slice(1, 2)}, 1);
}

Tensor GazeNet::forward(const Tensor& images)
{
    return forwardWithView(images, View());
}

Tensor GazeNet::forwardWithView(const Tensor& images, const View& view)
{
    TORCH_CHECK(images.dim() == 4, "GazeNet: images has ", images.dim(), " dimensions; allowed is 4");
    const Size input(int(images.size(3)), int(images.size(2)));
    Tensor grid = view.grid;
    if (!grid.defined())
    {
        const Tensor ends = torch::tensor({0., 1.}, torch::kDouble);
        grid = torch::stack({ends.view({1, 2}).expand({2, 2}), ends.view({2, 1}).expand({2, 2})}, -1)
                   .to(images.options())
                   .expand({images.size(0), 2, 2, 2});
    }
    return outputs(images, raysOf(grid.to(images.options()), view.attributes, cellsOf(input), input));
}

std::pair<std::string, std::string> GazeNet::addPartsTo(OnnxGraph& graph, const std::string& images,
                                                        const std::string& rays) const
{
    const auto add = [&graph](const std::string& input, const torch::nn::Conv2d& convolution) {
        return graph.addConvolution(input, convolution->weight, convolution->bias, 1, 0);
    };
    const auto addLinear = [&graph](const std::string& input, const Tensor& weight, const Tensor& bias) {
        return graph.add("Gemm", {input, graph.constant(weight), graph.constant(bias)}, {{"transB", int64_t(1)}});
    };
    const std::vector<OnnxGraph::Attribute> channels = {{"axis", int64_t(1)}};
    std::string x = images;
    for (const auto& block : blocks)
        x = block->addTo(graph, x);
    x = joint->addTo(graph, graph.add("Concat", {x, rays}, channels));
    const std::string flat =
        graph.constant(torch::tensor({int64_t(1), places->weight.size(0), int64_t(lastCells.area())}, torch::kLong));
    const std::string value = graph.add("Reshape", {add(graph.add("Concat", {x, rays}, channels), values), flat});
    const std::string share =
        graph.add("Softmax", {graph.add("Reshape", {add(x, places), flat})}, {{"axis", int64_t(2)}});
    const std::string found = graph.add("ReduceSum", {graph.add("Mul", {share, value})},
                                        {{"axes", std::vector<int64_t>{2}}, {"keepdims", int64_t(0)}});
    const std::string features = graph.add("Relu", {addLinear(found, hidden->weight, hidden->bias)});
    const Tensor unit = torch::tensor({GAZE_UNIT, GAZE_UNIT, 1.}, torch::kDouble);
    return {addLinear(features, last->weight.to(torch::kCPU, torch::kDouble) * unit.view({3, 1}),
                      last->bias.to(torch::kCPU, torch::kDouble) * unit),
            features};
}

} // namespace nn

void exportGazeNet(nn::GazeNet& network, Size input, const std::string& path)
{
    if (input.empty())
        CV_Error(Error::StsBadArg,
                 cv::format("exportGazeNet: input is %dx%d; it must not be empty", input.width, input.height));
    CV_CheckEQ(int(network.parameters()[0].size(1)), 3, "exportGazeNet: the network must take colour images");
    torch::NoGradGuard noGrad;
    seeShape(network, {1, 3, input.height, input.width});
    const Size cells = nn::GazeNet::cellsOf(input);
    OnnxGraph graph("gaze");
    graph.setInput("image", {1, 3, input.height, input.width});
    graph.setInput("rays", {1, 3, cells.height, cells.width});
    const auto parts = network.addPartsTo(graph, "image", "rays");
    graph.setOutput(parts.first, "gaze", {1, 3});
    graph.setOutput(parts.second, "features", {1, network.features()});
    graph.write(path);
}

} // namespace zoom_train
} // namespace cv
