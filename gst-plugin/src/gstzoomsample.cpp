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
 * Interlaced frames hold two moments in alternate lines, which a zoom would mix: put a deinterlacer in front.
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

#include "analytics.hpp"
#include "regions.hpp"
#include "saliencysources.hpp"
#include "sourceframes.hpp"
#include "transformhistory.hpp"
#include "videoplanes.hpp"
#include "zoomcaps.hpp"
#include "zoomdrawing.hpp"
#include "zoomsettings.hpp"

#include <gst/zoom/gstzoomtransform-private.hpp>

#include <algorithm>
#include <cstdio>
#include <shared_mutex>

GST_DEBUG_CATEGORY_STATIC(gst_zoom_sample_debug);
#define GST_CAT_DEFAULT gst_zoom_sample_debug

using namespace gstzoom;

namespace {

constexpr guint PROP_STATS = firstFreeProperty;

struct State
{
    // Under the object lock.
    ZoomSettings settings;
    bool settings_changed = true; // the sampler has to be brought up to date
    bool reset_pending = false;   // the stream's past does not belong to its next frame
    GstClockTime last_pts = GST_CLOCK_TIME_NONE;
    GstZoomTransform* last_transform = nullptr; // of the last frame; null before, and while frames pass untouched
    TransformHistory history;
    ZoomStats stats;

    // What follows is touched by start(), stop() and the streaming thread only; the tracks have a lock of their own.
    SaliencySources sources;
    cv::Ptr<TimedEstimator> estimator;
    cv::Ptr<cv::zoom::SaliencySampler> sampler;
    ZoomSettings applied;       // what the sampler was last brought up to date with
    cv::zoom::GridParams grid;  // of frames that are not uniform
    bool uniform = false;       // the sampler's present grid parameters are those of a plain resize
    bool same_size = false;     // the output has the source's size: nothing to do in bypass
    bool announced = false;     // the sticky event tells the truth
    SourceFrames source_frames; // for keep-source
    int chroma_site = cv::zoom::CHROMA_SITE_LEFT;
    int frames_since_exploration = 0;
    int fallbacks = 0, scene_cuts = 0; // of the present sampler, already in the stats
    int threads = 0;                   // as last given to OpenCV

    bool passesThrough() const { return applied.bypass && same_size; }
};

// OpenCV's number of threads may not change while one of its loops runs.
std::shared_mutex threadsMutex;

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

static void setTransform(GstZoomSample* self, GstZoomTransform* transform)
{
    State& state = *self->state;
    GST_OBJECT_LOCK(self);
    GstZoomTransform* const old = state.last_transform;
    state.last_transform = transform ? gst_zoom_transform_ref(transform) : nullptr;
    GST_OBJECT_UNLOCK(self);
    if (old)
        gst_zoom_transform_unref(old);
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

static gboolean isUnreadable(GstZoomSample* self, const char* property, const std::string& path)
{
    // One byte tells a file that cannot be read (a folder, too) from one that cannot be used.
    FILE* file = std::fopen(path.c_str(), "rb");
    const bool readable = file && (std::fgetc(file) != EOF || !std::ferror(file));
    if (file)
        std::fclose(file);
    if (readable)
        return FALSE;
    if (!g_file_test(path.c_str(), G_FILE_TEST_EXISTS))
        GST_ELEMENT_ERROR(
            self, RESOURCE, NOT_FOUND,
            ("The file \"%s\" does not exist. Set the property %s to the path of a file.", path.c_str(), property),
            (nullptr));
    else
        GST_ELEMENT_ERROR(self, RESOURCE, READ,
                          ("The file \"%s\" cannot be read. Check its permissions, and that the property %s "
                           "names a file.",
                           path.c_str(), property),
                          (nullptr));
    return TRUE;
}

static gboolean loadSources(GstZoomSample* self, const ZoomSettings& settings)
{
    SaliencySources& sources = self->state->sources;
    if (settings.model.empty() && settings.saliency == SALIENCY_MODEL)
    {
        GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS,
                          ("saliency=model needs a model. Set the property model to a yaml file or an ONNX network."),
                          (nullptr));
        return FALSE;
    }
    if (!settings.model.empty() && isUnreadable(self, "model", settings.model))
        return FALSE;
    if (!settings.prior.empty() && isUnreadable(self, "prior", settings.prior))
        return FALSE;
    try
    {
        if (!settings.model.empty())
            sources.model = loadModel(settings.model);
    }
    catch (const std::exception& e)
    {
        GST_ELEMENT_ERROR(self, LIBRARY, INIT,
                          ("The saliency model \"%s\" cannot be used. It must be a yaml file as described in "
                           "models/README.md, with its ONNX file beside it, or an ONNX network.",
                           settings.model.c_str()),
                          ("%s", e.what()));
        return FALSE;
    }
    try
    {
        sources.prior = loadPrior(settings.prior);
    }
    catch (const std::exception& e)
    {
        GST_ELEMENT_ERROR(self, LIBRARY, INIT,
                          ("The picture \"%s\" cannot be used. The property prior takes one that is not black.",
                           settings.prior.c_str()),
                          ("%s", e.what()));
        return FALSE;
    }
    return TRUE;
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
    return loadSources(self, copySettings(self));
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

// Whether the next frame is a plain resize: in bypass, and now and then for the detector to see everything.
static bool wantsUniform(State& state)
{
    if (state.applied.bypass)
        return true;
    const int interval = state.applied.exploration_interval;
    if (state.applied.saliency != SALIENCY_DETECTIONS || interval == 0)
        return false;
    if (++state.frames_since_exploration < interval)
        return false;
    state.frames_since_exploration = 0;
    return true;
}

static void prepareSampler(GstZoomSample* self, GstBuffer* in)
{
    State& state = *self->state;
    GST_OBJECT_LOCK(self);
    const bool reset = state.reset_pending;
    state.reset_pending = false;
    state.last_pts = GST_BUFFER_PTS(in);
    GST_OBJECT_UNLOCK(self);
    if (reset || GST_BUFFER_IS_DISCONT(in))
        state.sampler->reset();

    const bool uniform = wantsUniform(state);
    if (uniform != state.uniform)
    {
        cv::zoom::GridParams grid = state.grid;
        if (uniform)
            grid.uniformMix = 1;
        state.sampler->setGridParams(grid);
        state.uniform = uniform;
    }
}

static void sampleFrame(State& state, const std::vector<cv::Mat>& planes, std::vector<cv::Mat>& zoomed_planes,
                        GstClockTime pts)
{
    const double timestamp = GST_CLOCK_TIME_IS_VALID(pts) ? double(pts) / GST_SECOND : -1;
    const std::shared_lock<std::shared_mutex> lock(threadsMutex);
    // Planes of the right size and type are written in place.
    if (planes.size() == 1)
        state.sampler->apply(planes[0], zoomed_planes[0], timestamp);
    else
        state.sampler->applyPlanes(planes, zoomed_planes, state.chroma_site, timestamp);
}

static void attachTransform(GstZoomSample* self, const GstVideoFrame& in, GstBuffer* out)
{
    State& state = *self->state;
    GstCaps* caps = nullptr;
    GstBuffer* source = nullptr;
    bool copied = false;
    if (state.applied.keep_source)
    {
        source = state.source_frames.keep(in, copied);
        caps = gst_pad_get_current_caps(GST_BASE_TRANSFORM_SINK_PAD(self));
    }
    GstZoomTransform* transform = gst_zoom_transform_new_from_cv(state.sampler->getTransform());
    setTransform(self, transform);
    const RegionMapper mapper(transform, RegionMapping::ToZoomed);
    mapRegions(in.buffer, out, mapper);
    mapAnalytics(in.buffer, out, mapper);
    gst_buffer_add_zoom_meta(out, transform, source, caps);
    GST_OBJECT_LOCK(self);
    state.history.add(GST_BUFFER_PTS(in.buffer), transform, source, caps);
    state.stats.source_copies += copied;
    GST_OBJECT_UNLOCK(self);
    gst_zoom_transform_unref(transform);
    gst_clear_buffer(&source);
    gst_clear_caps(&caps);
}

static void drawBoxesOf(State& state, GstBuffer* out, const cv::Mat& picture, bool rgb)
{
    std::vector<cv::Rect2d> boxes, zoomed;
    gpointer position = nullptr;
    while (GstMeta* meta = gst_buffer_iterate_meta_filtered(out, &position, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
    {
        const auto* roi = reinterpret_cast<GstVideoRegionOfInterestMeta*>(meta);
        boxes.emplace_back(roi->x, roi->y, roi->w, roi->h);
    }
    drawBoxes(picture, boxes, cv::Scalar(0, 255, 0), rgb);

    boxes.clear();
    for (const Detection& detection : state.sources.tracks->current())
        boxes.push_back(detection.box);
    if (boxes.empty())
        return;
    state.sampler->getTransform().toZoomedRects(boxes, zoomed);
    drawBoxes(picture, zoomed, cv::Scalar(0, 128, 255), rgb);
}

static void draw(State& state, GstBuffer* out, const cv::Mat& picture)
{
    const bool rgb = state.sampler->getRGB();
    cv::Mat saliency;
    switch (state.applied.draw)
    {
    case DRAW_SALIENCY:
        state.sampler->getSaliency(saliency);
        drawSaliencyZoomed(picture, saliency, state.sampler->getTransform());
        break;
    case DRAW_GRID:
        drawGridZoomed(picture, state.sampler->getTransform(), rgb);
        break;
    case DRAW_BOXES:
        drawBoxesOf(state, out, picture, rgb);
        break;
    default:
        break;
    }
}

static bool isPowerOfTen(guint64 n)
{
    while (n >= 10 && n % 10 == 0)
        n /= 10;
    return n == 1;
}

static void count(GstZoomSample* self, Clock::time_point begin)
{
    State& state = *self->state;
    const int fallbacks = state.sampler->getFallbacks() - state.fallbacks;
    const int scene_cuts = state.sampler->getSceneCuts() - state.scene_cuts;
    state.fallbacks += fallbacks;
    state.scene_cuts += scene_cuts;
    const double saliency_ms = state.estimator->takeMilliseconds();
    GST_OBJECT_LOCK(self);
    state.stats.fallbacks += guint64(fallbacks);
    state.stats.scene_cuts += guint64(scene_cuts);
    state.stats.add(saliency_ms, milliseconds(Clock::now() - begin));
    const guint64 all = state.stats.fallbacks;
    GST_OBJECT_UNLOCK(self);
    if (fallbacks > 0 && isPowerOfTen(all)) // a stream that always fails does not flood the bus
        GST_ELEMENT_WARNING(self, STREAM, FAILED,
                            ("The saliency of %" G_GUINT64_FORMAT " frames could not be used; such frames are sampled "
                             "uniformly. Check the model.",
                             all),
                            (nullptr));
}

// Instead of GstVideoFilter's, which passes a buffer that does not fit its caps on as a picture without content.
static GstFlowReturn transformBuffer(GstBaseTransform* transform, GstBuffer* in_buffer, GstBuffer* out_buffer)
{
    GstZoomSample* self = GST_ZOOM_SAMPLE(transform);
    GstVideoFilter* filter = GST_VIDEO_FILTER(transform);
    State& state = *self->state;
    if (!filter->negotiated)
        return GST_FLOW_NOT_NEGOTIATED;

    const Clock::time_point begin = Clock::now();
    GstFlowReturn flow = GST_FLOW_OK;
    GstVideoFrame in, out;
    if (!mapPicture(in, filter->in_info, in_buffer, GST_MAP_READ))
    {
        GST_ELEMENT_ERROR(self, STREAM, FORMAT,
                          ("A buffer does not hold a picture of its caps. Look for the fault upstream."),
                          ("%" G_GSIZE_FORMAT " bytes", gst_buffer_get_size(in_buffer)));
        return GST_FLOW_ERROR;
    }
    if (!mapPicture(out, filter->out_info, out_buffer, GST_MAP_WRITE))
    {
        gst_video_frame_unmap(&in);
        GST_ELEMENT_ERROR(self, STREAM, FORMAT,
                          ("The buffer for a zoomed frame does not fit its caps. Look for the fault in downstream's "
                           "buffer pool."),
                          (nullptr));
        return GST_FLOW_ERROR;
    }
    try
    {
        const cv::Rect picture = pictureOf(in, filter->in_info);
        if (picture.empty())
        {
            GST_ELEMENT_ERROR(self, STREAM, FORMAT,
                              ("A buffer is smaller than its caps and crop meta say. Look for the fault upstream."),
                              (nullptr));
            flow = GST_FLOW_ERROR;
        }
        else
        {
            prepareSampler(self, in_buffer);
            std::vector<cv::Mat> zoomed_planes = planesOf(out, pictureOf(out, filter->out_info));
            sampleFrame(state, planesOf(in, picture), zoomed_planes, GST_BUFFER_PTS(in_buffer));
            attachTransform(self, in, out_buffer);
            draw(state, out_buffer, zoomed_planes[0]);
            count(self, begin);
        }
    }
    catch (const std::exception& e)
    {
        GST_ELEMENT_ERROR(self, STREAM, FAILED, ("The frame could not be zoomed."), ("%s", e.what()));
        flow = GST_FLOW_ERROR;
    }
    gst_video_frame_unmap(&out);
    gst_video_frame_unmap(&in);
    return flow;
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

// A click on the zoomed frame is meant for the place that it shows.
static GstEvent* navigationInFrame(GstZoomSample* self, GstEvent* event)
{
    GstZoomPoint point;
    if (!gst_navigation_event_get_coordinates(event, &point.x, &point.y))
        return event;
    GST_OBJECT_LOCK(self);
    GstZoomTransform* transform = self->state->last_transform;
    if (transform)
        gst_zoom_transform_ref(transform);
    GST_OBJECT_UNLOCK(self);
    if (!transform)
        return event;
    // The pixel under the pointer is the one whose number is the coordinate.
    if (gst_zoom_transform_to_frame_points(transform, &point, 1, &point, nullptr))
    {
        event = gst_event_make_writable(event);
        gst_navigation_event_set_coordinates(event, point.x, point.y);
    }
    gst_zoom_transform_unref(transform);
    return event;
}

// From zoomrestore, in whatever thread it runs.
static void takeDetections(GstZoomSample* self, GstEvent* event)
{
    State& state = *self->state;
    GstClockTime timestamp;
    guint width, height;
    gsize n;
    GstZoomRectangle* boxes;
    gdouble* confidences;
    if (!gst_event_parse_zoom_detections(event, &timestamp, &width, &height, &boxes, &confidences, &n))
    {
        GST_WARNING_OBJECT(self, "detections that make no sense: %" GST_PTR_FORMAT, event);
        return;
    }
    std::vector<Detection> detections;
    for (gsize k = 0; k < n; k++)
        detections.push_back({cv::Rect2d(boxes[k].x, boxes[k].y, boxes[k].width, boxes[k].height), confidences[k]});
    g_free(boxes);
    g_free(confidences);

    GST_OBJECT_LOCK(self);
    // A frame that is still to come: its detections are from before a seek.
    const bool past = GST_CLOCK_TIME_IS_VALID(state.last_pts) && timestamp <= state.last_pts && !state.reset_pending;
    GST_OBJECT_UNLOCK(self);
    if (!past || !state.sources.tracks->addDetections(detections, cv::Size(int(width), int(height)),
                                                      double(timestamp) / GST_SECOND))
        return;
    GST_OBJECT_LOCK(self);
    state.stats.detections += n;
    GST_OBJECT_UNLOCK(self);
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
    transform_class->sink_event = sinkEvent;
    transform_class->src_event = srcEvent;
    transform_class->query = query;
    transform_class->propose_allocation = proposeAllocation;
    transform_class->before_transform = beforeTransform;

    GstVideoFilterClass* filter_class = GST_VIDEO_FILTER_CLASS(klass);
    filter_class->set_info = setInfo;
    transform_class->transform = transformBuffer;
    transform_class->transform_ip = nullptr; // else GstVideoFilter, without a transform_frame, works in place
}
