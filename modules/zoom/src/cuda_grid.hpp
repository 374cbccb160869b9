// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_GRID_HPP
#define OPENCV_ZOOM_CUDA_GRID_HPP

#include "opencv2/zoom/grid.hpp"
#include "opencv2/zoom/transform.hpp"

#include "opencv2/core/cuda.hpp"

#include <memory>

namespace cv {
namespace zoom {

class AxisTables;

//! What grids of a size and a sigma are made with. Work that is recorded in a CUDA graph needs it as long as the graph.
struct GridTables
{
    std::shared_ptr<const AxisTables> alongX, alongY;
};

/** @brief A grid that is made on the device from a saliency map there, and stays there until somebody asks for it.

Its memory stays, too: what is recorded in a CUDA graph goes on to write there. */
class CudaGrid
{
public:
    //! Puts the work on the stream. Throws where the map's type or size does not fit. @param saliency as for
    //! saliencyToGrid()
    void make(const cuda::GpuMat& saliency, const GridParams& params, cuda::Stream& stream);

    const float* data() const { return nodes.ptr<float>(); } //!< rows and columns without gaps, on the device
    Size size() const { return nodes.size(); }

    // To the host. Both wait for the device: a graph may have been launched on any stream.
    void download(Mat& grid) const;
    void downloadSaliency(Mat& saliency) const; //!< what the grid is made from, as it is now

private:
    cuda::GpuMat source, nodes;
    GridTables tables;
};

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_GRID_HPP
