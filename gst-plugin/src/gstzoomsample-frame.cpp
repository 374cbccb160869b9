// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "gstzoomsample-private.hpp"

#include "analytics.hpp"
#include "regions.hpp"
#include "videoplanes.hpp"
#include "zoomdrawing.hpp"

#include <gst/zoom/gstzoomtransform-private.hpp>

#include <gst/video/gstvideofilter.h>

namespace gstzoom {

void setTransform(GstZoomSample* self, GstZoomTransform* transform)
{
    State& state = *self->state;
    GST_OBJECT_LOCK(self);
    GstZoomTransform* const old = state.last_transform;
    state.last_transform = transform ? gst_zoom_transform_ref(transform) : nullptr;
    GST_OBJECT_UNLOCK(self);
    if (old)
        gst_zoom_transform_unref(old);
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

static void drawBoxesOf(State& state, GstBuffer* out, Canvas& canvas)
{
    std::vector<cv::Rect2d> boxes, zoomed;
    gpointer position = nullptr;
    while (GstMeta* meta = gst_buffer_iterate_meta_filtered(out, &position, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
    {
        const auto* roi = reinterpret_cast<GstVideoRegionOfInterestMeta*>(meta);
        boxes.emplace_back(roi->x, roi->y, roi->w, roi->h);
    }
    drawBoxes(canvas, boxes, cv::Scalar(0, 255, 0));

    boxes.clear();
    for (const Detection& detection : state.sources.tracks->current())
        boxes.push_back(detection.box);
    if (boxes.empty())
        return;
    state.sampler->getTransform().toZoomedRects(boxes, zoomed);
    drawBoxes(canvas, zoomed, cv::Scalar(0, 128, 255));
}

static void draw(State& state, GstBuffer* out, const std::vector<cv::Mat>& planes)
{
    if (state.applied.draw == DRAW_NONE)
        return;
    Canvas canvas = {planes, state.sampler->getRGB()};
    cv::Mat saliency;
    switch (state.applied.draw)
    {
    case DRAW_SALIENCY:
        state.sampler->getSaliency(saliency);
        drawSaliencyZoomed(canvas, saliency, state.sampler->getTransform());
        break;
    case DRAW_GRID:
        drawGridZoomed(canvas, state.sampler->getTransform());
        break;
    default:
        drawBoxesOf(state, out, canvas);
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
GstFlowReturn zoomBuffer(GstBaseTransform* transform, GstBuffer* in_buffer, GstBuffer* out_buffer)
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
            draw(state, out_buffer, zoomed_planes);
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

} // namespace gstzoom
