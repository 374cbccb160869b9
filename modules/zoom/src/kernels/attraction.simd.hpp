// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "attraction.hpp"

#include "../cpu_dispatch.hpp"
#include "../math/attraction.hpp"

#include "opencv2/core/hal/intrin.hpp"

#include <algorithm>

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

void attractionGrid(const double* saliency, int rows, int columns, const AttractionMatrices& alongX,
                    const AttractionMatrices& alongY, double* buffer, double* grid);
void separableGrid(const double* saliency, int rows, int columns, const AttractionMatrices& alongX,
                   const AttractionMatrices& alongY, double* buffer, double* u, double* v);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

namespace {

#include "row_product.simd_inline.hpp"

//! The attraction along one axis of a marginal.
void attractMarginal(const double* marginal, const AttractionMatrices& m, double* buffer, double* out)
{
    const int n = m.nodes;
    double *weight = buffer, *moment = buffer + m.pitch;
    product(marginal, 1, n, m.weight.data(), m.pitch, weight);
    product(marginal, 1, n, m.moment.data(), m.pitch, moment);
    const double step = 1.0 / (n - 1);
    for (int j = 0; j < n; ++j)
        out[j] = math::attracted(j, moment[j], weight[j], step);
}

//! Adds a row to the sums of the columns; returns the row's own sum.
double addRow(const double* row, int columns, double* columnSums)
{
    int j = 0;
    double sum = 0;
#if CV_SIMD_64F
    const int lanes = int(sizeof(v_float64) / sizeof(double));
    v_float64 even = vx_setzero_f64(), odd = even; // two chains of additions run side by side
    for (; j + 2 * lanes <= columns; j += 2 * lanes)
    {
        const v_float64 a = vx_load(row + j), b = vx_load(row + j + lanes);
        even += a;
        odd += b;
        v_store(columnSums + j, vx_load(columnSums + j) + a);
        v_store(columnSums + j + lanes, vx_load(columnSums + j + lanes) + b);
    }
    sum = v_reduce_sum(even + odd);
#endif
    for (; j < columns; ++j)
    {
        columnSums[j] += row[j];
        sum += row[j];
    }
    return sum;
}

} // namespace

void attractionGrid(const double* saliency, int rows, int columns, const AttractionMatrices& alongX,
                    const AttractionMatrices& alongY, double* buffer, double* grid)
{
    const int pitch = alongX.pitch;
    const size_t total = size_t(rows) * pitch;
    double *weightX = buffer, *momentX = buffer + total, *sums = buffer + 2 * total;

    // Rows: the map against the two matrices of the x axis.
    for (int i = 0; i < rows; ++i)
    {
        const double* s = saliency + size_t(i) * columns;
        product(s, 1, columns, alongX.weight.data(), pitch, weightX + size_t(i) * pitch);
        product(s, 1, columns, alongX.moment.data(), pitch, momentX + size_t(i) * pitch);
    }

    // Columns: weight, moment along x, moment along y of every node of an output row.
    const double stepX = 1.0 / (columns - 1), stepY = 1.0 / (rows - 1);
    double *weight = sums, *momentU = sums + pitch, *momentV = sums + 2 * pitch;
    for (int i = 0; i < rows; ++i)
    {
        product(&alongY.weight[i], alongY.pitch, rows, weightX, pitch, weight);
        product(&alongY.weight[i], alongY.pitch, rows, momentX, pitch, momentU);
        product(&alongY.moment[i], alongY.pitch, rows, weightX, pitch, momentV);
        double* out = grid + 2 * size_t(i) * columns;
        for (int j = 0; j < columns; ++j)
        {
            out[2 * j] = math::attracted(j, momentU[j], weight[j], stepX);
            out[2 * j + 1] = math::attracted(i, momentV[j], weight[j], stepY);
        }
    }
}

void separableGrid(const double* saliency, int rows, int columns, const AttractionMatrices& alongX,
                   const AttractionMatrices& alongY, double* buffer, double* u, double* v)
{
    double *marginalX = buffer, *marginalY = buffer + columns, *scratch = marginalY + rows;
    std::fill(marginalX, marginalX + columns, 0.0);
    for (int i = 0; i < rows; ++i)
        marginalY[i] = addRow(saliency + size_t(i) * columns, columns, marginalX);
    attractMarginal(marginalX, alongX, scratch, u);
    attractMarginal(marginalY, alongY, scratch, v);
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
