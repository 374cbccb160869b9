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
 * source frame's size can be read there. With mode=unzoom the zoomed picture is bent back to the source frame's
 * geometry.
 *
 * Elements between the two may copy the buffers or scale them as a whole. A buffer that comes without #GstZoomMeta is
 * matched with the frames that zoomsample remembers, by its timestamp. Where a scaler has added borders, which the
 * property letterbox tells or the aspect ratio shows, they are taken off. Behind an element that crops, flips or
 * rotates nothing can be mapped. A frame that is not found is warned of once: mode=metadata passes it as it is, the
 * other modes drop it.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 filesrc location=street.mp4 ! decodebin ! zoomsample keep-source=true !
 *     video/x-raw,width=640,height=360 ! videoconvert ! facedetect ! zoomrestore mode=original ! videoconvert !
 *     autovideosink
 * ]|
 */

#include "gstzoomrestore.hpp"

#include "analytics.hpp"
#include "framematch.hpp"
#include "regions.hpp"
#include "restoredsource.hpp"
#include "unzoom.hpp"
#include "videoplanes.hpp"

#include <gst/zoom/gstzoomtransform-private.hpp>

#include <gst/video/video.h>

#include <algorithm>
#include <vector>

GST_DEBUG_CATEGORY_STATIC(gst_zoom_restore_debug);
#define GST_CAT_DEFAULT gst_zoom_restore_debug

using namespace gstzoom;

namespace {

enum Mode
{
    MODE_METADATA,
    MODE_ORIGINAL,
    MODE_UNZOOM
};

enum Property : guint
{
    PROP_MODE = 1,
    PROP_DROPPED_REGIONS,
    PROP_FEEDBACK,
    PROP_LETTERBOX,
    PROP_MATCH_TIMESTAMPS
};

} // namespace

struct _GstZoomRestore
{
    GstBaseTransform parent;

    // Under the object lock.
    Mode mode;
    Letterbox letterbox;
    gboolean feedback, match_timestamps;
    GstZoomTransform* last_transform; // of the last frame, for navigation; null while frames are not zoomed
    guint64 dropped_regions;
    GstCaps* source_caps; // as announced by zoomsample; null before

    // Streaming thread only.
    gboolean warned;        // of a buffer without meta
    gboolean untouched;     // zoomsample passes the source frames as they are
    gboolean takes_strides; // downstream reads GstVideoMeta
    GstVideoInfo in_info, out_info;
    FrameMatch match;       // of the buffer at hand
    GstZoomRectangle shown; // where in it the zoomed frame lies
};

/**
 * GstZoomRestoreMode:
 * @metadata: map the regions of interest; the picture stays the zoomed one
 * @original: map the regions of interest and put the source frame back (needs zoomsample keep-source=true)
 * @unzoom: map the regions of interest and bend the picture back to the source frame's geometry
 */
static GType modeType()
{
    static const GEnumValue values[] = {
        {MODE_METADATA, "Map the regions of interest; the picture stays the zoomed one", "metadata"},
        {MODE_ORIGINAL, "Map the regions of interest and put the source frame back (needs zoomsample keep-source=true)",
         "original"},
        {MODE_UNZOOM, "Map the regions of interest and bend the picture back to the source frame's geometry", "unzoom"},
        {0, nullptr, nullptr}};
    static const GType type = [] {
        const GType t = g_enum_register_static("GstZoomRestoreMode", values);
        gst_type_mark_as_plugin_api(t, GstPluginAPIFlags(0));
        return t;
    }();
    return type;
}

/**
 * GstZoomLetterbox:
 * @auto: borders where the display aspect ratio differs from the zoomed frame's
 * @none: the whole picture is the zoomed frame, stretched if need be
 * @borders: the zoomed frame keeps its aspect ratio and lies in the middle of the picture
 */
static GType letterboxType()
{
    static const GEnumValue values[] = {
        {LETTERBOX_AUTO, "Borders where the display aspect ratio differs from the zoomed frame's", "auto"},
        {LETTERBOX_NONE, "The whole picture is the zoomed frame, stretched if need be", "none"},
        {LETTERBOX_BORDERS, "The zoomed frame keeps its aspect ratio and lies in the middle of the picture", "borders"},
        {0, nullptr, nullptr}};
    static const GType type = [] {
        const GType t = g_enum_register_static("GstZoomLetterbox", values);
        gst_type_mark_as_plugin_api(t, GstPluginAPIFlags(0));
        return t;
    }();
    return type;
}

G_DEFINE_TYPE_WITH_CODE(GstZoomRestore, gst_zoom_restore, GST_TYPE_BASE_TRANSFORM,
                        GST_DEBUG_CATEGORY_INIT(gst_zoom_restore_debug, "zoomrestore", 0, "zoomrestore element"))
GST_ELEMENT_REGISTER_DEFINE(zoomrestore, "zoomrestore", GST_RANK_NONE, GST_TYPE_ZOOM_RESTORE)

// Pixels are not touched but by mode=unzoom, so any memory will do.
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
    else if (id == PROP_LETTERBOX)
        self->letterbox = Letterbox(g_value_get_enum(value));
    else if (id == PROP_MATCH_TIMESTAMPS)
        self->match_timestamps = g_value_get_boolean(value);
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
    else if (id == PROP_LETTERBOX)
        g_value_set_enum(value, self->letterbox);
    else if (id == PROP_MATCH_TIMESTAMPS)
        g_value_set_boolean(value, self->match_timestamps);
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
    self->takes_strides = TRUE; // pads without a peer that answers allocation queries
    return TRUE;
}

static void setLastTransform(GstZoomRestore* self, GstZoomTransform* transform)
{
    GST_OBJECT_LOCK(self);
    GstZoomTransform* const old = self->last_transform;
    self->last_transform = transform ? gst_zoom_transform_ref(transform) : nullptr;
    GST_OBJECT_UNLOCK(self);
    if (old)
        gst_zoom_transform_unref(old);
}

static gboolean stop(GstBaseTransform* transform)
{
    GstZoomRestore* self = GST_ZOOM_RESTORE(transform);
    setSourceCaps(self, nullptr);
    setLastTransform(self, nullptr);
    clearMatch(self->match);
    return TRUE;
}

// Same formats, the source's size and shape of pixels where they are known.
static GstCaps* unzoomCaps(GstPadDirection direction, GstCaps* caps, const GstCaps* source)
{
    static GstStaticCaps possible = GST_STATIC_CAPS(GST_VIDEO_CAPS_MAKE(GST_ZOOM_FORMATS));
    GstCaps* all = gst_static_caps_get(&possible);
    GstCaps* result = gst_caps_make_writable(gst_caps_intersect_full(caps, all, GST_CAPS_INTERSECT_FIRST));
    gst_caps_unref(all);
    GstVideoInfo info;
    const bool known = direction == GST_PAD_SINK && source && gst_video_info_from_caps(&info, source);
    for (guint i = 0; i < gst_caps_get_size(result); i++)
    {
        GstStructure* structure = gst_caps_get_structure(result, i);
        if (known)
            gst_structure_set(structure, "width", G_TYPE_INT, GST_VIDEO_INFO_WIDTH(&info), "height", G_TYPE_INT,
                              GST_VIDEO_INFO_HEIGHT(&info), "pixel-aspect-ratio", GST_TYPE_FRACTION,
                              GST_VIDEO_INFO_PAR_N(&info), GST_VIDEO_INFO_PAR_D(&info), nullptr);
        else
            gst_structure_set(structure, "width", GST_TYPE_INT_RANGE, 1, G_MAXINT, "height", GST_TYPE_INT_RANGE, 1,
                              G_MAXINT, "pixel-aspect-ratio", GST_TYPE_FRACTION_RANGE, 1, G_MAXINT, G_MAXINT, 1,
                              nullptr);
    }
    return result;
}

// With mode=original the caps on the two pads have nothing to do with each other; the output's are what zoomsample
// announced. Sticky events may be resent in an order that brings the announcement after the caps: until it comes, any
// caps will do.
static GstCaps* transformCaps(GstBaseTransform* transform, GstPadDirection direction, GstCaps* caps, GstCaps* filter)
{
    GstZoomRestore* self = GST_ZOOM_RESTORE(transform);
    GstCaps* result = nullptr;
    const Mode mode = currentMode(self);
    if (mode == MODE_METADATA)
    {
        result = gst_caps_ref(caps);
    }
    else if (mode == MODE_UNZOOM)
    {
        GstCaps* source = sourceCaps(self);
        result = unzoomCaps(direction, caps, source);
        gst_clear_caps(&source);
    }
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

// Until the source is announced, unzoomed frames have the zoomed one's size.
static GstCaps* fixateCaps(GstBaseTransform* transform, GstPadDirection direction, GstCaps* caps, GstCaps* othercaps)
{
    gint width, height;
    const GstStructure* fixed = gst_caps_get_structure(caps, 0);
    if (currentMode(GST_ZOOM_RESTORE(transform)) == MODE_UNZOOM && !gst_caps_is_empty(othercaps) &&
        gst_structure_get_int(fixed, "width", &width) && gst_structure_get_int(fixed, "height", &height))
    {
        othercaps = gst_caps_make_writable(gst_caps_truncate(othercaps));
        GstStructure* structure = gst_caps_get_structure(othercaps, 0);
        gst_structure_fixate_field_nearest_int(structure, "width", width);
        gst_structure_fixate_field_nearest_int(structure, "height", height);
        gst_structure_fixate_field_nearest_fraction(structure, "pixel-aspect-ratio", 1, 1);
    }
    return GST_BASE_TRANSFORM_CLASS(gst_zoom_restore_parent_class)->fixate_caps(transform, direction, caps, othercaps);
}

static gboolean setCaps(GstBaseTransform* transform, GstCaps* in, GstCaps* out)
{
    GstZoomRestore* self = GST_ZOOM_RESTORE(transform);
    if (gst_video_info_from_caps(&self->in_info, in) && gst_video_info_from_caps(&self->out_info, out))
        return TRUE;
    // Only unzooming needs to know.
    gst_video_info_init(&self->in_info);
    gst_video_info_init(&self->out_info);
    return currentMode(self) != MODE_UNZOOM;
}

static gboolean unitSize(GstBaseTransform*, GstCaps* caps, gsize* size)
{
    GstVideoInfo info;
    if (!gst_video_info_from_caps(&info, caps))
        return FALSE;
    *size = GST_VIDEO_INFO_SIZE(&info);
    return TRUE;
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
        const Mode mode = currentMode(self);
        if (mode != MODE_METADATA)
        {
            if (mode == MODE_ORIGINAL && !kept && zoomed)
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

// Buffers come from upstream, and a pool would stay unused, but for mode=unzoom and for copies of source frames.
static gboolean decideAllocation(GstBaseTransform* transform, GstQuery* query)
{
    GstZoomRestore* self = GST_ZOOM_RESTORE(transform);
    const Mode mode = currentMode(self);
    self->takes_strides = gst_query_find_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr);
    if (mode == MODE_UNZOOM || (mode == MODE_ORIGINAL && !self->takes_strides))
        return GST_BASE_TRANSFORM_CLASS(gst_zoom_restore_parent_class)->decide_allocation(transform, query);
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

static void matchFrame(GstZoomRestore* self, GstBuffer* buffer, bool with_source)
{
    GST_OBJECT_LOCK(self);
    const bool match_timestamps = self->match_timestamps;
    const Letterbox letterbox = self->letterbox;
    GST_OBJECT_UNLOCK(self);
    findMatch(self->match, GST_BASE_TRANSFORM_SINK_PAD(self), buffer, match_timestamps && !self->untouched,
              with_source);
    if (self->match.transform)
        self->shown = shownPart(self->match, self->in_info, letterbox);
}

static GstFlowReturn prepareOutputBuffer(GstBaseTransform* transform, GstBuffer* in, GstBuffer** out)
{
    GstZoomRestore* self = GST_ZOOM_RESTORE(transform);
    const Mode mode = currentMode(self);
    const FrameMatch& match = self->match;
    matchFrame(self, in, mode == MODE_ORIGINAL);
    setLastTransform(self, mode == MODE_METADATA ? nullptr : match.transform);
    if (mode == MODE_METADATA)
    {
        *out = gst_buffer_is_writable(in) ? in : gst_buffer_copy(in);
        return GST_FLOW_OK;
    }
    if (!match.transform && self->untouched)
    {
        *out = in;
        return GST_FLOW_OK;
    }
    if (match.transform && mode == MODE_UNZOOM)
        return GST_BASE_TRANSFORM_CLASS(gst_zoom_restore_parent_class)->prepare_output_buffer(transform, in, out);
    if (!match.source)
    {
        if (!match.transform)
            warnOnce(self,
                     "A frame was dropped, since no zoomsample upstream knows it. Put zoomsample upstream, and no "
                     "element between that changes timestamps, crops or flips.");
        else
            warnOnce(self, "A zoomed frame without its source was dropped. Set keep-source=true on zoomsample; of "
                           "elements between that drop metas the first frames are lost.");
        return GST_BASE_TRANSFORM_FLOW_DROPPED;
    }
    return restoreSource(transform, self->out_info, self->takes_strides, in, match.source, out);
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

// The meta that an element between has dropped, for who reads it downstream.
static void restoreMeta(GstZoomRestore* self, GstBuffer* buffer)
{
    const GstZoomRectangle& shown = self->shown;
    const auto width = guint(GST_VIDEO_INFO_WIDTH(&self->in_info)),
               height = guint(GST_VIDEO_INFO_HEIGHT(&self->in_info));
    if (self->match.par_n == 0 || shown.width != width || shown.height != height)
        return;
    if (GstZoomTransform* transform = gst_zoom_transform_resize(self->match.transform, width, height))
    {
        gst_buffer_add_zoom_meta(buffer, transform, nullptr, nullptr);
        gst_zoom_transform_unref(transform);
    }
}

static GstFlowReturn unzoomBuffer(GstZoomRestore* self, GstBuffer* in_buffer, GstBuffer* out_buffer)
{
    GstVideoFrame in, out;
    if (!mapPicture(in, self->in_info, in_buffer, GST_MAP_READ))
    {
        GST_ELEMENT_ERROR(self, STREAM, FORMAT,
                          ("A buffer does not hold a picture of its caps. Look for the fault upstream."), (nullptr));
        return GST_FLOW_ERROR;
    }
    GstFlowReturn flow = GST_FLOW_ERROR;
    if (!mapPicture(out, self->out_info, out_buffer, GST_MAP_WRITE))
    {
        GST_ELEMENT_ERROR(self, STREAM, FORMAT,
                          ("The buffer for an unzoomed frame does not fit its caps. Look for the fault in downstream's "
                           "buffer pool."),
                          (nullptr));
        gst_video_frame_unmap(&in);
        return flow;
    }
    try
    {
        const GstZoomRectangle& r = self->shown;
        const cv::Rect shown =
            cv::Rect(cvRound(r.x), cvRound(r.y), std::max(cvRound(r.width), 1), std::max(cvRound(r.height), 1)) &
            pictureOf(in, self->in_info);
        unzoomPicture(gst_zoom_transform_peek_cv(self->match.transform), in, shown, out);
        flow = GST_FLOW_OK;
    }
    catch (const std::exception& e)
    {
        GST_ELEMENT_ERROR(self, STREAM, FAILED, ("The frame could not be unzoomed."), ("%s", e.what()));
    }
    gst_video_frame_unmap(&out);
    gst_video_frame_unmap(&in);
    return flow;
}

static GstFlowReturn transformBuffer(GstBaseTransform* transform, GstBuffer* in, GstBuffer* out)
{
    GstZoomRestore* self = GST_ZOOM_RESTORE(transform);
    if (!self->match.transform && self->untouched)
        return GST_FLOW_OK;
    if (!self->match.transform)
    {
        warnOnce(self,
                 "A frame passes unchanged, since no zoomsample upstream knows it. Put zoomsample upstream, and no "
                 "element between that changes timestamps, crops or flips.");
        return GST_FLOW_OK;
    }
    const Mode mode = currentMode(self);
    std::vector<MappedRegion> found;
    const RegionMapper mapper = mapperOf(self->match, self->in_info, self->shown);
    const guint dropped = mapRegions(in, out, mapper, &found) + mapAnalytics(in, out, mapper, &found);
    GST_OBJECT_LOCK(self);
    self->dropped_regions += dropped;
    const gboolean feedback = self->feedback;
    GST_OBJECT_UNLOCK(self);
    if (feedback)
        sendDetections(self, self->match.transform, GST_BUFFER_PTS(in), found);
    if (mode == MODE_METADATA)
        restoreMeta(self, out);
    const GstFlowReturn flow = mode == MODE_UNZOOM ? unzoomBuffer(self, in, out) : GST_FLOW_OK;
    clearMatch(self->match);
    return flow;
}

// Downstream sees the source frame's geometry, upstream the zoomed one, which zoomsample maps back again.
static gboolean srcEvent(GstBaseTransform* transform, GstEvent* event)
{
    GstZoomRestore* self = GST_ZOOM_RESTORE(transform);
    GstZoomPoint point;
    if (GST_EVENT_TYPE(event) == GST_EVENT_NAVIGATION &&
        gst_navigation_event_get_coordinates(event, &point.x, &point.y))
    {
        GST_OBJECT_LOCK(self);
        GstZoomTransform* last = self->last_transform ? gst_zoom_transform_ref(self->last_transform) : nullptr;
        GST_OBJECT_UNLOCK(self);
        if (last && gst_zoom_transform_to_zoomed_points(last, &point, 1, &point, nullptr))
        {
            event = gst_event_make_writable(event);
            gst_navigation_event_set_coordinates(event, point.x, point.y);
        }
        if (last)
            gst_zoom_transform_unref(last);
    }
    return GST_BASE_TRANSFORM_CLASS(gst_zoom_restore_parent_class)->src_event(transform, event);
}

static void gst_zoom_restore_init(GstZoomRestore* self)
{
    self->mode = MODE_METADATA;
    self->feedback = self->match_timestamps = TRUE;
    gst_video_info_init(&self->in_info);
    gst_video_info_init(&self->out_info);
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
        object_class, PROP_LETTERBOX,
        g_param_spec_enum("letterbox", "Letterbox",
                          "Whether a scaler between zoomsample and the detector added borders", letterboxType(),
                          LETTERBOX_AUTO,
                          GParamFlags(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING)));
    g_object_class_install_property(
        object_class, PROP_MATCH_TIMESTAMPS,
        g_param_spec_boolean("match-timestamps", "Match timestamps",
                             "Match buffers without zoom meta with the last frames of zoomsample, by their timestamps",
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
    transform_class->fixate_caps = fixateCaps;
    transform_class->set_caps = setCaps;
    transform_class->get_unit_size = unitSize;
    transform_class->src_event = srcEvent;
    transform_class->sink_event = sinkEvent;
    transform_class->decide_allocation = decideAllocation;
    transform_class->propose_allocation = proposeAllocation;
    transform_class->prepare_output_buffer = prepareOutputBuffer;
    transform_class->transform = transformBuffer;
}
