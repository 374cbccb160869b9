// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "mass_lattice.hpp"

#include "../math/lattice.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace cv {
namespace zoom {
namespace kernels {

namespace {

//! Area below which a cell counts as lost.
constexpr double MIN_AREA = 1e-5;

//! Gauss-Legendre points on [0, 1]; their weights are equal.
constexpr double GAUSS_AT[2] = {0.2113248654051871, 0.7886751345948129};

} // namespace

void MassLattice::resize(int r, int c)
{
    rows = r;
    columns = c;
    cellRows = r - 1;
    cellColumns = c - 1;
    const size_t nodes = size_t(r) * c;
    density.resize(nodes);
    prefix.resize(nodes);
    x.resize(nodes);
    y.resize(nodes);
    excess.resize(size_t(cellRows) * cellColumns);
    acrossEdges.resize(nodes);
    downEdges.resize(nodes);
}

//! Part of a cell that belongs to the node at (i, j), summed over the cells around it.
double MassLattice::share(int i, int j) const
{
    return (i == 0 || i == rows - 1 ? 0.5 : 1.0) * (j == 0 || j == columns - 1 ? 0.5 : 1.0);
}

//! The factor that brings the mean of a bilinear density to 1.
double MassLattice::scaleOf(const double* values) const
{
    double mass = 0;
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
            mass += share(i, j) * values[size_t(i) * columns + j];
    return double(cellRows) * cellColumns / mass;
}

void MassLattice::setDensity(const double* given, double power)
{
    for (size_t k = 0; k < density.size(); ++k)
        density[k] = power == 1 ? given[k] : std::pow(given[k], power);
    const double scale = scaleOf(density.data());
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

/** @brief Cuts an edge at every line of the lattice: between them all integrands are polynomials that two points
integrate.

Calls visit(weight, t, at, s, r) for every point: its weight, its place on the edge, the first node of its cell, its
place in the cell. */
template <typename Visit>
void MassLattice::visitEdge(int from, int to, Visit visit) const
{
    const double x0 = x[from], y0 = y[from], dx = x[to] - x0, dy = y[to] - y0;
    const int stepX = dx > 0 ? 1 : -1, stepY = dy > 0 ? 1 : -1;
    const double perX = dx != 0 ? 1 / dx : 0, perY = dy != 0 ? 1 / dy : 0;
    // A start on a line belongs to the cell ahead.
    int j = math::clamped(dx < 0 ? int(std::ceil(x0)) - 1 : int(std::floor(x0)), 0, cellColumns - 1);
    int i = math::clamped(dy < 0 ? int(std::ceil(y0)) - 1 : int(std::floor(y0)), 0, cellRows - 1);
    double begin = 0;
    for (bool last = false; !last;)
    {
        const double endX = dx != 0 ? (j + (dx > 0) - x0) * perX : 1;
        const double endY = dy != 0 ? (i + (dy > 0) - y0) * perY : 1;
        const bool alongX = endX <= endY;
        const int nextJ = alongX ? j + stepX : j, nextI = alongX ? i : i + stepY;
        double end = math::smaller(endX, endY);
        last = !(end < 1) || nextJ < 0 || nextJ >= cellColumns || nextI < 0 || nextI >= cellRows;
        if (last)
            end = 1;
        if (end > begin)
        {
            for (const double point : GAUSS_AT)
            {
                const double t = math::lerp(begin, end, point);
                visit(0.5 * (end - begin), t, size_t(i) * columns + j, x0 + t * dx - j, y0 + t * dy - i);
            }
            begin = end;
        }
        j = nextJ;
        i = nextI;
    }
}

MassLattice::Edge MassLattice::edge(int from, int to) const
{
    Edge e = {0, 0, 0, x[to] - x[from], y[to] - y[from]};
    visitEdge(from, to, [&](double weight, double t, size_t at, double s, double r) {
        const size_t below = at + columns;
        const double upper = density[at + 1] - density[at], lower = density[below + 1] - density[below];
        const double f = math::lerp(density[at] + s * upper, density[below] + s * lower, r);
        const double integral = math::lerp(prefix[at] + s * (density[at] + 0.5 * s * upper),
                                           prefix[below] + s * (density[below] + 0.5 * s * lower), r);
        e.flux += weight * integral;
        e.begin += weight * (1 - t) * f;
        e.end += weight * t * f;
    });
    e.flux *= e.dy;
    return e;
}

void MassLattice::densityAdjoint(const double* gradExcess, const double* given, double* gradGiven) const
{
    std::vector<double> toDensity(density.size(), 0.0), toPrefix(density.size(), 0.0);
    const auto add = [&](int from, int to, double grad) {
        const double scale = grad * (y[to] - y[from]);
        visitEdge(from, to, [&](double weight, double, size_t at, double s, double r) {
            const size_t row[2] = {at, at + columns};
            for (const int k : {0, 1})
            {
                const double part = scale * weight * (k ? r : 1 - r);
                toPrefix[row[k]] += part;
                toDensity[row[k]] += part * (s - 0.5 * s * s);
                toDensity[row[k] + 1] += part * 0.5 * s * s;
            }
        });
    };
    // As measure() has it: every edge counts for the cell before it and the one after it, with opposite signs.
    const auto cell = [&](int i, int j) {
        return i >= 0 && j >= 0 && i < cellRows && j < cellColumns ? gradExcess[size_t(i) * cellColumns + j] : 0.0;
    };
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            const int at = i * columns + j;
            if (j < cellColumns)
                add(at, at + 1, cell(i, j) - cell(i - 1, j));
            if (i < cellRows)
                add(at, at + columns, cell(i, j - 1) - cell(i, j));
        }
    for (int i = 0; i < rows; ++i)
    {
        double sum = 0; // of the gradients of all prefixes from here on
        for (int j = columns - 1; j > 0; --j)
        {
            const size_t at = size_t(i) * columns + j;
            sum += toPrefix[at];
            toDensity[at - 1] += 0.5 * sum;
            toDensity[at] += 0.5 * sum;
        }
    }
    // Through the scaling to a mean of 1: density = given*scale, scale = cells/mass.
    const double scale = scaleOf(given);
    double common = 0;
    for (size_t k = 0; k < toDensity.size(); ++k)
        common += toDensity[k] * density[k];
    const double perMass = common * scale / (double(cellRows) * cellColumns);
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            const size_t at = size_t(i) * columns + j;
            gradGiven[at] = scale * toDensity[at] - perMass * share(i, j);
        }
}

double MassLattice::measure(double& meanError)
{
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            const int at = i * columns + j;
            if (j < cellColumns)
                acrossEdges[at] = edge(at, at + 1);
            if (i < cellRows)
                downEdges[at] = edge(at, at + columns);
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

void MassLattice::massDerivatives(int i, int j, double byX[4], double byY[4]) const
{
    const size_t at = size_t(i) * columns + j;
    const Edge &top = acrossEdges[at], &bottom = acrossEdges[at + columns];
    const Edge &left = downEdges[at], &right = downEdges[at + 1];
    // The outline runs along the top, down the right side and back.
    byX[0] = top.begin * top.dy - left.begin * left.dy;
    byX[1] = top.end * top.dy + right.begin * right.dy;
    byX[2] = -bottom.begin * bottom.dy - left.end * left.dy;
    byX[3] = -bottom.end * bottom.dy + right.end * right.dy;
    byY[0] = -top.begin * top.dx + left.begin * left.dx;
    byY[1] = -top.end * top.dx - right.begin * right.dx;
    byY[2] = bottom.begin * bottom.dx + left.end * left.dx;
    byY[3] = bottom.end * bottom.dx - right.end * right.dx;
}

double MassLattice::corner(int i, int j, int k) const
{
    const size_t a = size_t(i) * columns + j, row = a + (k / 2) * columns, column = a + k % 2;
    return math::cross(math::Vec<double>{x[row + 1] - x[row], y[row + 1] - y[row]},
                       math::Vec<double>{x[column + columns] - x[column], y[column + columns] - y[column]});
}

double MassLattice::area(int i, int j) const
{
    return 0.25 * (corner(i, j, 0) + corner(i, j, 1) + corner(i, j, 2) + corner(i, j, 3));
}

double MassLattice::leastCorner() const
{
    double least = 1;
    for (int i = 0; i < cellRows; ++i)
        for (int j = 0; j < cellColumns; ++j)
        {
            const double whole = area(i, j);
            if (!(whole > MIN_AREA))
                return -std::numeric_limits<double>::infinity();
            for (int k = 0; k < 4; ++k)
                least = std::min(least, corner(i, j, k) / whole);
        }
    return least;
}

} // namespace kernels
} // namespace zoom
} // namespace cv
