// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_RESTORE_HPP
#define GST_ZOOM_RESTORE_HPP

#include <gst/base/gstbasetransform.h>

G_BEGIN_DECLS

#define GST_TYPE_ZOOM_RESTORE (gst_zoom_restore_get_type())
G_DECLARE_FINAL_TYPE(GstZoomRestore, gst_zoom_restore, GST, ZOOM_RESTORE, GstBaseTransform)

GST_ELEMENT_REGISTER_DECLARE(zoomrestore)

G_END_DECLS

#endif // GST_ZOOM_RESTORE_HPP
