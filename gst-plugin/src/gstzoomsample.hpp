// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_SAMPLE_HPP
#define GST_ZOOM_SAMPLE_HPP

#include <gst/video/gstvideofilter.h>

G_BEGIN_DECLS

#define GST_TYPE_ZOOM_SAMPLE (gst_zoom_sample_get_type())
G_DECLARE_FINAL_TYPE(GstZoomSample, gst_zoom_sample, GST, ZOOM_SAMPLE, GstVideoFilter)

GST_ELEMENT_REGISTER_DECLARE(zoomsample)

G_END_DECLS

#endif // GST_ZOOM_SAMPLE_HPP
