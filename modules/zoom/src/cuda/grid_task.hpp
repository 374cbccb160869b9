// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_GRID_TASK_HPP
#define OPENCV_ZOOM_CUDA_GRID_TASK_HPP

#include "../grid_generator.hpp"
#include "grid_block.hpp"

namespace cv {
namespace zoom {
namespace gpu {

//! One axis of a lattice, as kernels::AttractionMatrices::build() takes it.
struct AxisOfLattice
{
    int nodes, radius;
    double sigma;
    bool reflect;

    static AxisOfLattice of(const GridParams& params, Size lattice, bool alongX)
    {
        const int radius = std::min(lattice.width, lattice.height) - 1;
        return {alongX ? lattice.width : lattice.height, radius, params.sigma * radius,
                params.borderType == BORDER_REFLECT_101};
    }

    bool operator==(const AxisOfLattice& other) const
    {
        return nodes == other.nodes && radius == other.radius && sigma == other.sigma && reflect == other.reflect;
    }
};

//! The grid of an attraction or a separable map, but for the tables, the map and the output: host code.
inline GridTask gridTask(const GridParams& params, Size lattice)
{
    const DeterminantLimits limits(params);
    GridTask task = {};
    task.rows = lattice.height;
    task.columns = lattice.width;
    task.separable = params.mode == GRID_SEPARABLE;
    task.uniformMix = params.uniformMix;
    task.limited = isLimited(params);
    task.minDeterminant = limits.least;
    task.maxDeterminant = limits.most;
    return task;
}

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_GRID_TASK_HPP
