// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "banded_matrix.simd.hpp"

#include "kernels/banded_matrix.simd_declarations.hpp"

#include <algorithm>

namespace cv {
namespace zoom {
namespace kernels {

namespace {

//! Rounded up for whole vectors of any instruction set.
int paddedWidth(int width)
{
    return (width + 7) & ~7;
}

} // namespace

void BandedMatrix::reserve(int mostUnknowns, int mostWidth)
{
    const size_t rows = size_t(mostUnknowns) + BLOCK - 1, beside = paddedWidth(mostWidth);
    entries.reserve(rows * (2 * beside + BLOCK));
    inversePivots.reserve(rows);
    single.reserve(rows + 2 * beside);
    batch.reserve(BATCH * (rows + 2 * beside));
}

void BandedMatrix::resize(int n, int w)
{
    unknowns = n;
    width = w;
    blocks = (n + BLOCK - 1) / BLOCK;
    padded = paddedWidth(w);
    pitch = 2 * padded + BLOCK;
    const size_t rows = size_t(blocks) * BLOCK;
    entries.assign(rows * pitch, 0.0);
    inversePivots.resize(rows);
    single.assign(rows + 2 * padded, 0.0);
    for (int r = n; r < blocks * BLOCK; ++r)
        row(r)[r] = 1;
}

void BandedMatrix::leaveOutLast()
{
    const int last = unknowns - 1;
    for (int k = std::max(0, last - width); k < last; ++k)
        row(k)[last] = row(last)[k] = 0;
    row(last)[last] = 1;
}

bool BandedMatrix::factor(bool symmetric)
{
    CV_CPU_DISPATCH(factorBand, (entries.data(), inversePivots.data(), blocks, padded, symmetric),
                    CV_CPU_DISPATCH_MODES_ALL);
}

namespace {

void solveWithFactors(const double* entries, const double* inversePivots, int blocks, int width, double* values)
{
    CV_CPU_DISPATCH(solveBand, (entries, inversePivots, blocks, width, values), CV_CPU_DISPATCH_MODES_ALL);
}

void solveBatchWithFactors(const double* entries, const double* inversePivots, int first, int wanted, int blocks,
                           int width, double* values)
{
    CV_CPU_DISPATCH(solveBandBatch, (entries, inversePivots, first, wanted, blocks, width, values),
                    CV_CPU_DISPATCH_MODES_ALL);
}

} // namespace

void BandedMatrix::solve(double* values)
{
    double* inside = &single[padded];
    std::copy(values, values + unknowns, inside);
    solveWithFactors(entries.data(), inversePivots.data(), blocks, padded, inside);
    std::copy(inside, inside + unknowns, values);
}

void BandedMatrix::solveTransposed(double* values) const
{
    const auto entry = [this](int r, int c) { return entries[size_t(r) * pitch + padded - r / BLOCK * BLOCK + c]; };
    for (int k = 0; k < unknowns; ++k)
    {
        values[k] *= inversePivots[k];
        for (int c = k + 1; c <= std::min(k + width, unknowns - 1); ++c)
            values[c] -= entry(k, c) * values[k];
    }
    for (int k = unknowns - 1; k > 0; --k)
        for (int c = std::max(0, k - width); c < k; ++c)
            values[c] -= entry(k, c) * values[k];
}

double* BandedMatrix::clearBatch()
{
    batch.assign(BATCH * (size_t(blocks) * BLOCK + 2 * padded), 0.0);
    return &batch[size_t(BATCH) * padded];
}

void BandedMatrix::solveBatch(int first, int wanted)
{
    solveBatchWithFactors(entries.data(), inversePivots.data(), first / BLOCK, wanted / BLOCK, blocks, padded,
                          &batch[size_t(BATCH) * padded]);
}

} // namespace kernels
} // namespace zoom
} // namespace cv
