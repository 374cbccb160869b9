// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "forward_row.hpp"

#include "../math/footprint.hpp"
#include "../math/lattice.hpp"

#include <algorithm>

namespace cv {
namespace zoom {
namespace kernels {

void ForwardRows::prepare(const PlaneMap& planes, bool withWidths)
{
    map = planes;
    const int rows = map.rows, columns = map.columns, width = map.zoomed.width;

    begin.assign(columns, width);
    fraction.resize(width);
    int column = -1;
    for (int k = 0; k < width; ++k)
    {
        const auto p = math::latticePosition(map.zoomed.x.normalised(k), columns);
        fraction[k] = p.t;
        while (column < p.cell)
            begin[++column] = k;
    }

    nodeWidths.clear();
    widestX = widestY = 1;
    if (!withWidths)
        return;
    // Lattice steps per output pixel and frame pixels per normalised unit turn the grid's differences into pixels. A box
    // wider than the frame would only repeat its border.
    const double stepX = map.zoomed.x.step * (columns - 1), stepY = map.zoomed.y.step * (rows - 1);
    const double pixelsX = 1 / map.frame.x.step, pixelsY = 1 / map.frame.y.step;
    nodeWidths.resize(2 * size_t(rows) * columns);
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            const size_t at = 2 * (size_t(i) * columns + j);
            const float* g = map.grid + at;
            const double ux = math::nodeDerivative(g, 2, j, columns), uy = math::nodeDerivative(g, 2 * columns, i, rows);
            const double vx = math::nodeDerivative(g + 1, 2, j, columns);
            const double vy = math::nodeDerivative(g + 1, 2 * columns, i, rows);
            const double wx = pixelsX * math::boxWidth(stepX * ux, stepY * uy);
            const double wy = pixelsY * math::boxWidth(stepX * vx, stepY * vy);
            nodeWidths[at] = float(math::clamped(wx, 1.0, double(map.frame.width)));
            nodeWidths[at + 1] = float(math::clamped(wy, 1.0, double(map.frame.height)));
            widestX = std::max(widestX, nodeWidths[at]);
            widestY = std::max(widestY, nodeWidths[at + 1]);
        }
}

void ForwardRows::row(int index, double* x, double* y, float* widthX, float* widthY) const
{
    const int columns = map.columns;
    const auto p = math::latticePosition(map.zoomed.y.normalised(index), map.rows);
    const float *upper = map.grid + 2 * size_t(p.cell) * columns, *lower = upper + 2 * columns;
    const bool withWidths = !nodeWidths.empty();
    const float* upperWidths = withWidths ? &nodeWidths[2 * size_t(p.cell) * columns] : nullptr;
    const float* lowerWidths = withWidths ? upperWidths + 2 * columns : nullptr;
    const float t = float(p.t);

    // A wild grid must not overflow the sampler's integers; a whole frame beyond the border it shows the border alone.
    const auto position = [](const PixelAxis& axis, double normalised) {
        return axis.position(math::clamped(normalised, -1.0, 2.0));
    };

    for (int j = 0; j + 1 < columns; ++j)
    {
        const int first = begin[j], last = begin[j + 1];
        if (first == last)
            continue;
        const double left = position(map.frame.x, math::lerp(double(upper[2 * j]), double(lower[2 * j]), p.t));
        const double right = position(map.frame.x, math::lerp(double(upper[2 * j + 2]), double(lower[2 * j + 2]), p.t));
        const double top = position(map.frame.y, math::lerp(double(upper[2 * j + 1]), double(lower[2 * j + 1]), p.t));
        const double end = position(map.frame.y, math::lerp(double(upper[2 * j + 3]), double(lower[2 * j + 3]), p.t));
        for (int k = first; k < last; ++k)
        {
            x[k] = math::lerp(left, right, fraction[k]);
            y[k] = math::lerp(top, end, fraction[k]);
        }
        if (!withWidths)
            continue;
        const float wx0 = math::lerp(upperWidths[2 * j], lowerWidths[2 * j], t);
        const float wx1 = math::lerp(upperWidths[2 * j + 2], lowerWidths[2 * j + 2], t);
        const float wy0 = math::lerp(upperWidths[2 * j + 1], lowerWidths[2 * j + 1], t);
        const float wy1 = math::lerp(upperWidths[2 * j + 3], lowerWidths[2 * j + 3], t);
        for (int k = first; k < last; ++k)
        {
            widthX[k] = math::lerp(wx0, wx1, float(fraction[k]));
            widthY[k] = math::lerp(wy0, wy1, float(fraction[k]));
        }
    }
}

} // namespace kernels
} // namespace zoom
} // namespace cv
