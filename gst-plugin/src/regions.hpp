// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_REGIONS_HPP
#define GST_ZOOM_REGIONS_HPP

#include <gst/zoom/zoom.h>

namespace gstzoom {

enum class RegionMapping
{
    ToZoomed, // from the source frame to the zoomed frame
    ToFrame   // back
};

// Puts the regions of interest of one buffer, mapped, on another in the place of its own; the two may be the same
// buffer. Ids and parameters are kept; DL Streamer's normalised detection is mapped too. Returns the number of regions
// left out because they are empty in the picture that they are mapped to.
guint mapRegions(GstBuffer* from, GstBuffer* to, const GstZoomTransform* transform, RegionMapping mapping);

} // namespace gstzoom

#endif // GST_ZOOM_REGIONS_HPP
