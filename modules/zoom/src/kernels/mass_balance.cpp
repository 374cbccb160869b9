// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "mass_balance.hpp"

#include <algorithm>
#include <cmath>

namespace cv {
namespace zoom {
namespace kernels {

namespace {

//! With more corners than these per column of the lattice it is beyond repair.
constexpr size_t CORNERS_PER_COLUMN = 10, MAX_CORNERS = 512;

//! Added to the diagonal of the corners' system, relative to it: corners may depend on each other.
constexpr double REGULARISATION = 1e-2;

//! How often the set of pushed corners is revised in a step.
constexpr int MAX_REVISIONS = 12;

//! Longest move of a node in one step, in lattice steps.
constexpr double LONGEST_MOVE = 1;

} // namespace

void MassBalance::resize(int rows, int columns)
{
    const size_t nodes = size_t(rows) * columns;
    cells = (rows - 1) * (columns - 1);
    width = columns;
    corners.reserve(maxCorners());
    pushed.reserve(maxCorners());
    coupling.resize(maxCorners() * maxCorners());
    multipliers.resize(maxCorners());
    reduced.reserve(int(maxCorners()), int(maxCorners()) - 1);
    watched.resize(4 * size_t(cells));
    byX.resize(4 * size_t(cells));
    byY.resize(4 * size_t(cells));
    matrix.reserve(cells, width);
    masses.resize(cells);
    moveX.resize(nodes);
    moveY.resize(nodes);
}

size_t MassBalance::maxCorners() const
{
    return std::min(CORNERS_PER_COLUMN * width, MAX_CORNERS);
}

//! Adds the corners that bend too far to those that are watched.
void MassBalance::watchCorners(const MassLattice& lattice)
{
    for (int i = 0; i < lattice.cellRows; ++i)
        for (int j = 0; j < lattice.cellColumns; ++j)
        {
            const double wanted = WANTED_CORNER * lattice.area(i, j);
            for (int k = 0; k < 4; ++k)
            {
                char& seen = watched[4 * (size_t(i) * lattice.cellColumns + j) + k];
                if (seen || lattice.corner(i, j, k) >= wanted || corners.size() >= maxCorners())
                    continue;
                seen = 1;
                corners.push_back({i, j, k, {}, {}, {}, 0, 0, true});
            }
        }
}

void MassBalance::linearise(const MassLattice& lattice, Corner& c) const
{
    const int at = (c.i + c.k / 2) * lattice.columns + c.j + c.k % 2;
    const int signX = c.k % 2 ? -1 : 1, signY = c.k / 2 ? -1 : 1;
    c.node[0] = at;
    c.node[1] = at + signX;
    c.node[2] = at + signY * lattice.columns;
    const double sign = signX * signY;
    const double px = lattice.x[c.node[1]] - lattice.x[at], py = lattice.y[c.node[1]] - lattice.y[at];
    const double qx = lattice.x[c.node[2]] - lattice.x[at], qy = lattice.y[c.node[2]] - lattice.y[at];
    c.byX[1] = sign * qy;
    c.byY[1] = -sign * qx;
    c.byX[2] = -sign * py;
    c.byY[2] = sign * px;
    c.byX[0] = -c.byX[1] - c.byX[2];
    c.byY[0] = -c.byY[1] - c.byY[2];
    for (int n = 0; n < 3; ++n)
    {
        const int column = c.node[n] % lattice.columns, row = c.node[n] / lattice.columns;
        if (column == 0 || column == lattice.columns - 1)
            c.byX[n] = 0;
        if (row == 0 || row == lattice.rows - 1)
            c.byY[n] = 0;
    }
    c.missing = WANTED_CORNER * lattice.area(c.i, c.j) - lattice.corner(c.i, c.j, c.k);
    c.on = true;
}

/** @brief Factorises the system of the masses, derivatives times their transpose.

Masses add up to a constant: the last equation is left out. */
bool MassBalance::factor(const MassLattice& lattice)
{
    const int cellColumns = lattice.cellColumns;
    matrix.resize(cells, width);
    for (int i = 0; i < lattice.cellRows; ++i)
        for (int j = 0; j < cellColumns; ++j)
        {
            double* x = &byX[4 * (size_t(i) * cellColumns + j)];
            double* y = &byY[4 * (size_t(i) * cellColumns + j)];
            lattice.massDerivatives(i, j, x, y);
            for (int k = 0; k < 4; ++k)
            {
                const int row = i + k / 2, column = j + k % 2;
                if (column == 0 || column == lattice.columns - 1)
                    x[k] = 0;
                if (row == 0 || row == lattice.rows - 1)
                    y[k] = 0;
            }
            // The cells that share a node with this one and come before it, and itself.
            const int cell = i * cellColumns + j;
            for (int k = 0; k < 4; ++k)
                for (int m = 0; m < 4; ++m)
                {
                    const int oi = i + k / 2 - m / 2, oj = j + k % 2 - m % 2, other = oi * cellColumns + oj;
                    if (oi < 0 || oj < 0 || oj >= cellColumns || other > cell)
                        continue;
                    matrix.row(other)[cell] += x[k] * byX[4 * size_t(other) + m] + y[k] * byY[4 * size_t(other) + m];
                }
        }
    matrix.leaveOutLast();
    return matrix.factor(true);
}

void MassBalance::solveMasses(double* values)
{
    values[cells - 1] = 0;
    matrix.solve(values);
}

//! Calls visit(cell, change) with the change of a cell's mass when the nodes move along a corner's gradient.
template <typename Visit>
void MassBalance::visitMassChanges(const MassLattice& lattice, const Corner& c, Visit visit) const
{
    for (int n = 0; n < 3; ++n)
    {
        const int row = c.node[n] / lattice.columns, column = c.node[n] % lattice.columns;
        for (int k = 0; k < 4; ++k)
        {
            const int i = row - k / 2, j = column - k % 2;
            if (i < 0 || j < 0 || i >= lattice.cellRows || j >= lattice.cellColumns)
                continue;
            const size_t cell = size_t(i) * lattice.cellColumns + j;
            visit(cell, c.byX[n] * byX[4 * cell + k] + c.byY[n] * byY[4 * cell + k]);
        }
    }
}

//! The corners' system: how the determinant of one changes when another is pushed while all masses stay.
void MassBalance::couple(const MassLattice& lattice)
{
    const int BATCH = BandedMatrix::BATCH;
    const size_t count = corners.size();
    const auto firstCell = [&](size_t begin, size_t end) { // whose mass one of these corners changes
        int first = cells;
        for (size_t k = begin; k < end; ++k)
            visitMassChanges(lattice, corners[k], [&](size_t cell, double) { first = std::min(first, int(cell)); });
        return first;
    };
    const int wanted = firstCell(0, count);
    for (size_t first = 0; first < count; first += BATCH)
    {
        const size_t end = std::min(first + BATCH, count);
        double* changes = matrix.clearBatch();
        for (size_t b = first; b < end; ++b)
            visitMassChanges(lattice, corners[b],
                             [=](size_t cell, double change) { changes[cell * BATCH + b - first] += change; });
        std::fill_n(changes + size_t(cells - 1) * BATCH, BATCH, 0.0);
        matrix.solveBatch(firstCell(first, end), wanted);
        for (size_t a = first; a < count; ++a) // the system is symmetric
        {
            double sums[BandedMatrix::BATCH] = {};
            visitMassChanges(lattice, corners[a], [&](size_t cell, double change) {
                for (int b = 0; b < BATCH; ++b)
                    sums[b] -= changes[cell * BATCH + b] * change;
            });
            for (size_t b = first; b < end; ++b)
                coupling[a * count + b] = coupling[b * count + a] =
                    sums[b - first] + sharedGradient(corners[a], corners[b]);
        }
    }
}

//! Product of the gradients of two corners.
double MassBalance::sharedGradient(const Corner& a, const Corner& b)
{
    if (std::abs(a.i - b.i) > 1 || std::abs(a.j - b.j) > 1) // their cells share no node
        return 0;
    double sum = 0;
    for (int n = 0; n < 3; ++n)
        for (int m = 0; m < 3; ++m)
            if (a.node[n] == b.node[m])
                sum += a.byX[n] * b.byX[m] + a.byY[n] * b.byY[m];
    return sum;
}

//! Solves the corners' system for those that are on; true when all of them are pushed forwards.
bool MassBalance::pushThoseOn()
{
    pushed.clear();
    for (size_t a = 0; a < corners.size(); ++a)
    {
        corners[a].multiplier = 0;
        if (corners[a].on)
            pushed.push_back(int(a));
    }
    const int n = int(pushed.size());
    if (n == 0)
        return true;
    reduced.resize(n, n - 1);
    for (int a = 0; a < n; ++a)
    {
        const double* from = &coupling[pushed[a] * corners.size()];
        double* row = reduced.row(a);
        row[a] = from[pushed[a]] * (1 + REGULARISATION);
        for (int b = a + 1; b < n; ++b)
            row[b] = from[pushed[b]];
        multipliers[a] = corners[pushed[a]].missing;
    }
    reduced.factor(true);
    reduced.solve(multipliers.data());
    bool forwards = true;
    for (int a = 0; a < n; ++a)
    {
        corners[pushed[a]].multiplier = multipliers[a];
        forwards &= multipliers[a] >= 0;
    }
    return forwards;
}

//! Finds which corners to push and how strongly: none is pulled back, and none is left behind that could be reached.
void MassBalance::push()
{
    for (int revision = 0; revision < MAX_REVISIONS; ++revision)
    {
        if (!pushThoseOn())
        {
            for (Corner& c : corners)
                if (c.multiplier < 0)
                {
                    c.on = false;
                    c.multiplier = 0;
                }
            continue;
        }
        bool complete = true;
        for (size_t a = 0; a < corners.size(); ++a)
        {
            if (corners[a].on)
                continue;
            double reached = 0;
            for (const int b : pushed)
                reached += coupling[a * corners.size() + b] * corners[b].multiplier;
            if (reached < corners[a].missing - 1e-9)
            {
                corners[a].on = true;
                complete = false;
            }
        }
        if (complete)
            return;
    }
}

//! Adds minus the gradient of the masses, weighted by values, to the move.
void MassBalance::addMassGradient(const MassLattice& lattice, const double* values)
{
    for (int i = 0; i < lattice.cellRows; ++i)
        for (int j = 0; j < lattice.cellColumns; ++j)
        {
            const size_t cell = size_t(i) * lattice.cellColumns + j;
            for (int k = 0; k < 4; ++k)
            {
                const size_t node = size_t(i + k / 2) * lattice.columns + j + k % 2;
                moveX[node] -= byX[4 * cell + k] * values[cell];
                moveY[node] -= byY[4 * cell + k] * values[cell];
            }
        }
}

bool MassBalance::adjoint(const MassLattice& lattice, std::vector<double>& gradX, std::vector<double>& gradY,
                          std::vector<double>& toMasses)
{
    if (!factor(lattice))
        return false;
    std::fill(toMasses.begin(), toMasses.end(), 0.0);
    for (int i = 0; i < lattice.cellRows; ++i)
        for (int j = 0; j < lattice.cellColumns; ++j)
        {
            const size_t cell = size_t(i) * lattice.cellColumns + j;
            for (int k = 0; k < 4; ++k)
            {
                const size_t node = size_t(i + k / 2) * lattice.columns + j + k % 2;
                toMasses[cell] += byX[4 * cell + k] * gradX[node] + byY[4 * cell + k] * gradY[node];
            }
        }
    solveMasses(toMasses.data());
    // The move is a projection: the rest of the gradient, which changes no mass, belongs to where the nodes came from.
    moveX.swap(gradX);
    moveY.swap(gradY);
    addMassGradient(lattice, toMasses.data());
    moveX.swap(gradX);
    moveY.swap(gradY);
    return true;
}

void MassBalance::move(MassLattice& lattice)
{
    // The shortest move that corrects the masses.
    std::fill(moveX.begin(), moveX.end(), 0.0);
    std::fill(moveY.begin(), moveY.end(), 0.0);
    masses = lattice.excess;
    solveMasses(masses.data());
    addMassGradient(lattice, masses.data());
    if (!corners.empty())
    {
        // What it does to the corners comes off what they are short of; then they are pushed, and the masses that this
        // changes are brought back.
        for (Corner& c : corners)
            for (int n = 0; n < 3; ++n)
                c.missing -= c.byX[n] * moveX[c.node[n]] + c.byY[n] * moveY[c.node[n]];
        couple(lattice);
        push();
        std::fill(masses.begin(), masses.end(), 0.0);
        for (const Corner& c : corners)
        {
            for (int n = 0; n < 3; ++n)
            {
                moveX[c.node[n]] += c.multiplier * c.byX[n];
                moveY[c.node[n]] += c.multiplier * c.byY[n];
            }
            visitMassChanges(lattice, c, [&](size_t cell, double change) { masses[cell] += c.multiplier * change; });
        }
        solveMasses(masses.data());
        addMassGradient(lattice, masses.data());
    }

    double longest = LONGEST_MOVE;
    for (size_t k = 0; k < moveX.size(); ++k)
        longest = std::max(longest, std::max(std::abs(moveX[k]), std::abs(moveY[k])));
    for (size_t k = 0; k < moveX.size(); ++k)
    {
        lattice.x[k] += LONGEST_MOVE / longest * moveX[k];
        lattice.y[k] += LONGEST_MOVE / longest * moveY[k];
    }
}

bool MassBalance::balance(MassLattice& lattice, int maxSteps, double& maxError, double& meanError, int& steps)
{
    const double maxTolerance = maxError, meanTolerance = meanError;
    corners.clear();
    std::fill(watched.begin(), watched.end(), char(0));
    for (int step = 0;; ++step)
    {
        maxError = lattice.measure(meanError);
        if (!std::isfinite(meanError))
            return false;
        if (maxError <= maxTolerance && meanError <= meanTolerance && lattice.leastCorner() >= LEAST_CORNER)
            return true;
        watchCorners(lattice);
        if (step == maxSteps || corners.size() >= maxCorners() || !factor(lattice))
            return false;
        for (Corner& c : corners)
            linearise(lattice, c);
        move(lattice);
        ++steps;
    }
}

} // namespace kernels
} // namespace zoom
} // namespace cv
