// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_FORWARD_ROW_HPP
#define OPENCV_ZOOM_KERNELS_FORWARD_ROW_HPP

#include "plane_map.hpp"
#include "sample_row.hpp"

#include <vector>

namespace cv {
namespace zoom {
namespace kernels {

//! What all rows of a warp share.
struct ForwardTables
{
    const PlaneMap& map;
    const int* begin;        //!< first pixel of every lattice column; the width where none follows
    const double* fraction;  //!< of every pixel in its lattice column
    const float* nodeWidths; //!< rows x columns interleaved (x, y); null when widths are not wanted
};

//! Memory for where a stretch of a row samples; small enough for the stack and the first-level cache.
struct RowStretch
{
    enum
    {
        PIXELS = 1024
    };
    double x[PIXELS], y[PIXELS];
    float widthX[PIXELS], widthY[PIXELS];
};

/** @brief Computes where the pixels of a zoomed plane sample, row by row.

The grid is interpolated inside the loop; no full-size map exists. The object holds what all rows share and may be used
by several threads at once. */
class ForwardRows
{
public:
    //! @param withWidths whether the box widths are wanted
    void prepare(const PlaneMap& map, bool withWidths);

    //! Widest boxes that any row can have, in source pixels.
    float maxWidthX() const { return widestX; }
    float maxWidthY() const { return widestY; }

    //! Box widths at the nodes, interleaved (x, y); empty when prepared without them.
    const std::vector<float>& widthsAtNodes() const { return nodeWidths; }

    /** Positions in the frame's plane (and widths, when prepared with them) of the pixels from @p first on of a row of
    the zoomed plane: up to the row's end, but no more than fit the memory.
    @return refers to the memory */
    SampleRun run(int row, int first, RowStretch& memory) const;

private:
    PlaneMap map = {};
    float widestX = 1, widestY = 1;
    std::vector<int> begin;
    std::vector<double> fraction;
    std::vector<float> nodeWidths;
};

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_FORWARD_ROW_HPP
