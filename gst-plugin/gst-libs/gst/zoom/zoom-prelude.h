// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_PRELUDE_H
#define GST_ZOOM_PRELUDE_H

#include <gst/gst.h>

#ifndef GST_ZOOM_API
#ifdef BUILDING_GST_ZOOM
#define GST_ZOOM_API GST_API_EXPORT
#else
#define GST_ZOOM_API GST_API_IMPORT
#endif
#endif

#endif // GST_ZOOM_PRELUDE_H
