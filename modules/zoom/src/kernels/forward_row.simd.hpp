// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "forward_row.hpp"

#include "../cpu_dispatch.hpp"
#include "../math/lattice.hpp"

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

void forwardRow(const ForwardTables& tables, int index, int first, int end, RowStretch& out);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

void forwardRow(const ForwardTables& tables, int index, int first, int end, RowStretch& out)
{
    const PlaneMap& map = tables.map;
    const int* begin = tables.begin;
    const double* fraction = tables.fraction;
    const int columns = map.columns;
    const auto p = math::latticePosition(map.zoomed.y.normalised(index), map.rows);
    const float *upper = map.grid + 2 * size_t(p.cell) * columns, *lower = upper + 2 * columns;
    const bool withWidths = tables.nodeWidths != nullptr;
    const float* upperWidths = withWidths ? tables.nodeWidths + 2 * size_t(p.cell) * columns : nullptr;
    const float* lowerWidths = withWidths ? upperWidths + 2 * columns : nullptr;
    const float t = float(p.t);

    // A wild grid must not overflow the sampler's integers; a whole frame beyond the border it shows the border alone.
    const auto position = [](const PixelAxis& axis, double normalised) {
        return axis.position(math::clamped(normalised, -1.0, 2.0));
    };

    for (int j = 0; j + 1 < columns; ++j)
    {
        const int from = math::larger(begin[j], first), to = math::smaller(begin[j + 1], end);
        if (from >= to)
            continue;
        const double left = position(map.frame.x, math::lerp(double(upper[2 * j]), double(lower[2 * j]), p.t));
        const double right = position(map.frame.x, math::lerp(double(upper[2 * j + 2]), double(lower[2 * j + 2]), p.t));
        const double top = position(map.frame.y, math::lerp(double(upper[2 * j + 1]), double(lower[2 * j + 1]), p.t));
        const double bottom =
            position(map.frame.y, math::lerp(double(upper[2 * j + 3]), double(lower[2 * j + 3]), p.t));
        const double* part = fraction + from;
        double *x = out.x + (from - first), *y = out.y + (from - first);
        for (int k = 0; k < to - from; ++k)
        {
            x[k] = math::lerp(left, right, part[k]);
            y[k] = math::lerp(top, bottom, part[k]);
        }
        if (!withWidths)
            continue;
        const float wx0 = math::lerp(upperWidths[2 * j], lowerWidths[2 * j], t);
        const float wx1 = math::lerp(upperWidths[2 * j + 2], lowerWidths[2 * j + 2], t);
        const float wy0 = math::lerp(upperWidths[2 * j + 1], lowerWidths[2 * j + 1], t);
        const float wy1 = math::lerp(upperWidths[2 * j + 3], lowerWidths[2 * j + 3], t);
        float *widthX = out.widthX + (from - first), *widthY = out.widthY + (from - first);
        for (int k = 0; k < to - from; ++k)
        {
            widthX[k] = math::lerp(wx0, wx1, float(part[k]));
            widthY[k] = math::lerp(wy0, wy1, float(part[k]));
        }
    }
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
