// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "restoredsource.hpp"

#include "analytics.hpp"
#include "videoplanes.hpp"

namespace gstzoom {

// Regions are mapped by the caller; what else describes the picture (strides, memory) belongs to the source, what does
// not depend on it may have been added on the way.
static gboolean copySourceMeta(GstBuffer* source, GstMeta** meta, gpointer restored)
{
    const GType api = (*meta)->info->api;
    GstMetaTransformCopy whole = {FALSE, 0, gsize(-1)};
    if (!describesRegions(api) && gst_meta_api_type_get_tags(api) && (*meta)->info->transform_func)
        (*meta)->info->transform_func(GST_BUFFER(restored), *meta, source, _gst_meta_transform_copy, &whole);
    return TRUE;
}

static gboolean copySourceMetaButMemory(GstBuffer* source, GstMeta** meta, gpointer restored)
{
    static const GQuark memory = g_quark_from_static_string(GST_META_TAG_MEMORY_STR);
    return gst_meta_api_type_has_tag((*meta)->info->api, memory) || copySourceMeta(source, meta, restored);
}

static gboolean copyPictureFreeMeta(GstBuffer* zoomed, GstMeta** meta, gpointer restored)
{
    GstMetaTransformCopy whole = {FALSE, 0, gsize(-1)};
    if (!gst_meta_api_type_get_tags((*meta)->info->api) && (*meta)->info->transform_func)
        (*meta)->info->transform_func(GST_BUFFER(restored), *meta, zoomed, _gst_meta_transform_copy, &whole);
    return TRUE;
}

// True for planes that do not lie as the caps alone would have them.
static bool hasOwnStrides(GstBuffer* buffer, const GstVideoInfo& info)
{
    const GstVideoMeta* meta = gst_buffer_get_video_meta(buffer);
    if (!meta || GST_VIDEO_INFO_FORMAT(&info) == GST_VIDEO_FORMAT_UNKNOWN)
        return false;
    for (guint k = 0; k < meta->n_planes; k++)
    {
        if (meta->stride[k] != GST_VIDEO_INFO_PLANE_STRIDE(&info, k) ||
            meta->offset[k] != GST_VIDEO_INFO_PLANE_OFFSET(&info, k))
            return true;
    }
    return false;
}

// A new buffer with the picture of source, laid out as the caps say.
static GstFlowReturn copySource(GstBaseTransform* element, const GstVideoInfo& info, GstBuffer* source,
                                GstBuffer** copy)
{
    GstBufferPool* pool = gst_base_transform_get_buffer_pool(element);
    GstFlowReturn flow = GST_FLOW_OK;
    if (pool)
    {
        gst_buffer_pool_set_active(pool, TRUE);
        flow = gst_buffer_pool_acquire_buffer(pool, copy, nullptr);
        gst_object_unref(pool);
    }
    else
        *copy = gst_buffer_new_allocate(nullptr, GST_VIDEO_INFO_SIZE(&info), nullptr);
    if (flow != GST_FLOW_OK)
        return flow;

    GstVideoFrame from, to;
    if (*copy && mapPicture(from, info, source, GST_MAP_READ))
    {
        if (mapPicture(to, info, *copy, GST_MAP_WRITE))
        {
            gst_video_frame_copy(&to, &from);
            gst_video_frame_unmap(&to);
            gst_video_frame_unmap(&from);
            return GST_FLOW_OK;
        }
        gst_video_frame_unmap(&from);
    }
    gst_clear_buffer(copy);
    GST_ELEMENT_ERROR(element, STREAM, FAILED,
                      ("The source frame could not be copied for an element downstream that takes no strides. Put a "
                       "videoconvert behind zoomrestore."),
                      (nullptr));
    return GST_FLOW_ERROR;
}

GstFlowReturn restoreSource(GstBaseTransform* element, const GstVideoInfo& info, bool takes_strides, GstBuffer* zoomed,
                            GstBuffer* source, GstBuffer** restored)
{
    guint copied = GST_BUFFER_COPY_FLAGS | GST_BUFFER_COPY_TIMESTAMPS;
    const bool shared = takes_strides || !hasOwnStrides(source, info);
    if (shared)
    {
        *restored = gst_buffer_new();
        copied |= GST_BUFFER_COPY_MEMORY;
    }
    else if (const GstFlowReturn flow = copySource(element, info, source, restored); flow != GST_FLOW_OK)
        return flow;
    gst_buffer_copy_into(*restored, source, GstBufferCopyFlags(copied), 0, gsize(-1));
    gst_buffer_foreach_meta(source, shared ? copySourceMeta : copySourceMetaButMemory, *restored);
    if (shared)
    {
        // The memory must not go back to the source's pool while it is in use here.
        gst_buffer_add_parent_buffer_meta(*restored, source);
    }
    gst_buffer_foreach_meta(zoomed, copyPictureFreeMeta, *restored);
    return GST_FLOW_OK;
}

} // namespace gstzoom
