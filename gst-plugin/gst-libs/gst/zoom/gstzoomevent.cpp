// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

/**
 * SECTION:gstzoomevent
 * @title: Zoom events
 * @short_description: what the source of zoomed frames looks like
 */

#include <gst/zoom/gstzoomevent.h>

static const gchar eventName[] = "GstZoomSource";

GstEvent* gst_event_new_zoom_source(GstCaps* caps, gboolean kept, gboolean zoomed)
{
    g_return_val_if_fail(GST_IS_CAPS(caps) && gst_caps_is_fixed(caps), nullptr);
    return gst_event_new_custom(GST_EVENT_CUSTOM_DOWNSTREAM_STICKY,
                                gst_structure_new(eventName, "caps", GST_TYPE_CAPS, caps, "kept", G_TYPE_BOOLEAN, kept,
                                                  "zoomed", G_TYPE_BOOLEAN, zoomed, nullptr));
}

gboolean gst_event_is_zoom_source(GstEvent* event)
{
    g_return_val_if_fail(GST_IS_EVENT(event), FALSE);
    return GST_EVENT_TYPE(event) == GST_EVENT_CUSTOM_DOWNSTREAM_STICKY && gst_event_has_name(event, eventName);
}

void gst_event_parse_zoom_source(GstEvent* event, const GstCaps** caps, gboolean* kept, gboolean* zoomed)
{
    g_return_if_fail(gst_event_is_zoom_source(event));
    const GstStructure* structure = gst_event_get_structure(event);
    if (caps)
        *caps = gst_value_get_caps(gst_structure_get_value(structure, "caps"));
    if (kept)
        gst_structure_get_boolean(structure, "kept", kept);
    if (zoomed)
        gst_structure_get_boolean(structure, "zoomed", zoomed);
}
