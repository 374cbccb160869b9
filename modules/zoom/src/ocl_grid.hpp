// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_OCL_GRID_HPP
#define OPENCV_ZOOM_OCL_GRID_HPP

#include "opencv2/zoom/grid.hpp"

namespace cv {
namespace zoom {

/** @brief saliencyToGrid() of a UMat, GRID_ATTRACTION and GRID_SEPARABLE, on a device that knows double.

The host reads back three numbers: whether the map is one, and whether the grid obeys the limits. Where it does not, the
host mends it.
@param params checked
@return false when OpenCL is off or cannot do the case, wrong maps included: then the CPU does it */
bool oclSaliencyToGrid(InputArray saliency, OutputArray grid, const GridParams& params);

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_OCL_GRID_HPP
