// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "ops/operators.hpp"

#include "kernels/transport.hpp"
#include "opencv2/zoom/grid.hpp"

namespace cv {
namespace zoom_train {

namespace {

const int64_t MAX_SIDE = 1 << 20;

void checkTensor(const Tensor& tensor, const char* name)
{
    TORCH_CHECK(tensor.defined(), name, " is undefined");
    TORCH_CHECK(tensor.scalar_type() == at::kFloat || tensor.scalar_type() == at::kDouble, name, " has type ",
                tensor.scalar_type(), "; float and double are allowed");
    TORCH_CHECK(tensor.layout() == at::kStrided, name, " has layout ", tensor.layout(),
                "; only dense tensors are allowed");
}

} // namespace

void checkNodes(int64_t gh, int64_t gw)
{
    TORCH_CHECK(gh >= 2 && gh <= 512, "gh is ", gh, " nodes; 2 to 512 are allowed");
    TORCH_CHECK(gw >= 2 && gw <= 512, "gw is ", gw, " nodes; 2 to 512 are allowed");
}

void checkMap(const Tensor& map, const char* name)
{
    checkTensor(map, name);
    TORCH_CHECK(map.dim() == 4 && map.size(1) == 1, name, " has shape ", map.sizes(), "; [N, 1, h, w] is needed");
    for (const int d : {2, 3})
        TORCH_CHECK(map.size(d) >= 1 && map.size(d) <= MAX_SIDE, name, " has shape ", map.sizes(), "; 1 to ", MAX_SIDE,
                    " pixels a side are allowed");
}

void checkSaliency(const Tensor& saliency, const GridArguments& a)
{
    checkMap(saliency, "saliency");
    for (const int d : {2, 3})
        TORCH_CHECK(saliency.size(d) >= 2 && saliency.size(d) <= 512, "saliency has shape ", saliency.sizes(),
                    "; 2 to 512 nodes a side are allowed");
    TORCH_CHECK(a.mode == zoom::GRID_ATTRACTION || a.mode == zoom::GRID_SEPARABLE || a.mode == zoom::GRID_TRANSPORT,
                "mode is ", a.mode, "; 0 (attraction), 1 (separable) and 2 (transport) are allowed");
    const int64_t most = a.mode == zoom::GRID_TRANSPORT ? zoom::kernels::MAX_TRANSPORT_NODES : 512;
    TORCH_CHECK(saliency.size(2) <= most && saliency.size(3) <= most, "saliency has shape ", saliency.sizes(),
                "; with mode 2 (transport) up to ", most, " nodes a side are allowed");
    const bool noSmoothing = a.mode == zoom::GRID_TRANSPORT && a.sigma == 0;
    TORCH_CHECK((a.sigma > 0 && a.sigma <= 10) || noSmoothing, "sigma is ", a.sigma, "; (0, 10] is allowed");
    TORCH_CHECK(a.border == BORDER_REFLECT_101 || a.border == BORDER_REPLICATE, "border is ", a.border, "; ",
                int(BORDER_REFLECT_101), " (reflect101) and ", int(BORDER_REPLICATE), " (replicate) are allowed");
    TORCH_CHECK(a.uniformMix >= 0 && a.uniformMix <= 1, "uniform_mix is ", a.uniformMix, "; [0, 1] is allowed");
    TORCH_CHECK(a.minMagnification >= 0 && a.minMagnification <= 1, "min_magnification is ", a.minMagnification,
                "; [0, 1] is allowed");
    TORCH_CHECK(a.maxMagnification == 0 || (a.maxMagnification >= 1 && a.maxMagnification <= 1e6),
                "max_magnification is ", a.maxMagnification, "; 0 (no limit) or [1, 1e6] is allowed");
}

void checkImage(const Tensor& image, const char* name)
{
    checkTensor(image, name);
    TORCH_CHECK(image.dim() == 4 && image.size(1) >= 1, name, " has shape ", image.sizes(),
                "; [N, C, H, W] with at least one channel is needed");
    for (const int d : {2, 3})
        TORCH_CHECK(image.size(d) >= 1 && image.size(d) <= MAX_SIDE, name, " has shape ", image.sizes(), "; 1 to ",
                    MAX_SIDE, " pixels a side are allowed");
    TORCH_CHECK(image.size(2) * image.size(3) < (int64_t(1) << 31), name, " has shape ", image.sizes(),
                "; fewer than 2^31 pixels are allowed");
}

void checkGrid(const Tensor& grid, const Tensor& image, const char* imageName)
{
    checkTensor(grid, "grid");
    TORCH_CHECK(grid.dim() == 4 && grid.size(3) == 2, "grid has shape ", grid.sizes(), "; [N, Gh, Gw, 2] is needed");
    for (const int d : {1, 2})
        TORCH_CHECK(grid.size(d) >= 2 && grid.size(d) <= 512, "grid has shape ", grid.sizes(),
                    "; 2 to 512 nodes a side are allowed");
    TORCH_CHECK(grid.size(0) == image.size(0), "grid has a batch of ", grid.size(0), ", ", imageName, " one of ",
                image.size(0), "; they must be equal");
    TORCH_CHECK(grid.scalar_type() == image.scalar_type(), "grid has type ", grid.scalar_type(), ", ", imageName, " ",
                image.scalar_type(), "; they must be equal");
    TORCH_CHECK(grid.device() == image.device(), "grid is on ", grid.device(), ", ", imageName, " on ", image.device(),
                "; they must be on the same device");
}

void checkSize(int64_t height, int64_t width, const char* heightName, const char* widthName)
{
    TORCH_CHECK(height >= 1 && height <= MAX_SIDE, heightName, " is ", height, "; 1 to ", MAX_SIDE, " is allowed");
    TORCH_CHECK(width >= 1 && width <= MAX_SIDE, widthName, " is ", width, "; 1 to ", MAX_SIDE, " is allowed");
    TORCH_CHECK(height * width < (int64_t(1) << 31), heightName, " and ", widthName, " are ", height, " and ", width,
                "; fewer than 2^31 pixels are allowed");
}

// Gradients come from autograd, whose shapes fit, or from somebody who calls the operators by hand.

void checkMapGradient(const Tensor& grad, int64_t h, int64_t w)
{
    checkMap(grad, "grad");
    checkNodes(grad.size(2), grad.size(3));
    checkSize(h, w, "h", "w");
}

void checkGridGradient(const Tensor& grad, const Tensor& saliency)
{
    const std::vector<int64_t> sizes = {saliency.size(0), saliency.size(2), saliency.size(3), 2};
    checkTensor(grad, "grad");
    TORCH_CHECK(grad.sizes() == sizes, "grad has shape ", grad.sizes(), "; ", sizes, " is needed");
    TORCH_CHECK(grad.scalar_type() == saliency.scalar_type(), "grad has type ", grad.scalar_type(), "; ",
                saliency.scalar_type(), " is needed");
}

void checkWarpGradient(const Tensor& grad, const c10::optional<Tensor>& image, const char* imageName,
                       const Tensor& grid, int64_t height, int64_t width, bool forGrid)
{
    checkImage(grad, "grad");
    checkGrid(grid, grad, "grad");
    checkSize(height, width);
    if (!forGrid)
        return;
    TORCH_CHECK(image.has_value() && image->defined(), imageName, " is needed for the gradient of the grid");
    checkImage(*image, imageName);
    const std::vector<int64_t> sizes = {grad.size(0), grad.size(1), height, width};
    TORCH_CHECK(image->sizes() == sizes, imageName, " has shape ", image->sizes(), "; ", sizes, " is needed");
    checkGrid(grid, *image, imageName);
}

} // namespace zoom_train
} // namespace cv
