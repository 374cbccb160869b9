// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_GRID_GENERATOR_HPP
#define OPENCV_ZOOM_GRID_GENERATOR_HPP

#include "opencv2/zoom/grid.hpp"

#include "kernels/attraction.hpp"
#include "kernels/transport.hpp"

#include <limits>
#include <vector>

namespace cv {
namespace zoom {

//! Throws when a field is out of its range; the message names it.
void checkGridParams(const GridParams& params);

//! Throws when the size is not that of a lattice.
void checkGridSize(Size size, const char* name);

//! Whether grids are checked and mended at all.
inline bool isLimited(const GridParams& params)
{
    return params.minMagnification > 0 || params.maxMagnification > 0;
}

/** The Jacobian's determinants that the magnification limits allow. A limit that is off leaves what a map needs to be
one-to-one: a determinant above what float can resolve. */
struct DeterminantLimits
{
    explicit DeterminantLimits(const GridParams& p)
        : least(p.maxMagnification > 0 ? 1 / (p.maxMagnification * p.maxMagnification) : 1e-6),
          most(p.minMagnification > 0 ? 1 / (p.minMagnification * p.minMagnification)
                                      : std::numeric_limits<double>::max())
    {
    }

    double least, most;
};

//! A grid generator that keeps its tables and its scratch from one map to the next.
class GridGenerator
{
public:
    void setParams(const GridParams& params);
    const GridParams& getParams() const { return params; }

    /** As cv::zoom::saliencyToGrid(). The saliency's values are checked.
    @param warm whether the map follows the last one in time: then an iterative generator starts from its result */
    void generate(const Mat& saliency, OutputArray grid, bool warm = false);

    //! As cv::zoom::massError(), for the density of these parameters whatever the mode.
    double massError(const Mat& saliency, const Mat& grid, OutputArray errors);

private:
    void prepare(Size size);
    void takeSaliency(const Mat& saliency);
    void generateSeparable(Size size, OutputArray grid);
    void generatePlanar(Size size, bool warm, OutputArray grid);
    void makeDensity(Size size);

    GridParams params;
    Size preparedSize; //!< lattice that the tables are made for; empty after a change of the parameters
    kernels::AttractionMatrices alongX, alongY;
    kernels::TransportSolver solver;
    std::vector<double> mixed, buffer, nodes;
};

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_GRID_GENERATOR_HPP
