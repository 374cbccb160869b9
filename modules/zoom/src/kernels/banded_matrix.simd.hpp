// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "banded_matrix.hpp"

#include "../cpu_dispatch.hpp"
#include "../math/portable.hpp"

#include "opencv2/core/hal/intrin.hpp"

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

// Of BandedMatrix: blocks of four rows, each with `width` entries, its four by four, and `width` entries again. Right
// sides have room for `width` zeros before and after them. Of a batch, blocks before `first` have no right sides, those
// before `wanted` get no solutions.
bool factorBand(double* entries, double* inversePivots, int blocks, int width, bool symmetric);
void solveBand(const double* entries, const double* inversePivots, int blocks, int width, double* values);
void solveBandBatch(const double* entries, const double* inversePivots, int first, int wanted, int blocks, int width,
                    double* values);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

namespace {

//! to[c] -= factor*from[c] for `count` values, a multiple of 8.
inline void subtractScaled(double* to, double factor, const double* from, int count)
{
    int c = 0;
#if CV_SIMD_64F
    const int lanes = int(sizeof(v_float64) / sizeof(double));
    const v_float64 minus = vx_setall_f64(-factor);
    for (; c + lanes <= count; c += lanes)
        v_store(to + c, v_fma(minus, vx_load(from + c), vx_load(to + c)));
#endif
    for (; c < count; ++c)
        to[c] -= factor * from[c];
}

/** @brief Four rows minus a product: to[r][c] -= sum over i of factor[r][i]*from[i][c].
@param inner number of terms; @param count columns, a multiple of 8 */
inline void subtractProduct(double* to, int toPitch, const double* factor, int factorPitch, int inner,
                            const double* from, int fromPitch, int count)
{
    const double *f0 = factor, *f1 = f0 + factorPitch, *f2 = f1 + factorPitch, *f3 = f2 + factorPitch;
    double *t0 = to, *t1 = t0 + toPitch, *t2 = t1 + toPitch, *t3 = t2 + toPitch;
    int c = 0;
#if CV_SIMD_64F
    const int lanes = int(sizeof(v_float64) / sizeof(double));
    for (; c + 2 * lanes <= count; c += 2 * lanes)
    {
        v_float64 a0 = vx_setzero_f64(), a1 = a0, a2 = a0, a3 = a0, b0 = a0, b1 = a0, b2 = a0, b3 = a0;
        const double* row = from + c;
        for (int i = 0; i < inner; ++i, row += fromPitch)
        {
            const v_float64 a = vx_load(row), b = vx_load(row + lanes);
            v_float64 f = vx_setall_f64(f0[i]);
            a0 = v_fma(f, a, a0);
            b0 = v_fma(f, b, b0);
            f = vx_setall_f64(f1[i]);
            a1 = v_fma(f, a, a1);
            b1 = v_fma(f, b, b1);
            f = vx_setall_f64(f2[i]);
            a2 = v_fma(f, a, a2);
            b2 = v_fma(f, b, b2);
            f = vx_setall_f64(f3[i]);
            a3 = v_fma(f, a, a3);
            b3 = v_fma(f, b, b3);
        }
        v_store(t0 + c, vx_load(t0 + c) - a0);
        v_store(t1 + c, vx_load(t1 + c) - a1);
        v_store(t2 + c, vx_load(t2 + c) - a2);
        v_store(t3 + c, vx_load(t3 + c) - a3);
        v_store(t0 + c + lanes, vx_load(t0 + c + lanes) - b0);
        v_store(t1 + c + lanes, vx_load(t1 + c + lanes) - b1);
        v_store(t2 + c + lanes, vx_load(t2 + c + lanes) - b2);
        v_store(t3 + c + lanes, vx_load(t3 + c + lanes) - b3);
    }
    for (; c + lanes <= count; c += lanes) // with vectors of 8
    {
        v_float64 a0 = vx_setzero_f64(), a1 = a0, a2 = a0, a3 = a0;
        const double* row = from + c;
        for (int i = 0; i < inner; ++i, row += fromPitch)
        {
            const v_float64 a = vx_load(row);
            a0 = v_fma(vx_setall_f64(f0[i]), a, a0);
            a1 = v_fma(vx_setall_f64(f1[i]), a, a1);
            a2 = v_fma(vx_setall_f64(f2[i]), a, a2);
            a3 = v_fma(vx_setall_f64(f3[i]), a, a3);
        }
        v_store(t0 + c, vx_load(t0 + c) - a0);
        v_store(t1 + c, vx_load(t1 + c) - a1);
        v_store(t2 + c, vx_load(t2 + c) - a2);
        v_store(t3 + c, vx_load(t3 + c) - a3);
    }
#endif
    for (; c < count; ++c)
        for (int i = 0; i < inner; ++i)
        {
            const double a = from[size_t(i) * fromPitch + c];
            t0[c] -= f0[i] * a;
            t1[c] -= f1[i] * a;
            t2[c] -= f2[i] * a;
            t3[c] -= f3[i] * a;
        }
}

//! Four rows times a vector of `count` values, a multiple of 8.
inline void rowProducts(const double* rows, int pitch, const double* values, int count, double sums[4])
{
    const double *r0 = rows, *r1 = r0 + pitch, *r2 = r1 + pitch, *r3 = r2 + pitch;
    int c = 0;
    sums[0] = sums[1] = sums[2] = sums[3] = 0;
#if CV_SIMD_64F
    const int lanes = int(sizeof(v_float64) / sizeof(double));
    v_float64 s0 = vx_setzero_f64(), s1 = s0, s2 = s0, s3 = s0;
    for (; c + lanes <= count; c += lanes)
    {
        const v_float64 v = vx_load(values + c);
        s0 = v_fma(vx_load(r0 + c), v, s0);
        s1 = v_fma(vx_load(r1 + c), v, s1);
        s2 = v_fma(vx_load(r2 + c), v, s2);
        s3 = v_fma(vx_load(r3 + c), v, s3);
    }
    sums[0] = v_reduce_sum(s0);
    sums[1] = v_reduce_sum(s1);
    sums[2] = v_reduce_sum(s2);
    sums[3] = v_reduce_sum(s3);
#endif
    for (; c < count; ++c)
    {
        sums[0] += r0[c] * values[c];
        sums[1] += r1[c] * values[c];
        sums[2] += r2[c] * values[c];
        sums[3] += r3[c] * values[c];
    }
}

//! Factorises the four by four block on the diagonal. @return whether its pivots are positive
inline bool factorBlock(double* diagonal, int pitch, double* inverse, bool symmetric)
{
    bool positive = true;
    for (int k = 0; k < 4; ++k)
    {
        const double* pivotRow = diagonal + size_t(k) * pitch;
        positive &= pivotRow[k] > 0;
        inverse[k] = pivotRow[k] != 0 ? 1 / pivotRow[k] : 0;
        for (int r = k + 1; r < 4; ++r)
        {
            double* row = diagonal + size_t(r) * pitch;
            row[k] = (symmetric ? pivotRow[r] : row[k]) * inverse[k];
            for (int c = k + 1; c < 4; ++c)
                row[c] -= row[k] * pivotRow[c];
        }
    }
    return positive;
}

//! Inverse of the upper triangle of a factorised block.
inline void invertUpper(const double* diagonal, int pitch, const double* inversePivots, double inverse[4][4])
{
    for (int r = 3; r >= 0; --r)
        for (int c = 0; c < 4; ++c)
        {
            double sum = c == r ? 1 : 0;
            for (int k = r + 1; k <= c; ++k)
                sum -= diagonal[size_t(r) * pitch + k] * inverse[k][c];
            inverse[r][c] = c < r ? 0 : sum * inversePivots[r];
        }
}

} // namespace

bool factorBand(double* entries, double* inversePivots, int blocks, int width, bool symmetric)
{
    const int pitch = 2 * width + 4;
    bool positive = true;
    for (int k = 0; k < blocks; ++k)
    {
        double *diagonal = entries + size_t(4 * k) * pitch + width, *right = diagonal + 4;
        const double* inverse = inversePivots + 4 * k;
        positive &= factorBlock(diagonal, pitch, inversePivots + 4 * k, symmetric);
        const int below = math::smaller(width / 4, blocks - 1 - k),
                  columns = math::smaller(width, (4 * below + 7) & ~7);
        for (int r = 1; r < 4; ++r)
            for (int i = 0; i < r; ++i)
                subtractScaled(right + r * pitch, diagonal[r * pitch + i], right + i * pitch, columns);
        double upper[4][4];
        if (!symmetric)
            invertUpper(diagonal, pitch, inverse, upper);
        for (int b = 1; b <= below; ++b)
        {
            double* left =
                entries + size_t(4 * (k + b)) * pitch + width - 4 * b; // of the block's rows, below `diagonal`
            for (int r = 0; r < 4; ++r)
            {
                double* row = left + size_t(r) * pitch;
                double factor[4] = {0, 0, 0, 0};
                for (int i = 0; i < 4; ++i)
                    if (symmetric)
                        factor[i] = diagonal[size_t(i) * pitch + 4 * b + r] * inverse[i];
                    else
                        for (int c = 0; c < 4; ++c)
                            factor[c] += row[i] * upper[i][c];
                for (int i = 0; i < 4; ++i)
                    row[i] = factor[i];
            }
            // Of a symmetric matrix nothing below the diagonal is needed, but for what fills up a vector.
            const int skipped = symmetric ? 4 * (b - 1) / 8 * 8 : 0;
            subtractProduct(left + 4 + skipped, pitch, left, pitch, 4, right + skipped, pitch, columns - skipped);
        }
    }
    return positive;
}

void solveBand(const double* entries, const double* inversePivots, int blocks, int width, double* values)
{
    const int pitch = 2 * width + 4;
    for (int k = 0; k < blocks; ++k)
    {
        const double *rows = entries + size_t(4 * k) * pitch, *diagonal = rows + width;
        double *x = values + 4 * k, sums[4];
        rowProducts(rows, pitch, x - width, width, sums);
        for (int r = 0; r < 4; ++r)
        {
            double value = x[r] - sums[r];
            for (int c = 0; c < r; ++c)
                value -= diagonal[size_t(r) * pitch + c] * x[c];
            x[r] = value;
        }
    }
    for (int k = blocks - 1; k >= 0; --k)
    {
        const double* diagonal = entries + size_t(4 * k) * pitch + width;
        double *x = values + 4 * k, sums[4];
        rowProducts(diagonal + 4, pitch, x + 4, width, sums);
        for (int r = 3; r >= 0; --r)
        {
            double value = x[r] - sums[r];
            for (int c = r + 1; c < 4; ++c)
                value -= diagonal[size_t(r) * pitch + c] * x[c];
            x[r] = value * inversePivots[4 * k + r];
        }
    }
}

void solveBandBatch(const double* entries, const double* inversePivots, int first, int wanted, int blocks, int width,
                    double* values)
{
    const int pitch = 2 * width + 4, batch = BandedMatrix::BATCH;
    for (int k = first; k < blocks; ++k)
    {
        const double *rows = entries + size_t(4 * k) * pitch, *diagonal = rows + width;
        double* x = values + size_t(4 * k) * batch;
        subtractProduct(x, batch, rows, pitch, width, x - size_t(width) * batch, batch, batch);
        for (int r = 1; r < 4; ++r)
            for (int c = 0; c < r; ++c)
                subtractScaled(x + r * batch, diagonal[size_t(r) * pitch + c], x + c * batch, batch);
    }
    for (int k = blocks - 1; k >= wanted; --k)
    {
        const double* diagonal = entries + size_t(4 * k) * pitch + width;
        double* x = values + size_t(4 * k) * batch;
        subtractProduct(x, batch, diagonal + 4, pitch, width, x + 4 * batch, batch, batch);
        for (int r = 3; r >= 0; --r)
        {
            for (int c = r + 1; c < 4; ++c)
                subtractScaled(x + r * batch, diagonal[size_t(r) * pitch + c], x + c * batch, batch);
            const double inverse = inversePivots[4 * k + r];
            for (int b = 0; b < batch; ++b)
                x[r * batch + b] *= inverse;
        }
    }
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
