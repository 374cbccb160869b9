// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_RAYS_HPP
#define ZOOM_GAZE_RAYS_HPP

#include "opencv2/zoom/transform.hpp"
#include "zoom_gaze/scene.hpp"

namespace gaze {

/** The second input of a gaze network (zoom_train's GazeNet), beside the zoomed frame: what its cells show of the
world. Without it no network could tell centimetres from pixels, since a zoom moves and magnifies and cameras differ.

Library zoom_gaze_rays. An object keeps its memory; it may be used by one thread at a time. */
class Rays
{
public:
    static constexpr int CELL = 16; //!< pixels of the input along the side of a cell

    //! @param input size of the zoomed frames, the network's input
    explicit Rays(cv::Size input);

    /** @param transform of the frame into the input; an identity grid for a plain resize
    @param camera of the frame
    @return 1x3xhxw, CV_32F, until the next call: x and y of the rays through the cells' middles at a depth of 1 (to the
    image's right and down), and 4 plus the logarithm of what a pixel of the input covers there. Throws cv::Exception if
    sizes do not fit together or the focal length is not positive. */
    const cv::Mat& of(const cv::zoom::ZoomTransform& transform, const Camera& camera);

    cv::Size cells() const { return cellCount; } //!< columns and rows of what of() gives

private:
    cv::Size input, cellCount;
    cv::Mat corners, places; // of the cells, in pixels of the input and of the frame
    cv::Mat rays;
};

} // namespace gaze

#endif // ZOOM_GAZE_RAYS_HPP
