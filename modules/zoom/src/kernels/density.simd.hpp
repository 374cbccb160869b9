// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "density.hpp"

#include "../cpu_dispatch.hpp"

#include "opencv2/core/hal/intrin.hpp"

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

void smoothDensity(const AttractionMatrices& alongX, const AttractionMatrices& alongY, double* values, double* buffer);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

namespace {

#include "row_product.simd_inline.hpp"

} // namespace

void smoothDensity(const AttractionMatrices& alongX, const AttractionMatrices& alongY, double* values, double* buffer)
{
    const int rows = alongY.nodes, columns = alongX.nodes, pitch = alongX.pitch;
    const double one = 1;
    double *smoothed = buffer, *line = smoothed + size_t(rows) * pitch, *total = line + pitch;
    product(&one, 0, columns, alongX.weight.data(), pitch, total);
    for (int i = 0; i < rows; ++i)
    {
        double* row = smoothed + size_t(i) * pitch;
        product(values + size_t(i) * columns, 1, columns, alongX.weight.data(), pitch, row);
        for (int j = 0; j < columns; ++j)
            row[j] /= total[j];
    }
    for (int i = 0; i < rows; ++i)
    {
        double sum = 0;
        for (int k = 0; k < rows; ++k)
            sum += alongY.weight[size_t(k) * alongY.pitch + i];
        product(&alongY.weight[i], alongY.pitch, rows, smoothed, pitch, line);
        for (int j = 0; j < columns; ++j)
            values[size_t(i) * columns + j] = line[j] / sum;
    }
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
