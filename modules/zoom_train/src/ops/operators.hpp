// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_OPS_OPERATORS_HPP
#define OPENCV_ZOOM_TRAIN_OPS_OPERATORS_HPP

#include "torch_headers.hpp"

#include <tuple>

// The operators through the dispatcher, gradients included, and the checks of their arguments, which every backend
// shares. The operators whose names begin with an underscore are the gradients.

namespace cv {
namespace zoom_train {

using at::Tensor;

//! The fields of cv::zoom::GridParams as a torch schema has them: mode and border are OpenCV's numbers.
struct GridArguments
{
    int64_t mode;
    double sigma;
    int64_t border;
    double uniformMix, minMagnification, maxMagnification;
};

namespace ops {

Tensor saliencyToNodes(const Tensor& map, int64_t gh, int64_t gw);
Tensor saliencyToNodesBackward(const Tensor& grad, int64_t h, int64_t w);
Tensor saliencyToGrid(const Tensor& saliency, const GridArguments& arguments);
Tensor saliencyToGridBackward(const Tensor& grad, const Tensor& saliency, const GridArguments& arguments);
Tensor gridZoom(const Tensor& image, const Tensor& grid, int64_t h, int64_t w, bool antialias);
/** Gradients that are not wanted come back empty.
@param image only needed for the grid's gradient; height and width are its size */
std::tuple<Tensor, Tensor> gridZoomBackward(const Tensor& grad, const c10::optional<Tensor>& image, const Tensor& grid,
                                            int64_t height, int64_t width, bool antialias, bool forImage, bool forGrid);
Tensor gridUnzoom(const Tensor& zoomed, const Tensor& grid, int64_t height, int64_t width);
//! As gridZoomBackward(); h and w are the zoomed image's size.
std::tuple<Tensor, Tensor> gridUnzoomBackward(const Tensor& grad, const c10::optional<Tensor>& zoomed,
                                              const Tensor& grid, int64_t h, int64_t w, bool forZoomed, bool forGrid);

} // namespace ops

// Throw c10::Error unless the arguments fit; none looks at values of tensors.
void checkMap(const Tensor& map, const char* name);
void checkNodes(int64_t gh, int64_t gw);
void checkSaliency(const Tensor& saliency, const GridArguments& arguments);
void checkImage(const Tensor& image, const char* name);
void checkGrid(const Tensor& grid, const Tensor& image, const char* imageName);
void checkSize(int64_t height, int64_t width, const char* heightName = "height", const char* widthName = "width");
void checkMapGradient(const Tensor& grad, int64_t h, int64_t w);
void checkGridGradient(const Tensor& grad, const Tensor& saliency);
/** A gradient with respect to a result, N x C x height x width, and the images that it is for.
@param image checked where it is given and needed; the size of the source otherwise */
void checkWarpGradient(const Tensor& grad, const c10::optional<Tensor>& image, const char* imageName,
                       const Tensor& grid, int64_t height, int64_t width, bool forGrid);

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_OPS_OPERATORS_HPP
