// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_ZOOM_METHOD_HPP
#define ZOOM_DETECT_ZOOM_METHOD_HPP

#include "options.hpp"

#include "zoom_looks/zoomer.hpp"

/** What the options ask for. Without a saliency model the saliency is motion and what the zoomer's own detector found
in earlier frames.
@param frame size of the frames
@param framesPerSecond of these frames */
looks::Zoomer makeZoomer(const Options& options, cv::Size frame, cv::Size input, double framesPerSecond);

#endif // ZOOM_DETECT_ZOOM_METHOD_HPP
