// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "inverse_rows.hpp"

#include "../cpu_dispatch.hpp"
#include "inverse_pixel.hpp"

#include <algorithm>
#include <cstring>

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

void inverseRows(const PlaneMap& map, const InverseWarp& warp, int firstRow, int endRow);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

using math::Cell;
using math::CellEdge;
using math::LocalInverse;
using math::Vec;

namespace {

//! The inverse in float around a point of a cell.
struct Centre
{
    double u, v;                    //!< the point, normalised
    double x, y;                    //!< where it is in the zoomed plane
    float left, right, top, bottom; //!< the cell's ends from there: only rounding passes them
    Cell<float> cell;     //!< with the point as its origin, in pixels of the frame per pixel of the zoomed frame
    float perDeterminant; //!< of the cell at the point
    LocalInverse<float> inverse;
};

//! A cell and what its rows of pixels share.
struct ActiveCell
{
    Cell<double> cell;
    int row, column; //!< of its first node
    CellEdge<double> edges[4];
    bool small; //!< whether one centre serves all of it
    Centre centre;
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
        HEIGHT = 16,
        CELLS = 128, //!< that are collected at a time
        PIECE = 128, //!< pixels that are inverted at a time
        PAD = 16     //!< what a loop over them may run beyond: whole vectors
    };

    TileFiller(const PlaneMap& m, const InverseWarp& w)
        : map(m), warp(w), scale(InverseScale::of(m)), perPixelX(1 / m.frame.x.step), perPixelY(1 / m.frame.y.step)
    {
    }

    void fill(int first, int end, int firstX, int endX)
    {
        firstRow = first;
        endRow = end;
        firstColumn = firstX;
        endColumn = endX;
        const double left = map.frame.x.normalised(firstX), right = map.frame.x.normalised(endX - 1);
        const double top = map.frame.y.normalised(first), bottom = map.frame.y.normalised(end - 1);
        int count = 0;
        for (int i = 0; i + 1 < map.rows; ++i)
        {
            if (!rowReaches(i, top, bottom))
                continue;
            for (int j = 0; j + 1 < map.columns; ++j)
            {
                const Vec<double> a = node(i, j), b = node(i, j + 1), c = node(i + 1, j), d = node(i + 1, j + 1);
                const Vec<double> low = lower(lower(a, b), lower(c, d)), high = upper(upper(a, b), upper(c, d));
                if (low.y > bottom || high.y <= top || low.x > right || high.x <= left)
                    continue;
                if (count == CELLS)
                {
                    fillRows(count);
                    count = 0;
                }
                tops[count] = low.y;
                bottoms[count] = high.y;
                ActiveCell& active = cells[count++];
                active.cell = math::latticeCell<double>(map.grid, map.columns, i, j);
                active.row = i;
                active.column = j;
                const Vec<double> ends[4][2] = {{a, b}, {c, d}, {a, c}, {b, d}};
                for (int k = 0; k < 4; ++k)
                    active.edges[k].set(ends[k][0], ends[k][1]);
                const Vec<double> middle = active.cell.at(0.5, 0.5), l = middle - low, h = high - middle;
                const Vec<double> reach = {std::max(l.x, h.x) * perPixelX, std::max(l.y, h.y) * perPixelY};
                active.small =
                    reach.x <= PIECE && reach.y <= PIECE && setCentre(active, middle, {0.5, 0.5}, reach, active.centre);
            }
        }
        fillRows(count);
    }

private:
    static Vec<double> lower(Vec<double> a, Vec<double> b) { return {std::min(a.x, b.x), std::min(a.y, b.y)}; }
    static Vec<double> upper(Vec<double> a, Vec<double> b) { return {std::max(a.x, b.x), std::max(a.y, b.y)}; }

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
        // Rounded down, and by the product's own rounding: at most two before the one that is wanted.
        first += axis.normalised(first) < u;
        first += axis.normalised(first) < u;
        return std::min(first, endColumn);
    }

    void fillRows(int count)
    {
        for (int row = firstRow; row < endRow; ++row)
        {
            const double v = map.frame.y.normalised(row);
            std::memset(covered, 0, size_t(endColumn - firstColumn));
            int crossed[CELLS], crossings = 0;
            for (int k = 0; k < count; ++k) // no branch: it would be guessed wrong at every change
            {
                crossed[crossings] = k;
                crossings += (tops[k] <= v) & (v < bottoms[k]);
            }
            for (int k = 0; k < crossings; ++k)
            {
                const ActiveCell& active = cells[crossed[k]];
                double left = 1e30, right = -1e30;
                for (const CellEdge<double>& edge : active.edges)
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
        if (active.small)
        {
            invertAround(active.centre, v, begin, count);
            return count;
        }
        // Float is exact enough near a point of its own. Where the cell bends too much for that, nearer.
        for (; count > LEAST; count /= 2)
        {
            const Vec<double> middle = {map.frame.x.normalised(begin + count / 2), v};
            Centre centre;
            if (!setCentre(active, middle, math::inverseCell(active.cell, middle), {count * 0.5, 0.0}, centre))
                continue;
            invertAround(centre, v, begin, count);
            return count;
        }
        invertEach(active, v, begin, count);
        return count;
    }

    /** @brief Prepares the inverse around a point; returns whether it serves as far as `reach`, in pixels of the frame.
    @param at the point in the cell */
    bool setCentre(const ActiveCell& active, Vec<double> point, Vec<double> at, Vec<double> reach, Centre& centre) const
    {
        const Cell<double> local = scale.pixelCell(active.cell, at);
        const double determinant = math::cross(local.x, local.y);
        const bool inside = at.x >= -ROUNDING && at.x <= 1 + ROUNDING && at.y >= -ROUNDING && at.y <= 1 + ROUNDING;
        if (!inside || !(determinant > 0))
            return false;
        centre.inverse = LocalInverse<float>::around(local);
        if (!centre.inverse.reaches({float(reach.x), float(reach.y)}) || !moderate(centre.inverse.alongX) ||
            !moderate(centre.inverse.alongY))
            return false;
        centre.u = point.x;
        centre.v = point.y;
        centre.x = scale.x(active.column, at);
        centre.y = scale.y(active.row, at);
        centre.left = float(-at.x * scale.zoomedX);
        centre.right = float((1 - at.x) * scale.zoomedX);
        centre.top = float(-at.y * scale.zoomedY);
        centre.bottom = float((1 - at.y) * scale.zoomedY);
        centre.cell = {{0, 0}, single(local.x), single(local.y), single(local.twist)};
        centre.perDeterminant = float(1 / determinant);
        return true;
    }

    static Vec<float> single(Vec<double> v) { return {float(v.x), float(v.y)}; }
    static bool moderate(Vec<float> v) { return std::abs(v.x) < MOST && std::abs(v.y) < MOST; }

    void invertAround(const Centre& centre, double v, int begin, int count)
    {
        const LocalInverse<float> inverse = centre.inverse;
        const float left = centre.left, right = centre.right, top = centre.top, bottom = centre.bottom;
        const float qx = float((map.frame.x.normalised(begin) - centre.u) * perPixelX);
        const float qy = float((v - centre.v) * perPixelY);
        const int padded = (count + PAD - 1) & -PAD;
        for (int k = 0; k < padded; ++k)
        {
            float determinant;
            const Vec<float> moved = inverse.at({qx + float(k), qy}, determinant);
            stepX[k] = math::clamped(moved.x, left, right);
            stepY[k] = math::clamped(moved.y, top, bottom);
            determinants[k] = determinant;
        }
        const double middleX = centre.x, middleY = centre.y;
        double *const outX = x + (begin - firstColumn), *const outY = y + (begin - firstColumn);
        for (int k = 0; k < count; ++k)
        {
            outX[k] = middleX + double(stepX[k]);
            outY[k] = middleY + double(stepY[k]);
        }
        if (warp.withWidths)
            setWidths(centre.cell, centre.perDeterminant, begin - firstColumn, count);
    }

    //! Cells that fold, or nearly: every pixel on its own, in double.
    void invertEach(const ActiveCell& active, double v, int begin, int count)
    {
        for (int k = begin; k < begin + count; ++k)
        {
            const InversePixel pixel =
                scale.invert(active.cell, active.row, active.column, map.frame.x.normalised(k), v, warp.withWidths);
            x[k - firstColumn] = pixel.x;
            y[k - firstColumn] = pixel.y;
            widthX[k - firstColumn] = pixel.widthX;
            widthY[k - firstColumn] = pixel.widthY;
        }
    }

    //! The boxes of the pixels of a piece in the zoomed plane, from the inverse of the cell's Jacobian.
    void setWidths(const Cell<float>& cell, float perDeterminant, int at, int count)
    {
        const InverseScale to = scale;
        for (int k = 0; k < count; ++k)
        {
            const Vec<float> box = to.box(cell.dx(stepY[k]), cell.dy(stepX[k]), perDeterminant / determinants[k]);
            widthX[at + k] = box.x;
            widthY[at + k] = box.y;
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

    static constexpr double ROUNDING = 1e-6; //!< that takes an inverse out of its cell, in cells
    static constexpr float MOST = 1e4f;      //!< zoomed pixels per frame pixel for which float is enough
    static const int LEAST = 16;             //!< pixels for which a centre of their own is worth while

    const PlaneMap& map;
    const InverseWarp& warp;
    const InverseScale scale;
    double perPixelX, perPixelY; //!< pixels of the frame's plane per normalised unit
    int firstRow = 0, endRow = 0, firstColumn = 0, endColumn = 0;
    ActiveCell cells[CELLS];
    double tops[CELLS], bottoms[CELLS]; //!< of the cells, side by side: every row looks through all of them
    double x[WIDTH], y[WIDTH];
    float widthX[WIDTH], widthY[WIDTH];
    unsigned char covered[WIDTH];
    float stepX[PIECE], stepY[PIECE], determinants[PIECE]; //!< of the piece in work, from its centre
};

} // namespace

void inverseRows(const PlaneMap& map, const InverseWarp& warp, int firstRow, int endRow)
{
    TileFiller filler(map, warp);
    const int width = TileFiller::WIDTH, height = TileFiller::HEIGHT;
    for (int row = firstRow; row < endRow; row += height)
        for (int column = 0; column < map.frame.width; column += width)
            filler.fill(row, std::min(row + height, endRow), column, std::min(column + width, map.frame.width));
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
