// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "autocast.hpp"
#include "nn/counted.hpp"
#include "nn/small_trunk.hpp"
#include "opencv2/zoom/transform.hpp"
#include "opencv2/zoom_train/detection.hpp"
#include "opencv2/zoom_train/gaze.hpp"
#include "opencv2/zoom_train/operators.hpp"

#include <cmath>

namespace cv {
namespace zoom_train {
namespace nn {

using torch::Tensor;

namespace {

/** Reduces one axis; of a pixel that is covered in part, that part counts. Tap by tap: a product with a matrix of
shares is nearly all zeros, and takes many times as long with the plain BLAS that Debian's LibTorch has. Half floats are
added up as floats. */
Tensor areaReduced(const Tensor& images, int64_t axis, int64_t out)
{
    const int64_t in = images.size(axis);
    const double ratio = double(in) / double(out);
    const int64_t taps = std::min(in, int64_t(std::ceil(ratio)) + 1);
    const Tensor low = torch::arange(out, torch::kDouble).mul(ratio), high = low + ratio;
    const Tensor first = low.floor().clamp_max(double(in - taps));
    const Tensor pixels = first + torch::arange(taps, torch::kDouble).unsqueeze(1); // [taps, out]
    const Tensor covered = (torch::minimum(pixels + 1, high) - torch::maximum(pixels, low)).clamp_min(0) / ratio;
    const torch::ScalarType wide = images.scalar_type() == torch::kDouble ? torch::kDouble : torch::kFloat;
    std::vector<int64_t> alongAxis(size_t(images.dim()), 1);
    alongAxis[size_t(axis)] = out;
    const Tensor indices = pixels.to(torch::kLong).to(images.device());
    const Tensor shares = covered.to(images.options().dtype(wide));
    Tensor sum;
    for (int64_t tap = 0; tap < taps; ++tap)
    {
        const Tensor part = images.index_select(axis, indices[tap]) * shares[tap].view(alongAxis);
        sum = tap == 0 ? part : sum + part;
    }
    return sum.to(images.scalar_type());
}

//! Nodes of a square lattice in the zoomed frame's coordinates, [nodes*nodes, 2], x first.
Tensor latticePoints(int64_t rows, int64_t columns)
{
    const Tensor y = torch::linspace(0, 1, rows, torch::kDouble).unsqueeze(1).expand({rows, columns});
    const Tensor x = torch::linspace(0, 1, columns, torch::kDouble).unsqueeze(0).expand({rows, columns});
    return torch::stack({x, y}, -1).reshape({rows * columns, 2});
}

Tensor identityGrids(int64_t n, int64_t nodes, const torch::TensorOptions& options)
{
    return latticePoints(nodes, nodes).view({1, nodes, nodes, 2}).to(options).expand({n, nodes, nodes, 2});
}

const int SPLINE_SIDE = 4;

//! r^2*log(r), of squared distances
Tensor splineKernel(const Tensor& squared)
{
    return 0.5 * squared * squared.clamp_min(1e-30).log();
}

/** How the nodes move with the control points: the thin-plate spline is linear in what it interpolates, so that its
linear system, which depends on the control points' places only, is solved once. [nodes, control points] */
Tensor makeSplineBasis(int nodes)
{
    const int64_t k = SPLINE_SIDE * SPLINE_SIDE;
    const Tensor control = latticePoints(SPLINE_SIDE, SPLINE_SIDE), at = latticePoints(nodes, nodes);
    const auto terms = [&](const Tensor& points) {
        const Tensor squared = (points.unsqueeze(1) - control.unsqueeze(0)).pow(2).sum(2);
        return torch::cat({splineKernel(squared), torch::ones({points.size(0), 1}, torch::kDouble), points}, 1);
    };
    Tensor system = torch::zeros({k + 3, k + 3}, torch::kDouble);
    const Tensor rows = terms(control);
    system.slice(0, 0, k).copy_(rows);
    system.slice(0, k).slice(1, 0, k).copy_(rows.slice(1, k).t());
    Mat inverse(int(k + 3), int(k + 3), CV_64F);
    invert(Mat(inverse.size(), CV_64F, system.data_ptr()), inverse, DECOMP_LU);
    return torch::matmul(terms(at), torch::from_blob(inverse.data, {k + 3, k + 3}, torch::kDouble).slice(1, 0, k));
}

} // namespace

Tensor areaDownsample(const Tensor& images, int64_t height, int64_t width)
{
    TORCH_CHECK(images.dim() == 4, "areaDownsample: images has ", images.dim(), " dimensions; allowed is 4");
    TORCH_CHECK(height > 0 && width > 0, "areaDownsample: the size is ", width, "x", height);
    const int64_t rows = images.size(2), columns = images.size(3);
    if (height > rows || width > columns)
        return torch::upsample_bilinear2d(images, {height, width}, false);
    if (rows % height == 0 && columns % width == 0)
        return torch::avg_pool2d(images, {rows / height, columns / width});
    return areaReduced(areaReduced(images, 2, height), 3, width);
}

void Resampler::setZoomedSize(Size zoomedSize)
{
    CV_Check(zoomedSize.width, zoomedSize.width > 0, "Resampler: zoomedSize must be positive");
    CV_Check(zoomedSize.height, zoomedSize.height > 0, "Resampler: zoomedSize must be positive");
    size = zoomedSize;
}

Tensor Resampler::forward(const Tensor& frames)
{
    TORCH_CHECK(frames.dim() == 4, "Resampler: frames has ", frames.dim(), " dimensions; allowed is 4");
    keptGrid = uniformly ? identityGrids(frames.size(0), 2, frames.options()) : grid(frames);
    keptZoomed = gridZoom(frames, keptGrid, size.height, size.width, true);
    return keptZoomed;
}

SaliencySampler::SaliencySampler(std::shared_ptr<Network> saliency, const SaliencySamplerOptions& _options)
    : Resampler(_options.zoomed), options(_options), network(std::move(saliency))
{
    CV_Assert(network);
    register_module("saliency", network);
}

Tensor SaliencySampler::saliencyMap(const Tensor& frames)
{
    const Tensor map =
        network->forward(areaDownsample(frames, options.lowRes.height, options.lowRes.width)).to(frames.dtype());
    TORCH_CHECK(map.dim() == 4 && map.size(0) == frames.size(0) && map.size(1) == 1,
                "SaliencySampler: the saliency network's output is ", map.sizes(), "; allowed is [N, 1, h, w]");
    keptMap = map;
    return options.output == SaliencySamplerOptions::SIGMOID ? map.sigmoid() : map.flatten(1).softmax(1).view_as(map);
}

void SaliencySampler::keepSaliency(const Tensor& map)
{
    keptSaliency = saliencyToNodes(map, options.grid.gridSize.height, options.grid.gridSize.width);
}

Tensor SaliencySampler::grid(const Tensor& frames)
{
    keepSaliency(saliencyMap(frames));
    return saliencyToGrid(keptSaliency, options.grid);
}

Tensor UniformResampler::grid(const Tensor& frames)
{
    return identityGrids(frames.size(0), 2, frames.options());
}

CropResampler::CropResampler(std::shared_ptr<Network> saliency, const SaliencySamplerOptions& _options, Kind _kind,
                             double side)
    : SaliencySampler(std::move(saliency), _options), kind(_kind)
{
    CV_Check(side, side > 0 && side < 1, "CropResampler: side must be between 0 and 1");
    const Tensor logit = torch::full({1}, std::log(side / (1 - side)), torch::kFloat);
    if (kind == LEARNED)
        sideLogit = register_parameter("side", logit);
    else
        sideLogit = register_buffer("side", logit);
}

Tensor CropResampler::grid(const Tensor& frames)
{
    const Tensor map = saliencyMap(frames);
    keepSaliency(map);
    const int64_t h = map.size(2), w = map.size(3);
    Tensor centre; // [N, 2]
    if (kind == PEAK)
    {
        const Tensor index = map.detach().flatten(1).argmax(1);
        const Tensor y = torch::floor_divide(index, w), x = index - y * w;
        centre = torch::stack({(x + 0.5) / double(w), (y + 0.5) / double(h)}, 1).to(map.dtype());
    }
    else
    {
        const Tensor share = map / map.sum({2, 3}, true);
        const Tensor y = (torch::arange(h, map.options()) + 0.5) / double(h);
        const Tensor x = (torch::arange(w, map.options()) + 0.5) / double(w);
        centre = torch::stack({(share.sum(2) * x).sum({1, 2}), (share.sum(3) * y).sum({1, 2})}, 1);
    }
    const Tensor side = sideLogit.sigmoid().to(map.dtype());
    const Tensor middle = torch::minimum(torch::maximum(centre, 0.5 * side), 1 - 0.5 * side); // inside the frame
    const Tensor nodes = identityGrids(1, 2, map.options());
    return middle.view({-1, 1, 1, 2}) + (nodes - 0.5) * side;
}

TransformerResampler::TransformerResampler(Kind _kind, int64_t channels, Size _lowRes, Size zoomedSize, int64_t width)
    : Resampler(zoomedSize), kind(_kind), lowRes(_lowRes)
{
    // Then the picture in 6x6 places: where things are must reach the last layer.
    blocks = registerSmallTrunk(*this, channels, width);
    const int64_t wide = width * 3 / 2;
    last = register_module("last", torch::nn::Linear(wide * 36, kind == AFFINE ? 6 : kind == PROJECTIVE ? 8 : 32));
    torch::nn::init::zeros_(last->weight);
    torch::nn::init::zeros_(last->bias);
    if (kind == THIN_PLATE_SPLINE)
        splineBasis = register_buffer("spline", makeSplineBasis(NODES).to(torch::kFloat));
}

Tensor TransformerResampler::grid(const Tensor& frames)
{
    Tensor x = areaDownsample(frames, lowRes.height, lowRes.width);
    for (const auto& block : blocks)
        x = block->forward(x);
    const Tensor parameters = counted(last, std::get<0>(torch::adaptive_max_pool2d(x, {6, 6})).flatten(1));
    const WithoutAutocast precise;
    return gridOf(parameters.to(frames.dtype()));
}

Tensor TransformerResampler::gridOf(const Tensor& parameters) const
{
    const int64_t n = parameters.size(0);
    const Tensor nodes = latticePoints(NODES, NODES).to(parameters.options()); // [P, 2]
    Tensor points;
    if (kind == THIN_PLATE_SPLINE)
        points = nodes + torch::matmul(splineBasis.to(parameters.dtype()), parameters.view({n, -1, 2}));
    else
    {
        // About the frame's middle, from -1 to 1, as the paper has it.
        const Tensor homogeneous = torch::cat({nodes * 2 - 1, torch::ones_like(nodes.slice(1, 0, 1))}, 1); // [P, 3]
        const Tensor identity = torch::eye(3, parameters.options()).view({1, 9});
        Tensor matrix = parameters;
        if (kind == AFFINE)
            matrix = torch::cat({matrix, torch::zeros({n, 2}, parameters.options())}, 1);
        matrix = torch::cat({matrix, torch::zeros({n, 1}, parameters.options())}, 1) + identity;
        const Tensor mapped = torch::matmul(homogeneous, matrix.view({n, 3, 3}).transpose(1, 2));
        // A vanishing line inside the picture would send points to infinity.
        points = 0.5 + 0.5 * mapped.slice(2, 0, 2) / mapped.slice(2, 2).clamp_min(0.1);
    }
    return points.view({n, NODES, NODES, 2});
}

PriorResampler::PriorResampler(const Tensor& _saliency, const zoom::GridParams& _params, Size zoomedSize)
    : Resampler(zoomedSize), params(_params)
{
    TORCH_CHECK(_saliency.dim() == 4 && _saliency.size(0) == 1 && _saliency.size(1) == 1,
                "PriorResampler: saliency is ", _saliency.sizes(), "; allowed is [1, 1, Gh, Gw]");
    saliency = register_buffer("saliency", _saliency.detach().to(torch::kFloat).contiguous());
}

Tensor PriorResampler::grid(const Tensor& frames)
{
    const Tensor one = saliencyToGrid(saliency, params).to(frames.dtype());
    return one.expand({frames.size(0), one.size(1), one.size(2), 2});
}

System::System(std::shared_ptr<Resampler> resampler, std::shared_ptr<Network> task, bool taskFrozen)
    : front(std::move(resampler)), back(std::move(task)), frozen(taskFrozen)
{
    CV_Assert(front && back);
    register_module("resampler", front);
    register_module("task", back);
    if (!frozen)
        return;
    for (Tensor& p : back->parameters())
        p.requires_grad_(false);
    back->eval();
}

void System::train(bool on)
{
    Module::train(on);
    if (frozen)
        back->eval();
}

Tensor System::forward(const Tensor& frames)
{
    return forwardWithAttributes(frames, Tensor());
}

Tensor System::forwardWithAttributes(const Tensor& frames, const Tensor& attributes)
{
    const Tensor zoomed = front->forward(frames);
    return back->forwardWithView(zoomed, {front->lastGrid(), attributes});
}

const std::vector<std::string>& methods()
{
    static const std::vector<std::string> names = {"zoom",       "uniform",        "crop_peak", "crop_learned",
                                                   "stn_affine", "stn_projective", "stn_tps",   "dcn_v1",
                                                   "dcn_v2",     "box_prior"};
    return names;
}

std::shared_ptr<System> makeSystem(const SystemOptions& o)
{
    const auto unknown = [](const char* what, const std::string& got, const std::string& allowed) {
        CV_Error(Error::StsBadArg, cv::format("%s is '%s'; allowed is %s", what, got.c_str(), allowed.c_str()));
    };
    Deformation deformation = DEFORM_NONE;
    std::shared_ptr<Resampler> resampler;
    const auto saliency = [&]() -> std::shared_ptr<Network> {
        if (o.saliencyNetwork == "small")
            return std::make_shared<SmallSaliency>(o.channels, o.saliencyWidth);
        if (o.saliencyNetwork != "resnet18")
            unknown("SystemOptions::saliencyNetwork", o.saliencyNetwork, "small or resnet18");
        return std::make_shared<ResNetSaliency>(o.channels, o.saliencyWidth);
    };
    const auto transformer = [&](TransformerResampler::Kind kind) {
        return std::make_shared<TransformerResampler>(kind, o.channels, o.sampler.lowRes, o.sampler.zoomed,
                                                      o.saliencyWidth);
    };
    if (o.method == "zoom")
        resampler = std::make_shared<SaliencySampler>(saliency(), o.sampler);
    else if (o.method == "crop_peak" || o.method == "crop_learned")
        resampler = std::make_shared<CropResampler>(
            saliency(), o.sampler, o.method == "crop_peak" ? CropResampler::PEAK : CropResampler::LEARNED, o.cropSide);
    else if (o.method == "box_prior")
    {
        const Size nodes = o.sampler.grid.gridSize;
        TORCH_CHECK(!o.prior.defined() ||
                        (o.prior.dim() == 4 && o.prior.size(2) == nodes.height && o.prior.size(3) == nodes.width),
                    "SystemOptions::prior is ", o.prior.sizes(), "; allowed is [1, 1, ", nodes.height, ", ",
                    nodes.width, "]");
        resampler = std::make_shared<PriorResampler>(o.prior.defined() ? o.prior
                                                                       : torch::ones({1, 1, nodes.height, nodes.width}),
                                                     o.sampler.grid, o.sampler.zoomed);
    }
    else if (o.method == "stn_affine")
        resampler = transformer(TransformerResampler::AFFINE);
    else if (o.method == "stn_projective")
        resampler = transformer(TransformerResampler::PROJECTIVE);
    else if (o.method == "stn_tps")
        resampler = transformer(TransformerResampler::THIN_PLATE_SPLINE);
    else if (o.method == "uniform" || o.method == "dcn_v1" || o.method == "dcn_v2")
    {
        resampler = std::make_shared<UniformResampler>(o.sampler.zoomed);
        deformation = o.method == "uniform" ? DEFORM_NONE : o.method == "dcn_v1" ? DEFORM_V1 : DEFORM_V2;
    }
    else
    {
        std::string allowed;
        for (const std::string& name : methods())
            allowed += (allowed.empty() ? "" : ", ") + name;
        unknown("SystemOptions::method", o.method, allowed);
    }

    std::shared_ptr<Network> task = o.task;
    if (deformation != DEFORM_NONE && (task || !o.taskFile.empty()))
        unknown("SystemOptions::method", o.method,
                "any without deformable convolutions, with a network of one's own or from a TorchScript file");
    if (task)
        CV_Check(o.taskFile, o.taskFile.empty(), "SystemOptions::taskFile must be empty where task is set");
    else if (!o.taskFile.empty())
        task = o.taskNetwork == "centre" ? loadTorchScriptDetector(o.taskFile, o.outputs, o.taskPixels)
                                         : loadTorchScript(o.taskFile, o.taskPixels);
    else if (o.taskNetwork == "small")
        task = std::make_shared<SmallTask>(o.channels, o.outputs, o.taskWidth, o.normalisation, deformation);
    else if (o.taskNetwork == "resnet18")
        task = std::make_shared<ResNet18>(o.channels, o.outputs, o.taskWidth, o.normalisation, deformation);
    else if (o.taskNetwork == "centre" && deformation == DEFORM_NONE)
        task = std::make_shared<CentreNet>(o.channels, o.outputs, o.taskWidth, o.normalisation);
    else if (o.taskNetwork == "gaze" && o.outputs == 2)
        task = std::make_shared<GazeNet>(o.channels, o.taskWidth, o.normalisation, deformation);
    else
        unknown("SystemOptions::taskNetwork", o.taskNetwork,
                "small or resnet18, or gaze with two outputs, or, without deformable convolutions, centre");
    return std::make_shared<System>(std::move(resampler), std::move(task), o.taskFrozen);
}

int64_t multiplyAdds(System& system, int64_t channels, Size frame)
{
    torch::NoGradGuard noGrad;
    const bool training = system.is_training();
    system.eval();
    MultiplyAddCounter counter;
    system.forward(torch::zeros({1, channels, frame.height, frame.width}));
    system.train(training);
    return counter.total();
}

Tensor magnificationAt(const Tensor& grids, const Tensor& points)
{
    TORCH_CHECK(grids.dim() == 4 && points.dim() == 2 && grids.size(0) == points.size(0) && points.size(1) == 2,
                "magnificationAt: grids is ", grids.sizes(), " and points is ", points.sizes(),
                "; allowed is [N, Gh, Gw, 2] and [N, 2]");
    const Size side(128, 128); // finer than the lattices here; the magnification does not depend on it
    const Tensor g = grids.detach().to(torch::kCPU, torch::kFloat).contiguous();
    const Tensor p = points.to(torch::kCPU, torch::kFloat).contiguous();
    Tensor result = torch::zeros({g.size(0)});
    for (int64_t i = 0; i < g.size(0); ++i)
    {
        const Mat grid(int(g.size(1)), int(g.size(2)), CV_32FC2, g[i].data_ptr());
        const zoom::ZoomTransform transform(grid, side, side);
        const std::vector<Point2f> at(
            1, Point2f(p[i][0].item<float>() * side.width - 0.5f, p[i][1].item<float>() * side.height - 0.5f));
        std::vector<Point2f> zoomed;
        std::vector<uchar> valid;
        transform.toZoomedPoints(at, zoomed, valid);
        if (!valid[0])
            continue;
        Mat magnification;
        transform.magnification(magnification);
        const int x = std::min(std::max(cvRound(zoomed[0].x), 0), side.width - 1);
        const int y = std::min(std::max(cvRound(zoomed[0].y), 0), side.height - 1);
        result[i] = magnification.at<float>(y, x);
    }
    return result;
}

} // namespace nn
} // namespace zoom_train
} // namespace cv
