// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_SAMPLE_PRIVATE_HPP
#define GST_ZOOM_SAMPLE_PRIVATE_HPP

#include "gstzoomsample.hpp"

#include "saliencysources.hpp"
#include "sourceframes.hpp"
#include "transformhistory.hpp"
#include "zoomsettings.hpp"
#include "zoomstats.hpp"

#include <shared_mutex>

// What the files of zoomsample share: the element itself (gstzoomsample.cpp), a frame's way through it
// (gstzoomsample-frame.cpp) and what comes from downstream (gstzoomsample-events.cpp).

GST_DEBUG_CATEGORY_EXTERN(gst_zoom_sample_debug);
#define GST_CAT_DEFAULT gst_zoom_sample_debug

namespace gstzoom {

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

} // namespace gstzoom

struct _GstZoomSample
{
    GstVideoFilter parent;
    gstzoom::State* state;
};

namespace gstzoom {

// OpenCV's number of threads may not change while one of its loops runs.
extern std::shared_mutex threadsMutex;

// Makes this the transform of the last frame; null while frames pass untouched.
void setTransform(GstZoomSample* self, GstZoomTransform* transform);

// Zooms a frame: GstBaseTransformClass::transform.
GstFlowReturn zoomBuffer(GstBaseTransform* transform, GstBuffer* in_buffer, GstBuffer* out_buffer);

// A navigation event (taken) for the place in the source frame that it points at.
GstEvent* navigationInFrame(GstZoomSample* self, GstEvent* event);

// What zoomrestore found, in whatever thread it runs.
void takeDetections(GstZoomSample* self, GstEvent* event);

} // namespace gstzoom

#endif // GST_ZOOM_SAMPLE_PRIVATE_HPP
