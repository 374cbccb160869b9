// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// Included inside the namespace of one instruction set, after opencv2/core/hal/intrin.hpp.

/** @brief A row vector times a matrix: out[j] = sum over k of factor[k*stride]*matrix[k*pitch + j].
@param pitch of the matrix and of the result: a multiple of 16 */
inline void product(const double* factor, int stride, int count, const double* matrix, int pitch, double* out)
{
#if CV_SIMD_64F
    const int lanes = int(sizeof(v_float64) / sizeof(double));
    int j = 0;
    for (; j + 4 * lanes <= pitch; j += 4 * lanes)
    {
        v_float64 s0 = vx_setzero_f64(), s1 = s0, s2 = s0, s3 = s0;
        const double* row = matrix + j;
        for (int k = 0; k < count; ++k, row += pitch)
        {
            const v_float64 f = vx_setall_f64(factor[k * stride]);
            s0 = v_fma(f, vx_load(row), s0);
            s1 = v_fma(f, vx_load(row + lanes), s1);
            s2 = v_fma(f, vx_load(row + 2 * lanes), s2);
            s3 = v_fma(f, vx_load(row + 3 * lanes), s3);
        }
        v_store(out + j, s0);
        v_store(out + j + lanes, s1);
        v_store(out + j + 2 * lanes, s2);
        v_store(out + j + 3 * lanes, s3);
    }
    for (; j < pitch; j += lanes) // half of that is left with vectors of 8
    {
        v_float64 sum = vx_setzero_f64();
        for (int k = 0; k < count; ++k)
            sum = v_fma(vx_setall_f64(factor[k * stride]), vx_load(matrix + size_t(k) * pitch + j), sum);
        v_store(out + j, sum);
    }
#else
    std::fill(out, out + pitch, 0.0);
    for (int k = 0; k < count; ++k)
        for (int j = 0; j < pitch; ++j)
            out[j] += factor[k * stride] * matrix[size_t(k) * pitch + j];
#endif
}
