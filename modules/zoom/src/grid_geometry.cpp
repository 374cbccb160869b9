// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "grid_geometry.hpp"

#include <limits>

namespace cv {
namespace zoom {

using math::Cell;

namespace {

//! How far beyond a cell's edge a point still counts as inside, in cells: the rounding of the inverse.
constexpr double CELL_TOLERANCE = 1e-9;

//! How far the image of an inverse may be from the point for the inverse to count, in normalised coordinates.
constexpr double INVERSE_TOLERANCE = 1e-6;

math::Vec<double> clampedToCell(math::Vec<double> p)
{
    return {math::clamped(p.x, 0.0, 1.0), math::clamped(p.y, 0.0, 1.0)};
}

/** @brief Area of the part of the frame within the outline's polygon.

Of nodes outside the frame the nearest point of it counts, so that what lies beyond one side does not make up for what
is left out at another. */
double outlineArea(const Mat& nodes)
{
    double twice = 0;
    const auto node = [&](int i, int j) -> math::Vec<double> {
        const Vec2d p = nodes.at<Vec2f>(i, j);
        return {p[0], p[1]};
    };
    const auto side = [&](int i, int j, int stepI, int stepJ, int steps) {
        for (int k = 0; k < steps; ++k, i += stepI, j += stepJ)
        {
            twice += math::cross(clampedToCell(node(i, j)), clampedToCell(node(i + stepI, j + stepJ)));
        }
    };
    side(0, 0, 0, 1, nodes.cols - 1);
    side(0, nodes.cols - 1, 1, 0, nodes.rows - 1);
    side(nodes.rows - 1, nodes.cols - 1, 0, -1, nodes.cols - 1);
    side(nodes.rows - 1, 0, -1, 0, nodes.rows - 1);
    return math::clamped(0.5 * std::abs(twice), 0.0, 1.0);
}

} // namespace

void GridGeometry::assign(const Mat& grid)
{
    grid.copyTo(nodes);
    certified = kernels::certifyGrid(nodes.ptr<float>(), nodes.rows, nodes.cols);
    covered = outlineArea(nodes);
    hintsMade = false;
}

GridGeometry::Point GridGeometry::node(int row, int column) const
{
    const Vec2f& p = nodes.at<Vec2f>(row, column);
    return {p[0], p[1]};
}

GridGeometry::Point GridGeometry::latticePoint(CellIndex at, Point inCell) const
{
    return {(at.column + inCell.x) / (columns() - 1), (at.row + inCell.y) / (rows() - 1)};
}

GridGeometry::Point GridGeometry::toFrame(Point zoomed) const
{
    const auto x = math::latticePosition(zoomed.x, columns());
    const auto y = math::latticePosition(zoomed.y, rows());
    return cell(y.cell, x.cell).at(x.t, y.t);
}

bool GridGeometry::contains(CellIndex at, Point frame) const
{
    const Cell<double> c = cell(at.row, at.column);
    const Point p = math::inverseCell(c, frame);
    if (p.x < -CELL_TOLERANCE || p.y < -CELL_TOLERANCE || p.x > 1 + CELL_TOLERANCE || p.y > 1 + CELL_TOLERANCE)
        return false;
    const Point miss = c.at(p.x, p.y) - frame;
    return std::abs(miss.x) < INVERSE_TOLERANCE && std::abs(miss.y) < INVERSE_TOLERANCE;
}

//! Goes from cell to cell towards the point, across the edge that it is furthest behind. Only for convex cells.
bool GridGeometry::walk(Point p, CellIndex& at) const
{
    for (int step = 0; step < 2 * (rows() + columns()); ++step)
    {
        const Point a = node(at.row, at.column), b = node(at.row, at.column + 1);
        const Point c = node(at.row + 1, at.column + 1), d = node(at.row + 1, at.column);
        const double top = math::cross(b - a, p - a), right = math::cross(c - b, p - b);
        const double bottom = math::cross(d - c, p - c), left = math::cross(a - d, p - d);
        double worst = 0;
        CellIndex next = at;
        const auto consider = [&](double side, int row, int column) {
            if (side < worst && row >= 0 && column >= 0 && row < rows() - 1 && column < columns() - 1)
            {
                worst = side;
                next = {row, column};
            }
        };
        consider(top, at.row - 1, at.column);
        consider(bottom, at.row + 1, at.column);
        consider(left, at.row, at.column - 1);
        consider(right, at.row, at.column + 1);
        if (worst == 0)
            return top >= 0 && right >= 0 && bottom >= 0 && left >= 0;
        at = next;
    }
    return false;
}

//! Looks at every cell: for grids that are not one-to-one, and for points near an outline that curves inwards.
bool GridGeometry::search(Point p, CellIndex& at) const
{
    for (int i = 0; i + 1 < rows(); ++i)
        for (int j = 0; j + 1 < columns(); ++j)
        {
            const Point a = node(i, j), b = node(i, j + 1), c = node(i + 1, j + 1), d = node(i + 1, j);
            const bool boxed = p.x >= std::min(std::min(a.x, b.x), std::min(c.x, d.x)) &&
                               p.x <= std::max(std::max(a.x, b.x), std::max(c.x, d.x)) &&
                               p.y >= std::min(std::min(a.y, b.y), std::min(c.y, d.y)) &&
                               p.y <= std::max(std::max(a.y, b.y), std::max(c.y, d.y));
            if (boxed && contains({i, j}, p))
            {
                at = {i, j};
                return true;
            }
        }
    return false;
}

void GridGeometry::makeHints() const
{
    if (hintsMade.load(std::memory_order_acquire))
        return;
    const std::lock_guard<std::mutex> lock(hintsMutex);
    if (hintsMade.load(std::memory_order_relaxed))
        return;
    hints.resize(size_t(HINTS) * HINTS);
    CellIndex rowStart = {0, 0};
    for (int i = 0; i < HINTS; ++i)
    {
        CellIndex at = rowStart;
        for (int j = 0; j < HINTS; ++j)
        {
            walk({(j + 0.5) / HINTS, (i + 0.5) / HINTS}, at);
            if (j == 0)
                rowStart = at;
            hints[size_t(i) * HINTS + j] = at;
        }
    }
    hintsMade.store(true, std::memory_order_release);
}

bool GridGeometry::toZoomed(Point frame, Point& zoomed) const
{
    CellIndex at = {0, 0};
    bool found;
    if (certified.oneToOne())
    {
        makeHints();
        const int x = math::clamped(int(math::clamped(frame.x, 0.0, 1.0) * HINTS), 0, HINTS - 1);
        const int y = math::clamped(int(math::clamped(frame.y, 0.0, 1.0) * HINTS), 0, HINTS - 1);
        at = hints[size_t(y) * HINTS + x];
        found = walk(frame, at) || search(frame, at);
    }
    else
    {
        found = search(frame, at);
    }
    zoomed = found ? latticePoint(at, clampedToCell(math::inverseCell(cell(at.row, at.column), frame)))
                   : nearestOnOutline(frame);
    return found;
}

GridGeometry::Point GridGeometry::nearestOnOutline(Point p) const
{
    double best = std::numeric_limits<double>::infinity();
    Point result = {0, 0};
    const auto consider = [&](int i0, int j0, int i1, int j1) {
        const Point a = node(i0, j0), d = node(i1, j1) - a;
        const double length2 = math::dot(d, d);
        const double t = length2 > 0 ? math::clamped(math::dot(p - a, d) / length2, 0.0, 1.0) : 0.0;
        const Point miss = a + t * d - p;
        if (math::dot(miss, miss) < best)
        {
            best = math::dot(miss, miss);
            result = {(j0 + t * (j1 - j0)) / (columns() - 1), (i0 + t * (i1 - i0)) / (rows() - 1)};
        }
    };
    for (int j = 0; j + 1 < columns(); ++j)
    {
        consider(0, j, 0, j + 1);
        consider(rows() - 1, j, rows() - 1, j + 1);
    }
    for (int i = 0; i + 1 < rows(); ++i)
    {
        consider(i, 0, i + 1, 0);
        consider(i, columns() - 1, i + 1, columns() - 1);
    }
    return result;
}

} // namespace zoom
} // namespace cv
