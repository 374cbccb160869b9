// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "ops/operators.hpp"

#include "opencv2/zoom/grid.hpp"

#include "grid_generator.hpp"
#include "kernels/certificate.hpp"
#include "kernels/transport.hpp"
#include "ops/cpu/attraction_adjoint.hpp"
#include "ops/cpu/density_adjoint.hpp"
#include "ops/cpu/mending_adjoint.hpp"

#include <limits>

namespace cv {
namespace zoom_train {

namespace {

//! What the maps of a batch share.
class Generator
{
public:
    Generator(const GridArguments& a, int64_t gh, int64_t gw) : arguments(a), rows(int(gh)), columns(int(gw))
    {
        const int radius = std::min(rows, columns) - 1;
        const bool reflect = a.border == BORDER_REFLECT_101;
        // A transport map that is not smoothed uses no tables; any width will do for them.
        const double nodes = a.sigma > 0 ? a.sigma * radius : 1;
        alongX.build(columns, radius, nodes, reflect);
        alongY.build(rows, radius, nodes, reflect);
        zoom::GridParams params;
        params.minMagnification = a.minMagnification;
        params.maxMagnification = a.maxMagnification;
        limited = zoom::isLimited(params);
    }

    const GridArguments arguments;
    const int rows, columns;
    kernels::AttractionAxis alongX, alongY;
    bool limited;
};

/** @brief One map's way to its grid and back; keeps its memory from one map to the next.

Only the map is saved for the way back, which is so cheap that the way there is gone again. */
class MapToGrid
{
public:
    explicit MapToGrid(const Generator& g)
        : shared(g), total(size_t(g.rows) * g.columns), mixed(total), before(2 * total), nodes(2 * total),
          scratch(std::max(zoom::kernels::attractionBufferSize(g.rows, g.columns),
                           kernels::attractionAdjointBufferSize(g.rows, g.columns)))
    {
    }

    template <typename T>
    void forward(const T* saliency, T* grid)
    {
        generate(saliency);
        std::copy(nodes.begin(), nodes.end(), grid);
    }

    //! @param number of the map in its batch, for messages
    template <typename T>
    void backward(const T* saliency, const T* gradGrid, T* gradSaliency, int64_t number)
    {
        generate(saliency);
        std::copy(gradGrid, gradGrid + 2 * total, nodes.begin());
        const int rows = shared.rows, columns = shared.columns;
        kernels::mendingAdjoint(before.data(), rows, columns, share, limits().least, limits().most, nodes.data());
        std::vector<double>& toMixed = before; // whose values have served
        if (shared.arguments.mode == zoom::GRID_SEPARABLE)
        {
            std::vector<double> axes(size_t(rows) + columns, 0.0);
            double *u = axes.data(), *v = u + columns;
            for (int i = 0; i < rows; ++i)
                for (int j = 0; j < columns; ++j)
                {
                    u[j] += nodes[2 * (size_t(i) * columns + j)];
                    v[i] += nodes[2 * (size_t(i) * columns + j) + 1];
                }
            kernels::separableAdjoint(mixed.data(), rows, columns, shared.alongX, shared.alongY, u, v, scratch.data(),
                                      toMixed.data());
        }
        else if (shared.arguments.mode == zoom::GRID_TRANSPORT)
        {
            TORCH_CHECK(solver.gradDensity(nodes.data(), toMixed.data()), "saliency: map ", number,
                        " of the batch has a transport grid without a gradient: the equations of its cells' masses are "
                        "singular, or the solver could not leave the uniform grid. A larger uniform_mix, "
                        "min_magnification or sigma makes the map less steep");
            kernels::limitDensityAdjoint(smoothed.data(), total, densityLimits(), densityScale, toMixed.data());
            if (shared.arguments.sigma > 0)
                kernels::smoothDensityAdjoint(shared.alongX.forward, shared.alongY.forward, toMixed.data(),
                                              scratch.data());
        }
        else
        {
            kernels::attractionAdjoint(mixed.data(), rows, columns, shared.alongX, shared.alongY, nodes.data(),
                                       scratch.data(), toMixed.data());
        }
        // Through scale*saliency/sum: what all values together get from the sum.
        double common = 0;
        for (size_t k = 0; k < total; ++k)
            common += toMixed[k] * double(saliency[k]);
        common /= sum;
        const double scale = (1 - shared.arguments.uniformMix) / sum;
        for (size_t k = 0; k < total; ++k)
            gradSaliency[k] = T(scale * (toMixed[k] - common));
    }

private:
    zoom::DeterminantLimits limits() const
    {
        zoom::GridParams params;
        params.minMagnification = shared.arguments.minMagnification;
        params.maxMagnification = shared.arguments.maxMagnification;
        return zoom::DeterminantLimits(params);
    }

    template <typename T>
    void generate(const T* saliency)
    {
        sum = 0;
        bool good = true;
        for (size_t k = 0; k < total; ++k)
        {
            // As cv::zoom::saliencyToGrid(); written so that NaN fails, too.
            good &= saliency[k] >= 0 && saliency[k] <= T(std::numeric_limits<float>::max());
            sum += double(saliency[k]);
        }
        TORCH_CHECK(good, "saliency holds a value that is negative, infinite or NaN; finite values >= 0 are allowed");
        TORCH_CHECK(sum > 0, "saliency sums to 0; at least one value of every map must be positive");
        const double mix = shared.arguments.uniformMix, scale = (1 - mix) / sum, uniform = mix / double(total);
        for (size_t k = 0; k < total; ++k)
            mixed[k] = scale * double(saliency[k]) + uniform;

        const int rows = shared.rows, columns = shared.columns;
        if (shared.arguments.mode == zoom::GRID_SEPARABLE)
        {
            std::vector<double> axes(size_t(rows) + columns);
            double *u = axes.data(), *v = u + columns;
            zoom::kernels::separableGrid(mixed.data(), rows, columns, shared.alongX.forward, shared.alongY.forward,
                                         scratch.data(), u, v);
            spread(u, v, before);
            if (shared.limited)
                share = zoom::kernels::mendSeparableGrid(u, columns, v, rows, limits().least, limits().most);
            spread(u, v, nodes);
        }
        else
        {
            if (shared.arguments.mode == zoom::GRID_TRANSPORT)
                transport();
            else
                zoom::kernels::attractionGrid(mixed.data(), rows, columns, shared.alongX.forward, shared.alongY.forward,
                                              scratch.data(), before.data());
            nodes = before;
            if (shared.limited)
                share = zoom::kernels::mendGrid(nodes.data(), rows, columns, limits().least, limits().most);
        }
    }

    zoom::kernels::DensityLimits densityLimits() const
    {
        return {shared.arguments.minMagnification, shared.arguments.maxMagnification};
    }

    void transport()
    {
        smoothed = mixed;
        if (shared.arguments.sigma > 0)
            zoom::kernels::smoothDensity(shared.alongX.forward, shared.alongY.forward, smoothed.data(), scratch.data());
        std::vector<double> density = smoothed;
        densityScale = zoom::kernels::limitDensity(density.data(), total, densityLimits());
        solver.solveExactly(density.data(), shared.rows, shared.columns, before.data());
    }

    void spread(const double* u, const double* v, std::vector<double>& grid) const
    {
        for (int i = 0; i < shared.rows; ++i)
            for (int j = 0; j < shared.columns; ++j)
            {
                grid[2 * (size_t(i) * shared.columns + j)] = u[j];
                grid[2 * (size_t(i) * shared.columns + j) + 1] = v[i];
            }
    }

    const Generator& shared;
    const size_t total;
    double sum = 0, share = 0;
    std::vector<double> mixed, before, nodes; //!< grid before it is mended, and after
    std::vector<double> scratch;
    zoom::kernels::TransportSolver solver;
    std::vector<double> smoothed; //!< the mixed map, smoothed, before it is cut off to the limits
    double densityScale = 1;
};

Tensor forward(const Tensor& saliency, int64_t mode, double sigma, int64_t border, double uniformMix,
               double minMagnification, double maxMagnification)
{
    const GridArguments arguments = {mode, sigma, border, uniformMix, minMagnification, maxMagnification};
    checkSaliency(saliency, arguments);
    const Tensor from = saliency.contiguous();
    const int64_t n = from.size(0), gh = from.size(2), gw = from.size(3);
    Tensor grid = at::empty({n, gh, gw, 2}, from.options());
    const Generator generator(arguments, gh, gw);
    AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "saliency_to_grid", [&] {
        const scalar_t* in = from.data_ptr<scalar_t>();
        scalar_t* out = grid.data_ptr<scalar_t>();
        at::parallel_for(0, n, 1, [&](int64_t begin, int64_t end) {
            MapToGrid map(generator);
            for (int64_t b = begin; b < end; ++b)
                map.forward(in + b * gh * gw, out + 2 * b * gh * gw);
        });
    });
    return grid;
}

Tensor backward(const Tensor& grad, const Tensor& saliency, int64_t mode, double sigma, int64_t border,
                double uniformMix, double minMagnification, double maxMagnification)
{
    const GridArguments arguments = {mode, sigma, border, uniformMix, minMagnification, maxMagnification};
    checkSaliency(saliency, arguments);
    checkGridGradient(grad, saliency);
    const Tensor from = saliency.contiguous(), gradGrid = grad.contiguous();
    const int64_t n = from.size(0), gh = from.size(2), gw = from.size(3);
    Tensor gradSaliency = at::empty(from.sizes(), from.options());
    const Generator generator(arguments, gh, gw);
    AT_DISPATCH_FLOATING_TYPES(from.scalar_type(), "saliency_to_grid_backward", [&] {
        const scalar_t *in = from.data_ptr<scalar_t>(), *g = gradGrid.data_ptr<scalar_t>();
        scalar_t* out = gradSaliency.data_ptr<scalar_t>();
        at::parallel_for(0, n, 1, [&](int64_t begin, int64_t end) {
            MapToGrid map(generator);
            for (int64_t b = begin; b < end; ++b)
                map.backward(in + b * gh * gw, g + 2 * b * gh * gw, out + b * gh * gw, b);
        });
    });
    return gradSaliency;
}

TORCH_LIBRARY_IMPL(cv_zoom, CPU, m)
{
    m.impl("saliency_to_grid", forward);
    m.impl("_saliency_to_grid_backward", backward);
}

} // namespace

} // namespace zoom_train
} // namespace cv
