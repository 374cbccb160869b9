// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "inverse_rows.simd.hpp"

#include "kernels/inverse_rows.simd_declarations.hpp"

namespace cv {
namespace zoom {
namespace kernels {

void inverseRows(const PlaneMap& map, int firstRow, int endRow, bool withWidths, double* buffer, const TakeRun& take)
{
    CV_CPU_DISPATCH(inverseRows, (map, firstRow, endRow, withWidths, buffer, take), CV_CPU_DISPATCH_MODES_ALL);
}

} // namespace kernels
} // namespace zoom
} // namespace cv
