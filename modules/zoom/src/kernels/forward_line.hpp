// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_FORWARD_LINE_HPP
#define OPENCV_ZOOM_KERNELS_FORWARD_LINE_HPP

// Where the pixels of a zoomed plane sample, for host and device.

#include "../math/footprint.hpp"
#include "../math/lattice.hpp"
#include "plane_map.hpp"

#include <cstddef>

namespace cv {
namespace zoom {
namespace kernels {

//! The pixels of a row within one cell of the lattice sample along a line, from the cell's left end to its right one.
struct ForwardLine
{
    double left, top, right, bottom; //!< in pixels of the frame's plane, continuous

    //! @param upper, lower rows of the grid @param j the cell's column @param t position between the rows
    static ZOOM_INLINE ForwardLine of(const PlaneMap& map, const float* upper, const float* lower, int j, double t)
    {
        return {position(map.frame.x, upper[2 * j], lower[2 * j], t),
                position(map.frame.y, upper[2 * j + 1], lower[2 * j + 1], t),
                position(map.frame.x, upper[2 * j + 2], lower[2 * j + 2], t),
                position(map.frame.y, upper[2 * j + 3], lower[2 * j + 3], t)};
    }

    ZOOM_INLINE double x(double s) const { return math::lerp(left, right, s); }
    ZOOM_INLINE double y(double s) const { return math::lerp(top, bottom, s); }

private:
    static ZOOM_INLINE double position(const PixelAxis& axis, float upper, float lower, double t)
    {
        // A wild grid must not overflow the sampler's integers; a whole frame beyond the border it shows the border
        // alone.
        return axis.position(math::clamped(math::lerp(double(upper), double(lower), t), -1.0, 2.0));
    }
};

//! The widths of the boxes of those pixels.
struct WidthLine
{
    float leftX, leftY, rightX, rightY;

    //! @param upper, lower rows of the boxes at the nodes, interleaved (x, y)
    static ZOOM_INLINE WidthLine of(const float* upper, const float* lower, int j, float t)
    {
        return {math::lerp(upper[2 * j], lower[2 * j], t), math::lerp(upper[2 * j + 1], lower[2 * j + 1], t),
                math::lerp(upper[2 * j + 2], lower[2 * j + 2], t), math::lerp(upper[2 * j + 3], lower[2 * j + 3], t)};
    }

    ZOOM_INLINE float x(float s) const { return math::lerp(leftX, rightX, s); }
    ZOOM_INLINE float y(float s) const { return math::lerp(leftY, rightY, s); }
};

//! Widths of the box of a pixel at a node, in pixels of the frame's plane.
ZOOM_INLINE math::Vec<float> boxAtNode(const PlaneMap& map, int i, int j)
{
    // Lattice steps per output pixel and frame pixels per normalised unit turn the grid's differences into pixels. A
    // box wider than the frame would only repeat its border.
    const double stepX = map.zoomed.x.step * (map.columns - 1), stepY = map.zoomed.y.step * (map.rows - 1);
    const double pixelsX = 1 / map.frame.x.step, pixelsY = 1 / map.frame.y.step;
    const float* g = map.grid + 2 * (std::size_t(i) * std::size_t(map.columns) + std::size_t(j));
    const double ux = math::nodeDerivative(g, 2, j, map.columns);
    const double uy = math::nodeDerivative(g, 2 * map.columns, i, map.rows);
    const double vx = math::nodeDerivative(g + 1, 2, j, map.columns);
    const double vy = math::nodeDerivative(g + 1, 2 * map.columns, i, map.rows);
    const double wx = pixelsX * math::boxWidth(stepX * ux, stepY * uy);
    const double wy = pixelsY * math::boxWidth(stepX * vx, stepY * vy);
    return {float(math::clamped(wx, 1.0, double(map.frame.width))),
            float(math::clamped(wy, 1.0, double(map.frame.height)))};
}

//! Where one pixel samples.
struct ForwardPixel
{
    double x, y;          //!< in pixels of the frame's plane, continuous
    float widthX, widthY; //!< of its box

    //! @param nodeBoxes boxAtNode() of all nodes; null for boxes of width 1
    static ZOOM_INLINE ForwardPixel of(const PlaneMap& map, const float* nodeBoxes, int column, int row)
    {
        const math::LatticePosition<double> across =
            math::latticePosition(map.zoomed.x.normalised(column), map.columns);
        const math::LatticePosition<double> down = math::latticePosition(map.zoomed.y.normalised(row), map.rows);
        const std::size_t first = 2 * std::size_t(down.cell) * std::size_t(map.columns);
        const float *upper = map.grid + first, *lower = upper + 2 * map.columns;
        const ForwardLine line = ForwardLine::of(map, upper, lower, across.cell, down.t);
        if (!nodeBoxes)
            return {line.x(across.t), line.y(across.t), 1, 1};
        const float* upperBoxes = nodeBoxes + first;
        const WidthLine widths = WidthLine::of(upperBoxes, upperBoxes + 2 * map.columns, across.cell, float(down.t));
        const float s = float(across.t);
        return {line.x(across.t), line.y(across.t), widths.x(s), widths.y(s)};
    }
};

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_FORWARD_LINE_HPP
