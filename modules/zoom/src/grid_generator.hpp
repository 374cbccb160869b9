// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_GRID_GENERATOR_HPP
#define OPENCV_ZOOM_GRID_GENERATOR_HPP

#include "opencv2/zoom/grid.hpp"

#include "kernels/attraction.hpp"

#include <vector>

namespace cv {
namespace zoom {

//! Throws when a field is out of its range; the message names it.
void checkGridParams(const GridParams& params);

//! Throws when the size is not that of a lattice.
void checkGridSize(Size size, const char* name);

//! A grid generator that keeps its tables and its scratch from one map to the next.
class GridGenerator
{
public:
    void setParams(const GridParams& params);
    const GridParams& getParams() const { return params; }

    //! As cv::zoom::saliencyToGrid(). The saliency's values are checked.
    void generate(const Mat& saliency, Mat& grid);

private:
    void prepare(Size size);

    GridParams params;
    Size preparedSize; //!< lattice that the tables are made for; empty after a change of the parameters
    kernels::AttractionMatrices alongX, alongY;
    std::vector<double> mixed, buffer, nodes;
};

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_GRID_GENERATOR_HPP
