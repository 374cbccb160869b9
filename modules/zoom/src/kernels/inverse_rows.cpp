// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "inverse_rows.simd.hpp"

#include "kernels/inverse_rows.simd_declarations.hpp"

namespace cv {
namespace zoom {
namespace kernels {

void inverseRows(const PlaneMap& map, const InverseWarp& warp, int firstRow, int endRow)
{
    CV_CPU_DISPATCH(inverseRows, (map, warp, firstRow, endRow), CV_CPU_DISPATCH_MODES_ALL);
}

} // namespace kernels
} // namespace zoom
} // namespace cv
