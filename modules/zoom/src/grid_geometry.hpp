// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_GRID_GEOMETRY_HPP
#define OPENCV_ZOOM_GRID_GEOMETRY_HPP

#include "opencv2/core.hpp"

#include "kernels/certificate.hpp"
#include "math/inverse_cell.hpp"

#include <atomic>
#include <mutex>
#include <vector>

namespace cv {
namespace zoom {

/** @brief A grid in normalised coordinates, both ways, without any image size.

Immutable but for assign(); the table that speeds up the inverse is made when it is first needed. */
class GridGeometry
{
public:
    typedef math::Vec<double> Point;

    //! @param grid 32FC2, checked; copied
    explicit GridGeometry(const Mat& grid) { assign(grid); }

    //! Becomes the geometry of another grid, in the same memory. Nobody else may use it meanwhile.
    void assign(const Mat& grid);

    int rows() const { return nodes.rows; }
    int columns() const { return nodes.cols; }
    const Mat& grid() const { return nodes; }
    const float* data() const { return nodes.ptr<float>(); }
    const kernels::GridCertificate& certificate() const { return certified; }

    //! Area of the part of the frame that the grid covers, 0 to 1.
    double coverage() const { return covered; }

    math::Cell<double> cell(int row, int column) const
    {
        return math::latticeCell<double>(data(), nodes.cols, row, column);
    }

    //! Zoomed -> frame; outside [0, 1] the nearest end is taken.
    Point toFrame(Point zoomed) const;

    /** @brief Frame -> zoomed.
    @param zoomed the point that maps to @p frame, or, where there is none, the one whose image is nearest
    @return true when the zoomed frame shows the point */
    bool toZoomed(Point frame, Point& zoomed) const;

private:
    struct CellIndex
    {
        int row, column;
    };

    static const int HINTS = 32; //!< the table of starting cells has HINTS x HINTS entries over the frame

    Point node(int row, int column) const;
    Point latticePoint(CellIndex at, Point inCell) const;
    bool walk(Point frame, CellIndex& at) const;
    bool search(Point frame, CellIndex& at) const;
    bool contains(CellIndex at, Point frame) const;
    Point nearestOnOutline(Point frame) const;
    void makeHints() const;

    Mat nodes;
    kernels::GridCertificate certified;
    double covered;
    mutable std::mutex hintsMutex;
    mutable std::atomic<bool> hintsMade;
    mutable std::vector<CellIndex> hints;
};

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_GRID_GEOMETRY_HPP
