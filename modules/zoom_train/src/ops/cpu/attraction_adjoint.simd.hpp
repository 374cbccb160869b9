// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "attraction_adjoint.hpp"

#include "cpu_dispatch.hpp"

#include "opencv2/core/hal/intrin.hpp"

#include <algorithm>
#include <limits>

namespace cv {
namespace zoom_train {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

void attractionAdjoint(const double* saliency, int rows, int columns, const AttractionAxis& alongX,
                       const AttractionAxis& alongY, const double* gradGrid, double* buffer, double* gradSaliency);
void separableAdjoint(const double* saliency, int rows, int columns, const AttractionAxis& alongX,
                      const AttractionAxis& alongY, const double* gradU, const double* gradV, double* buffer,
                      double* gradSaliency);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

namespace {

#include "kernels/row_product.simd_inline.hpp"

/** @brief Gradient of attracted(), clamped((j + moment/weight)*step), with respect to the moment; the one with respect
to the weight is added to @p gradWeight. Where the node is clamped, or nothing pulls, it stays: no gradient. */
inline double attractedAdjoint(int j, double moment, double weight, double step, double grad, double& gradWeight)
{
    if (!(weight > std::numeric_limits<double>::min()))
        return 0;
    const double moved = (j + moment / weight) * step;
    if (!(moved >= 0 && moved <= 1))
        return 0;
    const double gradMoment = grad * step / weight;
    gradWeight -= gradMoment * (moment / weight);
    return gradMoment;
}

//! Gradient with respect to a marginal; the marginal's attraction is along one axis. @p buffer: 5 padded rows.
void marginalAdjoint(const double* marginal, const AttractionAxis& axis, const double* grad, double* buffer,
                     double* out)
{
    const int n = axis.forward.nodes, pitch = axis.forward.pitch;
    double *weight = buffer, *moment = weight + pitch, *gradWeight = moment + pitch, *gradMoment = gradWeight + pitch;
    double* part = gradMoment + pitch;
    product(marginal, 1, n, axis.forward.weight.data(), pitch, weight);
    product(marginal, 1, n, axis.forward.moment.data(), pitch, moment);
    const double step = 1.0 / (n - 1);
    for (int j = 0; j < n; ++j)
    {
        gradWeight[j] = 0;
        gradMoment[j] = attractedAdjoint(j, moment[j], weight[j], step, grad[j], gradWeight[j]);
    }
    product(gradWeight, 1, n, axis.weight.data(), pitch, out);
    product(gradMoment, 1, n, axis.moment.data(), pitch, part);
    for (int j = 0; j < n; ++j)
        out[j] += part[j];
}

} // namespace

void attractionAdjoint(const double* saliency, int rows, int columns, const AttractionAxis& alongX,
                       const AttractionAxis& alongY, const double* gradGrid, double* buffer, double* gradSaliency)
{
    const int pitch = alongX.forward.pitch, pitchY = alongY.forward.pitch;
    const size_t total = size_t(rows) * pitch;
    double *weightX = buffer, *momentX = weightX + total, *gradWeight = momentX + total;
    double *gradU = gradWeight + total, *gradV = gradU + total, *gradWeightX = gradV + total;
    double *gradMomentX = gradWeightX + total, *sums = gradMomentX + total;
    double *weight = sums, *momentU = sums + pitch, *momentV = sums + 2 * pitch, *part = sums + 3 * pitch;

    // The sums of the forward pass, as attractionGrid() computes them, and the gradients with respect to them.
    for (int i = 0; i < rows; ++i)
    {
        const double* s = saliency + size_t(i) * columns;
        product(s, 1, columns, alongX.forward.weight.data(), pitch, weightX + size_t(i) * pitch);
        product(s, 1, columns, alongX.forward.moment.data(), pitch, momentX + size_t(i) * pitch);
    }
    const double stepX = 1.0 / (columns - 1), stepY = 1.0 / (rows - 1);
    std::fill(gradWeight, gradWeightX, 0.0); // and gradU, gradV, with their padding
    for (int i = 0; i < rows; ++i)
    {
        product(&alongY.forward.weight[i], pitchY, rows, weightX, pitch, weight);
        product(&alongY.forward.weight[i], pitchY, rows, momentX, pitch, momentU);
        product(&alongY.forward.moment[i], pitchY, rows, weightX, pitch, momentV);
        const double* grad = gradGrid + 2 * size_t(i) * columns;
        const size_t row = size_t(i) * pitch;
        for (int j = 0; j < columns; ++j)
        {
            double& toWeight = gradWeight[row + j];
            gradU[row + j] = attractedAdjoint(j, momentU[j], weight[j], stepX, grad[2 * j], toWeight);
            gradV[row + j] = attractedAdjoint(i, momentV[j], weight[j], stepY, grad[2 * j + 1], toWeight);
        }
    }

    // Back through the columns, then through the rows.
    for (int i = 0; i < rows; ++i)
    {
        const double *weightY = &alongY.forward.weight[size_t(i) * pitchY],
                     *momentY = &alongY.forward.moment[size_t(i) * pitchY];
        double *toWeight = gradWeightX + size_t(i) * pitch, *toMoment = gradMomentX + size_t(i) * pitch;
        product(weightY, 1, rows, gradWeight, pitch, toWeight);
        product(momentY, 1, rows, gradV, pitch, part);
        for (int j = 0; j < pitch; ++j)
            toWeight[j] += part[j];
        product(weightY, 1, rows, gradU, pitch, toMoment);
    }
    for (int i = 0; i < rows; ++i)
    {
        product(gradWeightX + size_t(i) * pitch, 1, columns, alongX.weight.data(), pitch, weight);
        product(gradMomentX + size_t(i) * pitch, 1, columns, alongX.moment.data(), pitch, part);
        double* out = gradSaliency + size_t(i) * columns;
        for (int j = 0; j < columns; ++j)
            out[j] = weight[j] + part[j];
    }
}

void separableAdjoint(const double* saliency, int rows, int columns, const AttractionAxis& alongX,
                      const AttractionAxis& alongY, const double* gradU, const double* gradV, double* buffer,
                      double* gradSaliency)
{
    double *marginalX = buffer, *marginalY = marginalX + alongX.forward.pitch;
    double *toX = marginalY + alongY.forward.pitch, *toY = toX + alongX.forward.pitch;
    double* scratch = toY + alongY.forward.pitch;
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
    marginalAdjoint(marginalX, alongX, gradU, scratch, toX);
    marginalAdjoint(marginalY, alongY, gradV, scratch, toY);
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
            gradSaliency[size_t(i) * columns + j] = toX[j] + toY[i];
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom_train
} // namespace cv
