// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "transport.hpp"

#include "../math/portable.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cv {
namespace zoom {
namespace kernels {

namespace {

//! Errors of a cell's mass at which the solver stops, and on the way to the given density.
constexpr double MAX_ERROR = 2e-3, MEAN_ERROR = 2e-4, MAX_ERROR_ON_THE_WAY = 0.05, MEAN_ERROR_ON_THE_WAY = 0.005;

//! Mean error with which the grid of a stream's next frame will do when Newton's method does not get further.
constexpr double WARM_MEAN_ERROR = 0.01;

//! Steps towards one density, and those of the whole way from the uniform density.
constexpr int MAX_STEPS = 8, LEAST_TOTAL_STEPS = 16, MAX_TOTAL_STEPS = 200;

//! Multiplications that the way may take on a large lattice, where MAX_TOTAL_STEPS would take minutes.
constexpr double MAX_WORK = 4e9;

//! Newton steps beyond the tolerance, where the masses are wanted as exact as double allows: each squares the error.
constexpr int POLISH_STEPS = 4;

//! Largest and smallest change of the power on the way, and how much it grows after a success.
constexpr double MAX_STRIDE = 0.05, MIN_STRIDE = 3e-3, STRIDE_GROWTH = 1.25;

//! The first change of the power: as long as it goes well, the potential follows in a few steps.
constexpr double FIRST_STRIDE = 0.25;

//! Share of a Newton step below which there is no point in going directly to the given density.
constexpr double LEAST_DIRECT_SIZE = 0.1;

//! Smallest determinant of a corner, in parts of its cell's area, of a solution that is reached directly.
constexpr double LEAST_CORNER = 0.02;

//! A solution that left the potential may return to it when no corner is below this: then there is no jump to speak of.
constexpr double RETURN_CORNER = 0.3;

} // namespace

void TransportSolver::setLattice(int r, int c)
{
    if (r == lattice.rows && c == lattice.columns)
        return;
    lattice.resize(r, c);
    freeNodes.resize(r, c);
    const size_t nodes = size_t(r) * c, cells = lattice.excess.size();
    potential.assign(cells, 0.0);
    for (std::vector<double>* values : {&trial, &step, &settled, &earlier})
        values->resize(cells);
    for (std::vector<double>* values : {&beforeX, &beforeY, &earlierX, &earlierY, &lastX, &lastY})
        values->resize(nodes);
    matrix.reserve(int(cells), c);
    bent = false;
    reached = 0;
}

//! Errors that will do: on the way to the given density there is no need to be exact.
TransportSolver::Tolerance TransportSolver::toleranceAt(double power)
{
    return power == 1 ? Tolerance{MAX_ERROR, MEAN_ERROR} : Tolerance{MAX_ERROR_ON_THE_WAY, MEAN_ERROR_ON_THE_WAY};
}

//! Moves the nodes by the gradient of a potential. @return MassLattice::leastCorner()
double TransportSolver::place(const std::vector<double>& p)
{
    const int cellRows = lattice.cellRows, cellColumns = lattice.cellColumns;
    for (int i = 0; i < lattice.rows; ++i)
        for (int j = 0; j < lattice.columns; ++j)
        {
            // Means over the one or two rows (columns) of cells beside the node; none across the frame's sides.
            const int above = std::max(i - 1, 0), below = std::min(i, cellRows - 1);
            const int left = std::max(j - 1, 0), right = std::min(j, cellColumns - 1);
            const double a = p[size_t(above) * cellColumns + left], b = p[size_t(above) * cellColumns + right];
            const double c = p[size_t(below) * cellColumns + left], d = p[size_t(below) * cellColumns + right];
            lattice.x[size_t(i) * lattice.columns + j] = j + 0.5 * (b - a + d - c);
            lattice.y[size_t(i) * lattice.columns + j] = i + 0.5 * (c - a + d - b);
        }
    return lattice.leastCorner();
}

/** @brief Minus the derivatives of every cell's mass by the potential of the nine cells around it, factorised.
@return false where they are singular, or no longer those of an elliptic operator */
bool TransportSolver::linearise()
{
    const int cellRows = lattice.cellRows, cellColumns = lattice.cellColumns;
    matrix.resize(cellRows * cellColumns, cellColumns + 1);
    for (int i = 0; i < cellRows; ++i)
        for (int j = 0; j < cellColumns; ++j)
        {
            double byX[4], byY[4];
            lattice.massDerivatives(i, j, byX, byY);
            double* row = matrix.row(i * cellColumns + j);
            for (int corner = 0; corner < 4; ++corner)
            {
                // As in place().
                const int ni = i + corner / 2, nj = j + corner % 2;
                const int above = std::max(ni - 1, 0) * cellColumns, below = std::min(ni, cellRows - 1) * cellColumns;
                const int before = std::max(nj - 1, 0), after = std::min(nj, cellColumns - 1);
                const double gx = 0.5 * byX[corner], gy = 0.5 * byY[corner];
                row[above + before] += gx + gy;
                row[above + after] += gy - gx;
                row[below + before] += gx - gy;
                row[below + after] += -gx - gy;
            }
        }
    // Masses add up to a constant and a constant potential moves nothing. The symmetric part of the matrix is positive
    // definite, as that of an elliptic operator.
    matrix.leaveOutLast();
    return matrix.factor(false);
}

//! Solves the linearised system for the step against the excess.
void TransportSolver::findStep()
{
    linearise();
    for (size_t k = 0; k + 1 < step.size(); ++k)
        step[k] = lattice.excess[k];
    step.back() = 0;
    matrix.solve(step.data());
}

/** @brief Damped Newton steps from the potential, which the nodes and the masses belong to before and after.
@param leastCorner limit of MassLattice::leastCorner() for every step; one of minus infinity lets cells fold
@param leastSize ends when no step longer than this share of Newton's makes it better */
bool TransportSolver::newton(Tolerance tolerance, double leastCorner, double leastSize, Report& report)
{
    double mean, error = lattice.measure(mean);
    for (int k = 0; k < MAX_STEPS && (error > tolerance.max || mean > tolerance.mean); ++k)
    {
        findStep();
        bool better = false;
        for (double size = 1; size > leastSize && !better; size *= 0.5)
        {
            for (size_t c = 0; c < trial.size(); ++c)
                trial[c] = potential[c] + size * step[c];
            if (!(place(trial) > leastCorner))
                continue;
            double newMean;
            const double newError = lattice.measure(newMean);
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
            error = lattice.measure(mean);
            break;
        }
    }
    report.maxError = error;
    report.meanError = mean;
    return error <= tolerance.max && mean <= tolerance.mean;
}

//! Frees the nodes from where they are, for a power of the density.
bool TransportSolver::balance(double power, Report& report)
{
    const Tolerance tolerance = toleranceAt(power);
    lattice.setDensity(given.data(), power);
    report.maxError = tolerance.max;
    report.meanError = tolerance.mean;
    return freeNodes.balance(lattice, MAX_STEPS, report.maxError, report.meanError, report.steps);
}

//! Solves for a power of the density by the potential alone; false when that would bend a cell too far.
bool TransportSolver::advance(double power, Report& report)
{
    lattice.setDensity(given.data(), power);
    // The limit is for the solution, not for the way there.
    const bool found = newton(toleranceAt(power), -std::numeric_limits<double>::infinity(), 1e-3, report);
    return found && lattice.leastCorner() >= MassBalance::WANTED_CORNER;
}

/** @brief Goes on as the last stride of the way went, if that brings the masses closer to a power of the density.
@param strides number of such strides */
void TransportSolver::lookAhead(double power, double strides)
{
    const auto goOn = [strides](const std::vector<double>& from, std::vector<double>& values) {
        for (size_t k = 0; k < values.size(); ++k)
            values[k] += strides * (values[k] - from[k]);
    };
    double mean, meanAhead;
    lattice.setDensity(given.data(), power);
    lattice.measure(mean);
    if (bent)
    {
        goOn(earlierX, lattice.x);
        goOn(earlierY, lattice.y);
    }
    else
    {
        goOn(earlier, potential);
        place(potential);
    }
    lattice.measure(meanAhead);
    if (!(meanAhead < mean))
        goBack();
}

/** @brief The potential that balances the sums over the rows and over the columns, each axis by itself.

It is the solution for a product of two densities; one hill on a plain is nearly that. */
void TransportSolver::startFromMarginals()
{
    const int r = lattice.rows, c = lattice.columns;
    const auto balanceAxis = [&](int nodes, int others, size_t stride, size_t otherStride, std::vector<double>& slope) {
        // Mass before each node, the density being linear between nodes.
        std::vector<double>&density = earlierX, &before = earlierY; // not in use before a way has begun
        for (int j = 0; j < nodes; ++j)
        {
            density[j] = 0;
            for (int i = 0; i < others; ++i)
                density[j] += given[j * stride + i * otherStride];
            before[j] = j ? before[j - 1] + 0.5 * (density[j - 1] + density[j]) : 0;
        }
        for (int j = 1, k = 0; j < nodes - 1; ++j)
        {
            const double wanted = before[nodes - 1] * j / (nodes - 1);
            while (before[k + 1] < wanted)
                ++k;
            const double a = density[k], b = density[k + 1] - a, rest = wanted - before[k];
            // a*t + b*t*t/2 = rest
            const double root = a + std::sqrt(std::max(a * a + 2 * b * rest, 0.0));
            slope[j] = k + (root > 0 ? 2 * rest / root : 0) - j;
        }
    };
    balanceAxis(c, r, 1, size_t(c), beforeX);
    balanceAxis(r, c, size_t(c), 1, beforeY);
    double down = 0;
    for (int i = 0; i < lattice.cellRows; ++i)
    {
        down += i ? beforeY[i] : 0;
        double along = down;
        for (int j = 0; j < lattice.cellColumns; ++j)
        {
            along += j ? beforeX[j] : 0;
            potential[size_t(i) * lattice.cellColumns + j] = along;
        }
    }
}

//! Back to where the stage of the way started.
void TransportSolver::goBack()
{
    lattice.x = beforeX;
    lattice.y = beforeY;
    potential = settled;
}

/** @brief Leads the density from the uniform one to the given one, in steps that Newton's method can follow.

Powers of the density change its steepness evenly; mixing with the uniform density would do most of it at the end. From
the power on where the potential's solution bends a cell too far the nodes are free. A density that the lattice cannot
resolve stops the way before its end: the last sound grid stands. */
void TransportSolver::follow(Report& report)
{
    const double workOfStep = double(lattice.excess.size()) * lattice.columns * lattice.columns;
    const int maxSteps = int(math::clamped(MAX_WORK / workOfStep, double(LEAST_TOTAL_STEPS), double(MAX_TOTAL_STEPS)));
    const int end = report.steps + maxSteps;
    std::fill(potential.begin(), potential.end(), 0.0);
    place(potential);
    bent = false;
    reached = 0;
    double stride = FIRST_STRIDE, before = 0; // the power before `reached`
    while (reached < 1 && stride > MIN_STRIDE && report.steps < end)
    {
        const double power = reached + stride > 1 - 1e-9 ? 1 : reached + stride;
        beforeX = lattice.x;
        beforeY = lattice.y;
        settled = potential;
        if (reached > before)
            lookAhead(power, (power - reached) / (reached - before));
        if (bent ? balance(power, report) : advance(power, report))
        {
            before = reached;
            reached = power;
            earlierX.swap(beforeX);
            earlierY.swap(beforeY);
            earlier.swap(settled);
            if (stride < FIRST_STRIDE)
                stride = std::min(MAX_STRIDE, STRIDE_GROWTH * stride);
            continue;
        }
        goBack();
        if (stride == FIRST_STRIDE)
        {
            stride = MAX_STRIDE; // too long perhaps: that says nothing about the cells yet
            continue;
        }
        if (bent)
            stride *= 0.5;
        else
            leftAt = reached;
        bent = true;
    }
}

/** @brief Goes on from a last solution that left the potential, at the power where it ended and one stride further.
@return false when that does not work any more */
bool TransportSolver::resume(Report& report)
{
    lattice.x = lastX;
    lattice.y = lastY;
    if (!balance(reached, report))
        return false;
    if (reached < 1)
    {
        beforeX = lattice.x;
        beforeY = lattice.y;
        const double further = std::min(1.0, reached + MAX_STRIDE);
        if (balance(further, report))
        {
            reached = further;
        }
        else
        {
            lattice.x = beforeX;
            lattice.y = beforeY;
        }
    }
    lastX = lattice.x;
    lastY = lattice.y;
    return true;
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
    const bool resumed = warm && bent && resume(report);
    if (!resumed || lattice.leastCorner() > RETURN_CORNER)
    {
        lattice.setDensity(given.data(), 1);
        if (!warm || !(place(potential) > LEAST_CORNER))
        {
            startFromMarginals();
            place(potential);
        }
        if (newton(toleranceAt(1), LEAST_CORNER, LEAST_DIRECT_SIZE, report) ||
            (warm && !resumed && report.meanError <= WARM_MEAN_ERROR))
        {
            bent = false;
            reached = 1;
        }
        else if (resumed)
        {
            lattice.x = lastX;
            lattice.y = lastY;
            lattice.setDensity(given.data(), reached);
            report.maxError = lattice.measure(report.meanError);
        }
        else
        {
            follow(report);
        }
    }
    if (!warm && !bent && reached == 1)
    {
        polish(1); // a single picture has the time to be as exact as training is
        ++report.steps;
        report.maxError = lattice.measure(report.meanError);
    }
    if (reached < 1)
    {
        lattice.setDensity(given.data(), 1);
        report.maxError = lattice.measure(report.meanError);
    }
    report.converged = report.maxError <= MAX_ERROR && report.meanError <= MEAN_ERROR;
    lastX = lattice.x;
    lastY = lattice.y;

    writeGrid(grid);
    return report;
}

void TransportSolver::writeGrid(double* grid) const
{
    const int r = transposed ? lattice.columns : lattice.rows, c = transposed ? lattice.rows : lattice.columns;
    for (int i = 0; i < r; ++i)
        for (int j = 0; j < c; ++j)
        {
            const size_t at = transposed ? size_t(j) * r + i : size_t(i) * c + j;
            const double along = lattice.x[at] / lattice.cellColumns, down = lattice.y[at] / lattice.cellRows;
            grid[2 * (size_t(i) * c + j)] = transposed ? down : along;
            grid[2 * (size_t(i) * c + j) + 1] = transposed ? along : down;
        }
}

//! A few more Newton steps, as long as they help.
void TransportSolver::polish(int steps)
{
    double mean;
    lattice.measure(mean);
    for (int k = 0; k < steps; ++k)
    {
        findStep();
        for (size_t c = 0; c < trial.size(); ++c)
            trial[c] = potential[c] + step[c];
        double newMean = mean;
        if (place(trial) > LEAST_CORNER)
            lattice.measure(newMean);
        if (!(newMean < mean))
        {
            place(potential);
            lattice.measure(mean);
            return;
        }
        mean = newMean;
        potential.swap(trial);
    }
}

TransportSolver::Report TransportSolver::solveExactly(const double* density, int r, int c, double* grid)
{
    Report report = solve(density, r, c, false, grid);
    if (bent || reached < 1)
        return report;
    polish(POLISH_STEPS);
    report.maxError = lattice.measure(report.meanError);
    lastX = lattice.x;
    lastY = lattice.y;
    writeGrid(grid);
    return report;
}

//! The gradient with respect to the cells' masses, through the potential at which the nodes are; false as linearise().
bool TransportSolver::potentialAdjoint(const std::vector<double>& gradX, const std::vector<double>& gradY,
                                       std::vector<double>& toExcess)
{
    const int cellRows = lattice.cellRows, cellColumns = lattice.cellColumns;
    std::fill(toExcess.begin(), toExcess.end(), 0.0);
    for (int i = 0; i < lattice.rows; ++i)
        for (int j = 0; j < lattice.columns; ++j)
        {
            // Minus the adjoint of place(), as the matrix is minus the derivatives.
            const int above = std::max(i - 1, 0) * cellColumns, below = std::min(i, cellRows - 1) * cellColumns;
            const int before = std::max(j - 1, 0), after = std::min(j, cellColumns - 1);
            const size_t at = size_t(i) * lattice.columns + j;
            const double gx = 0.5 * gradX[at], gy = 0.5 * gradY[at];
            toExcess[above + before] += gx + gy;
            toExcess[above + after] += gy - gx;
            toExcess[below + before] += gx - gy;
            toExcess[below + after] += -gx - gy;
        }
    if (!linearise())
        return false;
    toExcess.back() = 0;
    matrix.solveTransposed(toExcess.data());
    return true;
}

//! Adds minus the gradient with respect to the given density, from that with respect to the masses of its power.
void TransportSolver::addGradient(double power, const std::vector<double>& toExcess, std::vector<double>& toGiven) const
{
    std::vector<double> powered(given), toPowered(given.size());
    for (double& f : powered)
        f = std::pow(f, power);
    lattice.densityAdjoint(toExcess.data(), powered.data(), toPowered.data());
    for (size_t k = 0; k < given.size(); ++k)
        toGiven[k] -= toPowered[k] * power * powered[k] / given[k];
}

bool TransportSolver::gradDensity(const double* gradGrid, double* out)
{
    const int r = lattice.rows, c = lattice.columns;
    if (!(reached > 0))
        return false;
    std::vector<double> gradX(size_t(r) * c), gradY(gradX.size()), toGiven(gradX.size(), 0.0);
    std::vector<double> toExcess(lattice.excess.size());
    for (int i = 0; i < r; ++i)
        for (int j = 0; j < c; ++j)
        {
            const size_t at = size_t(i) * c + j, from = 2 * (transposed ? size_t(j) * r + i : at);
            gradX[at] = gradGrid[from + transposed] / lattice.cellColumns;
            gradY[at] = gradGrid[from + !transposed] / lattice.cellRows;
        }
    const auto measureAt = [&](double power) {
        double mean;
        lattice.setDensity(given.data(), power);
        lattice.measure(mean);
    };
    bool good = true;
    if (bent)
    {
        measureAt(reached);
        good = freeNodes.adjoint(lattice, gradX, gradY, toExcess);
        if (good)
            addGradient(reached, toExcess, toGiven);
        place(potential);
    }
    const double power = bent ? leftAt : reached;
    if (good && power > 0)
    {
        measureAt(power);
        good = potentialAdjoint(gradX, gradY, toExcess);
        if (good)
            addGradient(power, toExcess, toGiven);
    }
    lattice.x = lastX;
    lattice.y = lastY;
    for (int i = 0; i < r; ++i)
        for (int j = 0; j < c; ++j)
        {
            const size_t at = size_t(i) * c + j;
            out[transposed ? size_t(j) * r + i : at] = toGiven[at];
        }
    return good;
}

} // namespace kernels
} // namespace zoom
} // namespace cv
