// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_INVERSE_PIXEL_HPP
#define OPENCV_ZOOM_KERNELS_INVERSE_PIXEL_HPP

// Where a pixel of the frame lies in the zoomed plane, once its cell is known: for host and device.

#include "../math/footprint.hpp"
#include "../math/inverse_cell.hpp"
#include "plane_map.hpp"

namespace cv {
namespace zoom {
namespace kernels {

//! Where a pixel of the frame samples the zoomed plane.
struct InversePixel
{
    double x, y;          //!< in pixels of the zoomed plane, continuous
    float widthX, widthY; //!< of its box
};

//! What takes a place in a cell of the lattice to pixels of the zoomed plane.
struct InverseScale
{
    double zoomedX, zoomedY;  //!< pixels of the zoomed plane per lattice step
    double originX, originY;  //!< position in the zoomed plane of the lattice's first node
    math::Cell<double> units; //!< factors that take a cell to pixels of the frame per pixel of the zoomed frame
    float widest, highest;    //!< a box: as large as the zoomed plane

    static ZOOM_INLINE InverseScale of(const PlaneMap& map)
    {
        const double x = 1 / (map.zoomed.x.step * (map.columns - 1)), y = 1 / (map.zoomed.y.step * (map.rows - 1));
        const double u = map.frame.x.step, v = map.frame.y.step;
        return {x,
                y,
                map.zoomed.x.position(0),
                map.zoomed.y.position(0),
                {{0, 0}, {1 / (u * x), 1 / (v * x)}, {1 / (u * y), 1 / (v * y)}, {1 / (u * x * y), 1 / (v * x * y)}},
                float(map.zoomed.width),
                float(map.zoomed.height)};
    }

    //! @param column, row of the cell @param p the place in it
    ZOOM_INLINE double x(int column, math::Vec<double> p) const { return originX + (column + p.x) * zoomedX; }
    ZOOM_INLINE double y(int row, math::Vec<double> p) const { return originY + (row + p.y) * zoomedY; }

    //! The cell with its origin at p, in pixels of the frame per pixel of the zoomed frame.
    ZOOM_INLINE math::Cell<double> pixelCell(const math::Cell<double>& cell, math::Vec<double> p) const
    {
        const math::Vec<double> dx = cell.dx(p.y), dy = cell.dy(p.x);
        return {{0, 0},
                {dx.x * units.x.x, dx.y * units.x.y},
                {dy.x * units.y.x, dy.y * units.y.y},
                {cell.twist.x * units.twist.x, cell.twist.y * units.twist.y}};
    }

    //! The box in the zoomed plane of a pixel of the frame. @param dx, dy columns of the Jacobian, in pixels
    ZOOM_INLINE math::Vec<float> box(math::Vec<float> dx, math::Vec<float> dy, float perDeterminant) const
    {
        return {bounded(math::boxWidth(dy.x, dy.y) * perDeterminant, widest),
                bounded(math::boxWidth(dx.x, dx.y) * perDeterminant, highest)};
    }

    //! The exact inverse in a cell, in double, and its box. @param u, v the pixel's centre, normalised
    ZOOM_INLINE InversePixel invert(const math::Cell<double>& cell, int row, int column, double u, double v,
                                    bool withBox) const
    {
        math::Vec<double> p = math::inverseCell(cell, {u, v});
        p = {math::clamped(p.x, 0.0, 1.0), math::clamped(p.y, 0.0, 1.0)};
        InversePixel pixel = {x(column, p), y(row, p), 1, 1};
        if (withBox)
        {
            const math::Cell<double> local = pixelCell(cell, p);
            const double determinant = math::cross(local.x, local.y);
            const math::Vec<float> size =
                box({float(local.x.x), float(local.x.y)}, {float(local.y.x), float(local.y.y)},
                    determinant > 0 ? float(1 / determinant) : 0.f);
            pixel.widthX = size.x;
            pixel.widthY = size.y;
        }
        return pixel;
    }

private:
    //! Cells of 1e20 frames overflow a float and leave 0 times infinity: of that, larger() takes its first argument.
    static ZOOM_INLINE float bounded(float w, float most) { return math::smaller(math::larger(1.f, w), most); }
};

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_INVERSE_PIXEL_HPP
