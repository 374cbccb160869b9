// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_UNZOOM_HPP
#define GST_ZOOM_UNZOOM_HPP

#include <gst/video/video.h>

#include <opencv2/zoom.hpp>

namespace gstzoom {

// Brings a zoomed picture back to the source frame's geometry, in the place of the whole output. What the zoomed frame
// does not show is black.
void unzoomPicture(const cv::zoom::ZoomTransform& transform, const GstVideoFrame& in, const cv::Rect& shown,
                   const GstVideoFrame& out);

} // namespace gstzoom

#endif // GST_ZOOM_UNZOOM_HPP
