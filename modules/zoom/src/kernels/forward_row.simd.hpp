// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "forward_row.hpp"

#include "../cpu_dispatch.hpp"
#include "forward_line.hpp"

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

    for (int j = 0; j + 1 < columns; ++j)
    {
        const int from = math::larger(begin[j], first), to = math::smaller(begin[j + 1], end);
        if (from >= to)
            continue;
        const ForwardLine line = ForwardLine::of(map, upper, lower, j, p.t);
        const double* part = fraction + from;
        double *x = out.x + (from - first), *y = out.y + (from - first);
        for (int k = 0; k < to - from; ++k)
        {
            x[k] = line.x(part[k]);
            y[k] = line.y(part[k]);
        }
        if (!withWidths)
            continue;
        const WidthLine widths = WidthLine::of(upperWidths, lowerWidths, j, t);
        float *widthX = out.widthX + (from - first), *widthY = out.widthY + (from - first);
        for (int k = 0; k < to - from; ++k)
        {
            widthX[k] = widths.x(float(part[k]));
            widthY[k] = widths.y(float(part[k]));
        }
    }
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
