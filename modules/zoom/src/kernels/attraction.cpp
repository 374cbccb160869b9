// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "attraction.simd.hpp"

#include "kernels/attraction.simd_declarations.hpp"

#include "../math/attraction.hpp"

namespace cv {
namespace zoom {
namespace kernels {

void AttractionMatrices::build(int n, int radius, double sigmaNodes, bool reflect)
{
    nodes = n;
    pitch = paddedRow(n);
    weight.assign(size_t(n) * pitch, 0.0);
    moment.assign(size_t(n) * pitch, 0.0);
    for (int d = 0; d <= radius; ++d)
    {
        const double k = math::attractionWeight(double(d), sigmaNodes), kd = k * d;
        // Both signs in one step: where a border folds them onto the same node their moments cancel exactly, so
        // that a corner of the frame stays the corner to the last bit.
        for (int j = 0; j < n; ++j)
        {
            for (int sign = d == 0 ? 1 : -1; sign <= 1; sign += 2)
            {
                const int i = reflect ? math::reflect101(j + sign * d, n) : math::replicate(j + sign * d, n);
                weight[size_t(i) * pitch + j] += k;
                moment[size_t(i) * pitch + j] += sign < 0 ? -kd : kd;
            }
        }
    }
}

void attractionGrid(const double* saliency, int rows, int columns, const AttractionMatrices& alongX,
                    const AttractionMatrices& alongY, double* buffer, double* grid)
{
    CV_CPU_DISPATCH(attractionGrid, (saliency, rows, columns, alongX, alongY, buffer, grid), CV_CPU_DISPATCH_MODES_ALL);
}

void separableGrid(const double* saliency, int rows, int columns, const AttractionMatrices& alongX,
                   const AttractionMatrices& alongY, double* buffer, double* u, double* v)
{
    CV_CPU_DISPATCH(separableGrid, (saliency, rows, columns, alongX, alongY, buffer, u, v), CV_CPU_DISPATCH_MODES_ALL);
}

} // namespace kernels
} // namespace zoom
} // namespace cv
