// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_QUERY_H
#define GST_ZOOM_QUERY_H

#include <gst/gst.h>
#include <gst/zoom/gstzoomtransform.h>
#include <gst/zoom/zoom-prelude.h>

G_BEGIN_DECLS

/**
 * gst_query_new_zoom_transform:
 * @timestamp: presentation timestamp of a zoomed frame
 * @with_source: whether its source frame is wanted, too
 *
 * Makes the query with which the transform of a frame is asked for upstream, where an element between has dropped the
 * #GstZoomMeta. `zoomsample` answers it for the last 64 frames. It keeps source frames for this, the last 8, only with
 * keep-source=true and from the first such query on.
 *
 * Returns: (transfer full): a new query
 */
GST_ZOOM_API
GstQuery* gst_query_new_zoom_transform(GstClockTime timestamp, gboolean with_source);

/**
 * gst_query_is_zoom_transform:
 * @query: a query
 *
 * Returns: %TRUE when @query was made by gst_query_new_zoom_transform()
 */
GST_ZOOM_API
gboolean gst_query_is_zoom_transform(GstQuery* query);

/**
 * gst_query_parse_zoom_transform:
 * @query: a query for which gst_query_is_zoom_transform() holds
 * @timestamp: (out): timestamp of the frame
 * @with_source: (out): whether the source frame is wanted
 */
GST_ZOOM_API
void gst_query_parse_zoom_transform(GstQuery* query, GstClockTime* timestamp, gboolean* with_source);

/**
 * gst_query_set_zoom_transform:
 * @query: a query for which gst_query_is_zoom_transform() holds
 * @transform: (transfer none): the frame's transform
 * @par_n: numerator of the zoomed frame's pixel aspect ratio
 * @par_d: denominator of the zoomed frame's pixel aspect ratio
 * @source: (transfer none) (nullable): the source frame
 * @source_caps: (transfer none) (nullable): its caps; given if and only if @source is
 *
 * Answers the query.
 */
GST_ZOOM_API
void gst_query_set_zoom_transform(GstQuery* query, GstZoomTransform* transform, gint par_n, gint par_d,
                                  GstBuffer* source, GstCaps* source_caps);

/**
 * gst_query_parse_zoom_transform_answer:
 * @query: a query that was answered
 * @transform: (out) (transfer none): the frame's transform
 * @par_n: (out) (optional): numerator of the zoomed frame's pixel aspect ratio
 * @par_d: (out) (optional): denominator of the zoomed frame's pixel aspect ratio
 * @source: (out) (optional) (nullable) (transfer none): the source frame
 * @source_caps: (out) (optional) (nullable) (transfer none): its caps
 *
 * Returns: %FALSE when there is no answer; the outputs are then untouched
 */
GST_ZOOM_API
gboolean gst_query_parse_zoom_transform_answer(GstQuery* query, GstZoomTransform** transform, gint* par_n, gint* par_d,
                                               GstBuffer** source, GstCaps** source_caps);

G_END_DECLS

#endif // GST_ZOOM_QUERY_H
