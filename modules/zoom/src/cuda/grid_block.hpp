// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_GRID_BLOCK_HPP
#define OPENCV_ZOOM_CUDA_GRID_BLOCK_HPP

#include "../math/attraction.hpp"
#include "../math/certificate.hpp"
#include "../math/outline.hpp"

#include <cfloat>
#include <cstddef>

// A grid from a saliency map, by the threads of one block or, node by node, by those of many.

namespace cv {
namespace zoom {
namespace gpu {

//! What is known of a grid once it is made, in device memory.
struct GridReport
{
    double sum;   //!< of the saliency
    double share; //!< of the identity that mending took
    int usable;   //!< 0 when a value was negative or not finite, or all were 0: then the grid is the identity
};

//! kernels::AttractionMatrices in device memory: their values, which one upload per set of parameters brings there.
struct DeviceMatrices
{
    const double *weight, *moment;
    int pitch;
};

//! A grid to be made. All pointers are device memory.
struct GridTask
{
    const unsigned char* saliency; //!< rows x columns, float or double
    std::size_t step;              //!< bytes from row to row of the map
    bool isDouble;
    int rows, columns; //!< 2 to 512 nodes
    bool separable;
    DeviceMatrices alongX, alongY;
    double uniformMix;
    bool limited;                          //!< whether the grid is mended
    double minDeterminant, maxDeterminant; //!< as mendGrid() takes them
    float* grid;                           //!< output, rows x columns interleaved (u, v)
    std::size_t gridStep;                  //!< bytes from row to row of the output
    GridReport* report;                    //!< output
};

//! The steps to a grid, node by node.
struct GridWork
{
    const GridTask& task;
    double* mixed;             //!< the normalised map with its uniform share
    double *weights, *moments; //!< that map against the matrices of the x axis
    double* nodes;             //!< interleaved (u, v); over `mixed`

    //! @param memory gridScratchValues()
    static ZOOM_INLINE GridWork in(const GridTask& task, double* memory)
    {
        const std::size_t size = std::size_t(task.rows) * std::size_t(task.columns);
        return {task, memory, memory + 2 * size, memory + 3 * size, memory};
    }

    ZOOM_INLINE int size() const { return task.rows * task.columns; }
    ZOOM_INLINE int row(int k) const { return k / task.columns; }
    ZOOM_INLINE int column(int k) const { return k % task.columns; }

    ZOOM_INLINE double saliency(int k) const
    {
        const unsigned char* p = task.saliency + std::size_t(row(k)) * task.step;
        return task.isDouble ? reinterpret_cast<const double*>(p)[column(k)]
                             : double(reinterpret_cast<const float*>(p)[column(k)]);
    }

    static ZOOM_INLINE bool isUsable(double value) { return value >= 0 && value <= double(FLT_MAX); }

    ZOOM_INLINE void mix(int k, double sum) const
    {
        mixed[k] = (1 - task.uniformMix) / sum * saliency(k) + task.uniformMix / size();
    }

    // Attraction ------------------------------------------------------------------------------------------------------

    //! Rows of the map against the matrices of the x axis.
    ZOOM_INLINE void pullAlongX(int k) const
    {
        const double* values = mixed + row(k) * task.columns;
        weights[k] = product(values, 1, task.alongX.weight + column(k), task.alongX.pitch, task.columns);
        moments[k] = product(values, 1, task.alongX.moment + column(k), task.alongX.pitch, task.columns);
    }

    //! Columns of what that gave against those of the y axis.
    ZOOM_INLINE void pullAlongY(int k) const
    {
        const int i = row(k), j = column(k), pitch = task.alongY.pitch;
        const double *byWeight = task.alongY.weight + i, *byMoment = task.alongY.moment + i;
        const double weight = product(weights + j, task.columns, byWeight, pitch, task.rows);
        const double momentX = product(moments + j, task.columns, byWeight, pitch, task.rows);
        const double momentY = product(weights + j, task.columns, byMoment, pitch, task.rows);
        nodes[2 * k] = math::attracted(j, momentX, weight, 1.0 / (task.columns - 1));
        nodes[2 * k + 1] = math::attracted(i, momentY, weight, 1.0 / (task.rows - 1));
    }

    // Separable: sums of columns, then of rows; then what either axis becomes -----------------------------------------

    ZOOM_INLINE int axes() const { return task.columns + task.rows; }

    ZOOM_INLINE void addUp(int k) const
    {
        const bool alongX = k < task.columns;
        const double* first = alongX ? mixed + k : mixed + (k - task.columns) * task.columns;
        const int stride = alongX ? task.columns : 1, count = alongX ? task.rows : task.columns;
        double sum = 0;
        for (int m = 0; m < count; ++m)
            sum += first[m * stride];
        weights[k] = sum;
    }

    ZOOM_INLINE void pullAxis(int k) const
    {
        const bool alongX = k < task.columns;
        const int n = alongX ? task.columns : task.rows, j = alongX ? k : k - task.columns;
        const double* marginal = alongX ? weights : weights + task.columns;
        const DeviceMatrices& matrices = alongX ? task.alongX : task.alongY;
        const double weight = product(marginal, 1, matrices.weight + j, matrices.pitch, n);
        const double moment = product(marginal, 1, matrices.moment + j, matrices.pitch, n);
        moments[k] = math::attracted(j, moment, weight, 1.0 / (n - 1));
    }

    ZOOM_INLINE void crossAxes(int k) const
    {
        nodes[2 * k] = moments[column(k)];
        nodes[2 * k + 1] = moments[task.columns + row(k)];
    }

    // Output ----------------------------------------------------------------------------------------------------------

    //! @param usable whether there is a grid; the identity is written otherwise
    ZOOM_INLINE void write(int k, bool usable, double share) const
    {
        const double a = usable ? share : 1; // of 0 and 1, blended() keeps the one and drops the other exactly
        const double u = usable ? nodes[2 * k] : 0, v = usable ? nodes[2 * k + 1] : 0;
        float* node = reinterpret_cast<float*>(reinterpret_cast<unsigned char*>(task.grid) +
                                               std::size_t(row(k)) * task.gridStep) +
                      2 * column(k);
        node[0] = float(a > 0 ? math::blended(u, a, column(k), task.columns) : u);
        node[1] = float(a > 0 ? math::blended(v, a, row(k), task.rows) : v);
    }

private:
    static ZOOM_INLINE double product(const double* a, int strideA, const double* b, int strideB, int n)
    {
        double sum = 0;
        for (int m = 0; m < n; ++m)
            sum += a[m * strideA] * b[m * strideB];
        return sum;
    }
};

//! A step of the outline, of all four sides one after the other.
ZOOM_INLINE math::Outline<double>::Side outlineSide(const math::Outline<double>& outline, int& k)
{
    typedef math::Outline<double> Outline;
    const int across = outline.columns - 1, down = outline.rows - 1;
    if (k < 2 * across)
    {
        const bool top = k < across;
        k = top ? k : k - across;
        return top ? Outline::TOP : Outline::BOTTOM;
    }
    k -= 2 * across;
    const bool left = k < down;
    k = left ? k : k - down;
    return left ? Outline::LEFT : Outline::RIGHT;
}

//! Whether no two sides of the outline meet but at their common corners: areSidesApart() of kernels/certificate.cpp.
template <typename Block>
ZOOM_INLINE bool areSidesApart(const Block& block, const math::Outline<double>& outline)
{
    typedef math::Outline<double> O;
    const auto highest = [&](typename O::Side side, double sign) {
        return block.largest(outline.steps(side) + 1, -DBL_MAX, [&](int k) { return sign * outline.across(side, k); });
    };
    const int steps = 2 * (outline.columns - 1) + 2 * (outline.rows - 1);
    const bool bent = block.any(steps, [&](int k) {
        const O::Side side = outlineSide(outline, k);
        return !outline.slanted(side, k);
    });
    if (!bent && highest(O::TOP, 1) < -highest(O::BOTTOM, -1) && highest(O::LEFT, 1) < -highest(O::RIGHT, -1))
        return true;
    bool meet = false;
    for (int pair = 0; pair < 16 && !meet; ++pair) // one copy of the code for all sides: it is long
    {
        const O::Side first = O::Side(pair / 4), second = O::Side(pair % 4);
        const int n = outline.steps(second);
        if (first < second)
            meet =
                block.any(outline.steps(first) * n, [&](int k) { return outline.touch(first, k / n, second, k % n); });
    }
    return !meet;
}

//! The share of the identity that mends a grid: mendGrid() of kernels/certificate.cpp, but for the blend.
template <typename Block>
ZOOM_INLINE double mendingShare(const Block& block, const double* nodes, int rows, int columns, double minDeterminant,
                                double maxDeterminant)
{
    const math::Outline<double> outline = {nodes, rows, columns, 0};
    const double begin = block.largest(2 * (columns - 1) + 2 * (rows - 1), 0.0, [&](int k) {
        const math::Outline<double>::Side side = outlineSide(outline, k);
        return math::shareForStep(outline.advance(side, k));
    });
    const auto shareForCorners = [&](double reached) {
        return block.largest((rows - 1) * (columns - 1), 0.0, [&](int k) {
            return math::shareForCell(nodes, rows, columns, k / (columns - 1), k % (columns - 1), reached,
                                      minDeterminant, maxDeterminant);
        });
    };
    const auto sidesApart = [&](double share) {
        return areSidesApart(block, math::Outline<double>{nodes, rows, columns, share});
    };
    return math::settledShare(begin, shareForCorners, sidesApart);
}

//! Sum of the map, and whether it can be used.
template <typename Block>
ZOOM_INLINE GridReport surveySaliency(const Block& block, const GridWork& work)
{
    const bool bad = block.any(work.size(), [&](int k) { return !GridWork::isUsable(work.saliency(k)); });
    const double sum = block.sum(work.size(), [&](int k) { return work.saliency(k); });
    return {sum, 0, !bad && sum > 0 ? 1 : 0};
}

/** @brief Makes the whole grid.
@param memory gridScratchValues() */
template <typename Block>
ZOOM_INLINE void makeGrid(const Block& block, const GridTask& task, double* memory)
{
    const GridWork work = GridWork::in(task, memory);
    GridReport report = surveySaliency(block, work);
    if (report.usable)
    {
        block.forEach(work.size(), [&](int k) { work.mix(k, report.sum); });
        if (task.separable)
        {
            block.forEach(work.axes(), [&](int k) { work.addUp(k); });
            block.forEach(work.axes(), [&](int k) { work.pullAxis(k); });
            block.forEach(work.size(), [&](int k) { work.crossAxes(k); });
        }
        else
        {
            block.forEach(work.size(), [&](int k) { work.pullAlongX(k); });
            block.forEach(work.size(), [&](int k) { work.pullAlongY(k); });
        }
        if (task.limited)
            report.share =
                mendingShare(block, work.nodes, task.rows, task.columns, task.minDeterminant, task.maxDeterminant);
    }
    block.forEach(work.size(), [&](int k) { work.write(k, report.usable != 0, report.share); });
    block.forEach(1, [&](int) { *task.report = report; });
}

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_GRID_BLOCK_HPP
