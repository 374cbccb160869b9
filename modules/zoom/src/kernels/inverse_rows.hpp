// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_INVERSE_ROWS_HPP
#define OPENCV_ZOOM_KERNELS_INVERSE_ROWS_HPP

#include "plane_map.hpp"
#include "sample_row.hpp"

#include <functional>

namespace cv {
namespace zoom {
namespace kernels {

//! Takes a run of pixels of one row of the frame's plane: row, first column, where they sample in the zoomed plane.
typedef std::function<void(int row, int column, const SampleRun& run)> TakeRun;

/** @brief Where the pixels of some rows of the frame sample in the zoomed frame.

The grid's cells are filled like polygons, row by row; every pixel whose centre lies in a cell is inverted there
exactly. Neighbouring cells compute their common edge from the same two nodes in the same order, so they leave neither
a hole nor a pixel in doubt. Pixels that no cell covers are not visited.
@param firstRow, endRow rows of the frame's plane
@param withWidths whether the runs carry box widths
@param buffer inverseBufferSize() values of scratch */
void inverseRows(const PlaneMap& map, int firstRow, int endRow, bool withWidths, double* buffer, const TakeRun& take);

//! Number of doubles of scratch that inverseRows() needs.
inline size_t inverseBufferSize(const PlaneMap& map)
{
    return size_t(map.frame.width) * 3;
}

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_INVERSE_ROWS_HPP
