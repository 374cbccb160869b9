// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "gstzoomsample-private.hpp"

#include <gst/zoom/zoom.h>

namespace gstzoom {

// A click on the zoomed frame is meant for the place that it shows.
GstEvent* navigationInFrame(GstZoomSample* self, GstEvent* event)
{
    GstZoomPoint point;
    if (!gst_navigation_event_get_coordinates(event, &point.x, &point.y))
        return event;
    GST_OBJECT_LOCK(self);
    GstZoomTransform* transform = self->state->last_transform;
    if (transform)
        gst_zoom_transform_ref(transform);
    GST_OBJECT_UNLOCK(self);
    if (!transform)
        return event;
    // The pixel under the pointer is the one whose number is the coordinate.
    if (gst_zoom_transform_to_frame_points(transform, &point, 1, &point, nullptr))
    {
        event = gst_event_make_writable(event);
        gst_navigation_event_set_coordinates(event, point.x, point.y);
    }
    gst_zoom_transform_unref(transform);
    return event;
}

// From zoomrestore, in whatever thread it runs.
void takeDetections(GstZoomSample* self, GstEvent* event)
{
    State& state = *self->state;
    GstClockTime timestamp;
    guint width, height;
    gsize n;
    GstZoomRectangle* boxes;
    gdouble* confidences;
    if (!gst_event_parse_zoom_detections(event, &timestamp, &width, &height, &boxes, &confidences, &n))
    {
        GST_WARNING_OBJECT(self, "detections that make no sense: %" GST_PTR_FORMAT, event);
        return;
    }
    std::vector<Detection> detections;
    for (gsize k = 0; k < n; k++)
        detections.push_back({cv::Rect2d(boxes[k].x, boxes[k].y, boxes[k].width, boxes[k].height), confidences[k]});
    g_free(boxes);
    g_free(confidences);

    GST_OBJECT_LOCK(self);
    // A frame that is still to come: its detections are from before a seek.
    const bool past = GST_CLOCK_TIME_IS_VALID(state.last_pts) && timestamp <= state.last_pts && !state.reset_pending;
    GST_OBJECT_UNLOCK(self);
    if (!past || !state.sources.tracks->addDetections(detections, cv::Size(int(width), int(height)),
                                                      double(timestamp) / GST_SECOND))
        return;
    GST_OBJECT_LOCK(self);
    state.stats.detections += n;
    GST_OBJECT_UNLOCK(self);
}

} // namespace gstzoom
