// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef OPENCV_ZOOM_BOXES_HPP
#define OPENCV_ZOOM_BOXES_HPP

#include "opencv2/zoom/transform.hpp"

namespace cv {
namespace zoom {

//! @addtogroup zoom
//! @{

/** @brief Brings boxes about things, such as a detector's, from the zoomed frame to the frame.

Each side of the result is where the middle of the box's side is in the frame. Off the axes of a magnified spot a grid
shears, and the bound of the whole image (ZoomTransform::toFrameRects()) is then much larger than the thing: use that
for what a part of the picture may reach, and this for what a detector has found. zoomedBoxes() is the exact inverse.
@param transform not empty
@param boxes N x 4 single-channel 32S, 32F or 64F (x, y, width, height), or a vector of Rect, Rect2f or Rect2d, pixels;
integer coordinates are pixel edges. A box is clipped to the zoomed frame first; one that lies outside becomes an empty
one (width and height 0).
@param frameBoxes output, N x 4, 64FC1 (readable as vector of Rect2d) */
CV_EXPORTS_W void frameBoxes(const ZoomTransform& transform, InputArray boxes, OutputArray frameBoxes);

/** @brief Brings boxes about things, such as labels, from the frame to the zoomed frame: the inverse of frameBoxes().

A side beyond what the zoomed frame shows is at its border. A box becomes an empty one where the zoomed frame does not
show its middle.
@param transform not empty
@param boxes as in frameBoxes(), pixels of the frame
@param zoomedBoxes output, N x 4, 64FC1 */
CV_EXPORTS_W void zoomedBoxes(const ZoomTransform& transform, InputArray boxes, OutputArray zoomedBoxes);

//! @}

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_BOXES_HPP
