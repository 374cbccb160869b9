// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "ops/operators.hpp"

#include "ops/cpu/unzoom_kernel.hpp"

namespace cv {
namespace zoom_train {

namespace {

kernels::UnzoomShape shapeOf(const Tensor& grid, int64_t h, int64_t w, int64_t height, int64_t width)
{
    return {int(grid.size(1)), int(grid.size(2)), int(h), int(w), int(height), int(width)};
}

Tensor forward(const Tensor& zoomed, const Tensor& grid, int64_t height, int64_t width)
{
    checkImage(zoomed, "zoomed");
    checkGrid(grid, zoomed, "zoomed");
    checkSize(height, width);
    const Tensor from = zoomed.contiguous(), nodes = grid.contiguous();
    const int64_t n = from.size(0), channels = from.size(1), h = from.size(2), w = from.size(3);
    const int64_t gridSize = 2 * grid.size(1) * grid.size(2);
    Tensor frame = at::empty({n, channels, height, width}, from.options());
    AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "grid_unzoom", [&] {
        const scalar_t *in = from.data_ptr<scalar_t>(), *g = nodes.data_ptr<scalar_t>();
        scalar_t* out = frame.data_ptr<scalar_t>();
        at::parallel_for(0, n, 1, [&](int64_t begin, int64_t end) {
            kernels::UnzoomPlan<scalar_t> plan(shapeOf(nodes, h, w, height, width));
            for (int64_t b = begin; b < end; ++b)
            {
                plan.setGrid(g + b * gridSize);
                plan.forward(in + b * channels * h * w, int(channels), out + b * channels * height * width);
            }
        });
    });
    return frame;
}

//! One thread does all of an image, so that nothing is added by two at a time.
std::tuple<Tensor, Tensor> backward(const Tensor& grad, const c10::optional<Tensor>& zoomed, const Tensor& grid,
                                    int64_t h, int64_t w, bool forZoomed, bool forGrid)
{
    checkWarpGradient(grad, zoomed, "zoomed", grid, h, w, forGrid);
    const Tensor gradFrame = grad.contiguous(), nodes = grid.contiguous();
    const Tensor from = forGrid ? zoomed->contiguous() : Tensor();
    const int64_t n = grad.size(0), channels = grad.size(1), height = grad.size(2), width = grad.size(3);
    const int64_t gridSize = 2 * grid.size(1) * grid.size(2);
    Tensor gradZoomed = forZoomed ? at::zeros({n, channels, h, w}, grad.options()) : at::empty({0}, grad.options());
    Tensor gradGrid = forGrid ? at::empty(nodes.sizes(), grad.options()) : at::empty({0}, grad.options());
    AT_DISPATCH_FLOATING_TYPES(grad.scalar_type(), "grid_unzoom_backward", [&] {
        const scalar_t* in = forGrid ? from.data_ptr<scalar_t>() : nullptr;
        const scalar_t *g = nodes.data_ptr<scalar_t>(), *gf = gradFrame.data_ptr<scalar_t>();
        scalar_t* toZoomed = forZoomed ? gradZoomed.data_ptr<scalar_t>() : nullptr;
        scalar_t* toGrid = forGrid ? gradGrid.data_ptr<scalar_t>() : nullptr;
        at::parallel_for(0, n, 1, [&](int64_t begin, int64_t end) {
            kernels::UnzoomPlan<scalar_t> plan(shapeOf(nodes, h, w, height, width));
            for (int64_t b = begin; b < end; ++b)
            {
                plan.setGrid(g + b * gridSize);
                plan.backward(forGrid ? in + b * channels * h * w : nullptr, int(channels),
                              gf + b * channels * height * width, forZoomed ? toZoomed + b * channels * h * w : nullptr,
                              forGrid ? toGrid + b * gridSize : nullptr);
            }
        });
    });
    return {gradZoomed, gradGrid};
}

TORCH_LIBRARY_IMPL(cv_zoom, CPU, m)
{
    m.impl("grid_unzoom", forward);
    m.impl("_grid_unzoom_backward", backward);
}

} // namespace

} // namespace zoom_train
} // namespace cv
