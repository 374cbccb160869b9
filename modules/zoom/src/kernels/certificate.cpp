// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "certificate.simd.hpp"

#include "kernels/certificate.simd_declarations.hpp"

#include "../math/certificate.hpp"
#include "../math/outline.hpp"

#include <algorithm>
#include <limits>
#include <utility>

namespace cv {
namespace zoom {
namespace kernels {

using math::Outline;

namespace {

//! Columns of cells that are looked at together: they fit on the stack, whatever the size of the grid.
constexpr int STRIP = 64;

//! Whether every step of a side goes further along it than across.
template <typename T>
bool isSlanted(const Outline<T>& outline, typename Outline<T>::Side side)
{
    for (int k = 0; k < outline.steps(side); ++k)
        if (!outline.slanted(side, k))
            return false;
    return true;
}

//! True when a straight line along the axis separates the sides.
template <typename T>
bool haveGap(const Outline<T>& outline, typename Outline<T>::Side first, typename Outline<T>::Side second)
{
    double highest = -std::numeric_limits<double>::infinity(), lowest = -highest;
    for (int k = 0; k <= outline.steps(first); ++k)
        highest = std::max(highest, outline.across(first, k));
    for (int k = 0; k <= outline.steps(second); ++k)
        lowest = std::min(lowest, outline.across(second, k));
    return highest < lowest;
}

//! True when a step of one side touches a step of the other.
template <typename T>
bool doMeet(const Outline<T>& outline, typename Outline<T>::Side first, typename Outline<T>::Side second)
{
    for (int k = 0; k < outline.steps(first); ++k)
        for (int m = 0; m < outline.steps(second); ++m)
            if (outline.touch(first, k, second, m))
                return true;
    return false;
}

//! True when no two sides meet but at the corner that they share.
template <typename T>
bool areSidesApart(const Outline<T>& o)
{
    typedef Outline<T> O;
    if (isSlanted(o, O::TOP) && isSlanted(o, O::BOTTOM) && isSlanted(o, O::LEFT) && isSlanted(o, O::RIGHT) &&
        haveGap(o, O::TOP, O::BOTTOM) && haveGap(o, O::LEFT, O::RIGHT))
        return true;
    return !doMeet(o, O::TOP, O::BOTTOM) && !doMeet(o, O::LEFT, O::RIGHT) && !doMeet(o, O::TOP, O::LEFT) &&
           !doMeet(o, O::TOP, O::RIGHT) && !doMeet(o, O::BOTTOM, O::LEFT) && !doMeet(o, O::BOTTOM, O::RIGHT);
}

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
    typedef Outline<T> O;
    const O outline = {grid, rows, columns, 0};
    for (const typename O::Side side : {O::TOP, O::BOTTOM, O::LEFT, O::RIGHT})
        for (int k = 0; k < outline.steps(side); ++k)
            visit(outline.advance(side, k));
}

} // namespace

template <typename T>
GridCertificate certifyGrid(const T* grid, int rows, int columns)
{
    GridCertificate c = {0, 0, true};
    determinantRange(grid, rows, columns, c.minDeterminant, c.maxDeterminant);
    visitOutlineSteps(grid, rows, columns, [&c](double step) { c.outlineSimple &= step > 0; });
    c.outlineSimple = c.outlineSimple && areSidesApart(Outline<T>{grid, rows, columns, 0});
    return c;
}

template GridCertificate certifyGrid<float>(const float*, int, int);
template GridCertificate certifyGrid<double>(const double*, int, int);

double mendGrid(double* grid, int rows, int columns, double minDeterminant, double maxDeterminant)
{
    const auto sidesApart = [&](double a) { return areSidesApart(Outline<double>{grid, rows, columns, a}); };
    double share = 0;
    visitOutlineSteps(grid, rows, columns,
                      [&share](double step) { share = std::max(share, math::shareForStep(step)); });
    if (share == 0)
    {
        double smallest, largest;
        determinantRange(grid, rows, columns, smallest, largest);
        if (smallest >= minDeterminant && largest <= maxDeterminant && sidesApart(0))
            return 0;
    }

    const auto shareForCorners = [&](double reached) {
        double most = 0;
        for (int i = 0; i + 1 < rows; ++i)
            for (int j = 0; j + 1 < columns; ++j)
                most = std::max(most,
                                math::shareForCell(grid, rows, columns, i, j, reached, minDeterminant, maxDeterminant));
        return most;
    };
    share = math::settledShare(share, shareForCorners, sidesApart);
    for (int i = 0; share > 0 && i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            double* p = grid + 2 * (size_t(i) * columns + j);
            p[0] = math::blended(p[0], share, j, columns);
            p[1] = math::blended(p[1], share, i, rows);
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
    double share = std::max(math::shareForStep(alongX.first), math::shareForStep(alongY.first));
    if (share == 0 && alongX.first * alongY.first >= minDeterminant && alongX.second * alongY.second <= maxDeterminant)
        return 0;

    const auto shareForCorners = [&](double reached) {
        double most = 0;
        const auto corner = [&](double stepX, double stepY) {
            most =
                std::max(most, math::shareForCorner({stepX, 0}, {0, stepY}, reached, minDeterminant, maxDeterminant));
        };
        // With positive steps a corner's determinant grows with either step at every share, so the extreme corners need
        // the most. The one exception is a corner that is too small now and too large at some larger share. It does not
        // count where both axes have a step of at least the identity's, for then the largest corner is too large until
        // then as well; every axis that spans the whole frame has such a step.
        if (alongX.second >= 1 && alongY.second >= 1)
        {
            corner(alongX.first, alongY.first);
            corner(alongX.second, alongY.second);
            return most;
        }
        for (int i = 0; i + 1 < rows; ++i)
            for (int j = 0; j + 1 < columns; ++j)
                corner(axisStep(u, columns, j), axisStep(v, rows, i));
        return most;
    };
    // Opposite sides of the outline are parallel: with positive steps they are apart.
    share = math::settledShare(share, shareForCorners, [](double) { return true; });
    for (int j = 0; share > 0 && j < columns; ++j)
        u[j] = math::blended(u[j], share, j, columns);
    for (int i = 0; share > 0 && i < rows; ++i)
        v[i] = math::blended(v[i], share, i, rows);
    return share;
}

} // namespace kernels
} // namespace zoom
} // namespace cv
