// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The operators of training, forward and backward, against the same from ATen's own operators; all threads that torch
// has.
#include "comparison.hpp"
#include "growth.hpp"
#include "peak_memory.hpp"

#include "opencv2/dnn.hpp"
#include "opencv2/zoom_train.hpp"

#include <ATen/ATen.h>
#include <torch/csrc/autograd/autograd.h>

#include <cmath>
#include <cstdio>
#include <memory>
#include <utility>

namespace zoom_bench {

namespace {

const int BATCH = 32;

//! Runs the gradient of a result with respect to the inputs, whose values stay.
void backward(const at::Tensor& result, const std::vector<at::Tensor>& inputs, const at::Tensor& weights)
{
    torch::autograd::grad({result}, inputs, {weights});
}

//! The released code: pads by 30 nodes, three dense 61x61 convolutions, a division, a clamp.
class ReleasedGrid
{
public:
    ReleasedGrid()
    {
        const double sigma = 13 / (2 * std::sqrt(2 * std::log(2.0)));
        const at::Tensor d = at::arange(-30, 31, at::kFloat), k = (-0.5 * (d / sigma).square()).exp();
        kernel = (k.unsqueeze(1) * k).view({1, 1, 61, 61});
        const at::Tensor x = at::arange(-30, 61, at::kFloat) / 30;
        coordinates = at::stack({x.expand({91, 91}), x.unsqueeze(1).expand({91, 91})}).unsqueeze(0).contiguous();
    }

    at::Tensor operator()(const at::Tensor& saliency) const
    {
        const at::Tensor padded = at::replication_pad2d(saliency, {30, 30, 30, 30});
        const at::Tensor weight = at::conv2d(padded, kernel);
        const at::Tensor moments =
            at::conv2d((padded * coordinates).view({-1, 1, 91, 91}), kernel).view({-1, 2, 31, 31});
        return (moments / weight).clamp(0, 1).permute({0, 2, 3, 1});
    }

private:
    at::Tensor kernel, coordinates;
};

void addGrids()
{
    const at::Tensor saliency = at::rand({BATCH, 1, 31, 31}).add_(0.1).set_requires_grad(true);
    const at::Tensor weights = at::randn({BATCH, 31, 31, 2});
    cv::zoom::GridParams params;
    params.borderType = cv::BORDER_REPLICATE;
    for (const bool limited : {false, true})
    {
        if (!limited)
            params.minMagnification = params.maxMagnification = 0;
        else
            params = cv::zoom::GridParams();
        const auto ours = [=] { backward(cv::zoom_train::saliencyToGrid(saliency, params), {saliency}, weights); };
        const ReleasedGrid released;
        compare(
            limited ? "saliency_to_grid fwd+bwd, reflect, mended" : "saliency_to_grid fwd+bwd, replicate", ours,
            "three dense conv2d 61x61", [=] { backward(released(saliency), {saliency}, weights); }, 0.1);
    }
    for (const int mode : {cv::zoom::GRID_SEPARABLE, cv::zoom::GRID_TRANSPORT})
    {
        params = cv::zoom::GridParams();
        params.mode = mode;
        const ReleasedGrid released;
        compare(
            mode == cv::zoom::GRID_SEPARABLE ? "saliency_to_grid fwd+bwd, separable"
                                             : "saliency_to_grid fwd+bwd, transport",
            [=] { backward(cv::zoom_train::saliencyToGrid(saliency, params), {saliency}, weights); },
            "three dense conv2d 61x61", [=] { backward(released(saliency), {saliency}, weights); }, 0);
    }
}

//! The saliency network for live use, as exported, in cv::dnn on one core: 1 ms a frame is allowed.
void addNetwork()
{
    const std::string path = cv::tempfile(".onnx");
    cv::zoom_train::nn::SmallSaliency network(3);
    cv::zoom_train::exportNetwork(network, {1, 3, 48, 48}, path);
    const auto net = std::make_shared<cv::dnn::Net>(cv::dnn::readNetFromONNX(path));
    std::remove(path.c_str());
    const cv::Mat blob = cv::dnn::blobFromImage(cv::Mat(48, 48, CV_8UC3, cv::Scalar::all(80)), 1. / 255);
    compareWithTime(
        "SmallSaliency 48x48x3 in cv::dnn, one core",
        [=] {
            const int threads = cv::getNumThreads();
            cv::setNumThreads(1);
            net->setInput(blob);
            net->forward();
            cv::setNumThreads(threads);
        },
        1);
}

void addZooms()
{
    const at::Tensor frames = at::rand({BATCH, 3, 512, 512}), weights = at::randn({BATCH, 3, 128, 128});
    const at::Tensor saliency = at::rand({BATCH, 1, 31, 31}).pow(4).add_(0.05);
    const at::Tensor grid = cv::zoom_train::saliencyToGrid(saliency).set_requires_grad(true);
    const auto composed = [grid](const at::Tensor& image) {
        const at::Tensor full = at::upsample_bilinear2d(grid.permute({0, 3, 1, 2}), {128, 128}, false);
        return at::grid_sampler_2d(image, full.permute({0, 2, 3, 1}) * 2 - 1, 0, 1, false);
    };
    const at::Tensor learned = frames.clone().set_requires_grad(true);
    const std::vector<at::Tensor> onlyGrid = {grid}, both = {grid, learned};
    const std::string peer = "upsample_bilinear2d + grid_sampler_2d";
    compare(
        "grid_zoom linear fwd+bwd to the grid", // what a training step does: frames need no gradient
        [=] { backward(cv::zoom_train::gridZoom(frames, grid, 128, 128, false), onlyGrid, weights); }, peer,
        [=] { backward(composed(frames), onlyGrid, weights); }, 1 / 1.5);
    compare(
        "grid_zoom linear fwd+bwd to the grid and the image",
        [=] { backward(cv::zoom_train::gridZoom(learned, grid, 128, 128, false), both, weights); }, peer,
        [=] { backward(composed(learned), both, weights); }, 1 / 1.5);
    compare(
        "grid_zoom antialiased fwd+bwd to the grid", // no peer antialiases
        [=] { backward(cv::zoom_train::gridZoom(frames, grid, 128, 128, true), onlyGrid, weights); }, peer,
        [=] { backward(composed(frames), onlyGrid, weights); }, 0);
}

//! From the map to the zoomed frames and back to the map, as a training step does it.
void addMemory()
{
    if (!opencv_test::canMeasurePeak())
        return;
    const at::Tensor frames = at::rand({BATCH, 3, 512, 512}), weights = at::randn({BATCH, 3, 128, 128});
    const at::Tensor saliency = at::rand({BATCH, 1, 31, 31}).add_(0.1).set_requires_grad(true);
    const ReleasedGrid released;
    const auto peer = [=] {
        return opencv_test::peakMiB([=] {
            const at::Tensor full =
                at::upsample_bilinear2d(released(saliency).permute({0, 3, 1, 2}), {128, 128}, false);
            backward(at::grid_sampler_2d(frames, full.permute({0, 2, 3, 1}) * 2 - 1, 0, 1, false), {saliency}, weights);
        });
    };
    const std::pair<int, const char*> modes[] = {{cv::zoom::GRID_ATTRACTION, "attraction"},
                                                 {cv::zoom::GRID_SEPARABLE, "separable"},
                                                 {cv::zoom::GRID_TRANSPORT, "transport"}};
    for (const auto& mode : modes)
    {
        cv::zoom::GridParams params;
        params.mode = mode.first;
        compareMemory(
            std::string("memory of a step's sampling, ") + mode.second + ", antialiased",
            [=] {
                return opencv_test::peakMiB([=] {
                    const at::Tensor grid = cv::zoom_train::saliencyToGrid(saliency, params);
                    backward(cv::zoom_train::gridZoom(frames, grid, 128, 128, true), {saliency}, weights);
                });
            },
            "as published: conv2d 61x61, grid_sampler_2d", peer, 1);
    }
}

} // namespace

void addComparisons()
{
    addGrids();
    addZooms();
    addMemory();
    addNetwork();
}

std::vector<GrowthSeries> growthSeries()
{
    return {};
}

} // namespace zoom_bench
