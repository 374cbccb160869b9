// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_UNZOOM_TILE_HPP
#define OPENCV_ZOOM_CUDA_UNZOOM_TILE_HPP

#include "../kernels/inverse_pixel.hpp"
#include "launch_shape.hpp"
#include "warp_pixel.hpp"

namespace cv {
namespace zoom {
namespace gpu {

//! A zoomed plane to be brought back. All pointers are device memory.
struct UnzoomTask
{
    kernels::PlaneMap map;
    kernels::InverseScale scale;
    kernels::PyramidView pyramid; //!< of the zoomed plane
    Sampling sampling;
    bool withBoxes; //!< whether pixels are means over their boxes; bilinear interpolation otherwise
    unsigned char* frame;
    std::size_t step;
};

//! The pixels of a row whose centres lie in a cell: u from `left` on, up to `right`.
struct CellSpan
{
    double left, right;
};

//! What a block keeps in shared memory.
struct UnzoomMemory
{
    int cell[UNZOOM_TILE_X * UNZOOM_TILE_Y]; //!< that covers a pixel: the last one that does; -1 for none
    int found[UNZOOM_CELLS];                 //!< cells that meet the tile, in any order
    int count;                               //!< of them
    CellSpan span[UNZOOM_SPANS][UNZOOM_TILE_Y];
};

//! A tile of the frame and the cells over it.
struct UnzoomTile
{
    const UnzoomTask& task;
    int firstX, firstY, width, height;

    static ZOOM_INLINE UnzoomTile at(const UnzoomTask& task, int tileX, int tileY)
    {
        const int x = tileX * UNZOOM_TILE_X, y = tileY * UNZOOM_TILE_Y;
        return {task, x, y, math::smaller(int(UNZOOM_TILE_X), task.map.frame.width - x),
                math::smaller(int(UNZOOM_TILE_Y), task.map.frame.height - y)};
    }

    ZOOM_INLINE int columns() const { return task.map.columns - 1; } //!< of cells
    ZOOM_INLINE int cells() const { return columns() * (task.map.rows - 1); }
    ZOOM_INLINE double u(int x) const { return task.map.frame.x.normalised(firstX + x); }
    ZOOM_INLINE double v(int y) const { return task.map.frame.y.normalised(firstY + y); }

    ZOOM_INLINE math::Vec<double> node(int cell, int below, int right) const
    {
        return math::gridNode(task.map.grid, task.map.columns, cell / columns() + below, cell % columns() + right);
    }

    //! Whether a cell may cover a pixel of the tile.
    ZOOM_INLINE bool meets(int cell) const
    {
        const math::Vec<double> a = node(cell, 0, 0), b = node(cell, 0, 1), c = node(cell, 1, 0), d = node(cell, 1, 1);
        const double left = math::smaller(math::smaller(a.x, b.x), math::smaller(c.x, d.x));
        const double right = math::larger(math::larger(a.x, b.x), math::larger(c.x, d.x));
        const double top = math::smaller(math::smaller(a.y, b.y), math::smaller(c.y, d.y));
        const double bottom = math::larger(math::larger(a.y, b.y), math::larger(c.y, d.y));
        return left <= u(width - 1) && right > u(0) && top <= v(height - 1) && bottom > v(0);
    }

    //! Where a row of pixels crosses a cell. Neighbours compute their common edge from the same nodes in the same way.
    ZOOM_INLINE CellSpan spanOf(int cell, int y) const
    {
        const math::Vec<double> a = node(cell, 0, 0), b = node(cell, 0, 1), c = node(cell, 1, 0), d = node(cell, 1, 1);
        CellSpan span = {1e30, -1e30};
        cut(a, b, y, span);
        cut(c, d, y, span);
        cut(a, c, y, span);
        cut(b, d, y, span);
        return span;
    }

    template <typename T, int CN>
    ZOOM_INLINE void fill(int pixel, int cell) const
    {
        const int x = pixel % UNZOOM_TILE_X, y = pixel / UNZOOM_TILE_X;
        T* out = reinterpret_cast<T*>(task.frame + std::size_t(firstY + y) * task.step) +
                 std::size_t(CN) * std::size_t(firstX + x);
        if (cell < 0)
        {
            for (int c = 0; c < CN; ++c)
                out[c] = 0;
            return;
        }
        const int row = cell / columns(), column = cell % columns();
        const kernels::InversePixel at =
            task.scale.invert(math::latticeCell<double>(task.map.grid, task.map.columns, row, column), row, column,
                              u(x), v(y), task.withBoxes);
        samplePixel<T, CN>(task.pyramid, task.sampling, at.x, at.y, at.widthX, at.widthY, out);
    }

private:
    ZOOM_INLINE void cut(math::Vec<double> a, math::Vec<double> b, int y, CellSpan& span) const
    {
        math::CellEdge<double> edge;
        edge.set(a, b);
        edge.cut(v(y), span.left, span.right);
    }
};

/** @brief Fills one tile of the frame.

Every pixel looks for the last of the cells that cover it, as the CPU, which fills one cell after the other, leaves it;
so a grid that folds gives the same every time. What no cell covers becomes 0. */
template <typename T, int CN, typename Block>
ZOOM_INLINE void unzoomTile(const Block& block, const UnzoomTask& task, int tileX, int tileY, UnzoomMemory& memory)
{
    const UnzoomTile tile = UnzoomTile::at(task, tileX, tileY);
    const int pixels = UNZOOM_TILE_X * tile.height, cells = tile.cells();
    block.forEach(pixels, [&](int k) { memory.cell[k] = -1; });
    for (int begin = 0; begin < cells; begin += UNZOOM_CELLS)
    {
        block.forEach(1, [&](int) { memory.count = 0; });
        block.forEach(math::smaller(int(UNZOOM_CELLS), cells - begin), [&](int k) {
            if (tile.meets(begin + k))
                memory.found[block.count(&memory.count)] = begin + k;
        });
        const int count = memory.count;
        block.wait(); // until all have read it: the next round begins at 0
        for (int first = 0; first < count; first += UNZOOM_SPANS)
        {
            const int spans = math::smaller(int(UNZOOM_SPANS), count - first);
            block.forEach(spans * UNZOOM_TILE_Y, [&](int k) {
                const int s = k / UNZOOM_TILE_Y, y = k % UNZOOM_TILE_Y;
                memory.span[s][y] = tile.spanOf(memory.found[first + s], y);
            });
            block.forEach(pixels, [&](int k) {
                const double u = tile.u(k % UNZOOM_TILE_X);
                int last = memory.cell[k];
                for (int s = 0; s < spans; ++s)
                {
                    const CellSpan span = memory.span[s][k / UNZOOM_TILE_X];
                    if (span.left <= u && u < span.right)
                        last = math::larger(last, memory.found[first + s]);
                }
                memory.cell[k] = last;
            });
        }
    }
    block.forEach(pixels, [&](int k) {
        if (k % UNZOOM_TILE_X < tile.width)
            tile.template fill<T, CN>(k, memory.cell[k]);
    });
}

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_UNZOOM_TILE_HPP
