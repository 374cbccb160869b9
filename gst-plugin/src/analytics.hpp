// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_ANALYTICS_HPP
#define GST_ZOOM_ANALYTICS_HPP

#include "regions.hpp"

namespace gstzoom {

// As mapRegions(), for GstAnalyticsRelationMeta (GStreamer 1.24 and newer; does nothing in a build without it): object
// detections and segmentations are mapped, trackings and classifications kept, and the relations between all of them
// made anew. Returns the number of detections left out.
guint mapAnalytics(GstBuffer* from, GstBuffer* to, const RegionMapper& mapper,
                   std::vector<MappedRegion>* list = nullptr);

// True for the metas that mapRegions() and mapAnalytics() take care of.
bool describesRegions(GType api);

} // namespace gstzoom

#endif // GST_ZOOM_ANALYTICS_HPP
