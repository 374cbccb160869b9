// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "mass_lattice.simd.hpp"

#include "kernels/mass_lattice.simd_declarations.hpp"

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

} // namespace

void MassLattice::Edges::resize(size_t count)
{
    for (std::vector<double>* values : {&flux, &beginX, &beginY, &endX, &endY})
        values->resize(count);
}

void MassLattice::resize(int r, int c)
{
    rows = r;
    columns = c;
    cellRows = r - 1;
    cellColumns = c - 1;
    const size_t count = size_t(r) * c;
    nodes.resize(count);
    x.resize(count);
    y.resize(count);
    excess.resize(size_t(cellRows) * cellColumns);
    across.resize(count);
    down.resize(count);
}

//! Part of a cell that belongs to the node at (i, j), summed over the cells around it.
double MassLattice::share(int i, int j) const
{
    return (i == 0 || i == rows - 1 ? 0.5 : 1.0) * (j == 0 || j == columns - 1 ? 0.5 : 1.0);
}

void MassLattice::setDensity(const double* given, double power)
{
    double mass = 0;
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            const size_t at = size_t(i) * columns + j;
            nodes[at].density = power == 1 ? given[at] : std::pow(given[at], power);
            mass += share(i, j) * nodes[at].density;
        }
    const double scale = double(cellRows) * cellColumns / mass; // brings the mean to 1
    for (int i = 0; i < rows; ++i)
    {
        Node* node = &nodes[size_t(i) * columns];
        for (int j = 0; j < columns; ++j)
        {
            node[j].density *= scale;
            node[j].prefix = j == 0 ? 0 : node[j - 1].prefix + 0.5 * (node[j - 1].density + node[j].density);
        }
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

void MassLattice::measureEdge(int from, int to, Edges& edges) const
{
    double flux = 0, begin = 0, end = 0;
    visitEdge(from, to, [&](double weight, double t, size_t at, double s, double r) {
        const Node *above = &nodes[at], *below = above + columns;
        const double upper = above[1].density - above->density, lower = below[1].density - below->density;
        const double f = math::lerp(above->density + s * upper, below->density + s * lower, r);
        flux += weight * math::lerp(above->prefix + s * (above->density + 0.5 * s * upper),
                                    below->prefix + s * (below->density + 0.5 * s * lower), r);
        begin += weight * (1 - t) * f;
        end += weight * t * f;
    });
    const double dx = x[to] - x[from], dy = y[to] - y[from];
    edges.flux[from] = flux * dy;
    edges.beginX[from] = begin * dx;
    edges.beginY[from] = begin * dy;
    edges.endX[from] = end * dx;
    edges.endY[from] = end * dy;
}

namespace {

int measureVectors(const MassLattice& lattice, const MassLattice::Node* nodes, int first, int count, int stride,
                   MassLattice::Edges& edges)
{
    CV_CPU_DISPATCH(measureEdges, (lattice, nodes, first, count, stride, edges), CV_CPU_DISPATCH_MODES_ALL);
}

} // namespace

//! Measures `count` edges that start side by side.
void MassLattice::measureAlong(int first, int count, int stride, Edges& edges)
{
    for (int k = measureVectors(*this, nodes.data(), first, count, stride, edges); k < count; ++k)
        measureEdge(first + k, first + k + stride, edges);
}

void MassLattice::densityAdjoint(const double* gradExcess, const double* given, double* gradGiven) const
{
    std::vector<double> toDensity(nodes.size(), 0.0), toPrefix(nodes.size(), 0.0);
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
    const double scale = nodes[0].density / given[0]; // that of every node
    double common = 0;
    for (size_t k = 0; k < toDensity.size(); ++k)
        common += toDensity[k] * nodes[k].density;
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
    {
        measureAlong(i * columns, cellColumns, 1, across);
        if (i < cellRows)
            measureAlong(i * columns, columns, columns, down);
    }
    double largest = 0, sum = 0;
    for (int i = 0; i < cellRows; ++i)
        for (int j = 0; j < cellColumns; ++j)
        {
            const size_t at = size_t(i) * columns + j;
            const double mass = across.flux[at] + down.flux[at + 1] - across.flux[at + columns] - down.flux[at];
            excess[size_t(i) * cellColumns + j] = mass - 1;
            largest = std::max(largest, std::abs(mass - 1));
            sum += std::abs(mass - 1);
        }
    meanError = sum / double(excess.size());
    return largest;
}

void MassLattice::massDerivatives(int i, int j, double byX[4], double byY[4]) const
{
    const size_t top = size_t(i) * columns + j, bottom = top + columns, left = top, right = top + 1;
    // The outline runs along the top, down the right side and back.
    byX[0] = across.beginY[top] - down.beginY[left];
    byX[1] = across.endY[top] + down.beginY[right];
    byX[2] = -across.beginY[bottom] - down.endY[left];
    byX[3] = -across.endY[bottom] + down.endY[right];
    byY[0] = -across.beginX[top] + down.beginX[left];
    byY[1] = -across.endX[top] - down.beginX[right];
    byY[2] = across.beginX[bottom] + down.endX[left];
    byY[3] = across.endX[bottom] - down.endX[right];
}

void MassLattice::corners(int i, int j, double determinants[4]) const
{
    const size_t a = size_t(i) * columns + j, b = a + 1, c = a + columns, d = c + 1;
    const math::Vec<double> top = {x[b] - x[a], y[b] - y[a]}, bottom = {x[d] - x[c], y[d] - y[c]};
    const math::Vec<double> left = {x[c] - x[a], y[c] - y[a]}, right = {x[d] - x[b], y[d] - y[b]};
    determinants[0] = math::cross(top, left);
    determinants[1] = math::cross(top, right);
    determinants[2] = math::cross(bottom, left);
    determinants[3] = math::cross(bottom, right);
}

double MassLattice::corner(int i, int j, int k) const
{
    double determinants[4];
    corners(i, j, determinants);
    return determinants[k];
}

double MassLattice::area(int i, int j) const
{
    double d[4];
    corners(i, j, d);
    return 0.25 * (d[0] + d[1] + d[2] + d[3]);
}

double MassLattice::leastCorner() const
{
    double least = 1;
    for (int i = 0; i < cellRows; ++i)
        for (int j = 0; j < cellColumns; ++j)
        {
            double d[4];
            corners(i, j, d);
            const double whole = 0.25 * (d[0] + d[1] + d[2] + d[3]);
            if (!(whole > MIN_AREA))
                return -std::numeric_limits<double>::infinity();
            least = std::min(least, std::min(std::min(d[0], d[1]), std::min(d[2], d[3])) / whole);
        }
    return least;
}

} // namespace kernels
} // namespace zoom
} // namespace cv
