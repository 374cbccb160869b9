// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_OPERATORS_HPP
#define OPENCV_ZOOM_TRAIN_OPERATORS_HPP

#include "opencv2/core.hpp"
#include "opencv2/zoom/grid.hpp"

#include <ATen/core/Tensor.h>

namespace cv {
namespace zoom_train {

//! @addtogroup zoom_train
//! @{

// The operators are registered with torch as cv_zoom::saliency_to_nodes and so on, too, with these arguments (the
// fields of GridParams one by one), so that TorchScript and Python reach them once the library is loaded.
//
// All take float or double tensors on the CPU, of any strides, with a batch that may be empty, and compute in double
// inside where the result needs it. Gradients are exact derivatives of what is computed, but for what saliencyToGrid()
// and gridZoom() say of theirs; a second derivative is an error that says so. Bad arguments throw c10::Error with the
// argument's name, what was got and what is allowed.

/** @brief Resamples pixel-centred saliency maps, what a network emits, bilinearly to the nodes of a grid.

The same as cv::zoom::saliencyToNodes(), for a batch; values may be negative.
@param map [N, 1, h, w]
@param gridHeight, gridWidth number of nodes, 2 to 512
@return [N, 1, gridHeight, gridWidth] */
CV_EXPORTS at::Tensor saliencyToNodes(const at::Tensor& map, int64_t gridHeight, int64_t gridWidth);

/** @brief Turns node-valued saliency maps into sampling grids.

The same as cv::zoom::saliencyToGrid(), for a batch. The gradient includes the normalisation, the uniform share, the
clamping of the nodes to the frame (none for a coordinate that is clamped) and the share of the identity that mends a
grid that breaks the limits (a constant where sides of the outline met). With cv::zoom::GRID_TRANSPORT the masses are
brought to their share as exactly as double allows and the gradient is the implicit one. It is an approximation in two
cases. Where the map is so steep that cells would fold, the solution depends on the way to it, with jumps; the gradient
is that of the optimal map up to where the nodes left it and of the shortest move from there that keeps the masses
(docs/sampling.md has figures). Where the lattice cannot resolve the map, it is that of the power of the density at
which the solver stopped, taken as fixed. A map whose equations are singular has none: c10::Error with its number in the
batch.

@param saliency [N, 1, Gh, Gw], 2 to 512 nodes a side (128 with transport), finite, not negative, every map with a
positive sum
@param params as of cv::zoom::saliencyToGrid(); its gridSize is not read, the tensor has one.
@return [N, Gh, Gw, 2]: normalised frame coordinates of the nodes, x first */
CV_EXPORTS at::Tensor saliencyToGrid(const at::Tensor& saliency, const zoom::GridParams& params = zoom::GridParams());

/** @brief Samples images by grids.

The same as cv::zoom::ZoomTransform::zoom() for float images: the grid is interpolated between its nodes inside, beyond
the border the outermost pixels are repeated.
@param image [N, C, H, W]
@param grid [N, Gh, Gw, 2] as of saliencyToGrid(), of the image's type; any finite values
@param height, width of the zoomed images, at least 1
@param antialias true for cv::INTER_AREA (means over boxes from a pyramid), false for cv::INTER_LINEAR
@return [N, C, height, width]

The gradient with respect to the grid includes, with antialiasing, how the boxes' widths follow from the grid. The
pyramid's level is piecewise constant and counts as such. */
CV_EXPORTS at::Tensor gridZoom(const at::Tensor& image, const at::Tensor& grid, int64_t height, int64_t width,
                               bool antialias = true);

/** @brief Brings zoomed images (features, masks) back to the frame.

The same as cv::zoom::ZoomTransform::unzoom() with cv::INTER_LINEAR: every pixel of the frame is sampled where the
grid's exact inverse says. Pixels that no cell of the grid covers are 0.
@param zoomed [N, C, h, w]
@param grid [N, Gh, Gw, 2] as of saliencyToGrid(), of the same type; any finite values
@param height, width of the frame, at least 1
@return [N, C, height, width] */
CV_EXPORTS at::Tensor gridUnzoom(const at::Tensor& zoomed, const at::Tensor& grid, int64_t height, int64_t width);

//! @}

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_OPERATORS_HPP
