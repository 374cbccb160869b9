// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_VIDEO_PLANES_HPP
#define GST_ZOOM_VIDEO_PLANES_HPP

#include <gst/video/video.h>

#include <opencv2/core.hpp>

#include <vector>

namespace gstzoom {

// Formats that cv::zoom samples as they are. The padding byte of BGRx is sampled like a fourth channel.
#define GST_ZOOM_FORMATS "{ BGR, RGB, BGRx, RGBx, BGRA, RGBA, GRAY8, NV12, I420 }"

// Maps a buffer; false when it does not hold a picture of its caps, a GstVideoMeta that contradicts them included.
bool mapPicture(GstVideoFrame& frame, const GstVideoInfo& info, GstBuffer* buffer, GstMapFlags access);

// The part of a mapped buffer that is the picture: as large as its caps say, where its crop meta says. Empty when the
// buffer is too small for that.
cv::Rect pictureOf(const GstVideoFrame& frame, const GstVideoInfo& info);

// Mat headers over a part of the planes of a mapped frame, with the plane's stride; no pixel is copied. The chroma of a
// part that begins on an odd column or row begins half a chroma sample before it.
std::vector<cv::Mat> planesOf(const GstVideoFrame& frame, const cv::Rect& part);

// One of cv::zoom::ChromaSites, for fixed caps and what GstVideoInfo made of them.
int chromaSiteOf(const GstCaps* caps, const GstVideoInfo& info);

// True for formats with the red channel first.
bool isRGBOrder(const GstVideoInfo& info);

} // namespace gstzoom

#endif // GST_ZOOM_VIDEO_PLANES_HPP
