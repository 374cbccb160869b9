// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

/**
 * SECTION:gstzoomevent
 * @title: Zoom events
 * @short_description: what the source of zoomed frames looks like, and what was found in them
 */

#include <gst/zoom/gstzoomevent.h>

#include <cmath>
#include <initializer_list>

static const gchar detectionsName[] = "GstZoomDetections";
static const guint valuesPerBox = 5; // x, y, width, height, confidence

static const gchar sourceName[] = "GstZoomSource";

GstEvent* gst_event_new_zoom_source(GstCaps* caps, gboolean kept, gboolean zoomed)
{
    g_return_val_if_fail(GST_IS_CAPS(caps) && gst_caps_is_fixed(caps), nullptr);
    return gst_event_new_custom(GST_EVENT_CUSTOM_DOWNSTREAM_STICKY,
                                gst_structure_new(sourceName, "caps", GST_TYPE_CAPS, caps, "kept", G_TYPE_BOOLEAN, kept,
                                                  "zoomed", G_TYPE_BOOLEAN, zoomed, nullptr));
}

gboolean gst_event_is_zoom_source(GstEvent* event)
{
    g_return_val_if_fail(GST_IS_EVENT(event), FALSE);
    return GST_EVENT_TYPE(event) == GST_EVENT_CUSTOM_DOWNSTREAM_STICKY && gst_event_has_name(event, sourceName);
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

static void appendNumber(GValue* array, gdouble number)
{
    GValue value = G_VALUE_INIT;
    g_value_init(&value, G_TYPE_DOUBLE);
    g_value_set_double(&value, number);
    gst_value_array_append_and_take_value(array, &value);
}

GstEvent* gst_event_new_zoom_detections(GstClockTime timestamp, guint frame_width, guint frame_height,
                                        const GstZoomRectangle* boxes, const gdouble* confidences, gsize n_boxes)
{
    g_return_val_if_fail(GST_CLOCK_TIME_IS_VALID(timestamp) && frame_width > 0 && frame_height > 0, nullptr);
    g_return_val_if_fail(n_boxes == 0 || boxes, nullptr);
    GValue values = G_VALUE_INIT;
    gst_value_array_init(&values, guint(n_boxes) * valuesPerBox);
    for (gsize k = 0; k < n_boxes; k++)
        for (const gdouble number :
             {boxes[k].x, boxes[k].y, boxes[k].width, boxes[k].height, confidences ? confidences[k] : 1.0})
            appendNumber(&values, number);
    GstStructure* structure = gst_structure_new(detectionsName, "timestamp", G_TYPE_UINT64, timestamp, "width",
                                                G_TYPE_UINT, frame_width, "height", G_TYPE_UINT, frame_height, nullptr);
    gst_structure_take_value(structure, "boxes", &values);
    return gst_event_new_custom(GST_EVENT_CUSTOM_UPSTREAM, structure);
}

gboolean gst_event_is_zoom_detections(GstEvent* event)
{
    g_return_val_if_fail(GST_IS_EVENT(event), FALSE);
    return GST_EVENT_TYPE(event) == GST_EVENT_CUSTOM_UPSTREAM && gst_event_has_name(event, detectionsName);
}

gboolean gst_event_parse_zoom_detections(GstEvent* event, GstClockTime* timestamp, guint* frame_width,
                                         guint* frame_height, GstZoomRectangle** boxes, gdouble** confidences,
                                         gsize* n_boxes)
{
    g_return_val_if_fail(gst_event_is_zoom_detections(event), FALSE);
    g_return_val_if_fail(timestamp && frame_width && frame_height && boxes && confidences && n_boxes, FALSE);
    const GstStructure* structure = gst_event_get_structure(event);
    const GValue* values = gst_structure_get_value(structure, "boxes");
    guint64 time;
    guint width, height;
    if (!gst_structure_get(structure, "timestamp", G_TYPE_UINT64, &time, "width", G_TYPE_UINT, &width, "height",
                           G_TYPE_UINT, &height, nullptr) ||
        width == 0 || height == 0 || !values || !GST_VALUE_HOLDS_ARRAY(values) ||
        gst_value_array_get_size(values) % valuesPerBox != 0)
        return FALSE;
    const guint size = gst_value_array_get_size(values);
    for (guint k = 0; k < size; k++)
    {
        const GValue* value = gst_value_array_get_value(values, k);
        if (!G_VALUE_HOLDS_DOUBLE(value) || !std::isfinite(g_value_get_double(value)))
            return FALSE;
    }

    *timestamp = time;
    *frame_width = width;
    *frame_height = height;
    *n_boxes = size / valuesPerBox;
    *boxes = g_new(GstZoomRectangle, *n_boxes);
    *confidences = g_new(gdouble, *n_boxes);
    for (gsize k = 0; k < *n_boxes; k++)
    {
        const auto number = [&](guint offset) {
            return g_value_get_double(gst_value_array_get_value(values, guint(k) * valuesPerBox + offset));
        };
        (*boxes)[k] = {number(0), number(1), number(2), number(3)};
        (*confidences)[k] = number(4);
    }
    return TRUE;
}
