// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_META_H
#define GST_ZOOM_META_H

#include <gst/gst.h>
#include <gst/zoom/gstzoomtransform.h>
#include <gst/zoom/zoom-prelude.h>

G_BEGIN_DECLS

#define GST_ZOOM_META_API_TYPE (gst_zoom_meta_api_get_type())
#define GST_ZOOM_META_INFO (gst_zoom_meta_get_info())

/**
 * GstZoomMeta:
 * @meta: the parent #GstMeta
 * @transform: how the buffer's picture samples its source frame
 * @source: (nullable): the source frame, when `zoomsample keep-source=true` kept it
 * @source_caps: (nullable): caps of @source
 *
 * Tells that a buffer holds a zoomed frame. All fields are read-only.
 *
 * The meta follows the buffer through elements that copy it or scale it as a whole; its transform then refers to the
 * scaled picture. It is dropped by elements that crop, flip or rotate, and where a scaler changes the display aspect
 * ratio: whether such a scaler added borders is not known here.
 */
typedef struct
{
    GstMeta meta;

    GstZoomTransform* transform;
    GstBuffer* source;
    GstCaps* source_caps;
} GstZoomMeta;

GST_ZOOM_API
GType gst_zoom_meta_api_get_type(void);

GST_ZOOM_API
const GstMetaInfo* gst_zoom_meta_get_info(void);

/**
 * gst_buffer_add_zoom_meta:
 * @buffer: (transfer none): a writable #GstBuffer with a zoomed frame
 * @transform: (transfer none): how it samples its source frame
 * @source: (transfer none) (nullable): the source frame
 * @source_caps: (transfer none) (nullable): caps of @source; given if and only if @source is
 *
 * Returns: (transfer none): the new meta of @buffer
 */
GST_ZOOM_API
GstZoomMeta* gst_buffer_add_zoom_meta(GstBuffer* buffer, GstZoomTransform* transform, GstBuffer* source,
                                      GstCaps* source_caps);

/**
 * gst_buffer_get_zoom_meta:
 * @buffer: a #GstBuffer
 *
 * Returns: (transfer none) (nullable): the #GstZoomMeta of @buffer, or %NULL when it has none
 */
GST_ZOOM_API
GstZoomMeta* gst_buffer_get_zoom_meta(GstBuffer* buffer);

G_END_DECLS

#endif // GST_ZOOM_META_H
