// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_DETECT_HPP
#define GST_ZOOM_DETECT_HPP

#include <gst/video/gstvideofilter.h>

G_BEGIN_DECLS

#define GST_TYPE_ZOOM_DETECT (gst_zoom_detect_get_type())
G_DECLARE_FINAL_TYPE(GstZoomDetect, gst_zoom_detect, GST, ZOOM_DETECT, GstVideoFilter)

GST_ELEMENT_REGISTER_DECLARE(zoomdetect)

G_END_DECLS

#endif // GST_ZOOM_DETECT_HPP
