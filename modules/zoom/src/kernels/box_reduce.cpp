// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "box_reduce.simd.hpp"

#include "kernels/box_reduce.simd_declarations.hpp"

namespace cv {
namespace zoom {
namespace kernels {

BoxReduceRow boxReduceRow(int depth, int channels)
{
    CV_CPU_DISPATCH(boxReduceRow, (depth, channels), CV_CPU_DISPATCH_MODES_ALL);
}

} // namespace kernels
} // namespace zoom
} // namespace cv
