// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "attraction.hpp"

#include "../math/attraction.hpp"
#include "../math/lattice.hpp"

#include <algorithm>
#include <limits>

namespace cv {
namespace zoom {
namespace kernels {

void AttractionMatrices::build(int n, int radius, double sigmaNodes, bool reflect)
{
    nodes = n;
    weight.assign(size_t(n) * n, 0.0);
    moment.assign(size_t(n) * n, 0.0);
    for (int d = 0; d <= radius; ++d)
    {
        const double k = math::attractionWeight(double(d), sigmaNodes);
        // Both signs in one step: where a border folds them onto the same node their moments cancel exactly, so
        // that a corner of the frame stays the corner to the last bit.
        for (int j = 0; j < n; ++j)
        {
            for (int sign = d == 0 ? 1 : -1; sign <= 1; sign += 2)
            {
                const int i = reflect ? math::reflect101(j + sign * d, n) : math::replicate(j + sign * d, n);
                weight[size_t(i) * n + j] += k;
                moment[size_t(i) * n + j] += k * sign * d;
            }
        }
    }
}

namespace {

//! out[0..n) += sum over i of factor[i] * matrix[i][0..n)
inline void accumulateRows(const double* factor, int count, const double* matrix, int n, double* out)
{
    for (int i = 0; i < count; ++i)
    {
        const double f = factor[i];
        const double* row = matrix + size_t(i) * n;
        for (int j = 0; j < n; ++j)
            out[j] += f * row[j];
    }
}

//! Normalised coordinate of node j that moves by moment/weight nodes. Without any pull (underflow) it stays.
inline double attracted(int j, double moment, double weight, double step)
{
    const double moved = weight > std::numeric_limits<double>::min() ? j + moment / weight : j;
    return math::clamped(moved * step, 0.0, 1.0);
}

//! The attraction along one axis of a marginal; the result goes to out[0], out[stride], ...
void attractMarginal(const double* marginal, const AttractionMatrices& m, double* buffer, double* out, int stride)
{
    const int n = m.nodes;
    double *weight = buffer, *moment = buffer + n;
    std::fill(buffer, buffer + 2 * n, 0.0);
    accumulateRows(marginal, n, m.weight.data(), n, weight);
    accumulateRows(marginal, n, m.moment.data(), n, moment);
    const double step = 1.0 / (n - 1);
    for (int j = 0; j < n; ++j)
        out[size_t(j) * stride] = attracted(j, moment[j], weight[j], step);
}

} // namespace

void attractionGrid(const double* saliency, int rows, int columns, const AttractionMatrices& alongX,
                    const AttractionMatrices& alongY, double* buffer, double* grid)
{
    const size_t total = size_t(rows) * columns;
    double *weightX = buffer, *momentX = buffer + total, *sums = buffer + 2 * total;

    // Rows: the map against the two matrices of the x axis.
    std::fill(buffer, buffer + 2 * total, 0.0);
    for (int i = 0; i < rows; ++i)
    {
        const double* s = saliency + size_t(i) * columns;
        accumulateRows(s, columns, alongX.weight.data(), columns, weightX + size_t(i) * columns);
        accumulateRows(s, columns, alongX.moment.data(), columns, momentX + size_t(i) * columns);
    }

    // Columns: weight, moment along x, moment along y of every node of an output row.
    const double stepX = 1.0 / (columns - 1), stepY = 1.0 / (rows - 1);
    double *weight = sums, *momentU = sums + columns, *momentV = sums + 2 * columns;
    for (int i = 0; i < rows; ++i)
    {
        std::fill(sums, sums + 3 * columns, 0.0);
        for (int k = 0; k < rows; ++k)
        {
            const double w = alongY.weight[size_t(k) * rows + i], m = alongY.moment[size_t(k) * rows + i];
            const double *wx = weightX + size_t(k) * columns, *mx = momentX + size_t(k) * columns;
            for (int j = 0; j < columns; ++j)
            {
                weight[j] += w * wx[j];
                momentU[j] += w * mx[j];
                momentV[j] += m * wx[j];
            }
        }
        double* out = grid + 2 * size_t(i) * columns;
        for (int j = 0; j < columns; ++j)
        {
            out[2 * j] = attracted(j, momentU[j], weight[j], stepX);
            out[2 * j + 1] = attracted(i, momentV[j], weight[j], stepY);
        }
    }
}

void separableGrid(const double* saliency, int rows, int columns, const AttractionMatrices& alongX,
                   const AttractionMatrices& alongY, double* buffer, double* grid)
{
    double *marginalX = buffer, *marginalY = buffer + columns, *scratch = marginalY + rows;
    std::fill(marginalX, marginalX + columns, 0.0);
    for (int i = 0; i < rows; ++i)
    {
        const double* s = saliency + size_t(i) * columns;
        double sum = 0;
        for (int j = 0; j < columns; ++j)
        {
            marginalX[j] += s[j];
            sum += s[j];
        }
        marginalY[i] = sum;
    }
    attractMarginal(marginalX, alongX, scratch, grid, 2);
    attractMarginal(marginalY, alongY, scratch, grid + 1, 2 * columns);
    for (int i = 0; i < rows; ++i)
    {
        double* out = grid + 2 * size_t(i) * columns;
        const double v = out[1];
        for (int j = 0; j < columns; ++j)
        {
            out[2 * j] = grid[2 * j];
            out[2 * j + 1] = v;
        }
    }
}

} // namespace kernels
} // namespace zoom
} // namespace cv
