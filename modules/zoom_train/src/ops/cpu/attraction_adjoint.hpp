// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_ATTRACTION_ADJOINT_HPP
#define OPENCV_ZOOM_TRAIN_ATTRACTION_ADJOINT_HPP

#include "kernels/attraction.hpp"

#include <vector>

namespace cv {
namespace zoom_train {
namespace kernels {

//! One axis of the attraction and the transposed matrices (attracted node, map node), in rows of the same pitch.
struct AttractionAxis
{
    //! Arguments as of AttractionMatrices::build().
    void build(int nodes, int radius, double sigmaNodes, bool reflect);

    zoom::kernels::AttractionMatrices forward;
    std::vector<double> weight, moment; //!< transposed
};

/** @brief Gradient of attractionGrid() with respect to the map.
@param saliency rows x columns, what the grid was made from
@param gradGrid gradient with respect to the grid, rows x columns interleaved (u, v)
@param buffer attractionAdjointBufferSize() values of scratch
@param gradSaliency output, rows x columns */
void attractionAdjoint(const double* saliency, int rows, int columns, const AttractionAxis& alongX,
                       const AttractionAxis& alongY, const double* gradGrid, double* buffer, double* gradSaliency);

/** @brief Gradient of separableGrid() with respect to the map.
@param gradU, gradV gradients with respect to the two axes, columns and rows values
Other arguments as of attractionAdjoint(). */
void separableAdjoint(const double* saliency, int rows, int columns, const AttractionAxis& alongX,
                      const AttractionAxis& alongY, const double* gradU, const double* gradV, double* buffer,
                      double* gradSaliency);

//! Values of scratch that both need.
inline std::size_t attractionAdjointBufferSize(int rows, int columns)
{
    const std::size_t row = zoom::kernels::paddedRow(columns), column = zoom::kernels::paddedRow(rows);
    return 7 * std::size_t(rows) * row + 6 * (row + column);
}

} // namespace kernels
} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_ATTRACTION_ADJOINT_HPP
