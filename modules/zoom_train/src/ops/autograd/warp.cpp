// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "ops/autograd/no_second_derivative.hpp"

namespace cv {
namespace zoom_train {

namespace {

/** @brief What is saved of a warp: the grid, and the image only where the grid's gradient needs it.

The image's own gradient needs no more than its size. */
void saveWarp(AutogradContext* context, const Tensor& image, const Tensor& grid)
{
    const bool forGrid = grid.requires_grad();
    context->save_for_backward({forGrid ? image : Tensor(), grid});
    context->saved_data["for_image"] = image.requires_grad();
    context->saved_data["for_grid"] = forGrid;
    context->saved_data["height"] = image.size(2);
    context->saved_data["width"] = image.size(3);
}

class GridZoom : public torch::autograd::Function<GridZoom>
{
public:
    static Tensor forward(AutogradContext* context, const Tensor& image, const Tensor& grid, int64_t h, int64_t w,
                          bool antialias)
    {
        at::AutoDispatchBelowADInplaceOrView below;
        const Tensor zoomed = ops::gridZoom(image, grid, h, w, antialias); // first: it checks the arguments
        saveWarp(context, image, grid);
        context->saved_data["antialias"] = antialias;
        return zoomed;
    }

    static variable_list backward(AutogradContext* context, const variable_list& grads)
    {
        const variable_list saved = context->get_saved_variables();
        auto& data = context->saved_data;
        const bool forImage = data["for_image"].toBool(), forGrid = data["for_grid"].toBool();
        const auto result = ops::gridZoomBackward(grads[0], saved[0], saved[1], data["height"].toInt(),
                                                  data["width"].toInt(), data["antialias"].toBool(), forImage, forGrid);
        return {whenWanted(std::get<0>(result), forImage), whenWanted(std::get<1>(result), forGrid), Tensor(), Tensor(),
                Tensor()};
    }
};

class GridUnzoom : public torch::autograd::Function<GridUnzoom>
{
public:
    static Tensor forward(AutogradContext* context, const Tensor& zoomed, const Tensor& grid, int64_t height,
                          int64_t width)
    {
        at::AutoDispatchBelowADInplaceOrView below;
        const Tensor frame = ops::gridUnzoom(zoomed, grid, height, width);
        saveWarp(context, zoomed, grid);
        return frame;
    }

    static variable_list backward(AutogradContext* context, const variable_list& grads)
    {
        const variable_list saved = context->get_saved_variables();
        auto& data = context->saved_data;
        const bool forZoomed = data["for_image"].toBool(), forGrid = data["for_grid"].toBool();
        const auto result = ops::gridUnzoomBackward(grads[0], saved[0], saved[1], data["height"].toInt(),
                                                    data["width"].toInt(), forZoomed, forGrid);
        return {whenWanted(std::get<0>(result), forZoomed), whenWanted(std::get<1>(result), forGrid), Tensor(),
                Tensor()};
    }
};

Tensor gridZoomAutograd(const Tensor& image, const Tensor& grid, int64_t h, int64_t w, bool antialias)
{
    requireDefined(image, "image");
    requireDefined(grid, "grid");
    return GridZoom::apply(image, grid, h, w, antialias);
}

std::tuple<Tensor, Tensor> gridZoomBackwardAutograd(const Tensor& grad, const c10::optional<Tensor>& image,
                                                    const Tensor& grid, int64_t height, int64_t width, bool antialias,
                                                    bool forImage, bool forGrid)
{
    const variable_list result =
        NoSecondDerivative::run("grid_zoom", {grad, image.value_or(Tensor()), grid}, [&]() -> variable_list {
            const auto grads = ops::gridZoomBackward(grad, image, grid, height, width, antialias, forImage, forGrid);
            return {std::get<0>(grads), std::get<1>(grads)};
        });
    return {result[0], result[1]};
}

Tensor gridUnzoomAutograd(const Tensor& zoomed, const Tensor& grid, int64_t height, int64_t width)
{
    requireDefined(zoomed, "zoomed");
    requireDefined(grid, "grid");
    return GridUnzoom::apply(zoomed, grid, height, width);
}

std::tuple<Tensor, Tensor> gridUnzoomBackwardAutograd(const Tensor& grad, const c10::optional<Tensor>& zoomed,
                                                      const Tensor& grid, int64_t h, int64_t w, bool forZoomed,
                                                      bool forGrid)
{
    const variable_list result =
        NoSecondDerivative::run("grid_unzoom", {grad, zoomed.value_or(Tensor()), grid}, [&]() -> variable_list {
            const auto grads = ops::gridUnzoomBackward(grad, zoomed, grid, h, w, forZoomed, forGrid);
            return {std::get<0>(grads), std::get<1>(grads)};
        });
    return {result[0], result[1]};
}

TORCH_LIBRARY_IMPL(cv_zoom, Autograd, m)
{
    m.impl("grid_zoom", gridZoomAutograd);
    m.impl("_grid_zoom_backward", gridZoomBackwardAutograd);
    m.impl("grid_unzoom", gridUnzoomAutograd);
    m.impl("_grid_unzoom_backward", gridUnzoomBackwardAutograd);
}

} // namespace

} // namespace zoom_train
} // namespace cv
