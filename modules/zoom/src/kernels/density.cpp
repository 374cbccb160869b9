// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "density.simd.hpp"

#include "kernels/density.simd_declarations.hpp"

#include "../math/portable.hpp"

namespace cv {
namespace zoom {
namespace kernels {

void smoothDensity(const AttractionMatrices& alongX, const AttractionMatrices& alongY, double* values, double* buffer)
{
    CV_CPU_DISPATCH(smoothDensity, (alongX, alongY, values, buffer), CV_CPU_DISPATCH_MODES_ALL);
}

double limitDensity(double* values, std::size_t count, const DensityLimits& limits)
{
    const double least = limits.least, most = limits.most;
    const auto meanAt = [&](double scale) {
        double sum = 0;
        for (size_t k = 0; k < count; ++k)
            sum += math::clamped(scale * values[k], least, most);
        return sum / double(count);
    };
    double low = 0, high = 0;
    for (size_t k = 0; k < count; ++k)
        high += values[k];
    high = double(count) / high;
    const auto ends = std::minmax_element(values, values + count);
    if (high * *ends.first >= least && high * *ends.second <= most) // nothing to cut off
    {
        for (size_t k = 0; k < count; ++k)
            values[k] *= high;
        return high;
    }
    // The mean grows with the scale.
    while (meanAt(high) < 1 && high < 1e300)
        high *= 2;
    for (int k = 0; k < 100 && high - low > 1e-12 * high; ++k)
    {
        const double middle = 0.5 * (low + high);
        (meanAt(middle) < 1 ? low : high) = middle;
    }
    for (size_t k = 0; k < count; ++k)
        values[k] = math::clamped(high * values[k], least, most);
    return high;
}

} // namespace kernels
} // namespace zoom
} // namespace cv
