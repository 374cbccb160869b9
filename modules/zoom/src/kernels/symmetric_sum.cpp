// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "symmetric_sum.simd.hpp"

#include "kernels/symmetric_sum.simd_declarations.hpp"

namespace cv {
namespace zoom {
namespace kernels {

void symmetricSum(const float* middle, const float* const* sides, const float* weights, int radius, int count,
                  float* result)
{
    CV_CPU_DISPATCH(symmetricSum, (middle, sides, weights, radius, count, result), CV_CPU_DISPATCH_MODES_ALL);
}

} // namespace kernels
} // namespace zoom
} // namespace cv
