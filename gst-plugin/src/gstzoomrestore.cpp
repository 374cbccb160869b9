// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

/**
 * SECTION:element-zoomrestore
 * @title: zoomrestore
 * @short_description: brings detections in zoomed frames back to the source frame
 *
 * Put behind a detector that works on the frames of #zoomsample, zoomrestore maps the regions of interest
 * (#GstVideoRegionOfInterestMeta, with ids and parameters, DL Streamer's normalised detection included) from the zoomed
 * frame to the source frame. With mode=original it also puts the source frame back, which zoomsample keep-source=true
 * has kept. With mode=metadata the picture stays the zoomed one, and its #GstZoomMeta stays on the buffer, so that the
 * source frame's size can be read there.
 *
 * Elements between the two may copy the buffers or scale them as a whole. Behind one that crops, flips or adds borders
 * the regions cannot be mapped: the buffer then has no #GstZoomMeta, which is warned of once. mode=metadata passes such
 * buffers as they are, mode=original drops them.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 filesrc location=street.mp4 ! decodebin ! zoomsample keep-source=true !
 *     video/x-raw,width=640,height=360 ! videoconvert ! facedetect ! zoomrestore mode=original ! videoconvert !
 *     autovideosink
 * ]|
 */

#include "gstzoomrestore.hpp"

#include "regions.hpp"

#include <gst/video/video.h>

#include <vector>

GST_DEBUG_CATEGORY_STATIC(gst_zoom_restore_debug);
#define GST_CAT_DEFAULT gst_zoom_restore_debug

using namespace gstzoom;

namespace {

enum Mode
{
    MODE_METADATA,
    MODE_ORIGINAL
};

enum Property : guint
{
    PROP_MODE = 1,
    PROP_DROPPED_REGIONS,
    PROP_FEEDBACK
};

} // namespace

struct _GstZoomRestore
{
    GstBaseTransform parent;

    // Under the object lock.
    Mode mode;
    gboolean feedback;
    guint64 dropped_regions;
    GstCaps* source_caps; // as announced by zoomsample; null before

    // Streaming thread only.
    gboolean warned;    // of a buffer without meta
    gboolean untouched; // zoomsample passes the source frames as they are
};

/**
 * GstZoomRestoreMode:
 * @metadata: map the regions of interest; the picture stays the zoomed one
 * @original: map the regions of interest and put the source frame back (needs zoomsample keep-source=true)
 */
static GType modeType()
{
    static const GEnumValue values[] = {
        {MODE_METADATA, "Map the regions of interest; the picture stays the zoomed one", "metadata"},
        {MODE_ORIGINAL, "Map the regions of interest and put the source frame back (needs zoomsample keep-source=true)",
         "original"},
        {0, nullptr, nullptr}};
    static const GType type = [] {
        const GType t = g_enum_register_static("GstZoomRestoreMode", values);
        gst_type_mark_as_plugin_api(t, GstPluginAPIFlags(0));
        return t;
    }();
    return type;
}

G_DEFINE_TYPE_WITH_CODE(GstZoomRestore, gst_zoom_restore, GST_TYPE_BASE_TRANSFORM,
                        GST_DEBUG_CATEGORY_INIT(gst_zoom_restore_debug, "zoomrestore", 0, "zoomrestore element"))
GST_ELEMENT_REGISTER_DEFINE(zoomrestore, "zoomrestore", GST_RANK_NONE, GST_TYPE_ZOOM_RESTORE)

// Pixels are never touched, so any memory will do.
#define ANY_VIDEO_CAPS "video/x-raw(ANY)"
static GstStaticPadTemplate sinkTemplate =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS(ANY_VIDEO_CAPS));
static GstStaticPadTemplate srcTemplate =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS(ANY_VIDEO_CAPS));

static Mode currentMode(GstZoomRestore* self)
{
    GST_OBJECT_LOCK(self);
    const Mode mode = self->mode;
    GST_OBJECT_UNLOCK(self);
    return mode;
}

// Returns a new reference, or null before zoomsample has announced them.
static GstCaps* sourceCaps(GstZoomRestore* self)
{
    GST_OBJECT_LOCK(self);
    GstCaps* caps = self->source_caps ? gst_caps_ref(self->source_caps) : nullptr;
    GST_OBJECT_UNLOCK(self);
    return caps;
}

static void setSourceCaps(GstZoomRestore* self, const GstCaps* caps)
{
    GST_OBJECT_LOCK(self);
    gst_caps_replace(&self->source_caps, const_cast<GstCaps*>(caps));
    GST_OBJECT_UNLOCK(self);
}

static void setProperty(GObject* object, guint id, const GValue* value, GParamSpec* spec)
{
    GstZoomRestore* self = GST_ZOOM_RESTORE(object);
    GST_OBJECT_LOCK(self);
    if (id == PROP_MODE)
        self->mode = Mode(g_value_get_enum(value));
    else if (id == PROP_FEEDBACK)
        self->feedback = g_value_get_boolean(value);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    GST_OBJECT_UNLOCK(self);
}

static void getProperty(GObject* object, guint id, GValue* value, GParamSpec* spec)
{
    GstZoomRestore* self = GST_ZOOM_RESTORE(object);
    GST_OBJECT_LOCK(self);
    if (id == PROP_MODE)
        g_value_set_enum(value, self->mode);
    else if (id == PROP_FEEDBACK)
        g_value_set_boolean(value, self->feedback);
    else if (id == PROP_DROPPED_REGIONS)
        g_value_set_uint64(value, self->dropped_regions);
    else
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    GST_OBJECT_UNLOCK(self);
}

static gboolean start(GstBaseTransform* transform)
{
    GstZoomRestore* self = GST_ZOOM_RESTORE(transform);
    GST_OBJECT_LOCK(self);
    self->dropped_regions = 0;
    GST_OBJECT_UNLOCK(self);
    self->warned = self->untouched = FALSE;
    return TRUE;
}

static gboolean stop(GstBaseTransform* transform)
{
    setSourceCaps(GST_ZOOM_RESTORE(transform), nullptr);
    return TRUE;
}

// With mode=original the caps on the two pads have nothing to do with each other; the output's are what zoomsample
// announced. Sticky events may be resent in an order that brings the announcement after the caps: until it comes, any
// caps will do.
static GstCaps* transformCaps(GstBaseTransform* transform, GstPadDirection direction, GstCaps* caps, GstCaps* filter)
{
    GstZoomRestore* self = GST_ZOOM_RESTORE(transform);
    GstCaps* result = nullptr;
    if (currentMode(self) == MODE_METADATA)
        result = gst_caps_ref(caps);
    else if (direction == GST_PAD_SRC)
        result = gst_static_pad_template_get_caps(&sinkTemplate);
    else if (!(result = sourceCaps(self)))
        result = gst_caps_merge(gst_caps_ref(caps), gst_static_pad_template_get_caps(&srcTemplate));

    if (filter)
    {
        GstCaps* filtered = gst_caps_intersect_full(filter, result, GST_CAPS_INTERSECT_FIRST);
        gst_caps_unref(result);
        result = filtered;
    }
    return result;
}

static gboolean sinkEvent(GstBaseTransform* transform, GstEvent* event)
{
    GstZoomRestore* self = GST_ZOOM_RESTORE(transform);
    if (gst_event_is_zoom_source(event))
    {
        const GstCaps* caps = nullptr;
        gboolean kept = FALSE, zoomed = TRUE;
        gst_event_parse_zoom_source(event, &caps, &kept, &zoomed);
        GST_INFO_OBJECT(self, "source frames: %" GST_PTR_FORMAT ", kept: %d, zoomed: %d", caps, kept, zoomed);
        self->untouched = !zoomed;
        setSourceCaps(self, caps);
        if (currentMode(self) == MODE_ORIGINAL)
        {
            if (!kept && zoomed)
                GST_ELEMENT_WARNING(self, STREAM, FAILED,
                                    ("mode=original needs the source frames. Set keep-source=true on zoomsample."),
                                    (nullptr));
            gst_base_transform_reconfigure_src(transform);
            // Behind this element the frames are not zoomed any more.
            gst_event_unref(event);
            return TRUE;
        }
    }
    return GST_BASE_TRANSFORM_CLASS(gst_zoom_restore_parent_class)->sink_event(transform, event);
}

// Buffers come from upstream in every mode; a pool would stay unused.
static gboolean decideAllocation(GstBaseTransform*, GstQuery* query)
{
    while (gst_query_get_n_allocation_pools(query) > 0)
        gst_query_remove_nth_allocation_pool(query, 0);
    return TRUE;
}

static gboolean proposeAllocation(GstBaseTransform* transform, GstQuery* decide_query, GstQuery* query)
{
    // The picture goes on downstream as it is, so downstream's wishes count.
    if (currentMode(GST_ZOOM_RESTORE(transform)) == MODE_METADATA)
        return gst_pad_peer_query(GST_BASE_TRANSFORM_SRC_PAD(transform), query);
    gst_query_add_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
    return GST_BASE_TRANSFORM_CLASS(gst_zoom_restore_parent_class)->propose_allocation(transform, decide_query, query);
}

static void warnOnce(GstZoomRestore* self, const char* text)
{
    if (self->warned)
        return;
    self->warned = TRUE;
    GST_ELEMENT_WARNING(self, STREAM, FAILED, ("%s", text), (nullptr));
}

// Regions are mapped by the caller; what else describes the picture (strides, memory) belongs to the source, what does
// not depend on it may have been added on the way.
static gboolean copySourceMeta(GstBuffer* source, GstMeta** meta, gpointer restored)
{
    const GType api = (*meta)->info->api;
    GstMetaTransformCopy whole = {FALSE, 0, gsize(-1)};
    if (api != GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE && gst_meta_api_type_get_tags(api) &&
        (*meta)->info->transform_func)
        (*meta)->info->transform_func(GST_BUFFER(restored), *meta, source, _gst_meta_transform_copy, &whole);
    return TRUE;
}

static gboolean copyPictureFreeMeta(GstBuffer* zoomed, GstMeta** meta, gpointer restored)
{
    GstMetaTransformCopy whole = {FALSE, 0, gsize(-1)};
    if (!gst_meta_api_type_get_tags((*meta)->info->api) && (*meta)->info->transform_func)
        (*meta)->info->transform_func(GST_BUFFER(restored), *meta, zoomed, _gst_meta_transform_copy, &whole);
    return TRUE;
}

static GstBuffer* restoreSource(GstBuffer* zoomed, GstBuffer* source)
{
    GstBuffer* restored = gst_buffer_new();
    gst_buffer_copy_into(
        restored, source,
        GstBufferCopyFlags(GST_BUFFER_COPY_FLAGS | GST_BUFFER_COPY_TIMESTAMPS | GST_BUFFER_COPY_MEMORY), 0, gsize(-1));
    // The memory must not go back to the source's pool while it is in use here.
    gst_buffer_add_parent_buffer_meta(restored, source);
    gst_buffer_foreach_meta(source, copySourceMeta, restored);
    gst_buffer_foreach_meta(zoomed, copyPictureFreeMeta, restored);
    return restored;
}

static GstFlowReturn prepareOutputBuffer(GstBaseTransform* transform, GstBuffer* in, GstBuffer** out)
{
    GstZoomRestore* self = GST_ZOOM_RESTORE(transform);
    if (currentMode(self) == MODE_METADATA)
    {
        *out = gst_buffer_is_writable(in) ? in : gst_buffer_copy(in);
        return GST_FLOW_OK;
    }

    const GstZoomMeta* meta = gst_buffer_get_zoom_meta(in);
    if (!meta && self->untouched)
    {
        *out = in;
        return GST_FLOW_OK;
    }
    if (!meta || !meta->source)
    {
        warnOnce(self, meta ? "A zoomed frame without its source was dropped. Set keep-source=true on zoomsample."
                            : "A frame without zoom meta was dropped. Put zoomsample upstream, and no element between "
                              "that crops, flips or adds borders.");
        return GST_BASE_TRANSFORM_FLOW_DROPPED;
    }
    *out = restoreSource(in, meta->source);
    return GST_FLOW_OK;
}

// zoomsample saliency=detections looks there more closely in the frames to come.
static void sendDetections(GstZoomRestore* self, const GstZoomTransform* transform, GstClockTime timestamp,
                           const std::vector<MappedRegion>& found)
{
    if (!GST_CLOCK_TIME_IS_VALID(timestamp))
        return;
    guint width, height;
    gst_zoom_transform_get_frame_size(transform, &width, &height);
    std::vector<GstZoomRectangle> boxes;
    std::vector<gdouble> confidences;
    for (const MappedRegion& region : found)
    {
        boxes.push_back(region.rectangle);
        confidences.push_back(region.confidence);
    }
    gst_pad_push_event(
        GST_BASE_TRANSFORM_SINK_PAD(self),
        gst_event_new_zoom_detections(timestamp, width, height, boxes.data(), confidences.data(), boxes.size()));
}

static GstFlowReturn transformBuffer(GstBaseTransform* transform, GstBuffer* in, GstBuffer* out)
{
    GstZoomRestore* self = GST_ZOOM_RESTORE(transform);
    const GstZoomMeta* meta = gst_buffer_get_zoom_meta(in);
    if (!meta && self->untouched)
        return GST_FLOW_OK;
    if (!meta)
    {
        warnOnce(self,
                 "A frame without zoom meta passes unchanged. Put zoomsample upstream, and no element between that "
                 "crops, flips or adds borders.");
        return GST_FLOW_OK;
    }
    std::vector<MappedRegion> found;
    const guint dropped = mapRegions(in, out, RegionMapper(meta->transform, RegionMapping::ToFrame), &found);
    GST_OBJECT_LOCK(self);
    self->dropped_regions += dropped;
    const gboolean feedback = self->feedback;
    GST_OBJECT_UNLOCK(self);
    if (feedback)
        sendDetections(self, meta->transform, GST_BUFFER_PTS(in), found);
    return GST_FLOW_OK;
}

static void gst_zoom_restore_init(GstZoomRestore* self)
{
    self->mode = MODE_METADATA;
    self->feedback = TRUE;
    gst_base_transform_set_in_place(GST_BASE_TRANSFORM(self), FALSE);
}

static void gst_zoom_restore_class_init(GstZoomRestoreClass* klass)
{
    GObjectClass* object_class = G_OBJECT_CLASS(klass);
    object_class->set_property = setProperty;
    object_class->get_property = getProperty;

    g_object_class_install_property(
        object_class, PROP_MODE,
        g_param_spec_enum("mode", "Mode", "What is restored", modeType(), MODE_METADATA,
                          GParamFlags(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY)));
    g_object_class_install_property(
        object_class, PROP_FEEDBACK,
        g_param_spec_boolean("feedback", "Feedback", "Send what was found upstream, for zoomsample saliency=detections",
                             TRUE,
                             GParamFlags(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING)));
    g_object_class_install_property(
        object_class, PROP_DROPPED_REGIONS,
        g_param_spec_uint64("dropped-regions", "Dropped regions",
                            "Number of regions of interest dropped since the start because they lie outside the frame",
                            0, G_MAXUINT64, 0, GParamFlags(G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)));

    GstElementClass* element_class = GST_ELEMENT_CLASS(klass);
    gst_element_class_set_static_metadata(
        element_class, "Saliency zoom restorer", "Filter/Metadata/Video",
        "Maps regions of interest found in zoomed frames back to the source frames, and gives these back on demand",
        "cv::zoom developers");
    gst_element_class_add_static_pad_template(element_class, &sinkTemplate);
    gst_element_class_add_static_pad_template(element_class, &srcTemplate);

    GstBaseTransformClass* transform_class = GST_BASE_TRANSFORM_CLASS(klass);
    transform_class->start = start;
    transform_class->stop = stop;
    transform_class->transform_caps = transformCaps;
    transform_class->sink_event = sinkEvent;
    transform_class->decide_allocation = decideAllocation;
    transform_class->propose_allocation = proposeAllocation;
    transform_class->prepare_output_buffer = prepareOutputBuffer;
    transform_class->transform = transformBuffer;
}
