// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_H
#define GST_ZOOM_H

#include <gst/zoom/gstzoomevent.h>
#include <gst/zoom/gstzoommeta.h>
#include <gst/zoom/gstzoomquery.h>
#include <gst/zoom/gstzoomtransform.h>

#endif // GST_ZOOM_H
