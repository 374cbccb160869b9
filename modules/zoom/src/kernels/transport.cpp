// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "transport.hpp"

#include "../math/lattice.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cv {
namespace zoom {
namespace kernels {

namespace {

//! Errors of a cell's mass at which the solver stops.
constexpr double MAX_ERROR = 2e-3, MEAN_ERROR = 2e-4;

//! Mean error with which the grid of a stream's next frame will do when Newton's method does not get further.
constexpr double WARM_MEAN_ERROR = 0.05;

//! Newton steps towards one density, and towards all that a call tries.
constexpr int MAX_STEPS = 8, MAX_TOTAL_STEPS = 100;

//! Smallest change of the power on the way from the uniform density.
constexpr double MIN_STRIDE = 0.01;

//! Smallest determinant at a cell's corner that a step may lead to.
constexpr double MIN_DETERMINANT = 1e-4;

//! Gauss-Legendre points and weights on [0, 1].
constexpr int GAUSS = 3;
constexpr double GAUSS_AT[GAUSS] = {0.1127016653792583, 0.5, 0.8872983346207417};
constexpr double GAUSS_WEIGHT[GAUSS] = {5. / 18, 8. / 18, 5. / 18};

} // namespace

void TransportSolver::setLattice(int r, int c)
{
    if (r == rows && c == columns)
        return;
    rows = r;
    columns = c;
    cellRows = r - 1;
    cellColumns = c - 1;
    const size_t nodes = size_t(r) * c, cells = size_t(cellRows) * cellColumns;
    density.resize(nodes);
    prefix.resize(nodes);
    x.resize(nodes);
    y.resize(nodes);
    potential.assign(cells, 0.0);
    trial.resize(cells);
    step.resize(cells);
    excess.resize(cells);
    band.resize(cells * (2 * (size_t(cellColumns) + 1) + 1));
    acrossEdges.resize(nodes);
    downEdges.resize(nodes);
}

//! The density given^power, scaled so that the mean mass of a cell is 1.
void TransportSolver::setDensity(const double* from, double power)
{
    for (size_t k = 0; k < density.size(); ++k)
        density[k] = power == 1 ? from[k] : std::pow(from[k], power);
    double mass = 0; // of the bilinear interpolant
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            const double share = (i == 0 || i == rows - 1 ? 0.5 : 1.0) * (j == 0 || j == columns - 1 ? 0.5 : 1.0);
            mass += share * density[size_t(i) * columns + j];
        }
    const double scale = double(cellRows) * cellColumns / mass;
    for (double& f : density)
        f *= scale;
    for (int i = 0; i < rows; ++i)
    {
        const double* f = &density[size_t(i) * columns];
        double* sum = &prefix[size_t(i) * columns];
        sum[0] = 0;
        for (int j = 1; j < columns; ++j)
            sum[j] = sum[j - 1] + 0.5 * (f[j - 1] + f[j]);
    }
}

TransportSolver::Edge TransportSolver::measure(int from, int to) const
{
    Edge e = {0, 0, 0, x[to] - x[from], y[to] - y[from]};
    // The density has creases at the lattice's lines. The edge is cut at those that it crosses most squarely; on the
    // frame's sides that makes the quadrature exact, so that the masses add up to the whole.
    const bool down = std::abs(e.dy) >= std::abs(e.dx);
    const double start = down ? y[from] : x[from], length = down ? e.dy : e.dx;
    double cut = length > 0 ? std::floor(start) : std::ceil(start), begin = 0;
    while (begin < 1 && length != 0)
    {
        cut += length > 0 ? 1 : -1;
        const double end = math::clamped((cut - start) / length, begin, 1.0), size = end - begin;
        for (int g = 0; g < GAUSS; ++g)
        {
            const double t = begin + size * GAUSS_AT[g], weight = size * GAUSS_WEIGHT[g];
            const double px = math::clamped(x[from] + t * e.dx, 0.0, double(cellColumns));
            const double py = math::clamped(y[from] + t * e.dy, 0.0, double(cellRows));
            const int j = std::min(int(px), cellColumns - 1), i = std::min(int(py), cellRows - 1);
            const double s = px - j, r = py - i;
            const size_t at = size_t(i) * columns + j, below = at + columns;
            const double upper = density[at + 1] - density[at], lower = density[below + 1] - density[below];
            const double f = math::lerp(density[at] + s * upper, density[below] + s * lower, r);
            const double area = math::lerp(prefix[at] + s * (density[at] + 0.5 * s * upper),
                                           prefix[below] + s * (density[below] + 0.5 * s * lower), r);
            e.flux += weight * area;
            e.begin += weight * (1 - t) * f;
            e.end += weight * t * f;
        }
        begin = end;
    }
    e.flux *= e.dy;
    return e;
}

//! Moves the nodes by the gradient of a potential; false when a cell would fold.
bool TransportSolver::place(const std::vector<double>& p)
{
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            // Means over the one or two rows (columns) of cells beside the node; none across the frame's sides.
            const int above = std::max(i - 1, 0), below = std::min(i, cellRows - 1);
            const int left = std::max(j - 1, 0), right = std::min(j, cellColumns - 1);
            const double a = p[size_t(above) * cellColumns + left], b = p[size_t(above) * cellColumns + right];
            const double c = p[size_t(below) * cellColumns + left], d = p[size_t(below) * cellColumns + right];
            x[size_t(i) * columns + j] = j + 0.5 * (b - a + d - c);
            y[size_t(i) * columns + j] = i + 0.5 * (c - a + d - b);
        }
    for (int i = 0; i < cellRows; ++i)
        for (int j = 0; j < cellColumns; ++j)
        {
            const size_t at = size_t(i) * columns + j, below = at + columns;
            const math::Vec<double> top = {x[at + 1] - x[at], y[at + 1] - y[at]};
            const math::Vec<double> bottom = {x[below + 1] - x[below], y[below + 1] - y[below]};
            const math::Vec<double> left = {x[below] - x[at], y[below] - y[at]};
            const math::Vec<double> right = {x[below + 1] - x[at + 1], y[below + 1] - y[at + 1]};
            const double least = std::min(std::min(math::cross(top, left), math::cross(top, right)),
                                          std::min(math::cross(bottom, left), math::cross(bottom, right)));
            if (!(least > MIN_DETERMINANT))
                return false;
        }
    return true;
}

//! Measures the edges and the masses; returns the largest error of a cell's mass.
double TransportSolver::residual(double& meanError)
{
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            const int at = i * columns + j;
            if (j < cellColumns)
                acrossEdges[at] = measure(at, at + 1);
            if (i < cellRows)
                downEdges[at] = measure(at, at + columns);
        }
    double largest = 0, sum = 0;
    for (int i = 0; i < cellRows; ++i)
        for (int j = 0; j < cellColumns; ++j)
        {
            const size_t at = size_t(i) * columns + j;
            const double mass =
                acrossEdges[at].flux + downEdges[at + 1].flux - acrossEdges[at + columns].flux - downEdges[at].flux;
            excess[size_t(i) * cellColumns + j] = mass - 1;
            largest = std::max(largest, std::abs(mass - 1));
            sum += std::abs(mass - 1);
        }
    meanError = sum / double(excess.size());
    return largest;
}

//! Derivatives of every cell's mass by the potential of the nine cells around it.
void TransportSolver::assemble()
{
    const int width = cellColumns + 1, pitch = 2 * width + 1;
    std::fill(band.begin(), band.end(), 0.0);
    for (int i = 0; i < cellRows; ++i)
        for (int j = 0; j < cellColumns; ++j)
        {
            const size_t at = size_t(i) * columns + j;
            const Edge &top = acrossEdges[at], &bottom = acrossEdges[at + columns];
            const Edge &left = downEdges[at], &right = downEdges[at + 1];
            // By the position of the cell's four nodes: the outline runs along the top, down the right side and back.
            const double byX[4] = {top.begin * top.dy - left.begin * left.dy, top.end * top.dy + right.begin * right.dy,
                                   -bottom.begin * bottom.dy - left.end * left.dy,
                                   -bottom.end * bottom.dy + right.end * right.dy};
            const double byY[4] = {
                -top.begin * top.dx + left.begin * left.dx, -top.end * top.dx - right.begin * right.dx,
                bottom.begin * bottom.dx + left.end * left.dx, bottom.end * bottom.dx - right.end * right.dx};
            const int cell = i * cellColumns + j;
            double* row = &band[size_t(cell) * pitch + width - cell]; // row[k] is the entry of cell k
            for (int corner = 0; corner < 4; ++corner)
            {
                // As in place().
                const int ni = i + corner / 2, nj = j + corner % 2;
                const int above = std::max(ni - 1, 0) * cellColumns, below = std::min(ni, cellRows - 1) * cellColumns;
                const int before = std::max(nj - 1, 0), after = std::min(nj, cellColumns - 1);
                const double gx = 0.5 * byX[corner], gy = 0.5 * byY[corner];
                row[above + before] += -gx - gy;
                row[above + after] += gx - gy;
                row[below + before] += -gx + gy;
                row[below + after] += gx + gy;
            }
        }
}

/** @brief Solves the assembled system for the step against the excess.

Masses add up to a constant and a constant potential moves nothing: the last equation and the last unknown are left out.
The matrix is that of an elliptic operator (its symmetric part is definite), so no pivoting is needed. */
void TransportSolver::factorAndSolve()
{
    const int width = cellColumns + 1, pitch = 2 * width + 1, n = int(excess.size()) - 1;
    for (int k = 0; k < n; ++k)
        step[k] = -excess[k];
    for (int k = 0; k < n; ++k)
    {
        const double* pivotRow = &band[size_t(k) * pitch + width];
        const double inverse = 1 / pivotRow[0];
        const int last = std::min(n - 1, k + width);
        for (int r = k + 1; r <= last; ++r)
        {
            double* row = &band[size_t(r) * pitch + width + k - r];
            const double factor = row[0] * inverse;
            if (factor == 0)
                continue;
            for (int c = 1; c <= width; ++c)
                row[c] -= factor * pivotRow[c];
            step[r] -= factor * step[k];
        }
    }
    for (int k = n - 1; k >= 0; --k)
    {
        const double* row = &band[size_t(k) * pitch + width];
        double sum = step[k];
        for (int c = 1; c <= std::min(width, n - 1 - k); ++c)
            sum -= row[c] * step[k + c];
        step[k] = sum / row[0];
    }
    step[n] = 0;
}

//! Damped Newton steps from the potential, which is sound; the nodes and the excess belong to it before and after.
bool TransportSolver::newton(int maxSteps, double tolerance, double meanTolerance, Report& report)
{
    double mean, error = residual(mean);
    for (int k = 0; k < maxSteps && (error > tolerance || mean > meanTolerance); ++k)
    {
        assemble();
        factorAndSolve();
        double size = 1;
        bool better = false;
        for (; size > 1e-3 && !better; size *= 0.5)
        {
            for (size_t c = 0; c < trial.size(); ++c)
                trial[c] = potential[c] + size * step[c];
            if (!place(trial))
                continue;
            double newMean;
            const double newError = residual(newMean);
            if (newMean < mean)
            {
                better = true;
                mean = newMean;
                error = newError;
                potential.swap(trial);
            }
        }
        ++report.steps;
        if (!better)
        {
            place(potential);
            error = residual(mean);
            break;
        }
    }
    report.maxError = error;
    report.meanError = mean;
    return error <= tolerance && mean <= meanTolerance;
}

/** @brief Leads the density from the uniform one to the given one, in steps that Newton's method can follow.

Powers of the density change its steepness evenly; mixing with the uniform density would do most of it at the end. A
density that the lattice cannot resolve stops the way before its end: the last sound grid stands, and the report tells.
*/
void TransportSolver::followFromUniform(Report& report)
{
    std::fill(potential.begin(), potential.end(), 0.0);
    place(potential);
    double reached = 0, stride = 0.25;
    while (reached < 1 && stride > MIN_STRIDE && report.steps < MAX_TOTAL_STEPS)
    {
        const double power = std::min(1.0, reached + stride);
        const std::vector<double> before = potential;
        setDensity(given.data(), power);
        const bool last = power == 1;
        if (newton(MAX_STEPS, last ? MAX_ERROR : 0.3, last ? MEAN_ERROR : 0.03, report))
        {
            reached = power;
            stride *= 1.5;
        }
        else
        {
            potential = before;
            place(potential);
            stride *= 0.5;
        }
    }
    report.converged = reached == 1;
    if (!report.converged)
    {
        setDensity(given.data(), 1);
        report.maxError = residual(report.meanError);
    }
}

TransportSolver::Report TransportSolver::solve(const double* from, int r, int c, bool warm, double* grid)
{
    transposed = c > r;
    given.resize(size_t(r) * c);
    for (int i = 0; i < r; ++i)
        for (int j = 0; j < c; ++j)
            given[transposed ? size_t(j) * r + i : size_t(i) * c + j] = from[size_t(i) * c + j];
    setLattice(std::max(r, c), std::min(r, c));

    Report report = {0, 0, 0, false};
    setDensity(given.data(), 1);
    if (!warm || !place(potential))
    {
        std::fill(potential.begin(), potential.end(), 0.0);
        place(potential);
    }
    report.converged = newton(MAX_STEPS, MAX_ERROR, MEAN_ERROR, report);
    const bool goodEnough = report.converged || (warm && report.meanError <= WARM_MEAN_ERROR);
    if (!goodEnough)
        followFromUniform(report);

    for (int i = 0; i < r; ++i)
        for (int j = 0; j < c; ++j)
        {
            const size_t at = transposed ? size_t(j) * r + i : size_t(i) * c + j;
            const double along = x[at] / cellColumns, down = y[at] / cellRows;
            grid[2 * (size_t(i) * c + j)] = transposed ? down : along;
            grid[2 * (size_t(i) * c + j) + 1] = transposed ? along : down;
        }
    return report;
}

} // namespace kernels
} // namespace zoom
} // namespace cv
