// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_BANDED_MATRIX_HPP
#define OPENCV_ZOOM_KERNELS_BANDED_MATRIX_HPP

#include <cstddef>
#include <vector>

namespace cv {
namespace zoom {
namespace kernels {

/** @brief A square matrix with entries near its diagonal, and systems of equations with it.

It is factorised without pivoting, so its symmetric part should be definite. Rows are stored in blocks of four whose
columns stand below each other, with zeros around the band: all the work is done on whole blocks. */
class BandedMatrix
{
public:
    //! Systems that solveBatch() solves side by side.
    static constexpr int BATCH = 16;

    //! Makes room for matrices up to this size.
    void reserve(int unknowns, int width);

    /** @brief Sets the size, and all entries to 0.
    @param width number of entries on either side of the diagonal */
    void resize(int unknowns, int width);

    //! Row r: its entries are row(r)[column] for the columns within the band.
    double* row(int r) { return &entries[size_t(r) * pitch + padded - r / BLOCK * BLOCK]; }

    //! Leaves the last equation and the last unknown out: a solution has there what its right side had.
    void leaveOutLast();

    /** @brief Replaces the matrix by its triangular factors. A pivot of 0 makes its unknown 0.
    @param symmetric when set the entries below the diagonal are not read
    @return whether all pivots are positive */
    bool factor(bool symmetric);

    //! Replaces a right side by the solution of the factorised system.
    void solve(double* values);

    //! As solve(), for the transposed matrix.
    void solveTransposed(double* values) const;

    //! Right sides for solveBatch(): value k of all of them, then value k + 1. All are 0 after this call.
    double* clearBatch();

    /** @brief Replaces the right sides by their solutions.
    @param first all right sides are 0 before this unknown
    @param wanted the first unknown whose values are wanted */
    void solveBatch(int first, int wanted);

private:
    static constexpr int BLOCK = 4; //!< rows

    int unknowns = 0, width = 0;
    int blocks = 0, padded = 0, pitch = 0; //!< padded: width for whole vectors, pitch: of a row
    std::vector<double> entries, inversePivots;
    std::vector<double> single, batch; //!< right sides with zeros before and after
};

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_BANDED_MATRIX_HPP
