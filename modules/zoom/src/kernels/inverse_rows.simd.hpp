// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "inverse_rows.hpp"

#include "../cpu_dispatch.hpp"
#include "../math/inverse_cell.hpp"

#include <algorithm>

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

void inverseRows(const PlaneMap& map, int firstRow, int endRow, bool withWidths, double* buffer, const TakeRun& take);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

using math::Cell;
using math::Vec;

namespace {

//! First pixel of an axis whose centre is not before the normalised coordinate c, within [low, high].
int firstPixel(const PixelAxis& axis, double c, int low, int high)
{
    const double k = std::ceil((c - axis.origin) / axis.step);
    if (!(k > low - 1 && k < high + 1))
        return k < low ? low : high;
    // The division rounds. The centres themselves decide, as they do where edges are cut: a row of centres that lies on
    // a row of nodes must belong to one of the two rows of cells.
    int first = int(k);
    if (axis.normalised(first - 1) >= c)
        --first;
    else if (axis.normalised(first) < c)
        ++first;
    return math::clamped(first, low, high);
}

//! Widens [left, right] by the point where the edge a-b crosses the horizontal line v, if it does.
void cutEdge(Vec<double> a, Vec<double> b, double v, double& left, double& right)
{
    if ((a.y <= v) == (b.y <= v))
        return;
    if (a.y > b.y)
        std::swap(a, b);
    const double u = a.x + (v - a.y) * ((b.x - a.x) / (b.y - a.y));
    left = std::min(left, u);
    right = std::max(right, u);
}

class CellFiller
{
public:
    CellFiller(const PlaneMap& m, bool w, double* buffer, const TakeRun& t)
        : map(m), withWidths(w), x(buffer), y(buffer + m.frame.width),
          widthX(reinterpret_cast<float*>(buffer + 2 * size_t(m.frame.width))), widthY(widthX + m.frame.width), take(t),
          toZoomedX(1 / (map.zoomed.x.step * (map.columns - 1))), toZoomedY(1 / (map.zoomed.y.step * (map.rows - 1)))
    {
    }

    void fill(int i, int j, int firstRow, int endRow)
    {
        const Cell<double> cell = math::latticeCell<double>(map.grid, map.columns, i, j);
        const Vec<double> a = cell.origin, b = cell.at(1, 0), c = cell.at(1, 1), d = cell.at(0, 1);
        const double top = std::min(std::min(a.y, b.y), std::min(c.y, d.y));
        const double bottom = std::max(std::max(a.y, b.y), std::max(c.y, d.y));
        const int first = firstPixel(map.frame.y, top, firstRow, endRow);
        const int end = firstPixel(map.frame.y, bottom, firstRow, endRow);
        for (int row = first; row < end; ++row)
        {
            const double v = map.frame.y.normalised(row);
            double left = 1e30, right = -1e30;
            cutEdge(nodeAt(i, j), nodeAt(i, j + 1), v, left, right);
            cutEdge(nodeAt(i + 1, j), nodeAt(i + 1, j + 1), v, left, right);
            cutEdge(nodeAt(i, j), nodeAt(i + 1, j), v, left, right);
            cutEdge(nodeAt(i, j + 1), nodeAt(i + 1, j + 1), v, left, right);
            const int begin = firstPixel(map.frame.x, left, 0, map.frame.width);
            const int stop = firstPixel(map.frame.x, right, 0, map.frame.width);
            if (begin < stop)
                invertRun(cell, i, j, v, row, begin, stop);
        }
    }

private:
    Vec<double> nodeAt(int i, int j) const
    {
        const float* p = map.grid + 2 * (size_t(i) * map.columns + j);
        return {p[0], p[1]};
    }

    void invertRun(const Cell<double>& cell, int i, int j, double v, int row, int begin, int stop)
    {
        const int n = stop - begin;
        const double u = map.frame.x.normalised(begin), step = map.frame.x.step;
        const double toX = 1.0 / (map.columns - 1), toY = 1.0 / (map.rows - 1);
        // Local copies and a loop without branches: the compiler turns it into vector code.
        const PixelAxis axisX = map.zoomed.x, axisY = map.zoomed.y;
        double *const outX = x, *const outY = y;
        for (int k = 0; k < n; ++k)
        {
            const Vec<double> p = math::inverseCell(cell, {u + k * step, v});
            outX[k] = math::clamped(p.x, 0.0, 1.0);
            outY[k] = math::clamped(p.y, 0.0, 1.0);
        }
        if (withWidths)
            for (int k = 0; k < n; ++k)
                setWidths(cell, {x[k], y[k]}, k);
        for (int k = 0; k < n; ++k)
        {
            outX[k] = axisX.position((j + outX[k]) * toX);
            outY[k] = axisY.position((i + outY[k]) * toY);
        }
        take(row, begin, {x, y, widthX, widthY, n});
    }

    //! The box in the zoomed plane, from the inverse of the cell's Jacobian.
    void setWidths(const Cell<double>& cell, Vec<double> p, int k)
    {
        const Vec<double> dx = cell.dx(p.y), dy = cell.dy(p.x);
        const double det = math::cross(dx, dy);
        if (!(det > 0))
        {
            widthX[k] = widthY[k] = 1;
            return;
        }
        const double u = map.frame.x.step / det, v = map.frame.y.step / det; // a pixel of the frame
        const double wx = toZoomedX * math::boxWidth(dy.y * u, dy.x * v);
        const double wy = toZoomedY * math::boxWidth(dx.y * u, dx.x * v);
        widthX[k] = float(math::clamped(wx, 1.0, double(map.zoomed.width)));
        widthY[k] = float(math::clamped(wy, 1.0, double(map.zoomed.height)));
    }

    const PlaneMap& map;
    bool withWidths;
    double *x, *y;
    float *widthX, *widthY;
    const TakeRun& take;
    double toZoomedX, toZoomedY; //!< pixels of the zoomed plane per lattice step
};

} // namespace

void inverseRows(const PlaneMap& map, int firstRow, int endRow, bool withWidths, double* buffer, const TakeRun& take)
{
    CellFiller filler(map, withWidths, buffer, take);
    for (int i = 0; i + 1 < map.rows; ++i)
        for (int j = 0; j + 1 < map.columns; ++j)
            filler.fill(i, j, firstRow, endRow);
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
