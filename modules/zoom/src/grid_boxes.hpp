// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_GRID_BOXES_HPP
#define OPENCV_ZOOM_GRID_BOXES_HPP

#include "grid_geometry.hpp"

namespace cv {
namespace zoom {

//! Sides of a box, normalised.
struct Sides
{
    double left, top, right, bottom;
};

//! Where the middles of a zoomed box's sides are in the frame: the sides of frameBoxes().
Sides frameSides(const GridGeometry& geometry, const Sides& zoomed);

/** @brief The zoomed box that frameSides() maps to a box of the frame; a side that is not shown is at the border.
@return false where the zoomed frame does not show the box's middle */
bool zoomedSides(const GridGeometry& geometry, const Sides& frame, Sides& zoomed);

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_GRID_BOXES_HPP
