// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_INVERSE_ROWS_HPP
#define OPENCV_ZOOM_KERNELS_INVERSE_ROWS_HPP

#include "plane_map.hpp"
#include "sample_row.hpp"

namespace cv {
namespace zoom {
namespace kernels {

//! What the pixels of the frame are sampled from, and where they are written.
struct InverseWarp
{
    const PyramidView& source; //!< the zoomed plane
    SampleRow sample;
    bool withWidths; //!< whether the sampler reads box widths
    unsigned char* frame;
    size_t step;       //!< bytes from row to row of the frame
    size_t pixelBytes; //!< bytes from pixel to pixel
};

/** @brief Samples the pixels of some rows of the frame from the zoomed frame.

The grid's cells are filled like polygons, row by row; every pixel whose centre lies in a cell is inverted there
exactly. Neighbouring cells compute their common edge from the same two nodes in the same order, so they leave neither
a hole nor a pixel in doubt. Pixels that no cell covers are not written. Nothing is allocated.
@param firstRow, endRow rows of the frame's plane */
void inverseRows(const PlaneMap& map, const InverseWarp& warp, int firstRow, int endRow);

//! Bounds of the box widths of any pixel, in pixels of the zoomed plane: for how much of its pyramid will be needed.
void inverseMaxWidths(const PlaneMap& map, float& maxWidthX, float& maxWidthY);

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_INVERSE_ROWS_HPP
