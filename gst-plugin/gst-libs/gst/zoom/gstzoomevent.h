// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_EVENT_H
#define GST_ZOOM_EVENT_H

#include <gst/gst.h>
#include <gst/zoom/gstzoomtransform.h>
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

/**
 * gst_event_new_zoom_detections:
 * @timestamp: presentation timestamp of the frame that the detections were made in
 * @frame_width: width of the source frame in pixels
 * @frame_height: height of the source frame in pixels
 * @boxes: (array length=n_boxes): what was found, in pixels of the source frame
 * @confidences: (array length=n_boxes) (nullable): how sure each one is, above 0; %NULL: all the same
 * @n_boxes: number of boxes; may be 0
 *
 * Makes the upstream event with which detections reach the element that zooms, so that it can look there more closely
 * in the next frames. It is sent once for every frame that a detector has seen.
 *
 * Returns: (transfer full): a new event
 */
GST_ZOOM_API
GstEvent* gst_event_new_zoom_detections(GstClockTime timestamp, guint frame_width, guint frame_height,
                                        const GstZoomRectangle* boxes, const gdouble* confidences, gsize n_boxes);

/**
 * gst_event_is_zoom_detections:
 * @event: an event
 *
 * Returns: %TRUE when @event was made by gst_event_new_zoom_detections()
 */
GST_ZOOM_API
gboolean gst_event_is_zoom_detections(GstEvent* event);

/**
 * gst_event_parse_zoom_detections:
 * @event: an event for which gst_event_is_zoom_detections() holds
 * @timestamp: (out): timestamp of the frame
 * @frame_width: (out): width of the source frame in pixels
 * @frame_height: (out): height of the source frame in pixels
 * @boxes: (out) (transfer full) (array length=n_boxes): the boxes; free with g_free()
 * @confidences: (out) (transfer full) (array length=n_boxes): the confidences; free with g_free()
 * @n_boxes: (out): number of boxes
 *
 * Returns: %FALSE when the event's content makes no sense; the outputs are then untouched
 */
GST_ZOOM_API
gboolean gst_event_parse_zoom_detections(GstEvent* event, GstClockTime* timestamp, guint* frame_width,
                                         guint* frame_height, GstZoomRectangle** boxes, gdouble** confidences,
                                         gsize* n_boxes);

G_END_DECLS

#endif // GST_ZOOM_EVENT_H
