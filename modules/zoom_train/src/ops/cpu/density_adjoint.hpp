// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_DENSITY_ADJOINT_HPP
#define OPENCV_ZOOM_TRAIN_DENSITY_ADJOINT_HPP

#include "kernels/density.hpp"

namespace cv {
namespace zoom_train {
namespace kernels {

//! The adjoint of smoothDensity(), which is linear: the gradient is changed in place. @p buffer as there.
void smoothDensityAdjoint(const zoom::kernels::AttractionMatrices& alongX,
                          const zoom::kernels::AttractionMatrices& alongY, double* grad, double* buffer);

/** @brief The adjoint of limitDensity().

Where the map is cut off it does not count; the scale that keeps the mean at 1 does.
@param values the map before @param scale that limitDensity() returned @param grad changed in place */
void limitDensityAdjoint(const double* values, std::size_t count, const zoom::kernels::DensityLimits& limits,
                         double scale, double* grad);

} // namespace kernels
} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_DENSITY_ADJOINT_HPP
