// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "grid_boxes.hpp"

#include <algorithm>
#include <cmath>

namespace cv {
namespace zoom {

namespace {

//! A line of the zoomed frame, a row (axis 0) or a column (axis 1), and the frame's coordinate along it.
class Line
{
public:
    Line(const GridGeometry& geometry, int _axis, double place)
        : axis(_axis), count(axis == 0 ? geometry.columns() : geometry.rows()),
          alongStep(axis == 0 ? 1 : geometry.columns())
    {
        const int lines = axis == 0 ? geometry.rows() : geometry.columns();
        const int acrossStep = axis == 0 ? geometry.columns() : 1;
        const double scaled = std::min(std::max(place, 0.), 1.) * (lines - 1);
        const int cell = std::min(int(scaled), lines - 2);
        fraction = scaled - cell;
        perCell = lines - 1;
        before = geometry.data() + 2 * cell * acrossStep + axis;
        behind = before + 2 * acrossStep;
    }

    struct Place
    {
        double at, slope; //!< along the line; how it moves with the line
    };

    //! Where the coordinate is; an end of the line that does not reach it.
    Place find(double wanted) const
    {
        if (!(node(0) < wanted))
            return {0, 0};
        if (!(node(count - 1) > wanted))
            return {1, 0};
        int low = 0, high = count - 1;
        while (high - low > 1)
        {
            const int middle = (low + high) / 2;
            (node(middle) <= wanted ? low : high) = middle;
        }
        const double rise = node(high) - node(low), s = (wanted - node(low)) / rise; // node(high) is above wanted
        const double across = (1 - s) * slope(low) + s * slope(high);
        return {(low + s) / (count - 1), -across / (rise * (count - 1))};
    }

private:
    double node(int k) const
    {
        const double a = before[2 * k * alongStep], b = behind[2 * k * alongStep];
        return a + fraction * (b - a);
    }
    double slope(int k) const { return (double(behind[2 * k * alongStep]) - before[2 * k * alongStep]) * perCell; }

    int axis, count, alongStep;
    double fraction, perCell;
    const float *before, *behind;
};

} // namespace

Sides frameSides(const GridGeometry& geometry, const Sides& z)
{
    const double x = 0.5 * (z.left + z.right), y = 0.5 * (z.top + z.bottom);
    return {geometry.toFrame({z.left, y}).x, geometry.toFrame({x, z.top}).y, geometry.toFrame({z.right, y}).x,
            geometry.toFrame({x, z.bottom}).y};
}

bool zoomedSides(const GridGeometry& geometry, const Sides& frame, Sides& zoomed)
{
    const int MOST_STEPS = 60;
    const double PRECISION = 1e-14, LEAST_DETERMINANT = 0.1;
    GridGeometry::Point middle;
    if (!geometry.toZoomed({0.5 * (frame.left + frame.right), 0.5 * (frame.top + frame.bottom)}, middle))
        return false;
    // Left and right follow from the row of the box's middle, top and bottom from its column: what is looked for is the
    // middle alone.
    double last = 2;
    for (int step = 0; step < MOST_STEPS; ++step)
    {
        const Line row(geometry, 0, middle.y), column(geometry, 1, middle.x);
        const Line::Place left = row.find(frame.left), right = row.find(frame.right), top = column.find(frame.top),
                          bottom = column.find(frame.bottom);
        zoomed = {left.at, top.at, right.at, bottom.at};
        const double offX = 0.5 * (left.at + right.at) - middle.x, offY = 0.5 * (top.at + bottom.at) - middle.y;
        const double far = std::max(std::abs(offX), std::abs(offY));
        if (far < PRECISION)
            break;
        const double alpha = 0.5 * (left.slope + right.slope), beta = 0.5 * (top.slope + bottom.slope);
        const double det = 1 - alpha * beta;
        // Newton's step; one over a kink between cells may be too far, then half of what follows from the last middle.
        const bool newton = det > LEAST_DETERMINANT && far < last;
        middle.x += newton ? (offX + alpha * offY) / det : 0.5 * offX;
        middle.y += newton ? (offY + beta * offX) / det : 0.5 * offY;
        last = far;
    }
    return true;
}

} // namespace zoom
} // namespace cv
