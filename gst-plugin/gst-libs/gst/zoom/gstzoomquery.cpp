// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

/**
 * SECTION:gstzoomquery
 * @title: Zoom query
 * @short_description: asks for the transform of a frame that has lost its meta
 */

#include <gst/zoom/gstzoomquery.h>

static const gchar queryName[] = "GstZoomTransformQuery";

GstQuery* gst_query_new_zoom_transform(GstClockTime timestamp, gboolean with_source)
{
    return gst_query_new_custom(GST_QUERY_CUSTOM,
                                gst_structure_new(queryName, "timestamp", G_TYPE_UINT64, timestamp, "with-source",
                                                  G_TYPE_BOOLEAN, with_source, nullptr));
}

gboolean gst_query_is_zoom_transform(GstQuery* query)
{
    g_return_val_if_fail(GST_IS_QUERY(query), FALSE);
    const GstStructure* structure =
        GST_QUERY_TYPE(query) == GST_QUERY_CUSTOM ? gst_query_get_structure(query) : nullptr;
    return structure && gst_structure_has_name(structure, queryName);
}

void gst_query_parse_zoom_transform(GstQuery* query, GstClockTime* timestamp, gboolean* with_source)
{
    g_return_if_fail(gst_query_is_zoom_transform(query) && timestamp && with_source);
    const GstStructure* structure = gst_query_get_structure(query);
    *timestamp = GST_CLOCK_TIME_NONE;
    *with_source = FALSE;
    gst_structure_get_uint64(structure, "timestamp", timestamp);
    gst_structure_get_boolean(structure, "with-source", with_source);
}

void gst_query_set_zoom_transform(GstQuery* query, GstZoomTransform* transform, gint par_n, gint par_d,
                                  GstBuffer* source, GstCaps* source_caps)
{
    g_return_if_fail(gst_query_is_zoom_transform(query) && transform);
    g_return_if_fail((source == nullptr) == (source_caps == nullptr));
    GstStructure* structure = gst_query_writable_structure(query);
    gst_structure_set(structure, "transform", GST_TYPE_ZOOM_TRANSFORM, transform, "pixel-aspect-ratio",
                      GST_TYPE_FRACTION, par_n, par_d, nullptr);
    if (source)
        gst_structure_set(structure, "source", GST_TYPE_BUFFER, source, "source-caps", GST_TYPE_CAPS, source_caps,
                          nullptr);
}

gboolean gst_query_parse_zoom_transform_answer(GstQuery* query, GstZoomTransform** transform, gint* par_n, gint* par_d,
                                               GstBuffer** source, GstCaps** source_caps)
{
    g_return_val_if_fail(gst_query_is_zoom_transform(query) && transform, FALSE);
    const GstStructure* structure = gst_query_get_structure(query);
    const GValue* value = gst_structure_get_value(structure, "transform");
    gint n = 1, d = 1;
    if (!value || !gst_structure_get_fraction(structure, "pixel-aspect-ratio", &n, &d))
        return FALSE;
    *transform = static_cast<GstZoomTransform*>(g_value_get_boxed(value));
    if (par_n)
        *par_n = n;
    if (par_d)
        *par_d = d;
    value = gst_structure_get_value(structure, "source");
    if (source)
        *source = value ? gst_value_get_buffer(value) : nullptr;
    value = gst_structure_get_value(structure, "source-caps");
    if (source_caps)
        *source_caps = value ? const_cast<GstCaps*>(gst_value_get_caps(value)) : nullptr;
    return TRUE;
}
