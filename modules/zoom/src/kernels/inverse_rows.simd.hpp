// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "inverse_rows.hpp"

#include "../cpu_dispatch.hpp"
#include "../math/inverse_cell.hpp"

#include <algorithm>
#include <cstring>

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

void inverseRows(const PlaneMap& map, const InverseWarp& warp, int firstRow, int endRow);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

using math::Cell;
using math::LineInverse;
using math::Vec;

namespace {

//! A side of a cell, from its upper end to its lower one.
struct Edge
{
    double top, bottom, x, slope;

    void set(Vec<double> a, Vec<double> b)
    {
        if (a.y > b.y)
            std::swap(a, b);
        *this = {a.y, b.y, a.x, a.y < b.y ? (b.x - a.x) / (b.y - a.y) : 0.0};
    }

    //! Widens [left, right] by the point where the edge crosses the horizontal line v, if it does.
    void cut(double v, double& left, double& right) const
    {
        if (!(top <= v && v < bottom))
            return;
        const double u = x + (v - top) * slope;
        left = std::min(left, u);
        right = std::max(right, u);
    }
};

//! A cell and what its rows of pixels share.
struct ActiveCell
{
    Cell<double> cell;
    Edge edges[4];
    double top, bottom;
    int row, column; //!< of its first node
};

/** @brief Fills a tile: some rows of the frame, from one column to another.

The cells that touch the tile are collected first. Every row of pixels is then inverted cell by cell into one buffer,
and sampled in runs that do not end with the cells. */
class TileFiller
{
public:
    enum
    {
        WIDTH = 1024, //!< of a tile
        CELLS = 128,  //!< that are collected at a time
        PIECE = 128   //!< pixels that are inverted from one point
    };

    TileFiller(const PlaneMap& m, const InverseWarp& w)
        : map(m), warp(w), zoomedX(1 / (m.zoomed.x.step * (m.columns - 1))),
          zoomedY(1 / (m.zoomed.y.step * (m.rows - 1))), perPixelX(1 / m.frame.x.step), perPixelY(1 / m.frame.y.step)
    {
    }

    void fill(int first, int end, int firstX, int endX)
    {
        firstRow = first;
        endRow = end;
        firstColumn = firstX;
        endColumn = endX;
        const PixelAxis &axisX = map.frame.x, &axisY = map.frame.y;
        const double left = axisX.normalised(firstX), right = axisX.normalised(endX - 1);
        const double top = axisY.normalised(first), bottom = axisY.normalised(end - 1);
        int count = 0;
        for (int i = 0; i + 1 < map.rows; ++i)
        {
            if (!rowReaches(i, top, bottom))
                continue;
            for (int j = 0; j + 1 < map.columns; ++j)
            {
                const Vec<double> a = node(i, j), b = node(i, j + 1), c = node(i + 1, j), d = node(i + 1, j + 1);
                const double low = std::min(std::min(a.y, b.y), std::min(c.y, d.y));
                const double high = std::max(std::max(a.y, b.y), std::max(c.y, d.y));
                if (low > bottom || high <= top || std::min(std::min(a.x, b.x), std::min(c.x, d.x)) > right ||
                    std::max(std::max(a.x, b.x), std::max(c.x, d.x)) <= left)
                    continue;
                if (count == CELLS)
                {
                    fillRows(count);
                    count = 0;
                }
                ActiveCell& active = cells[count++];
                active.cell = math::latticeCell<double>(map.grid, map.columns, i, j);
                const Vec<double> ends[4][2] = {{a, b}, {c, d}, {a, c}, {b, d}};
                for (int k = 0; k < 4; ++k)
                    active.edges[k].set(ends[k][0], ends[k][1]);
                active.top = low;
                active.bottom = high;
                active.row = i;
                active.column = j;
            }
        }
        fillRows(count);
    }

private:
    Vec<double> node(int i, int j) const
    {
        const float* p = map.grid + 2 * (size_t(i) * map.columns + j);
        return {p[0], p[1]};
    }

    //! Whether the cells of a row of the lattice may reach into [top, bottom].
    bool rowReaches(int i, double top, double bottom) const
    {
        const float* v = map.grid + 2 * size_t(i) * map.columns + 1;
        float low = v[0], high = v[0];
        for (int k = 1; k < 2 * map.columns; ++k)
        {
            low = math::smaller(low, v[2 * k]);
            high = math::larger(high, v[2 * k]);
        }
        return low <= bottom && high > top;
    }

    /** @brief First pixel of the tile's rows whose centre is not before u.

    The centres themselves decide, not a division that rounds: neighbours must agree on a centre that lies on their
    common edge. */
    int firstPixel(double u) const
    {
        const PixelAxis& axis = map.frame.x;
        int first = int(math::clamped((u - axis.origin) * perPixelX, double(firstColumn), double(endColumn)));
        while (first > firstColumn && axis.normalised(first - 1) >= u)
            --first;
        while (first < endColumn && axis.normalised(first) < u)
            ++first;
        return first;
    }

    void fillRows(int count)
    {
        for (int row = firstRow; row < endRow; ++row)
        {
            const double v = map.frame.y.normalised(row);
            std::memset(covered, 0, size_t(endColumn - firstColumn));
            for (int k = 0; k < count; ++k)
            {
                const ActiveCell& active = cells[k];
                if (!(active.top <= v && v < active.bottom))
                    continue;
                double left = 1e30, right = -1e30;
                for (const Edge& edge : active.edges)
                    edge.cut(v, left, right);
                const int begin = firstPixel(left), end = firstPixel(right);
                if (begin >= end)
                    continue;
                std::memset(covered + (begin - firstColumn), 1, size_t(end - begin));
                for (int at = begin; at < end;)
                    at += invert(active, v, at, std::min(end - at, int(PIECE)));
            }
            sampleCovered(row);
        }
    }

    //! Inverts `count` pixels from column `begin` on, or fewer, and returns how many.
    int invert(const ActiveCell& active, double v, int begin, int count)
    {
        double *const outX = x + (begin - firstColumn), *const outY = y + (begin - firstColumn);
        const double toX = 1.0 / (map.columns - 1), toY = 1.0 / (map.rows - 1);
        for (;; count /= 2)
        {
            const int middle = begin + count / 2;
            const Vec<double> p = math::inverseCell(active.cell, {map.frame.x.normalised(middle), v});
            const Cell<double> local = pixelCell(active.cell, p);
            const LineInverse<float> line = LineInverse<float>::through(local);
            const bool inside = p.x >= -EDGE && p.x <= 1 + EDGE && p.y >= -EDGE && p.y <= 1 + EDGE;
            if (!inside || !(math::cross(local.x, local.y) > 0) ||
                !(std::abs(line.alongX) < MOST && std::abs(line.alongY) < MOST))
                break;
            if (!(float(count / 2) <= line.reach()))
            {
                if (count <= LEAST)
                    break;
                continue;
            }
            const double middleX = map.zoomed.x.position((active.column + p.x) * toX);
            const double middleY = map.zoomed.y.position((active.row + p.y) * toY);
            // The cell's ends, from here: only rounding passes them.
            const float left = float(-p.x * zoomedX), right = float((1 - p.x) * zoomedX);
            const float top = float(-p.y * zoomedY), bottom = float((1 - p.y) * zoomedY);
            const float n0 = float(begin - middle);
            for (int k = 0; k < count; ++k)
            {
                float determinant;
                const Vec<float> moved = line.at(n0 + float(k), determinant);
                stepX[k] = math::clamped(moved.x, left, right);
                stepY[k] = math::clamped(moved.y, top, bottom);
                determinants[k] = determinant;
            }
            for (int k = 0; k < count; ++k)
            {
                outX[k] = middleX + double(stepX[k]);
                outY[k] = middleY + double(stepY[k]);
            }
            if (warp.withWidths)
                setWidths(local, begin - firstColumn, count);
            return count;
        }
        // Cells that fold or nearly do: every pixel on its own, in double.
        const double u = map.frame.x.normalised(begin), step = map.frame.x.step;
        for (int k = 0; k < count; ++k)
        {
            Vec<double> p = math::inverseCell(active.cell, {u + k * step, v});
            p = {math::clamped(p.x, 0.0, 1.0), math::clamped(p.y, 0.0, 1.0)};
            outX[k] = map.zoomed.x.position((active.column + p.x) * toX);
            outY[k] = map.zoomed.y.position((active.row + p.y) * toY);
            if (warp.withWidths)
            {
                const Cell<double> local = pixelCell(active.cell, p);
                stepX[0] = stepY[0] = 0;
                determinants[0] = math::cross(local.x, local.y) > 0 ? 1.f : 0.f;
                setWidths(local, begin - firstColumn + k, 1);
            }
        }
        return count;
    }

    //! The cell with its origin at p, in pixels of the frame per pixel of the zoomed frame.
    Cell<double> pixelCell(const Cell<double>& cell, Vec<double> p) const
    {
        const Vec<double> dx = cell.dx(p.y), dy = cell.dy(p.x);
        const double xx = perPixelX / zoomedX, xy = perPixelX / zoomedY;
        const double yx = perPixelY / zoomedX, yy = perPixelY / zoomedY;
        return {{0, 0},
                {dx.x * xx, dx.y * yx},
                {dy.x * xy, dy.y * yy},
                {cell.twist.x * xx / zoomedY, cell.twist.y * yx / zoomedY}};
    }

    //! The box of a pixel in the zoomed plane, from the inverse of the cell's Jacobian.
    void setWidths(const Cell<double>& local, int at, int count)
    {
        const Vec<float> lx = {float(local.x.x), float(local.x.y)}, ly = {float(local.y.x), float(local.y.y)};
        const Cell<float> cell = {{0, 0}, lx, ly, {float(local.twist.x), float(local.twist.y)}};
        const float scale = float(1 / math::cross(local.x, local.y));
        const float widest = float(map.zoomed.width), highest = float(map.zoomed.height);
        float *const wx = widthX + at, *const wy = widthY + at;
        for (int k = 0; k < count; ++k)
        {
            const Vec<float> dx = cell.dx(stepY[k]), dy = cell.dy(stepX[k]);
            const float perDeterminant = determinants[k] > 0 ? scale / determinants[k] : 0.f;
            wx[k] = math::clamped(math::boxWidth(dy.x, dy.y) * perDeterminant, 1.f, widest);
            wy[k] = math::clamped(math::boxWidth(dx.x, dx.y) * perDeterminant, 1.f, highest);
        }
    }

    //! Samples every run of pixels of a row that cells have covered.
    void sampleCovered(int row)
    {
        const size_t width = size_t(endColumn - firstColumn);
        unsigned char* out = warp.frame + size_t(row) * warp.step + size_t(firstColumn) * warp.pixelBytes;
        for (size_t begin = 0, end; begin < width; begin = end)
        {
            const void* found = std::memchr(covered + begin, 1, width - begin);
            if (!found)
                return;
            begin = size_t(static_cast<const unsigned char*>(found) - covered);
            found = std::memchr(covered + begin, 0, width - begin);
            end = found ? size_t(static_cast<const unsigned char*>(found) - covered) : width;
            warp.sample(warp.source, {x + begin, y + begin, widthX + begin, widthY + begin, int(end - begin)},
                        out + begin * warp.pixelBytes);
        }
    }

    static constexpr double EDGE = 1e-6; //!< how far rounding takes an inverse out of its cell, in cells
    static constexpr float MOST = 1e4f;  //!< zoomed pixels per frame pixel for which float is enough
    static const int LEAST = 16;         //!< pixels for which a point of their own is worth while

    const PlaneMap& map;
    const InverseWarp& warp;
    double zoomedX, zoomedY;     //!< pixels of the zoomed plane per lattice step
    double perPixelX, perPixelY; //!< pixels of the frame per normalised unit
    int firstRow = 0, endRow = 0, firstColumn = 0, endColumn = 0;
    ActiveCell cells[CELLS];
    double x[WIDTH], y[WIDTH];
    float widthX[WIDTH], widthY[WIDTH];
    unsigned char covered[WIDTH];
    float stepX[PIECE], stepY[PIECE], determinants[PIECE]; //!< of the piece in work, from its middle
};

} // namespace

void inverseRows(const PlaneMap& map, const InverseWarp& warp, int firstRow, int endRow)
{
    TileFiller filler(map, warp);
    for (int column = 0; column < map.frame.width; column += TileFiller::WIDTH)
        filler.fill(firstRow, endRow, column, std::min(column + int(TileFiller::WIDTH), map.frame.width));
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
