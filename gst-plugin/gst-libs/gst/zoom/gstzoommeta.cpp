// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

/**
 * SECTION:gstzoommeta
 * @title: GstZoomMeta
 * @short_description: the transform of a zoomed frame, on its buffer
 */

#include <gst/zoom/gstzoommeta.h>

#include <gst/video/video.h>

GST_DEBUG_CATEGORY_STATIC(gst_zoom_meta_debug);
#define GST_CAT_DEFAULT gst_zoom_meta_debug

GType gst_zoom_meta_api_get_type(void)
{
    static const GType type = [] {
        GST_DEBUG_CATEGORY_INIT(gst_zoom_meta_debug, "zoommeta", 0, "meta of zoomed frames");
        static const gchar* tags[] = {GST_META_TAG_VIDEO_STR, GST_META_TAG_VIDEO_SIZE_STR,
                                      GST_META_TAG_VIDEO_ORIENTATION_STR, nullptr};
        return gst_meta_api_type_register("GstZoomMetaAPI", tags);
    }();
    return type;
}

static gboolean initMeta(GstMeta* meta, gpointer, GstBuffer*)
{
    auto* self = reinterpret_cast<GstZoomMeta*>(meta);
    self->transform = nullptr;
    self->source = nullptr;
    self->source_caps = nullptr;
    return TRUE;
}

static void freeMeta(GstMeta* meta, GstBuffer*)
{
    auto* self = reinterpret_cast<GstZoomMeta*>(meta);
    g_clear_pointer(&self->transform, gst_zoom_transform_unref);
    gst_clear_buffer(&self->source);
    gst_clear_caps(&self->source_caps);
}

// A scaler that changes the display aspect ratio adds borders or stretches, and the meta cannot see which. A border of
// one pixel in all is what the rounding of a size gives; taking it for a stretch is half a pixel off at most.
static bool keepsDisplayAspect(const GstVideoInfo& in, const GstVideoInfo& out)
{
    const gdouble in_aspect = gdouble(GST_VIDEO_INFO_WIDTH(&in)) * GST_VIDEO_INFO_PAR_N(&in) /
                              (gdouble(GST_VIDEO_INFO_HEIGHT(&in)) * GST_VIDEO_INFO_PAR_D(&in));
    const gdouble out_par = gdouble(GST_VIDEO_INFO_PAR_N(&out)) / GST_VIDEO_INFO_PAR_D(&out);
    const gdouble height = GST_VIDEO_INFO_WIDTH(&out) * out_par / in_aspect;
    const gdouble width = GST_VIDEO_INFO_HEIGHT(&out) * in_aspect / out_par;
    return GST_VIDEO_INFO_HEIGHT(&out) - height <= 1 && GST_VIDEO_INFO_WIDTH(&out) - width <= 1;
}

static GstZoomTransform* scaledTransform(GstZoomTransform* transform, const GstVideoMetaTransform& scale)
{
    const GstVideoInfo& in = *scale.in_info;
    const GstVideoInfo& out = *scale.out_info;
    guint width, height;
    gst_zoom_transform_get_zoomed_size(transform, &width, &height);
    if (GST_VIDEO_INFO_WIDTH(&in) != gint(width) || GST_VIDEO_INFO_HEIGHT(&in) != gint(height))
    {
        GST_INFO("meta dropped: it describes a picture of %ux%u, the scaler's has %dx%d", width, height,
                 GST_VIDEO_INFO_WIDTH(&in), GST_VIDEO_INFO_HEIGHT(&in));
        return nullptr;
    }
    if (!keepsDisplayAspect(in, out))
    {
        GST_INFO("meta dropped: scaling %dx%d to %dx%d changes the display aspect ratio and may add borders; let "
                 "zoomsample give that size",
                 GST_VIDEO_INFO_WIDTH(&in), GST_VIDEO_INFO_HEIGHT(&in), GST_VIDEO_INFO_WIDTH(&out),
                 GST_VIDEO_INFO_HEIGHT(&out));
        return nullptr;
    }
    return gst_zoom_transform_resize(transform, guint(GST_VIDEO_INFO_WIDTH(&out)), guint(GST_VIDEO_INFO_HEIGHT(&out)));
}

static gboolean transformMeta(GstBuffer* to, GstMeta* meta, GstBuffer* from, GQuark type, gpointer data)
{
    auto* self = reinterpret_cast<GstZoomMeta*>(meta);

    if (GST_META_TRANSFORM_IS_COPY(type))
    {
        const auto* copy = static_cast<const GstMetaTransformCopy*>(data);
        const bool whole = !copy->region || (copy->offset == 0 && copy->size >= gst_buffer_get_size(from));
        if (!whole)
            return FALSE;
        gst_buffer_add_zoom_meta(to, self->transform, self->source, self->source_caps);
        return TRUE;
    }
    if (GST_VIDEO_META_TRANSFORM_IS_SCALE(type))
    {
        GstZoomTransform* scaled = scaledTransform(self->transform, *static_cast<const GstVideoMetaTransform*>(data));
        if (!scaled)
            return FALSE;
        gst_buffer_add_zoom_meta(to, scaled, self->source, self->source_caps);
        gst_zoom_transform_unref(scaled);
        return TRUE;
    }
    return FALSE;
}

#if GST_CHECK_VERSION(1, 24, 0)
static gboolean serializeMeta(const GstMeta* meta, GstByteArrayInterface* array, guint8* version)
{
    GBytes* bytes = gst_zoom_transform_to_bytes(reinterpret_cast<const GstZoomMeta*>(meta)->transform);
    gsize size = 0;
    const auto* data = static_cast<const guint8*>(g_bytes_get_data(bytes, &size));
    const gboolean written = gst_byte_array_interface_append_data(array, data, size);
    *version = 1;
    g_bytes_unref(bytes);
    return written;
}

static GstMeta* deserializeMeta(const GstMetaInfo*, GstBuffer* buffer, const guint8* data, gsize size, guint8 version)
{
    if (version != 1)
        return nullptr;
    GstZoomTransform* transform = gst_zoom_transform_new_from_data(data, size);
    if (!transform)
        return nullptr;
    GstZoomMeta* meta = gst_buffer_add_zoom_meta(buffer, transform, nullptr, nullptr);
    gst_zoom_transform_unref(transform);
    return &meta->meta;
}
#endif

const GstMetaInfo* gst_zoom_meta_get_info(void)
{
#if GST_CHECK_VERSION(1, 24, 0)
    static const GstMetaInfo* const info = [] {
        GstMetaInfo* made = gst_meta_info_new(GST_ZOOM_META_API_TYPE, "GstZoomMeta", sizeof(GstZoomMeta));
        made->init_func = initMeta;
        made->free_func = freeMeta;
        made->transform_func = transformMeta;
        made->serialize_func = serializeMeta;
        made->deserialize_func = deserializeMeta;
        return gst_meta_info_register(made);
    }();
#else
    static const GstMetaInfo* const info = gst_meta_register(GST_ZOOM_META_API_TYPE, "GstZoomMeta", sizeof(GstZoomMeta),
                                                             initMeta, freeMeta, transformMeta);
#endif
    return info;
}

GstZoomMeta* gst_buffer_add_zoom_meta(GstBuffer* buffer, GstZoomTransform* transform, GstBuffer* source,
                                      GstCaps* source_caps)
{
    g_return_val_if_fail(GST_IS_BUFFER(buffer) && gst_buffer_is_writable(buffer), nullptr);
    g_return_val_if_fail(transform, nullptr);
    g_return_val_if_fail((source == nullptr) == (source_caps == nullptr), nullptr);
    g_return_val_if_fail(source != buffer, nullptr);

    auto* self = reinterpret_cast<GstZoomMeta*>(gst_buffer_add_meta(buffer, GST_ZOOM_META_INFO, nullptr));
    self->transform = gst_zoom_transform_ref(transform);
    gst_buffer_replace(&self->source, source);
    gst_caps_replace(&self->source_caps, source_caps);
    return self;
}

GstZoomMeta* gst_buffer_get_zoom_meta(GstBuffer* buffer)
{
    g_return_val_if_fail(GST_IS_BUFFER(buffer), nullptr);
    return reinterpret_cast<GstZoomMeta*>(gst_buffer_get_meta(buffer, GST_ZOOM_META_API_TYPE));
}
