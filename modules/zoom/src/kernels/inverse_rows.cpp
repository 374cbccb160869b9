// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "inverse_rows.simd.hpp"

#include "kernels/inverse_rows.simd_declarations.hpp"

#include "../math/footprint.hpp"

#include <algorithm>

namespace cv {
namespace zoom {
namespace kernels {

void inverseRows(const PlaneMap& map, const InverseWarp& warp, int firstRow, int endRow)
{
    CV_CPU_DISPATCH(inverseRows, (map, warp, firstRow, endRow), CV_CPU_DISPATCH_MODES_ALL);
}

void inverseMaxWidths(const PlaneMap& map, float& maxWidthX, float& maxWidthY)
{
    typedef math::Vec<double> Vec;
    // A cell's derivatives in pixels of the frame per pixel of the zoomed frame.
    const double perX = map.zoomed.x.step * (map.columns - 1), perY = map.zoomed.y.step * (map.rows - 1);
    const auto derivative = [&map](Vec d, double per) {
        return Vec{d.x * per / map.frame.x.step, d.y * per / map.frame.y.step};
    };
    const auto longer = [](Vec a, Vec b) { return std::max(math::boxWidth(a.x, a.y), math::boxWidth(b.x, b.y)); };
    double widest = 1, highest = 1;
    for (int i = 0; i + 1 < map.rows; ++i)
        for (int j = 0; j + 1 < map.columns; ++j)
        {
            const math::Cell<double> cell = math::latticeCell<double>(map.grid, map.columns, i, j);
            const Vec top = derivative(cell.dx(0), perX), bottom = derivative(cell.dx(1), perX);
            const Vec left = derivative(cell.dy(0), perY), right = derivative(cell.dy(1), perY);
            // The determinant is smallest in a corner, a derivative longest at an end.
            const double determinant = std::min(std::min(math::cross(top, left), math::cross(top, right)),
                                                std::min(math::cross(bottom, left), math::cross(bottom, right)));
            if (!(determinant > 0)) // a fold: any width
            {
                maxWidthX = float(map.zoomed.width);
                maxWidthY = float(map.zoomed.height);
                return;
            }
            widest = std::max(widest, longer(left, right) / determinant);
            highest = std::max(highest, longer(top, bottom) / determinant);
        }
    maxWidthX = float(std::min(widest, double(map.zoomed.width)));
    maxWidthY = float(std::min(highest, double(map.zoomed.height)));
}

} // namespace kernels
} // namespace zoom
} // namespace cv
