// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "gradcheck.hpp"
#include "peak_memory.hpp"

namespace opencv_test {

TEST(TrainMemory, a_step_takes_no_more_than_one_of_stock_operators)
{
    if (!canMeasurePeak())
        ZOOM_SKIP_HERE("the peak of the memory in use cannot be measured here");
    const at::Tensor image = at::rand({16, 3, 512, 512}), weights = at::rand({16, 3, 128, 128});
    const at::Tensor saliency = at::rand({16, 1, 31, 31}) + 0.1;
    const at::Tensor grid = cv::zoom_train::saliencyToGrid(saliency);
    for (const bool forImage : {false, true})
    {
        const auto step = [&](const Operation& zoom) {
            return [&, zoom] {
                Tensors leaves = {grid.detach().set_requires_grad(true)};
                if (forImage)
                    leaves.push_back(image.detach().set_requires_grad(true));
                const at::Tensor zoomed = zoom({forImage ? leaves[1] : image, leaves[0]});
                torch::autograd::grad({zoomed}, leaves, {weights});
            };
        };
        const double theirs = peakMiB(step([](const Tensors& in) {
            const at::Tensor full = at::upsample_bilinear2d(in[1].permute({0, 3, 1, 2}), {128, 128}, false);
            return at::grid_sampler_2d(in[0], full.permute({0, 2, 3, 1}) * 2 - 1, 0, 1, false);
        }));
        for (const bool antialias : {false, true})
        {
            const double ours = peakMiB(
                step([=](const Tensors& in) { return cv::zoom_train::gridZoom(in[0], in[1], 128, 128, antialias); }));
            EXPECT_LE(ours, theirs) << antialias << forImage;
            std::printf("%s%s: ours %.1f MiB, stock operators %.1f MiB\n", antialias ? "antialiased" : "linear",
                        forImage ? ", image's gradient, too" : "", ours, theirs);
        }
    }
}

TEST(TrainMemory, from_the_map_to_the_zoomed_image_and_back_takes_no_more_than_the_released_method)
{
    if (!canMeasurePeak())
        ZOOM_SKIP_HERE("the peak of the memory in use cannot be measured here");
    const at::Tensor image = at::rand({16, 3, 512, 512}), weights = at::rand({16, 3, 128, 128});
    const at::Tensor map = at::rand({16, 1, 31, 31}) + 0.1;
    const auto step = [&](const Operation& zoom) {
        return [&, zoom] {
            const at::Tensor saliency = map.detach().set_requires_grad(true);
            torch::autograd::grad({zoom({image, saliency})}, {saliency}, {weights});
        };
    };
    // As published: pads the map, three dense convolutions, a grid for each pixel.
    const at::Tensor kernel = at::rand({1, 1, 61, 61}), at = at::arange(-30, 61, at::kFloat) / 30;
    const double theirs = peakMiB(step([&](const Tensors& in) {
        const at::Tensor padded = at::replication_pad2d(in[1], {30, 30, 30, 30}), weight = at::conv2d(padded, kernel);
        const at::Tensor u = at::conv2d(padded * at, kernel) / weight;
        const at::Tensor v = at::conv2d(padded * at.unsqueeze(1), kernel) / weight;
        const at::Tensor full = at::upsample_bilinear2d(at::cat({u, v}, 1).clamp(0, 1), {128, 128}, false);
        return at::grid_sampler_2d(in[0], full.permute({0, 2, 3, 1}) * 2 - 1, 0, 1, false);
    }));
    for (const int mode : {cv::zoom::GRID_ATTRACTION, cv::zoom::GRID_SEPARABLE, cv::zoom::GRID_TRANSPORT})
    {
        cv::zoom::GridParams p;
        p.mode = mode;
        const double ours = peakMiB(step([&](const Tensors& in) {
            return cv::zoom_train::gridZoom(in[0], cv::zoom_train::saliencyToGrid(in[1], p), 128, 128, true);
        }));
        EXPECT_LE(ours, theirs) << mode;
        std::printf("grid %d, antialiased: ours %.1f MiB, as published %.1f MiB\n", mode, ours, theirs);
    }
}

} // namespace opencv_test
