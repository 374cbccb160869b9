// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// Shapes without data: for tensors on the meta device, and for tracing.
#include "ops/operators.hpp"

namespace cv {
namespace zoom_train {

namespace {

Tensor saliencyToNodesMeta(const Tensor& map, int64_t gh, int64_t gw)
{
    checkMap(map, "map");
    checkNodes(gh, gw);
    return at::empty({map.size(0), 1, gh, gw}, map.options());
}

Tensor saliencyToNodesBackwardMeta(const Tensor& grad, int64_t h, int64_t w)
{
    checkMapGradient(grad, h, w);
    return at::empty({grad.size(0), 1, h, w}, grad.options());
}

Tensor saliencyToGridMeta(const Tensor& saliency, int64_t mode, double sigma, int64_t border, double uniformMix,
                          double minMagnification, double maxMagnification)
{
    checkSaliency(saliency, {mode, sigma, border, uniformMix, minMagnification, maxMagnification});
    return at::empty({saliency.size(0), saliency.size(2), saliency.size(3), 2}, saliency.options());
}

Tensor saliencyToGridBackwardMeta(const Tensor& grad, const Tensor& saliency, int64_t mode, double sigma,
                                  int64_t border, double uniformMix, double minMagnification, double maxMagnification)
{
    checkSaliency(saliency, {mode, sigma, border, uniformMix, minMagnification, maxMagnification});
    checkGridGradient(grad, saliency);
    return at::empty(saliency.sizes(), saliency.options());
}

Tensor gridZoomMeta(const Tensor& image, const Tensor& grid, int64_t h, int64_t w, bool)
{
    checkImage(image, "image");
    checkGrid(grid, image, "image");
    checkSize(h, w, "h", "w");
    return at::empty({image.size(0), image.size(1), h, w}, image.options());
}

std::tuple<Tensor, Tensor> warpBackwardMeta(const Tensor& grad, const c10::optional<Tensor>& image, const char* name,
                                            const Tensor& grid, int64_t height, int64_t width, bool forImage,
                                            bool forGrid)
{
    checkWarpGradient(grad, image, name, grid, height, width, forGrid);
    const Tensor none = at::empty({0}, grad.options());
    return {forImage ? at::empty({grad.size(0), grad.size(1), height, width}, grad.options()) : none,
            forGrid ? at::empty(grid.sizes(), grid.options()) : none};
}

std::tuple<Tensor, Tensor> gridZoomBackwardMeta(const Tensor& grad, const c10::optional<Tensor>& image,
                                                const Tensor& grid, int64_t height, int64_t width, bool, bool forImage,
                                                bool forGrid)
{
    return warpBackwardMeta(grad, image, "image", grid, height, width, forImage, forGrid);
}

Tensor gridUnzoomMeta(const Tensor& zoomed, const Tensor& grid, int64_t height, int64_t width)
{
    checkImage(zoomed, "zoomed");
    checkGrid(grid, zoomed, "zoomed");
    checkSize(height, width);
    return at::empty({zoomed.size(0), zoomed.size(1), height, width}, zoomed.options());
}

std::tuple<Tensor, Tensor> gridUnzoomBackwardMeta(const Tensor& grad, const c10::optional<Tensor>& zoomed,
                                                  const Tensor& grid, int64_t h, int64_t w, bool forZoomed,
                                                  bool forGrid)
{
    return warpBackwardMeta(grad, zoomed, "zoomed", grid, h, w, forZoomed, forGrid);
}

TORCH_LIBRARY_IMPL(cv_zoom, Meta, m)
{
    m.impl("saliency_to_nodes", saliencyToNodesMeta);
    m.impl("_saliency_to_nodes_backward", saliencyToNodesBackwardMeta);
    m.impl("saliency_to_grid", saliencyToGridMeta);
    m.impl("_saliency_to_grid_backward", saliencyToGridBackwardMeta);
    m.impl("grid_zoom", gridZoomMeta);
    m.impl("_grid_zoom_backward", gridZoomBackwardMeta);
    m.impl("grid_unzoom", gridUnzoomMeta);
    m.impl("_grid_unzoom_backward", gridUnzoomBackwardMeta);
}

} // namespace

} // namespace zoom_train
} // namespace cv
