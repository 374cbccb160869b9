// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_ATTRACTION_HPP
#define OPENCV_ZOOM_KERNELS_ATTRACTION_HPP

#include "opencv2/core/cvdef.h"

#include <cstddef>
#include <vector>

namespace cv {
namespace zoom {
namespace kernels {

/** @brief The attraction kernel along one axis as two matrices, with the border folded in.

Row j of `weight` holds the kernel's weight of every node for node j, row j of `moment` the same times the signed
distance in nodes along which the node pulls: (moment*S)/(weight*S) is how far node j moves. The padding continues the
map by the border mode while distances go on linearly beyond it, so both are matrices of the lattice's own size, and a
pass over a padded map is a product with one of them. Both are stored transposed, (map node, attracted node), in rows
padded with zeros to a multiple of 16, so that vector code needs no remainder. */
class CV_EXPORTS AttractionMatrices
{
public:
    //! @param nodes of the axis; @param radius of the window in nodes; @param reflect true for BORDER_REFLECT_101
    void build(int nodes, int radius, double sigmaNodes, bool reflect);

    int nodes = 0;
    int pitch = 0; //!< of a row
    std::vector<double> weight, moment;
};

//! Values in a row of n that is padded for vector code.
inline int paddedRow(int n)
{
    return (n + 15) & ~15;
}

/** @brief Attraction grid of one map.
@param saliency rows x columns, contiguous
@param buffer attractionBufferSize() values of scratch
@param grid rows x columns interleaved (u, v), clamped to [0, 1] */
void attractionGrid(const double* saliency, int rows, int columns, const AttractionMatrices& alongX,
                    const AttractionMatrices& alongY, double* buffer, double* grid);

/** @brief Separable grid of one map, the attraction in one dimension on both marginals: node (i, j) is (u[j], v[i]).
@param saliency, buffer as of attractionGrid()
@param u columns values, @param v rows values; clamped to [0, 1] */
void separableGrid(const double* saliency, int rows, int columns, const AttractionMatrices& alongX,
                   const AttractionMatrices& alongY, double* buffer, double* u, double* v);

//! Values of scratch that both generators need.
inline std::size_t attractionBufferSize(int rows, int columns)
{
    return std::size_t(2) * rows * paddedRow(columns) + 3 * (std::size_t(paddedRow(rows)) + paddedRow(columns));
}

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_ATTRACTION_HPP
