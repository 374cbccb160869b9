// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "opencv2/zoom_train/operators.hpp"
#include "ops/operators.hpp"

namespace cv {
namespace zoom_train {

namespace {

#define ZOOM_GRID_ARGUMENTS                                                                                            \
    "int mode, float sigma, int border, float uniform_mix, float min_magnification, float max_magnification"

TORCH_LIBRARY(cv_zoom, m)
{
    m.def("saliency_to_nodes(Tensor map, int gh, int gw) -> Tensor");
    m.def("_saliency_to_nodes_backward(Tensor grad, int h, int w) -> Tensor");
    m.def("saliency_to_grid(Tensor saliency, " ZOOM_GRID_ARGUMENTS ") -> Tensor");
    m.def("_saliency_to_grid_backward(Tensor grad, Tensor saliency, " ZOOM_GRID_ARGUMENTS ") -> Tensor");
    m.def("grid_zoom(Tensor image, Tensor grid, int h, int w, bool antialias) -> Tensor");
    m.def("_grid_zoom_backward(Tensor grad, Tensor? image, Tensor grid, int height, int width, bool antialias, "
          "bool for_image, bool for_grid) -> (Tensor, Tensor)");
    m.def("grid_unzoom(Tensor zoomed, Tensor grid, int height, int width) -> Tensor");
    m.def("_grid_unzoom_backward(Tensor grad, Tensor? zoomed, Tensor grid, int h, int w, bool for_zoomed, "
          "bool for_grid) -> (Tensor, Tensor)");
}

template <typename Signature>
c10::TypedOperatorHandle<Signature> handle(const char* name)
{
    return c10::Dispatcher::singleton().findSchemaOrThrow(name, "").typed<Signature>();
}

} // namespace

namespace ops {

Tensor saliencyToNodes(const Tensor& map, int64_t gh, int64_t gw)
{
    static const auto op = handle<Tensor(const Tensor&, int64_t, int64_t)>("cv_zoom::saliency_to_nodes");
    return op.call(map, gh, gw);
}

Tensor saliencyToNodesBackward(const Tensor& grad, int64_t h, int64_t w)
{
    static const auto op = handle<Tensor(const Tensor&, int64_t, int64_t)>("cv_zoom::_saliency_to_nodes_backward");
    return op.call(grad, h, w);
}

Tensor saliencyToGrid(const Tensor& saliency, const GridArguments& a)
{
    static const auto op =
        handle<Tensor(const Tensor&, int64_t, double, int64_t, double, double, double)>("cv_zoom::saliency_to_grid");
    return op.call(saliency, a.mode, a.sigma, a.border, a.uniformMix, a.minMagnification, a.maxMagnification);
}

Tensor saliencyToGridBackward(const Tensor& grad, const Tensor& saliency, const GridArguments& a)
{
    static const auto op =
        handle<Tensor(const Tensor&, const Tensor&, int64_t, double, int64_t, double, double, double)>(
            "cv_zoom::_saliency_to_grid_backward");
    return op.call(grad, saliency, a.mode, a.sigma, a.border, a.uniformMix, a.minMagnification, a.maxMagnification);
}

Tensor gridZoom(const Tensor& image, const Tensor& grid, int64_t h, int64_t w, bool antialias)
{
    static const auto op = handle<Tensor(const Tensor&, const Tensor&, int64_t, int64_t, bool)>("cv_zoom::grid_zoom");
    return op.call(image, grid, h, w, antialias);
}

std::tuple<Tensor, Tensor> gridZoomBackward(const Tensor& grad, const c10::optional<Tensor>& image, const Tensor& grid,
                                            int64_t height, int64_t width, bool antialias, bool forImage, bool forGrid)
{
    static const auto op =
        handle<std::tuple<Tensor, Tensor>(const Tensor&, const c10::optional<Tensor>&, const Tensor&, int64_t, int64_t,
                                          bool, bool, bool)>("cv_zoom::_grid_zoom_backward");
    return op.call(grad, image, grid, height, width, antialias, forImage, forGrid);
}

Tensor gridUnzoom(const Tensor& zoomed, const Tensor& grid, int64_t height, int64_t width)
{
    static const auto op = handle<Tensor(const Tensor&, const Tensor&, int64_t, int64_t)>("cv_zoom::grid_unzoom");
    return op.call(zoomed, grid, height, width);
}

std::tuple<Tensor, Tensor> gridUnzoomBackward(const Tensor& grad, const c10::optional<Tensor>& zoomed,
                                              const Tensor& grid, int64_t h, int64_t w, bool forZoomed, bool forGrid)
{
    static const auto op =
        handle<std::tuple<Tensor, Tensor>(const Tensor&, const c10::optional<Tensor>&, const Tensor&, int64_t, int64_t,
                                          bool, bool)>("cv_zoom::_grid_unzoom_backward");
    return op.call(grad, zoomed, grid, h, w, forZoomed, forGrid);
}

} // namespace ops

Tensor saliencyToNodes(const Tensor& map, int64_t gridHeight, int64_t gridWidth)
{
    return ops::saliencyToNodes(map, gridHeight, gridWidth);
}

Tensor saliencyToGrid(const Tensor& saliency, const zoom::GridParams& p)
{
    return ops::saliencyToGrid(saliency,
                               {p.mode, p.sigma, p.borderType, p.uniformMix, p.minMagnification, p.maxMagnification});
}

Tensor gridZoom(const Tensor& image, const Tensor& grid, int64_t height, int64_t width, bool antialias)
{
    return ops::gridZoom(image, grid, height, width, antialias);
}

Tensor gridUnzoom(const Tensor& zoomed, const Tensor& grid, int64_t height, int64_t width)
{
    return ops::gridUnzoom(zoomed, grid, height, width);
}

} // namespace zoom_train
} // namespace cv
