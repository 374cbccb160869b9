// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_RESTORED_SOURCE_HPP
#define GST_ZOOM_RESTORED_SOURCE_HPP

#include <gst/base/gstbasetransform.h>
#include <gst/video/video.h>

namespace gstzoom {

// Makes what zoomrestore mode=original gives downstream: a buffer with the picture and the metas of the source frame,
// and with what was put on the zoomed one on the way and does not depend on the picture. Regions are the caller's.
// The memory is the source's own, but a copy laid out as the caps say where downstream reads no GstVideoMeta and the
// source has other strides. An error is already on the element's bus.
GstFlowReturn restoreSource(GstBaseTransform* element, const GstVideoInfo& info, bool takes_strides, GstBuffer* zoomed,
                            GstBuffer* source, GstBuffer** restored);

} // namespace gstzoom

#endif // GST_ZOOM_RESTORED_SOURCE_HPP
