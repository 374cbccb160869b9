// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "transformhistory.hpp"

namespace gstzoom {

void TransformHistory::add(GstClockTime timestamp, GstZoomTransform* transform, GstBuffer* source, GstCaps* caps)
{
    Entry& entry = entries[next];
    entry.timestamp = timestamp;
    if (entry.transform)
        gst_zoom_transform_unref(entry.transform);
    entry.transform = gst_zoom_transform_ref(transform);
    gst_buffer_replace(&entry.source, sources_wanted ? source : nullptr);
    gst_caps_replace(&entry.caps, entry.source ? caps : nullptr);

    Entry& old = entries[(next + mostTransforms - mostSources) % mostTransforms];
    gst_clear_buffer(&old.source);
    gst_clear_caps(&old.caps);
    next = (next + 1) % mostTransforms;
}

void TransformHistory::clear()
{
    for (Entry& entry : entries)
    {
        g_clear_pointer(&entry.transform, gst_zoom_transform_unref);
        gst_clear_buffer(&entry.source);
        gst_clear_caps(&entry.caps);
        entry.timestamp = GST_CLOCK_TIME_NONE;
    }
    sources_wanted = false;
}

bool TransformHistory::answer(GstQuery* query, gint par_n, gint par_d)
{
    GstClockTime timestamp;
    gboolean with_source;
    gst_query_parse_zoom_transform(query, &timestamp, &with_source);
    sources_wanted = sources_wanted || with_source;
    const Entry* nearest = nullptr;
    GstClockTime distance = GST_MSECOND + 1;
    for (const Entry& entry : entries)
    {
        if (!entry.transform || !GST_CLOCK_TIME_IS_VALID(entry.timestamp))
            continue;
        const GstClockTime d = entry.timestamp > timestamp ? entry.timestamp - timestamp : timestamp - entry.timestamp;
        if (d < distance)
        {
            distance = d;
            nearest = &entry;
        }
    }
    if (!nearest)
        return false;
    gst_query_set_zoom_transform(query, nearest->transform, par_n, par_d, with_source ? nearest->source : nullptr,
                                 with_source ? nearest->caps : nullptr);
    return true;
}

} // namespace gstzoom
