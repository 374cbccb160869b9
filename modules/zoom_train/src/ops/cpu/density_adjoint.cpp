// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "density_adjoint.hpp"

namespace cv {
namespace zoom_train {
namespace kernels {

using zoom::kernels::AttractionMatrices;

void smoothDensityAdjoint(const AttractionMatrices& alongX, const AttractionMatrices& alongY, double* grad,
                          double* buffer)
{
    const int columns = alongX.nodes, rows = alongY.nodes;
    double *line = buffer, *weights = line + std::max(rows, columns);
    const auto pass = [&](const AttractionMatrices& m, double* first, int stride) {
        std::fill(weights, weights + m.nodes, 0.0);
        for (int i = 0; i < m.nodes; ++i)
            for (int j = 0; j < m.nodes; ++j)
                weights[j] += m.weight[size_t(i) * m.pitch + j];
        for (int i = 0; i < m.nodes; ++i)
        {
            line[i] = 0;
            for (int j = 0; j < m.nodes; ++j)
                line[i] += m.weight[size_t(i) * m.pitch + j] * first[size_t(j) * stride] / weights[j];
        }
        for (int i = 0; i < m.nodes; ++i)
            first[size_t(i) * stride] = line[i];
    };
    for (int j = 0; j < columns; ++j)
        pass(alongY, grad + j, columns);
    for (int i = 0; i < rows; ++i)
        pass(alongX, grad + size_t(i) * columns, 1);
}

void limitDensityAdjoint(const double* values, std::size_t count, const zoom::kernels::DensityLimits& limits,
                         double scale, double* grad)
{
    // Of the values that are not cut off the sum stays the same: scale*sum(values) is constant.
    double sum = 0, common = 0;
    const auto counts = [&](std::size_t k) {
        const double f = scale * values[k];
        return f > limits.least && f < limits.most;
    };
    for (std::size_t k = 0; k < count; ++k)
        if (counts(k))
        {
            sum += values[k];
            common += grad[k] * values[k];
        }
    for (std::size_t k = 0; k < count; ++k)
        grad[k] = counts(k) ? scale * (grad[k] - common / sum) : 0;
}

} // namespace kernels
} // namespace zoom_train
} // namespace cv
