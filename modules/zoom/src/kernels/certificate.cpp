// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "certificate.simd.hpp"

#include "kernels/certificate.simd_declarations.hpp"

#include "../math/certificate.hpp"
#include "../math/lattice.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace cv {
namespace zoom {
namespace kernels {

using math::BlendedDeterminant;
using math::Vec;

namespace {

//! Added to a computed share so that rounding does not leave the corner just beyond the limit.
constexpr double SHARE_MARGIN = 1e-9;

//! How exactly the share that makes the outline simple is found.
constexpr double OUTLINE_TOLERANCE = 1e-6;

constexpr int MAX_ROUNDS = 100;

//! Columns of cells that are looked at together: they fit on the stack, whatever the size of the grid.
constexpr int STRIP = 64;

template <typename T>
Vec<double> node(const T* grid, int columns, int i, int j)
{
    const T* p = grid + 2 * (size_t(i) * columns + j);
    return {double(p[0]), double(p[1])};
}

//! Calls visit(x, y) with the Jacobian's columns at the four corners of every cell.
template <typename T, typename Visit>
void visitCorners(const T* grid, int rows, int columns, Visit visit)
{
    const double kx = columns - 1, ky = rows - 1;
    for (int i = 0; i + 1 < rows; ++i)
    {
        Vec<double> upper = node(grid, columns, i, 0), lower = node(grid, columns, i + 1, 0);
        Vec<double> left = ky * (lower - upper);
        for (int j = 0; j + 1 < columns; ++j)
        {
            const Vec<double> nextUpper = node(grid, columns, i, j + 1), nextLower = node(grid, columns, i + 1, j + 1);
            const Vec<double> top = kx * (nextUpper - upper), bottom = kx * (nextLower - lower);
            const Vec<double> right = ky * (nextLower - nextUpper);
            visit(top, left);
            visit(top, right);
            visit(bottom, left);
            visit(bottom, right);
            upper = nextUpper;
            lower = nextLower;
            left = right;
        }
    }
}

//! The outline of a grid, side by side: top and bottom run along x, left and right along y.
template <typename T>
class Outline
{
public:
    //! @param share of the identity that the grid is blended with
    Outline(const T* g, int r, int c, double share) : grid(g), rows(r), columns(c), a(share) {}

    enum Side
    {
        TOP,
        BOTTOM,
        LEFT,
        RIGHT
    };

    int length(Side side) const { return side == TOP || side == BOTTOM ? columns : rows; }

    Vec<double> at(Side side, int k) const
    {
        const int i = side == TOP ? 0 : side == BOTTOM ? rows - 1 : k;
        const int j = side == LEFT ? 0 : side == RIGHT ? columns - 1 : k;
        const Vec<double> identity = {double(j) / (columns - 1), double(i) / (rows - 1)};
        return (1 - a) * node(grid, columns, i, j) + a * identity;
    }

    //! True when no two sides meet but at the corner that they share.
    bool sidesApart() const
    {
        if (slanted(TOP) && slanted(BOTTOM) && slanted(LEFT) && slanted(RIGHT) && gap(TOP, BOTTOM) && gap(LEFT, RIGHT))
            return true;
        return !meet(TOP, BOTTOM) && !meet(LEFT, RIGHT) && !meet(TOP, LEFT) && !meet(TOP, RIGHT) &&
               !meet(BOTTOM, LEFT) && !meet(BOTTOM, RIGHT);
    }

private:
    /** True when every step goes further along the side than across it. Neighbouring sides that do so stay in
    the opposite sectors of their common corner, so they cannot meet again. */
    bool slanted(Side side) const
    {
        for (int k = 1; k < length(side); ++k)
        {
            const Vec<double> d = at(side, k) - at(side, k - 1);
            const bool alongX = side == TOP || side == BOTTOM;
            if (std::abs(alongX ? d.y : d.x) >= (alongX ? d.x : d.y))
                return false;
        }
        return true;
    }

    //! True when a straight line along the axis separates the sides.
    bool gap(Side first, Side second) const
    {
        double highest = -std::numeric_limits<double>::infinity(), lowest = -highest;
        for (int k = 0; k < length(first); ++k)
            highest = std::max(highest, across(first, k));
        for (int k = 0; k < length(second); ++k)
            lowest = std::min(lowest, across(second, k));
        return highest < lowest;
    }

    double across(Side side, int k) const { return side == TOP || side == BOTTOM ? at(side, k).y : at(side, k).x; }

    //! True when a step of one side touches a step of the other, the two steps at their common corner left out.
    bool meet(Side first, Side second) const
    {
        for (int k = 1; k < length(first); ++k)
        {
            const Vec<double> p = at(first, k - 1), p2 = at(first, k);
            for (int m = 1; m < length(second); ++m)
            {
                const Vec<double> q = at(second, m - 1), q2 = at(second, m);
                if (std::max(p.x, p2.x) < std::min(q.x, q2.x) || std::max(q.x, q2.x) < std::min(p.x, p2.x) ||
                    std::max(p.y, p2.y) < std::min(q.y, q2.y) || std::max(q.y, q2.y) < std::min(p.y, p2.y))
                    continue;
                if (shareNode(first, k, second, m))
                    continue;
                const Vec<double> d = p2 - p, e = q2 - q;
                const double q0 = math::cross(d, q - p), q1 = math::cross(d, q2 - p);
                const double p0 = math::cross(e, p - q), p1 = math::cross(e, p2 - q);
                if (q0 * q1 <= 0 && p0 * p1 <= 0)
                    return true;
            }
        }
        return false;
    }

    //! True when step k of one side and step m of the other end at the same corner of the lattice.
    bool shareNode(Side first, int k, Side second, int m) const
    {
        if (first == BOTTOM || first == TOP)
        {
            if (second == BOTTOM || second == TOP)
                return false;
            const bool firstAtCorner = second == LEFT ? k == 1 : k == columns - 1;
            const bool secondAtCorner = first == TOP ? m == 1 : m == rows - 1;
            return firstAtCorner && secondAtCorner;
        }
        return false;
    }

    const T* grid;
    int rows, columns;
    double a;
};

void rowDeterminantRange(const RowOfCells& row, double& smallest, double& largest)
{
    CV_CPU_DISPATCH(rowDeterminants, (row, smallest, largest), CV_CPU_DISPATCH_MODES_ALL);
}

//! Widens the range to the determinants at the corners of the cells of a strip, columns first to end of the nodes.
template <typename T>
void determinantRange(const T* grid, int rows, int columns, int first, int end, double& smallest, double& largest)
{
    double buffers[6][STRIP + 1];
    double *topX = buffers[0], *topY = buffers[1], *bottomX = buffers[2], *bottomY = buffers[3];
    double *sideX = buffers[4], *sideY = buffers[5];
    const double kx = columns - 1, ky = rows - 1;
    const int nodes = end - first;
    const auto edges = [&](int i, double* x, double* y) {
        const T* p = grid + 2 * (size_t(i) * columns + first);
        for (int j = 0; j + 1 < nodes; ++j)
        {
            x[j] = kx * (double(p[2 * j + 2]) - double(p[2 * j]));
            y[j] = kx * (double(p[2 * j + 3]) - double(p[2 * j + 1]));
        }
    };
    edges(0, bottomX, bottomY);
    for (int i = 0; i + 1 < rows; ++i)
    {
        std::swap(topX, bottomX);
        std::swap(topY, bottomY);
        edges(i + 1, bottomX, bottomY);
        const T *upper = grid + 2 * (size_t(i) * columns + first), *lower = upper + 2 * columns;
        for (int j = 0; j < nodes; ++j)
        {
            sideX[j] = ky * (double(lower[2 * j]) - double(upper[2 * j]));
            sideY[j] = ky * (double(lower[2 * j + 1]) - double(upper[2 * j + 1]));
        }
        rowDeterminantRange({topX, topY, bottomX, bottomY, sideX, sideY, nodes - 1}, smallest, largest);
    }
}

//! Smallest and largest determinant at the corners of all cells.
template <typename T>
void determinantRange(const T* grid, int rows, int columns, double& smallest, double& largest)
{
    smallest = std::numeric_limits<double>::infinity();
    largest = -smallest;
    for (int first = 0; first + 1 < columns; first += STRIP)
        determinantRange(grid, rows, columns, first, std::min(first + STRIP + 1, columns), smallest, largest);
}

//! Calls visit(step) with every step of the outline along its side, in parts of the identity's step.
template <typename T, typename Visit>
void visitOutlineSteps(const T* grid, int rows, int columns, Visit visit)
{
    for (int i = 0; i < rows; i += rows - 1)
        for (int j = 1; j < columns; ++j)
            visit((columns - 1) * (node(grid, columns, i, j).x - node(grid, columns, i, j - 1).x));
    for (int j = 0; j < columns; j += columns - 1)
        for (int i = 1; i < rows; ++i)
            visit((rows - 1) * (node(grid, columns, i, j).y - node(grid, columns, i - 1, j).y));
}

} // namespace

template <typename T>
GridCertificate certifyGrid(const T* grid, int rows, int columns)
{
    GridCertificate c = {0, 0, true};
    determinantRange(grid, rows, columns, c.minDeterminant, c.maxDeterminant);
    visitOutlineSteps(grid, rows, columns, [&c](double step) { c.outlineSimple &= step > 0; });
    c.outlineSimple = c.outlineSimple && Outline<T>(grid, rows, columns, 0).sidesApart();
    return c;
}

template GridCertificate certifyGrid<float>(const float*, int, int);
template GridCertificate certifyGrid<double>(const double*, int, int);

namespace {

//! The share with which a step of the outline, in parts of the identity's step, becomes long enough.
double shareForStep(double step)
{
    return step < MIN_OUTLINE_STEP ? (MIN_OUTLINE_STEP - step) / (1 - step) : 0; // (1-a)*step + a = MIN_OUTLINE_STEP
}

/** @brief Raises a share until every corner obeys the limits and the sides of the outline are apart.

A corner may obey by itself and break a limit at the share that others need, so this goes on until none does. A round
settles at least one corner for good; the identity, which obeys always, ends what rounding would keep going.
@param visitCorners calls its argument with the Jacobian's columns at the corners, as visitCorners() does
@param sidesApart tells for a share */
template <typename VisitCorners, typename SidesApart>
double settle(double share, double minDeterminant, double maxDeterminant, VisitCorners visitCorners,
              SidesApart sidesApart)
{
    int rounds = 0;
    for (bool again = true; again && share < 1;)
    {
        again = false;
        const double reached = share;
        visitCorners([&](Vec<double> x, Vec<double> y) {
            const BlendedDeterminant<double> det = BlendedDeterminant<double>::of(x, y);
            const double here = det.at(reached);
            if (here >= minDeterminant && here <= maxDeterminant)
                return;
            const double needed = std::max(det.shareToReach(minDeterminant), det.shareToReach(maxDeterminant));
            share = std::min(1.0, std::max(share, std::max(needed, reached) + SHARE_MARGIN));
            again = true;
        });
        if (!again && !sidesApart(share))
        {
            double low = share, high = 1;
            while (high - low > OUTLINE_TOLERANCE)
            {
                const double middle = 0.5 * (low + high);
                (sidesApart(middle) ? high : low) = middle;
            }
            share = high;
            again = true;
        }
        if (++rounds == MAX_ROUNDS)
            share = 1;
    }
    return share;
}

//! Blends one coordinate of a node with the identity's.
void blend(double& coordinate, double share, int k, int n)
{
    coordinate = (1 - share) * coordinate + share * (double(k) / (n - 1));
}

} // namespace

double mendGrid(double* grid, int rows, int columns, double minDeterminant, double maxDeterminant)
{
    const auto sidesApart = [&](double a) { return Outline<double>(grid, rows, columns, a).sidesApart(); };
    double share = 0;
    visitOutlineSteps(grid, rows, columns, [&share](double step) { share = std::max(share, shareForStep(step)); });
    if (share == 0)
    {
        double smallest, largest;
        determinantRange(grid, rows, columns, smallest, largest);
        if (smallest >= minDeterminant && largest <= maxDeterminant && sidesApart(0))
            return 0;
    }

    share = settle(
        share, minDeterminant, maxDeterminant, [&](auto visit) { visitCorners(grid, rows, columns, visit); },
        sidesApart);
    for (int i = 0; share > 0 && i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            double* p = grid + 2 * (size_t(i) * columns + j);
            blend(p[0], share, j, columns);
            blend(p[1], share, i, rows);
        }
    return share;
}

namespace {

//! Step k of an axis of a separable grid, in parts of the identity's step.
double axisStep(const double* axis, int n, int k)
{
    return (n - 1) * (axis[k + 1] - axis[k]);
}

//! Smallest and largest step of an axis.
std::pair<double, double> stepRange(const double* axis, int n)
{
    std::pair<double, double> range(std::numeric_limits<double>::infinity(), -std::numeric_limits<double>::infinity());
    for (int k = 0; k + 1 < n; ++k)
    {
        const double step = axisStep(axis, n, k);
        range.first = std::min(range.first, step);
        range.second = std::max(range.second, step);
    }
    return range;
}

} // namespace

double mendSeparableGrid(double* u, int columns, double* v, int rows, double minDeterminant, double maxDeterminant)
{
    const auto alongX = stepRange(u, columns), alongY = stepRange(v, rows);
    double share = std::max(shareForStep(alongX.first), shareForStep(alongY.first));
    if (share == 0 && alongX.first * alongY.first >= minDeterminant && alongX.second * alongY.second <= maxDeterminant)
        return 0;

    const auto visitCorners = [&](auto visit) {
        const auto corner = [&](double stepX, double stepY) { visit(Vec<double>{stepX, 0}, Vec<double>{0, stepY}); };
        // With positive steps a corner's determinant grows with either step at every share, so the extreme corners need
        // the most. The one exception is a corner that is too small now and too large at some larger share. It does not
        // count where both axes have a step of at least the identity's, for then the largest corner is too large until
        // then as well; every axis that spans the whole frame has such a step.
        if (alongX.second >= 1 && alongY.second >= 1)
        {
            corner(alongX.first, alongY.first);
            corner(alongX.second, alongY.second);
            return;
        }
        for (int i = 0; i + 1 < rows; ++i)
            for (int j = 0; j + 1 < columns; ++j)
                corner(axisStep(u, columns, j), axisStep(v, rows, i));
    };
    // Opposite sides of the outline are parallel: with positive steps they are apart.
    share = settle(share, minDeterminant, maxDeterminant, visitCorners, [](double) { return true; });
    for (int j = 0; share > 0 && j < columns; ++j)
        blend(u[j], share, j, columns);
    for (int i = 0; share > 0 && i < rows; ++i)
        blend(v[i], share, i, rows);
    return share;
}

} // namespace kernels
} // namespace zoom
} // namespace cv
