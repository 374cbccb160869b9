// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "symmetric_sum.hpp"

#include "../cpu_dispatch.hpp"

#include "opencv2/core/hal/intrin.hpp"

#include <algorithm>

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

void symmetricSum(const float* middle, const float* const* sides, const float* weights, int radius, int count,
                  float* result);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

#if CV_SIMD
namespace {

//! Sums side by side, in registers. @tparam N number of vectors
template <int N>
void sums(const float* middle, const float* const* sides, const float* weights, int radius, int j, float* result)
{
    const int lanes = int(sizeof(v_float32) / sizeof(float));
    v_float32 sum[N];
    const v_float32 first = vx_setall_f32(weights[0]);
    for (int n = 0; n < N; ++n)
        sum[n] = first * vx_load(middle + j + n * lanes);
    for (int k = 1; k <= radius; ++k)
    {
        const float *before = sides[2 * k - 2] + j, *after = sides[2 * k - 1] + j;
        const v_float32 weight = vx_setall_f32(weights[k]);
        for (int n = 0; n < N; ++n)
            sum[n] = v_fma(weight, vx_load(before + n * lanes) + vx_load(after + n * lanes), sum[n]);
    }
    for (int n = 0; n < N; ++n)
        v_store(result + j + n * lanes, sum[n]);
}

} // namespace
#endif

void symmetricSum(const float* middle, const float* const* sides, const float* weights, int radius, int count,
                  float* result)
{
    int j = 0;
#if CV_SIMD
    const int lanes = int(sizeof(v_float32) / sizeof(float));
    if (count >= lanes)
    {
        for (; j + 4 * lanes <= count; j += 4 * lanes)
            sums<4>(middle, sides, weights, radius, j, result);
        for (; j < count; j += lanes)
        {
            j = std::min(j, count - lanes); // the last vector reaches back over results that are there already
            sums<1>(middle, sides, weights, radius, j, result);
        }
    }
#endif
    for (; j < count; ++j)
    {
        float sum = weights[0] * middle[j];
        for (int k = 1; k <= radius; ++k)
            sum += weights[k] * (sides[2 * k - 2][j] + sides[2 * k - 1][j]);
        result[j] = sum;
    }
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
