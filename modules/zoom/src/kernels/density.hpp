// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_DENSITY_HPP
#define OPENCV_ZOOM_KERNELS_DENSITY_HPP

#include "attraction.hpp"

#include <algorithm>

namespace cv {
namespace zoom {
namespace kernels {

/** @brief What the magnification limits allow of a transport map's density, whose mean is 1.

With transport the density at a place, relative to its mean, is the square of the magnification there. */
struct DensityLimits
{
    //! Smallest density where the magnification is not limited, and the inverse of the largest.
    static constexpr double LEAST = 1e-2;

    DensityLimits(double minMagnification, double maxMagnification)
        : least(std::max(minMagnification * minMagnification, double(LEAST))),
          most(maxMagnification > 0 ? maxMagnification * maxMagnification : 1 / LEAST)
    {
    }

    double least, most;
};

/** @brief Smooths a map by the attraction's Gaussian, along the rows and along the columns.
@param buffer attractionBufferSize() values of scratch */
void smoothDensity(const AttractionMatrices& alongX, const AttractionMatrices& alongY, double* values, double* buffer);

/** @brief Brings a map within the limits: it is scaled and cut off so that its mean becomes 1.
@return the scale */
double limitDensity(double* values, std::size_t count, const DensityLimits& limits);

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_DENSITY_HPP
