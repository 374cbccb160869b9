// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_CAPS_HPP
#define GST_ZOOM_CAPS_HPP

#include <gst/gst.h>

namespace gstzoom {

// What zoomsample can give on its other pad for caps on one pad. A width or height of 0 leaves that side free.
// The result is not yet restricted to the pad template. Returns a new reference.
GstCaps* transformZoomCaps(GstPadDirection direction, const GstCaps* caps, int width, int height);

// Settles the open fields of othercaps (taken) for fixed caps on the pad with the given direction.
GstCaps* fixateZoomCaps(GstPadDirection direction, GstCaps* caps, GstCaps* othercaps);

// The interlace-mode of fixed caps when their frames are not progressive, or null. Such frames cannot be zoomed.
const char* interlaceModeOf(const GstCaps* caps);

} // namespace gstzoom

#endif // GST_ZOOM_CAPS_HPP
