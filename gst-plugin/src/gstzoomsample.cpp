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
 * size. Output pixels are square.
 *
 * Without a property the element zooms on what moves and on what stands out. A trained saliency network is given with
 * the property model.
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

#include "gstzoomsample.hpp"

#include "regions.hpp"
#include "videoplanes.hpp"
#include "zoomcaps.hpp"
#include "zoomsettings.hpp"

#include <gst/zoom/gstzoomtransform-private.hpp>

#include <algorithm>

GST_DEBUG_CATEGORY_STATIC(gst_zoom_sample_debug);
#define GST_CAT_DEFAULT gst_zoom_sample_debug

using namespace gstzoom;

namespace {

// What a model file gives.
struct Model
{
    cv::Ptr<cv::zoom::SaliencyEstimator> estimator; // empty without property model
    cv::zoom::GridParams grid;
    double smoothing = defaultSmoothing;
};

struct State
{
    // Under the object lock.
    ZoomSettings settings;
    bool settings_changed = true; // the sampler has to be brought up to date
    bool reset_pending = false;   // the stream's past does not belong to its next frame

    // What follows is touched by start(), stop() and the streaming thread only.
    Model model;
    cv::Ptr<cv::zoom::SaliencySampler> sampler;
    SaliencySource sampler_saliency = SALIENCY_AUTO;
    int chroma_site = cv::zoom::CHROMA_SITE_LEFT;
    bool keep_source = false;
    int fallbacks = 0;
};

} // namespace

struct _GstZoomSample
{
    GstVideoFilter parent;
    State* state;
};

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
    else if (changesZoomedSize(id))
        gst_base_transform_reconfigure_src(GST_BASE_TRANSFORM(self));
}

static void getProperty(GObject* object, guint id, GValue* value, GParamSpec* spec)
{
    GstZoomSample* self = GST_ZOOM_SAMPLE(object);
    if (!getZoomProperty(copySettings(self), id, value))
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
}

static void requestReset(GstZoomSample* self)
{
    GST_OBJECT_LOCK(self);
    self->state->reset_pending = true;
    GST_OBJECT_UNLOCK(self);
}

static cv::Ptr<cv::zoom::SaliencyEstimator> makeEstimator(const State& state, const ZoomSettings& settings)
{
    using namespace cv::zoom;
    switch (settings.saliency)
    {
    case SALIENCY_MOTION:
        return MotionSaliency::create();
    case SALIENCY_SPECTRAL:
        return SpectralSaliency::create();
    default:
        if (state.model.estimator)
            return state.model.estimator;
        if (settings.saliency == SALIENCY_MODEL)
            GST_WARNING("saliency=model, but no model was loaded when the element went to PAUSED: taking auto");
        return MixedSaliency::create({MotionSaliency::create(), SpectralSaliency::create()}, {0.5, 0.5});
    }
}

// Brings the sampler up to date with the properties; a new saliency source needs a new sampler.
static void updateSampler(State& state, const ZoomSettings& settings, const cv::Size& zoomed_size)
{
    const Model values = settings.usesModel() ? state.model : Model();
    const cv::zoom::GridParams grid = settings.gridParams(values.grid);
    if (!state.sampler || state.sampler_saliency != settings.saliency)
    {
        const bool rgb = state.sampler && state.sampler->getRGB();
        const double frame_rate = state.sampler ? state.sampler->getFrameRate() : 0;
        state.sampler = cv::zoom::SaliencySampler::create(makeEstimator(state, settings), zoomed_size, grid);
        state.sampler->setRGB(rgb);
        if (frame_rate > 0)
            state.sampler->setFrameRate(frame_rate);
        state.sampler_saliency = settings.saliency;
        state.fallbacks = 0;
    }
    else
    {
        state.sampler->setGridParams(grid);
    }
    state.sampler->setSmoothing(settings.smoothing.value_or(values.smoothing));
    state.sampler->setSaliencyInterval(settings.saliency_interval);
    state.sampler->setInterpolation(settings.interpolation);
    state.keep_source = settings.keep_source;
}

static gboolean loadModel(GstZoomSample* self, const ZoomSettings& settings)
{
    State& state = *self->state;
    if (settings.model.empty())
    {
        if (!settings.usesModel())
            return TRUE;
        GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS,
                          ("saliency=model needs a model. Set the property model to a yaml file."), (nullptr));
        return FALSE;
    }
    if (!g_file_test(settings.model.c_str(), G_FILE_TEST_IS_REGULAR))
    {
        GST_ELEMENT_ERROR(
            self, RESOURCE, NOT_FOUND,
            ("The saliency model \"%s\" does not exist. Set the property model to the path of a yaml file.",
             settings.model.c_str()),
            (nullptr));
        return FALSE;
    }
    try
    {
        const auto sampler = cv::zoom::SaliencySampler::create(settings.model, cv::Size(1, 1));
        state.model = {sampler->getEstimator(), sampler->getGridParams(), sampler->getSmoothing()};
    }
    catch (const std::exception& e)
    {
        GST_ELEMENT_ERROR(self, LIBRARY, INIT,
                          ("The saliency model \"%s\" cannot be used. It must be a yaml file as described in "
                           "models/README.md, with its ONNX file beside it.",
                           settings.model.c_str()),
                          ("%s", e.what()));
        return FALSE;
    }
    return TRUE;
}

static gboolean start(GstBaseTransform* transform)
{
    GstZoomSample* self = GST_ZOOM_SAMPLE(transform);
    return loadModel(self, copySettings(self));
}

static gboolean stop(GstBaseTransform* transform)
{
    State& state = *GST_ZOOM_SAMPLE(transform)->state;
    state.sampler.release();
    state.model = Model();
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

// Before the first buffer, so that zoomrestore can settle its caps.
static void announceSource(GstZoomSample* self, GstCaps* caps)
{
    gst_pad_push_event(GST_BASE_TRANSFORM_SRC_PAD(self), gst_event_new_zoom_source(caps, self->state->keep_source));
}

static gboolean setInfo(GstVideoFilter* filter, GstCaps* in_caps, GstVideoInfo* in, GstCaps*, GstVideoInfo* out)
{
    GstZoomSample* self = GST_ZOOM_SAMPLE(filter);
    State& state = *self->state;
    const cv::Size zoomed_size(GST_VIDEO_INFO_WIDTH(out), GST_VIDEO_INFO_HEIGHT(out));
    try
    {
        updateSampler(state, copySettings(self), zoomed_size);
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
    announceSource(self, in_caps);
    return TRUE;
}

static void warnOfFallbacks(GstZoomSample* self)
{
    State& state = *self->state;
    const int fallbacks = state.sampler->getFallbacks();
    if (fallbacks > 0 && state.fallbacks == 0)
        GST_ELEMENT_WARNING(self, STREAM, FAILED,
                            ("The saliency of a frame could not be used; such frames are sampled uniformly."),
                            (nullptr));
    state.fallbacks = fallbacks;
}

// Takes over properties and resets that came since the last frame.
static void prepareSampler(GstZoomSample* self, GstVideoFrame* in)
{
    State& state = *self->state;
    GST_OBJECT_LOCK(self);
    const bool changed = state.settings_changed;
    const bool reset = state.reset_pending;
    ZoomSettings settings;
    if (changed)
        settings = state.settings;
    state.settings_changed = state.reset_pending = false;
    GST_OBJECT_UNLOCK(self);

    if (changed)
    {
        const bool kept = state.keep_source;
        updateSampler(state, settings, state.sampler->getZoomedSize());
        if (state.keep_source != kept)
        {
            GstCaps* caps = gst_pad_get_current_caps(GST_BASE_TRANSFORM_SINK_PAD(self));
            announceSource(self, caps);
            gst_caps_unref(caps);
        }
    }
    if (reset || GST_BUFFER_IS_DISCONT(in->buffer))
        state.sampler->reset();
}

static void sampleFrame(State& state, GstVideoFrame* in, GstVideoFrame* out)
{
    const GstClockTime pts = GST_BUFFER_PTS(in->buffer);
    const double timestamp = GST_CLOCK_TIME_IS_VALID(pts) ? double(pts) / GST_SECOND : -1;

    const std::vector<cv::Mat> planes = planesOf(*in);
    std::vector<cv::Mat> zoomed_planes = planesOf(*out);
    // Planes of the right size and type are written in place.
    if (planes.size() == 1)
        state.sampler->apply(planes[0], zoomed_planes[0], timestamp);
    else
        state.sampler->applyPlanes(planes, zoomed_planes, state.chroma_site, timestamp);
}

static void attachTransform(GstZoomSample* self, GstBuffer* in, GstBuffer* out)
{
    const State& state = *self->state;
    GstZoomTransform* transform = gst_zoom_transform_new_from_cv(state.sampler->getTransform());
    GstCaps* caps = state.keep_source ? gst_pad_get_current_caps(GST_BASE_TRANSFORM_SINK_PAD(self)) : nullptr;
    gst_buffer_add_zoom_meta(out, transform, caps ? in : nullptr, caps);
    mapRegions(in, out, transform, RegionMapping::ToZoomed);
    gst_zoom_transform_unref(transform);
    gst_clear_caps(&caps);
}

static GstFlowReturn transformFrame(GstVideoFilter* filter, GstVideoFrame* in, GstVideoFrame* out)
{
    GstZoomSample* self = GST_ZOOM_SAMPLE(filter);
    try
    {
        prepareSampler(self, in);
        sampleFrame(*self->state, in, out);
        attachTransform(self, in->buffer, out->buffer);
        warnOfFallbacks(self);
    }
    catch (const std::exception& e)
    {
        GST_ELEMENT_ERROR(self, STREAM, FAILED, ("The frame could not be zoomed."), ("%s", e.what()));
        return GST_FLOW_ERROR;
    }
    return GST_FLOW_OK;
}

static gboolean sinkEvent(GstBaseTransform* transform, GstEvent* event)
{
    if (gst_event_is_zoom_source(event))
    {
        // Of another zoomsample upstream: what downstream can restore is this one's input.
        gst_event_unref(event);
        return TRUE;
    }
    if (GST_EVENT_TYPE(event) == GST_EVENT_FLUSH_STOP || GST_EVENT_TYPE(event) == GST_EVENT_SEGMENT)
        requestReset(GST_ZOOM_SAMPLE(transform));
    return GST_BASE_TRANSFORM_CLASS(gst_zoom_sample_parent_class)->sink_event(transform, event);
}

static void finalize(GObject* object)
{
    delete GST_ZOOM_SAMPLE(object)->state;
    G_OBJECT_CLASS(gst_zoom_sample_parent_class)->finalize(object);
}

static void gst_zoom_sample_init(GstZoomSample* self)
{
    self->state = new State;
}

static void gst_zoom_sample_class_init(GstZoomSampleClass* klass)
{
    GObjectClass* object_class = G_OBJECT_CLASS(klass);
    object_class->set_property = setProperty;
    object_class->get_property = getProperty;
    object_class->finalize = finalize;
    installZoomProperties(object_class);

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
    transform_class->sink_event = sinkEvent;

    GstVideoFilterClass* filter_class = GST_VIDEO_FILTER_CLASS(klass);
    filter_class->set_info = setInfo;
    filter_class->transform_frame = transformFrame;
}
