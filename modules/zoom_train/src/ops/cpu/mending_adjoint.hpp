// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_MENDING_ADJOINT_HPP
#define OPENCV_ZOOM_TRAIN_MENDING_ADJOINT_HPP

namespace cv {
namespace zoom_train {
namespace kernels {

/** @brief Gradient of mendGrid(), the blend with the identity by the share a(grid).

The share follows from one thing alone: a step of the outline, or a corner's determinant, whose quadratic reaches its
limit at the share. That one is found again here, and the share's gradient is the one of its root. Where sides of the
outline met, the share was found by bisection: it counts as a constant then.
@param grid rows x columns interleaved (u, v), before it was mended
@param share that mendGrid() returned
@param minDeterminant, maxDeterminant as given to mendGrid()
@param grad gradient with respect to the mended grid; becomes the one with respect to the grid before */
void mendingAdjoint(const double* grid, int rows, int columns, double share, double minDeterminant,
                    double maxDeterminant, double* grad);

} // namespace kernels
} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_MENDING_ADJOINT_HPP
