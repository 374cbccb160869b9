// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_EVENT_H
#define GST_ZOOM_EVENT_H

#include <gst/gst.h>
#include <gst/zoom/zoom-prelude.h>

G_BEGIN_DECLS

/**
 * gst_event_new_zoom_source:
 * @caps: (transfer none): fixed caps of the source frames
 * @kept: whether the zoomed buffers carry their source frames (#GstZoomMeta.source)
 * @zoomed: %FALSE while the buffers that follow are the source frames themselves (`zoomsample bypass=true`)
 *
 * Makes the sticky downstream event with which an element announces what the frames that it zooms look like. It is sent
 * before the first zoomed buffer and whenever the answer changes.
 *
 * Returns: (transfer full): a new event
 */
GST_ZOOM_API
GstEvent* gst_event_new_zoom_source(GstCaps* caps, gboolean kept, gboolean zoomed);

/**
 * gst_event_is_zoom_source:
 * @event: an event
 *
 * Returns: %TRUE when @event was made by gst_event_new_zoom_source()
 */
GST_ZOOM_API
gboolean gst_event_is_zoom_source(GstEvent* event);

/**
 * gst_event_parse_zoom_source:
 * @event: an event for which gst_event_is_zoom_source() holds
 * @caps: (out) (transfer none): caps of the source frames
 * @kept: (out) (optional): whether the zoomed buffers carry their source frames
 * @zoomed: (out) (optional): whether the buffers that follow are zoomed
 */
GST_ZOOM_API
void gst_event_parse_zoom_source(GstEvent* event, const GstCaps** caps, gboolean* kept, gboolean* zoomed);

G_END_DECLS

#endif // GST_ZOOM_EVENT_H
