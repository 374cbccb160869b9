// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "certificate.hpp"

#include "../cpu_dispatch.hpp"

#include "opencv2/core/hal/intrin.hpp"

#include <algorithm>

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

void rowDeterminants(const RowOfCells& row, double& smallest, double& largest);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

void rowDeterminants(const RowOfCells& row, double& smallest, double& largest)
{
    int j = 0;
    const auto corner = [&](const double* dx, const double* dy, int side) {
        const double det = dx[j] * row.sideY[j + side] - dy[j] * row.sideX[j + side];
        smallest = std::min(smallest, det);
        largest = std::max(largest, det);
    };
#if CV_SIMD_64F
    const int lanes = int(sizeof(v_float64) / sizeof(double));
    if (row.cells >= lanes)
    {
        v_float64 low = vx_setall_f64(smallest), high = vx_setall_f64(largest);
        for (; j + lanes <= row.cells; j += lanes)
        {
            const v_float64 leftX = vx_load(row.sideX + j), leftY = vx_load(row.sideY + j);
            const v_float64 rightX = vx_load(row.sideX + j + 1), rightY = vx_load(row.sideY + j + 1);
            const v_float64 topX = vx_load(row.topX + j), topY = vx_load(row.topY + j);
            const v_float64 bottomX = vx_load(row.bottomX + j), bottomY = vx_load(row.bottomY + j);
            const v_float64 a = topX * leftY - topY * leftX, b = topX * rightY - topY * rightX;
            const v_float64 c = bottomX * leftY - bottomY * leftX, d = bottomX * rightY - bottomY * rightX;
            low = v_min(low, v_min(v_min(a, b), v_min(c, d)));
            high = v_max(high, v_max(v_max(a, b), v_max(c, d)));
        }
        double lows[lanes], highs[lanes];
        v_store(lows, low);
        v_store(highs, high);
        smallest = *std::min_element(lows, lows + lanes);
        largest = *std::max_element(highs, highs + lanes);
    }
#endif
    for (; j < row.cells; ++j)
        for (const int side : {0, 1})
        {
            corner(row.topX, row.topY, side);
            corner(row.bottomX, row.bottomY, side);
        }
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
