// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "forward_row.simd.hpp"

#include "kernels/forward_row.simd_declarations.hpp"

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
    nodeWidths.resize(2 * size_t(rows) * columns);
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            const size_t at = 2 * (size_t(i) * columns + j);
            const math::Vec<float> box = boxAtNode(map, i, j);
            nodeWidths[at] = box.x;
            nodeWidths[at + 1] = box.y;
            widestX = std::max(widestX, nodeWidths[at]);
            widestY = std::max(widestY, nodeWidths[at + 1]);
        }
}

namespace {

void computeStretch(const ForwardTables& tables, int row, int first, int end, RowStretch& out)
{
    CV_CPU_DISPATCH(forwardRow, (tables, row, first, end, out), CV_CPU_DISPATCH_MODES_ALL);
}

} // namespace

SampleRun ForwardRows::run(int row, int first, RowStretch& memory) const
{
    const ForwardTables tables = {map, begin.data(), fraction.data(), nodeWidths.empty() ? nullptr : nodeWidths.data()};
    const int count = std::min(map.zoomed.width - first, int(RowStretch::PIXELS));
    computeStretch(tables, row, first, first + count, memory);
    return {memory.x, memory.y, memory.widthX, memory.widthY, count};
}

} // namespace kernels
} // namespace zoom
} // namespace cv
