// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "ops/operators.hpp"

#include "ops/cpu/zoom_kernel.hpp"

#ifdef __linux__
#include <sys/mman.h>
#endif

namespace cv {
namespace zoom_train {

namespace {

//! Channels that share the search for where a pixel samples; bounds the memory of their pyramids.
const int64_t CHANNELS_AT_ONCE = 16;

kernels::ZoomShape shapeOf(const Tensor& grid, int64_t height, int64_t width, int64_t h, int64_t w, bool antialias)
{
    return {int(grid.size(1)), int(grid.size(2)), int(height), int(width), int(h), int(w), antialias};
}

//! Calls body(first, count) for the channels, a block at a time.
template <typename Body>
void forEachBlock(int64_t channels, Body body)
{
    for (int64_t c = 0; c < channels; c += CHANNELS_AT_ONCE)
        body(c, int(std::min(CHANNELS_AT_ONCE, channels - c)));
}

/** @brief Asks for big pages under a tensor that is about to be written all over.

New memory of this size comes from the system page by page, which takes longer than computing the values. Where the
system does not give big pages nothing changes. */
void adviseBigPages(const Tensor& tensor)
{
#ifdef MADV_HUGEPAGE
    const size_t PAGE = size_t(2) << 20;
    const size_t begin = (reinterpret_cast<size_t>(tensor.data_ptr()) + PAGE - 1) & -PAGE;
    const size_t end = (reinterpret_cast<size_t>(tensor.data_ptr()) + tensor.nbytes()) & -PAGE;
    if (begin < end)
        madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#else
    (void)tensor;
#endif
}

Tensor forward(const Tensor& image, const Tensor& grid, int64_t h, int64_t w, bool antialias)
{
    checkImage(image, "image");
    checkGrid(grid, image, "image");
    checkSize(h, w, "h", "w");
    const Tensor from = image.contiguous(), nodes = grid.contiguous();
    const int64_t n = from.size(0), channels = from.size(1), height = from.size(2), width = from.size(3);
    Tensor zoomed = at::empty({n, channels, h, w}, from.options());
    const int64_t gridSize = 2 * grid.size(1) * grid.size(2);
    const kernels::ZoomShape shape = shapeOf(grid, height, width, h, w, antialias);
    AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "grid_zoom", [&] {
        const scalar_t *in = from.data_ptr<scalar_t>(), *g = nodes.data_ptr<scalar_t>();
        scalar_t* out = zoomed.data_ptr<scalar_t>();
        at::parallel_for(0, n, 1, [&](int64_t begin, int64_t end) {
            kernels::ZoomPlan<scalar_t> plan(shape);
            for (int64_t b = begin; b < end; ++b)
            {
                plan.setGrid(g + b * gridSize);
                forEachBlock(channels, [&](int64_t c, int count) {
                    plan.forward(in + (b * channels + c) * height * width, count, out + (b * channels + c) * h * w);
                });
            }
        });
    });
    return zoomed;
}

/** @brief The gradients.

One thread does all of an image, so that nothing is added by two at a time: the result does not depend on the number of
threads. Where there are fewer images than threads the channels are dealt out for the image's gradient. */
std::tuple<Tensor, Tensor> backward(const Tensor& grad, const c10::optional<Tensor>& image, const Tensor& grid,
                                    int64_t height, int64_t width, bool antialias, bool forImage, bool forGrid)
{
    checkWarpGradient(grad, image, "image", grid, height, width, forGrid);
    const Tensor gradZoomed = grad.contiguous(), nodes = grid.contiguous();
    const Tensor from = forGrid ? image->contiguous() : Tensor();
    const int64_t n = grad.size(0), channels = grad.size(1), h = grad.size(2), w = grad.size(3);
    Tensor gradImage = at::empty(forImage ? std::vector<int64_t>{n, channels, height, width} : std::vector<int64_t>{0},
                                 grad.options());
    adviseBigPages(gradImage);
    Tensor gradGrid = forGrid ? at::empty(nodes.sizes(), grad.options()) : at::empty({0}, grad.options());
    const int64_t gridSize = 2 * grid.size(1) * grid.size(2);
    const kernels::ZoomShape shape = shapeOf(grid, height, width, h, w, antialias);
    AT_DISPATCH_FLOATING_TYPES(grad.scalar_type(), "grid_zoom_backward", [&] {
        const scalar_t* in = forGrid ? from.data_ptr<scalar_t>() : nullptr;
        const scalar_t *g = nodes.data_ptr<scalar_t>(), *gz = gradZoomed.data_ptr<scalar_t>();
        scalar_t* toImage = forImage ? gradImage.data_ptr<scalar_t>() : nullptr;
        scalar_t* toGrid = gradGrid.data_ptr<scalar_t>();
        const auto run = [&](kernels::ZoomPlan<scalar_t>& plan, int64_t b, int64_t c, int count, bool ofImage,
                             bool ofGrid) {
            const int64_t at = b * channels + c;
            if (ofImage) // here, not for all images at once, so that the zeros are still in the cache
                std::fill_n(toImage + at * height * width, count * height * width, scalar_t(0));
            plan.backward(ofGrid ? in + at * height * width : nullptr, count, gz + at * h * w,
                          ofImage ? toImage + at * height * width : nullptr, ofGrid);
        };
        const bool few = forImage && channels > 1 && n < at::get_num_threads();
        if (few)
            at::parallel_for(0, n * channels, 1, [&](int64_t begin, int64_t end) {
                kernels::ZoomPlan<scalar_t> plan(shape);
                for (int64_t k = begin; k < end; ++k)
                {
                    plan.setGrid(g + k / channels * gridSize);
                    run(plan, k / channels, k % channels, 1, true, false);
                }
            });
        if (!few || forGrid)
            at::parallel_for(0, n, 1, [&](int64_t begin, int64_t end) {
                kernels::ZoomPlan<scalar_t> plan(shape);
                for (int64_t b = begin; b < end; ++b)
                {
                    plan.setGrid(g + b * gridSize);
                    forEachBlock(channels,
                                 [&](int64_t c, int count) { run(plan, b, c, count, forImage && !few, forGrid); });
                    if (forGrid)
                        plan.takeGridGradient(toGrid + b * gridSize);
                }
            });
    });
    return {gradImage, gradGrid};
}

TORCH_LIBRARY_IMPL(cv_zoom, CPU, m)
{
    m.impl("grid_zoom", forward);
    m.impl("_grid_zoom_backward", backward);
}

} // namespace

} // namespace zoom_train
} // namespace cv
