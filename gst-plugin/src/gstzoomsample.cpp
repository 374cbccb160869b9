// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

/**
 * SECTION:element-zoomsample
 * @title: zoomsample
 * @short_description: gives salient areas of a frame more pixels
 *
 * A network takes a few hundred pixels a side, a camera gives thousands. zoomsample estimates where a frame needs
 * detail and resamples it so that these areas keep more of the output's pixels than a plain resize would leave them.
 * The whole frame stays visible. What a detector finds in the zoomed frames is brought back to frame coordinates by
 * #zoomrestore, or by the application with the #GstZoomMeta on every buffer.
 *
 * Frames are sampled in their own format. The output's size is what downstream asks for, or that of the properties
 * width and height. With one side given the other keeps the display aspect ratio; with none the output has the source's
 * size. Output pixels are square unless downstream asks for others.
 *
 * Without a property the element zooms on what moves and on what stands out. A trained saliency network is given with
 * the property model. With saliency=detections the element zooms on what a detector between it and #zoomrestore found
 * in earlier frames; every exploration-interval-th frame is then resized evenly, so that the detector sees what is
 * outside the zoomed areas.
 *
 * Interlaced frames hold two moments in alternate lines, which a zoom would mix. They are refused with an error that
 * says so: put the element deinterlace in front.
 *
 * ## Example launch lines
 * |[
 * gst-launch-1.0 videotestsrc pattern=ball ! video/x-raw,format=NV12,width=1920,height=1080 ! zoomsample !
 *     video/x-raw,width=640,height=360 ! videoconvert ! autovideosink
 * ]| Shows the zoomed picture of a moving ball.
 * |[
 * gst-launch-1.0 filesrc location=street.mp4 ! decodebin ! zoomsample model=models/gaze.yaml keep-source=true !
 *     video/x-raw,width=640,height=640 ! videoconvert ! facedetect ! zoomrestore mode=original ! videoconvert !
 *     autovideosink
 * ]| Runs a detector on zoomed frames and gives the original frames back.
 */

#include "gstzoomsample-private.hpp"

#include "videoplanes.hpp"
#include "zoomcaps.hpp"

#include <algorithm>

GST_DEBUG_CATEGORY(gst_zoom_sample_debug);

using namespace gstzoom;

namespace {

constexpr guint PROP_STATS = firstFreeProperty;

} // namespace

std::shared_mutex gstzoom::threadsMutex;

G_DEFINE_TYPE_WITH_CODE(GstZoomSample, gst_zoom_sample, GST_TYPE_VIDEO_FILTER,
                        GST_DEBUG_CATEGORY_INIT(gst_zoom_sample_debug, "zoomsample", 0, "zoomsample element"))
GST_ELEMENT_REGISTER_DEFINE(zoomsample, "zoomsample", GST_RANK_NONE, GST_TYPE_ZOOM_SAMPLE)

static GstStaticPadTemplate sinkTemplate = GST_STATIC_PAD_TEMPLATE(
    "sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS(GST_VIDEO_CAPS_MAKE(GST_ZOOM_FORMATS)));
static GstStaticPadTemplate srcTemplate =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS(GST_VIDEO_CAPS_MAKE(GST_ZOOM_FORMATS)));

static ZoomSettings copySettings(GstZoomSample* self)
{
    GST_OBJECT_LOCK(self);
    ZoomSettings settings = self->state->settings;
    GST_OBJECT_UNLOCK(self);
    return settings;
}

static void setProperty(GObject* object, guint id, const GValue* value, GParamSpec* spec)
{
    GstZoomSample* self = GST_ZOOM_SAMPLE(object);
    GST_OBJECT_LOCK(self);
    const bool known = setZoomProperty(self->state->settings, id, value);
    self->state->settings_changed = true;
    GST_OBJECT_UNLOCK(self);

    if (!known)
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    else if (changesOutputCaps(id))
        gst_base_transform_reconfigure_src(GST_BASE_TRANSFORM(self));
}

static void getProperty(GObject* object, guint id, GValue* value, GParamSpec* spec)
{
    GstZoomSample* self = GST_ZOOM_SAMPLE(object);
    if (id == PROP_STATS)
    {
        GST_OBJECT_LOCK(self);
        g_value_take_boxed(value, self->state->stats.toStructure());
        GST_OBJECT_UNLOCK(self);
        return;
    }
    if (!getZoomProperty(copySettings(self), id, value))
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
}

static void requestReset(GstZoomSample* self)
{
    GST_OBJECT_LOCK(self);
    self->state->reset_pending = true;
    GST_OBJECT_UNLOCK(self);
}

// Before the first buffer, so that zoomrestore can settle its caps.
static void announceSource(GstZoomSample* self, GstCaps* caps)
{
    const State& state = *self->state;
    gst_pad_push_event(GST_BASE_TRANSFORM_SRC_PAD(self),
                       gst_event_new_zoom_source(caps, state.applied.keep_source, !state.passesThrough()));
    self->state->announced = true;
}

static void limitThreads(State& state, int threads)
{
    if (threads <= 0 || threads == state.threads)
        return;
    const std::unique_lock<std::shared_mutex> lock(threadsMutex);
    cv::setNumThreads(threads);
    state.threads = threads;
}

static void makeSampler(GstZoomSample* self, const ZoomSettings& settings, const cv::Size& zoomed_size)
{
    State& state = *self->state;
    const bool needs_model = settings.saliency == SALIENCY_MODEL;
    if (needs_model && !state.sources.model.estimator)
        GST_ELEMENT_WARNING(self, RESOURCE, SETTINGS,
                            ("saliency=model, but no model was loaded when the element went to PAUSED: taking "
                             "saliency=auto. Set the property model before the start."),
                            (nullptr));
    const auto estimator = makeEstimator(settings.saliency, state.sources);
    const auto sampler = cv::zoom::SaliencySampler::create(estimator, zoomed_size);
    if (state.sampler)
    {
        sampler->setRGB(state.sampler->getRGB());
        sampler->setFrameRate(state.sampler->getFrameRate());
    }
    state.estimator = estimator;
    state.sampler = sampler;
    state.fallbacks = state.scene_cuts = 0;
    state.uniform = false;
    state.frames_since_exploration = 0;
}

// Brings the sampler up to date with the properties; a new saliency source needs a new sampler.
static void updateSampler(GstZoomSample* self, const ZoomSettings& settings, const cv::Size& zoomed_size)
{
    State& state = *self->state;
    if (!state.sampler || state.applied.saliency != settings.saliency)
        makeSampler(self, settings, zoomed_size);
    const Model values = settings.usesModel() ? state.sources.model : Model();
    state.grid = settings.gridParams(values.grid);
    state.sampler->setGridParams(state.grid);
    state.uniform = false;
    state.sampler->setSmoothing(settings.smoothing.value_or(values.smoothing));
    state.sampler->setSaliencyInterval(settings.saliency_interval);
    state.sampler->setInterpolation(settings.interpolation);
    state.sources.tracks->setDecay(settings.track_decay);
    limitThreads(state, settings.n_threads);

    if (state.applied.keep_source != settings.keep_source || state.applied.bypass != settings.bypass)
        state.announced = false;
    if (state.applied.bypass && !settings.bypass)
        state.sampler->reset(); // what came before was not seen
    state.applied = settings;
}

static gboolean start(GstBaseTransform* transform)
{
    GstZoomSample* self = GST_ZOOM_SAMPLE(transform);
    State& state = *self->state;
    GST_OBJECT_LOCK(self);
    state.stats = ZoomStats();
    state.settings_changed = true;
    state.last_pts = GST_CLOCK_TIME_NONE;
    GST_OBJECT_UNLOCK(self);
    return loadSources(GST_ELEMENT(self), copySettings(self), state.sources);
}

static gboolean stop(GstBaseTransform* transform)
{
    GstZoomSample* self = GST_ZOOM_SAMPLE(transform);
    State& state = *self->state;
    state.sampler.release();
    state.estimator.release();
    state.sources.model = Model();
    state.sources.tracks->reset();
    state.source_frames.clear();
    state.applied = ZoomSettings();
    state.announced = false;
    setTransform(self, nullptr);
    GST_OBJECT_LOCK(self);
    state.history.clear();
    GST_OBJECT_UNLOCK(self);
    gst_base_transform_set_passthrough(transform, FALSE);
    return TRUE;
}

static GstCaps* transformCaps(GstBaseTransform* transform, GstPadDirection direction, GstCaps* caps, GstCaps* filter)
{
    const ZoomSettings settings = copySettings(GST_ZOOM_SAMPLE(transform));
    GstCaps* result = transformZoomCaps(direction, caps, settings.width, settings.height);
    if (filter)
    {
        GstCaps* filtered = gst_caps_intersect_full(filter, result, GST_CAPS_INTERSECT_FIRST);
        gst_caps_unref(result);
        result = filtered;
    }
    GST_DEBUG_OBJECT(transform, "%" GST_PTR_FORMAT " -> %" GST_PTR_FORMAT, caps, result);
    return result;
}

static GstCaps* fixateCaps(GstBaseTransform*, GstPadDirection direction, GstCaps* caps, GstCaps* othercaps)
{
    return fixateZoomCaps(direction, caps, othercaps);
}

// Caps of interlaced frames are never offered, but whoever sends them all the same gets them taken and then refused as
// an event (refuseInterlaced), where it can be said what to do. A refusal here would end as "not negotiated".
static gboolean acceptCaps(GstBaseTransform* transform, GstPadDirection direction, GstCaps* caps)
{
    const auto accepts = [&](GstCaps* c) {
        return GST_BASE_TRANSFORM_CLASS(gst_zoom_sample_parent_class)->accept_caps(transform, direction, c);
    };
    if (direction != GST_PAD_SINK || !gst_caps_is_fixed(caps) || !interlaceModeOf(caps))
        return accepts(caps);
    GstCaps* progressive = gst_caps_copy(caps);
    gst_caps_set_simple(progressive, "interlace-mode", G_TYPE_STRING, "progressive", nullptr);
    const gboolean accepted = accepts(progressive);
    gst_caps_unref(progressive);
    return accepted;
}

// Returns true, with an error on the bus, for a caps event of frames that cannot be zoomed.
static bool refuseInterlaced(GstBaseTransform* transform, GstEvent* event)
{
    GstCaps* caps;
    gst_event_parse_caps(event, &caps);
    const char* mode = interlaceModeOf(caps);
    if (mode)
        GST_ELEMENT_ERROR(transform, STREAM, FORMAT,
                          ("Interlaced frames (interlace-mode=%s) hold two moments in alternate lines, which a zoom "
                           "would mix. Put the element deinterlace in front of zoomsample.",
                           mode),
                          ("%" GST_PTR_FORMAT, caps));
    return mode;
}

// Switches between zooming and passing frames untouched, and tells zoomrestore.
static void followBypass(GstZoomSample* self)
{
    State& state = *self->state;
    GstBaseTransform* transform = GST_BASE_TRANSFORM(self);
    const bool passes = state.passesThrough();
    if (passes != bool(gst_base_transform_is_passthrough(transform)))
    {
        gst_base_transform_set_passthrough(transform, passes);
        if (passes)
            setTransform(self, nullptr);
        else
            gst_base_transform_reconfigure_src(transform); // buffers are needed again
    }
    if (!state.announced)
    {
        GstCaps* caps = gst_pad_get_current_caps(GST_BASE_TRANSFORM_SINK_PAD(self));
        announceSource(self, caps);
        gst_caps_unref(caps);
        gst_base_transform_reconfigure_sink(transform); // what upstream may put on a buffer depends on it
    }
}

static gboolean setInfo(GstVideoFilter* filter, GstCaps* in_caps, GstVideoInfo* in, GstCaps*, GstVideoInfo* out)
{
    GstZoomSample* self = GST_ZOOM_SAMPLE(filter);
    State& state = *self->state;
    const cv::Size zoomed_size(GST_VIDEO_INFO_WIDTH(out), GST_VIDEO_INFO_HEIGHT(out));
    try
    {
        updateSampler(self, copySettings(self), zoomed_size);
        state.sampler->setZoomedSize(zoomed_size);
        state.sampler->setRGB(isRGBOrder(*in));
        state.chroma_site = chromaSiteOf(in_caps, *in);
        if (GST_VIDEO_INFO_FPS_N(in) > 0)
            state.sampler->setFrameRate(
                std::clamp(double(GST_VIDEO_INFO_FPS_N(in)) / GST_VIDEO_INFO_FPS_D(in), 1e-3, 1e5));
        state.sampler->reset();
    }
    catch (const std::exception& e)
    {
        GST_ELEMENT_ERROR(self, LIBRARY, SETTINGS, ("The frames cannot be zoomed with these properties."),
                          ("%s", e.what()));
        return FALSE;
    }
    state.source_frames.setInfo(in_caps, *in);
    state.same_size =
        GST_VIDEO_INFO_WIDTH(in) == GST_VIDEO_INFO_WIDTH(out) &&
        GST_VIDEO_INFO_HEIGHT(in) == GST_VIDEO_INFO_HEIGHT(out) &&
        GST_VIDEO_INFO_PAR_N(in) * GST_VIDEO_INFO_PAR_D(out) == GST_VIDEO_INFO_PAR_N(out) * GST_VIDEO_INFO_PAR_D(in);
    setTransform(self, nullptr);
    gst_base_transform_set_passthrough(GST_BASE_TRANSFORM(self), state.passesThrough());
    announceSource(self, in_caps);
    return TRUE;
}

// A buffer with a crop meta can be sampled where it is, but not be handed on as source frame or untouched.
static gboolean proposeAllocation(GstBaseTransform* transform, GstQuery* decide_query, GstQuery* query)
{
    if (!GST_BASE_TRANSFORM_CLASS(gst_zoom_sample_parent_class)->propose_allocation(transform, decide_query, query))
        return FALSE;
    const ZoomSettings settings = copySettings(GST_ZOOM_SAMPLE(transform));
    if (decide_query && !settings.keep_source && !settings.bypass)
        gst_query_add_allocation_meta(query, GST_VIDEO_CROP_META_API_TYPE, nullptr);
    return TRUE;
}

// Takes over properties before the base class looks at what is to be done with the buffer.
static void beforeTransform(GstBaseTransform* transform, GstBuffer* buffer)
{
    GstZoomSample* self = GST_ZOOM_SAMPLE(transform);
    State& state = *self->state;
    const GstClockTime time =
        gst_segment_to_stream_time(&transform->segment, GST_FORMAT_TIME, GST_BUFFER_TIMESTAMP(buffer));
    if (GST_CLOCK_TIME_IS_VALID(time))
        gst_object_sync_values(GST_OBJECT(self), time);
    if (!state.sampler)
        return;

    ZoomSettings settings;
    GST_OBJECT_LOCK(self);
    const bool changed = state.settings_changed;
    if (changed)
        settings = state.settings;
    state.settings_changed = false;
    GST_OBJECT_UNLOCK(self);
    if (!changed)
        return;
    try
    {
        updateSampler(self, settings, state.sampler->getZoomedSize());
    }
    catch (const std::exception& e)
    {
        GST_ELEMENT_WARNING(self, LIBRARY, SETTINGS, ("The frames cannot be zoomed with these properties."),
                            ("%s", e.what()));
    }
    followBypass(self);
}

static gboolean sinkEvent(GstBaseTransform* transform, GstEvent* event)
{
    if (gst_event_is_zoom_source(event))
    {
        // Of another zoomsample upstream: what downstream can restore is this one's input.
        gst_event_unref(event);
        return TRUE;
    }
    if (GST_EVENT_TYPE(event) == GST_EVENT_CAPS && refuseInterlaced(transform, event))
    {
        gst_event_unref(event);
        return FALSE;
    }
    if (GST_EVENT_TYPE(event) == GST_EVENT_FLUSH_STOP || GST_EVENT_TYPE(event) == GST_EVENT_SEGMENT)
        requestReset(GST_ZOOM_SAMPLE(transform));
    return GST_BASE_TRANSFORM_CLASS(gst_zoom_sample_parent_class)->sink_event(transform, event);
}

static gboolean srcEvent(GstBaseTransform* transform, GstEvent* event)
{
    if (gst_event_is_zoom_detections(event))
    {
        // They are for the nearest element that zooms.
        takeDetections(GST_ZOOM_SAMPLE(transform), event);
        gst_event_unref(event);
        return TRUE;
    }
    if (GST_EVENT_TYPE(event) == GST_EVENT_NAVIGATION)
        event = navigationInFrame(GST_ZOOM_SAMPLE(transform), event);
    return GST_BASE_TRANSFORM_CLASS(gst_zoom_sample_parent_class)->src_event(transform, event);
}

static gboolean query(GstBaseTransform* transform, GstPadDirection direction, GstQuery* query)
{
    GstZoomSample* self = GST_ZOOM_SAMPLE(transform);
    if (direction != GST_PAD_SRC || !gst_query_is_zoom_transform(query))
        return GST_BASE_TRANSFORM_CLASS(gst_zoom_sample_parent_class)->query(transform, direction, query);
    const GstVideoInfo& out = GST_VIDEO_FILTER(transform)->out_info;
    GST_OBJECT_LOCK(self);
    const bool answered = self->state->history.answer(query, GST_VIDEO_INFO_PAR_N(&out), GST_VIDEO_INFO_PAR_D(&out));
    GST_OBJECT_UNLOCK(self);
    return answered;
}

static void finalize(GObject* object)
{
    delete GST_ZOOM_SAMPLE(object)->state;
    G_OBJECT_CLASS(gst_zoom_sample_parent_class)->finalize(object);
}

static void gst_zoom_sample_init(GstZoomSample* self)
{
    self->state = new State;
    self->state->sources.tracks = cv::makePtr<DetectionTracks>();
    gst_base_transform_set_qos_enabled(GST_BASE_TRANSFORM(self), TRUE);
}

static void gst_zoom_sample_class_init(GstZoomSampleClass* klass)
{
    GObjectClass* object_class = G_OBJECT_CLASS(klass);
    object_class->set_property = setProperty;
    object_class->get_property = getProperty;
    object_class->finalize = finalize;
    installZoomProperties(object_class);
    g_object_class_install_property(
        object_class, PROP_STATS,
        g_param_spec_boxed(
            "stats", "Statistics",
            "Counts since the element went to PAUSED (frames, fallbacks to uniform sampling, scene-cuts, "
            "source-copies, detections), mean times per frame (saliency-ms, warp-ms) and the time that "
            "a frame spends here, of the last 512 (latency-p50-ms, latency-p99-ms)",
            GST_TYPE_STRUCTURE, GParamFlags(G_PARAM_READABLE | G_PARAM_STATIC_STRINGS)));

    GstElementClass* element_class = GST_ELEMENT_CLASS(klass);
    gst_element_class_set_static_metadata(
        element_class, "Saliency zoom", "Filter/Effect/Video/Scaler",
        "Resamples frames to a network's input size so that salient areas get more of the pixels; zoomrestore maps "
        "detections back",
        "cv::zoom developers");
    gst_element_class_add_static_pad_template(element_class, &sinkTemplate);
    gst_element_class_add_static_pad_template(element_class, &srcTemplate);

    GstBaseTransformClass* transform_class = GST_BASE_TRANSFORM_CLASS(klass);
    transform_class->start = start;
    transform_class->stop = stop;
    transform_class->transform_caps = transformCaps;
    transform_class->fixate_caps = fixateCaps;
    transform_class->accept_caps = acceptCaps;
    transform_class->sink_event = sinkEvent;
    transform_class->src_event = srcEvent;
    transform_class->query = query;
    transform_class->propose_allocation = proposeAllocation;
    transform_class->before_transform = beforeTransform;

    GstVideoFilterClass* filter_class = GST_VIDEO_FILTER_CLASS(klass);
    filter_class->set_info = setInfo;
    transform_class->transform = zoomBuffer;
    transform_class->transform_ip = nullptr; // else GstVideoFilter, without a transform_frame, works in place
}
