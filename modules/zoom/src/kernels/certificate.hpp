// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_CERTIFICATE_HPP
#define OPENCV_ZOOM_KERNELS_CERTIFICATE_HPP

#include "../math/certificate.hpp"

#include "opencv2/core/cvdef.h"

namespace cv {
namespace zoom {
namespace kernels {

/** @brief What is known about a grid's geometry.

The determinant of a bilinear cell's Jacobian is linear in the cell's coordinates, so its values at the four corners
bound it everywhere. A map that is locally one-to-one and whose outline is a simple closed curve is one-to-one as a
whole. */
struct GridCertificate
{
    double minDeterminant, maxDeterminant; //!< of the Jacobian zoomed -> frame in normalised coordinates
    bool outlineSimple;                    //!< every side runs monotonically and no two sides meet but at the corners

    bool oneToOne() const { return minDeterminant > 0 && outlineSimple; }
};

using math::MIN_OUTLINE_STEP;

//! A row of cells of a grid as arrays of its edges, each times the number of cells along it: columns of Jacobians.
struct RowOfCells
{
    const double *topX, *topY, *bottomX, *bottomY; //!< upper and lower edge of every cell
    const double *sideX, *sideY;                   //!< left edge of every cell, then the right one of the last
    int cells;
};

template <typename T>
GridCertificate certifyGrid(const T* grid, int rows, int columns);

/** @brief Makes a grid obey the limits: blends it with the identity by the smallest share that does.

The share of every violating corner is the largest root of a quadratic, so that every larger share obeys as well; it
varies continuously with the grid.
@param grid rows x columns interleaved (u, v), changed in place
@param minDeterminant > 0, maxDeterminant allowed; the identity's is 1
@return the identity's share, 0 for a grid that needed no mending */
CV_EXPORTS double mendGrid(double* grid, int rows, int columns, double minDeterminant, double maxDeterminant);

/** @brief As mendGrid() for a separable grid, whose node (i, j) is (u[j], v[i]), in a time that grows with one side.

A determinant is the product of a step of either axis, so the extremes of the steps tell everything, and an outline of
positive steps is simple. (Only a grid that crops the frame and needs mending takes a look at every cell.)
@param u columns values, changed in place
@param v rows values, changed in place */
CV_EXPORTS double mendSeparableGrid(double* u, int columns, double* v, int rows, double minDeterminant,
                                    double maxDeterminant);

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_CERTIFICATE_HPP
