// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

/**
 * SECTION:element-zoomdetect
 * @title: zoomdetect
 * @short_description: finds things with a detector of detectors/README.md
 *
 * Shows every frame to a detector, OpenCV's people detector or any ONNX network that a text file describes, and
 * attaches what it finds as #GstVideoRegionOfInterestMeta. The frames pass as they are. Behind zoomsample the regions
 * are in pixels of the zoomed frame; zoomrestore brings them back to the source frame.
 *
 * A region's type is the label, "object" where the detector knows one kind of thing alone. Its parameter is DL
 * Streamer's structure "detection", with the confidence, the label's number and the box in parts of the frame from 0
 * to 1.
 *
 * ## Example launch line
 * |[
 * gst-launch-1.0 v4l2src ! videoconvert ! zoomsample model=camera.yaml keep-source=true !
 *     video/x-raw,width=416,height=416 ! videoconvert ! zoomdetect detector=detector.yaml !
 *     zoomrestore mode=original ! zoomsample saliency=static uniform-mix=1 draw=boxes ! videoconvert ! autovideosink
 * ]| Draws what is found in zoomed frames into the camera's.
 */

#include "gstzoomdetect.hpp"

#include "zoom_detectors/detector.hpp"

#include <gst/video/video.h>

#include <algorithm>

GST_DEBUG_CATEGORY_STATIC(gst_zoom_detect_debug);
#define GST_CAT_DEFAULT gst_zoom_detect_debug

namespace {

enum Property
{
    PROP_DETECTOR = 1,
    PROP_MODEL,
    PROP_THRESHOLD
};

struct State
{
    std::string detector_name, model; //!< under the object's lock, as the threshold
    double threshold = -1;

    cv::Ptr<detectors::Detector> detector; //!< of the streaming thread, from start to stop
};

} // namespace

struct _GstZoomDetect
{
    GstVideoFilter parent;
    State* state;
};

G_DEFINE_TYPE_WITH_CODE(GstZoomDetect, gst_zoom_detect, GST_TYPE_VIDEO_FILTER,
                        GST_DEBUG_CATEGORY_INIT(gst_zoom_detect_debug, "zoomdetect", 0, "zoomdetect element"))
GST_ELEMENT_REGISTER_DEFINE(zoomdetect, "zoomdetect", GST_RANK_NONE, GST_TYPE_ZOOM_DETECT)

static GstStaticPadTemplate sinkTemplate =
    GST_STATIC_PAD_TEMPLATE("sink", GST_PAD_SINK, GST_PAD_ALWAYS, GST_STATIC_CAPS(GST_VIDEO_CAPS_MAKE("BGR")));
static GstStaticPadTemplate srcTemplate =
    GST_STATIC_PAD_TEMPLATE("src", GST_PAD_SRC, GST_PAD_ALWAYS, GST_STATIC_CAPS(GST_VIDEO_CAPS_MAKE("BGR")));

static void setProperty(GObject* object, guint id, const GValue* value, GParamSpec* spec)
{
    State& state = *GST_ZOOM_DETECT(object)->state;
    const auto text = [value] {
        const gchar* given = g_value_get_string(value);
        return std::string(given ? given : "");
    };
    GST_OBJECT_LOCK(object);
    switch (id)
    {
    case PROP_DETECTOR:
        state.detector_name = text();
        break;
    case PROP_MODEL:
        state.model = text();
        break;
    case PROP_THRESHOLD:
        state.threshold = g_value_get_double(value);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    }
    GST_OBJECT_UNLOCK(object);
}

static void getProperty(GObject* object, guint id, GValue* value, GParamSpec* spec)
{
    const State& state = *GST_ZOOM_DETECT(object)->state;
    GST_OBJECT_LOCK(object);
    switch (id)
    {
    case PROP_DETECTOR:
        g_value_set_string(value, state.detector_name.c_str());
        break;
    case PROP_MODEL:
        g_value_set_string(value, state.model.c_str());
        break;
    case PROP_THRESHOLD:
        g_value_set_double(value, state.threshold);
        break;
    default:
        G_OBJECT_WARN_INVALID_PROPERTY_ID(object, id, spec);
    }
    GST_OBJECT_UNLOCK(object);
}

// A detector that cannot be used stops the pipeline before it plays.
static gboolean start(GstBaseTransform* base)
{
    GstZoomDetect* self = GST_ZOOM_DETECT(base);
    State& state = *self->state;
    GST_OBJECT_LOCK(self);
    const std::string name = state.detector_name, model = state.model;
    const double threshold = state.threshold;
    GST_OBJECT_UNLOCK(self);
    if (name.empty())
    {
        GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS,
                          ("no detector: set the property detector to %s", detectors::DETECTOR_NAMES), (nullptr));
        return FALSE;
    }
    try
    {
        state.detector = detectors::createDetector(name, model, threshold);
    }
    catch (const cv::Exception& error)
    {
        GST_ELEMENT_ERROR(self, RESOURCE, SETTINGS, ("%s", error.err.c_str()), ("%s", error.what()));
        return FALSE;
    }
    return TRUE;
}

static gboolean stop(GstBaseTransform* base)
{
    GST_ZOOM_DETECT(base)->state->detector.release();
    return TRUE;
}

static void attach(GstBuffer* buffer, const detectors::Detection& one, const std::string& label, cv::Size frame)
{
    const cv::Rect2d box = one.box & cv::Rect2d(0, 0, frame.width, frame.height);
    if (!(box.width > 0 && box.height > 0))
        return;
    // A region has whole pixels, and at least one; its parameter has the box as it was found.
    const int left = std::min(cvRound(box.x), frame.width - 1), top = std::min(cvRound(box.y), frame.height - 1);
    const int right = std::max(cvRound(box.br().x), left + 1), bottom = std::max(cvRound(box.br().y), top + 1);
    GstVideoRegionOfInterestMeta* region = gst_buffer_add_video_region_of_interest_meta(
        buffer, label.c_str(), guint(left), guint(top), guint(right - left), guint(bottom - top));
    gst_video_region_of_interest_meta_add_param(
        region, gst_structure_new("detection", "confidence", G_TYPE_DOUBLE, double(one.score), "label_id", G_TYPE_INT,
                                  one.label, "x_min", G_TYPE_DOUBLE, box.x / frame.width, "x_max", G_TYPE_DOUBLE,
                                  box.br().x / frame.width, "y_min", G_TYPE_DOUBLE, box.y / frame.height, "y_max",
                                  G_TYPE_DOUBLE, box.br().y / frame.height, nullptr));
}

static GstFlowReturn transformFrame(GstVideoFilter* filter, GstVideoFrame* frame)
{
    State& state = *GST_ZOOM_DETECT(filter)->state;
    const cv::Mat image(GST_VIDEO_FRAME_HEIGHT(frame), GST_VIDEO_FRAME_WIDTH(frame), CV_8UC3,
                        GST_VIDEO_FRAME_PLANE_DATA(frame, 0), size_t(GST_VIDEO_FRAME_PLANE_STRIDE(frame, 0)));
    try
    {
        for (const detectors::Detection& one : state.detector->detect(image))
        {
            const std::string label = state.detector->labelName(one.label);
            attach(frame->buffer, one, label.empty() ? "object" : label, image.size());
        }
    }
    catch (const cv::Exception& error)
    {
        GST_ELEMENT_ERROR(filter, STREAM, FAILED, ("the detector failed: %s", error.err.c_str()), ("%s", error.what()));
        return GST_FLOW_ERROR;
    }
    return GST_FLOW_OK;
}

static void finalize(GObject* object)
{
    delete GST_ZOOM_DETECT(object)->state;
    G_OBJECT_CLASS(gst_zoom_detect_parent_class)->finalize(object);
}

static void gst_zoom_detect_init(GstZoomDetect* self)
{
    self->state = new State;
}

static void gst_zoom_detect_class_init(GstZoomDetectClass* klass)
{
    GObjectClass* object = G_OBJECT_CLASS(klass);
    object->set_property = setProperty;
    object->get_property = getProperty;
    object->finalize = finalize;
    const auto flags = GParamFlags(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY);
    g_object_class_install_property(object, PROP_DETECTOR,
                                    g_param_spec_string("detector", "Detector",
                                                        "hog, yunet, fastestdet, or a detector's yaml file", nullptr,
                                                        flags));
    g_object_class_install_property(object, PROP_MODEL,
                                    g_param_spec_string("model", "Model",
                                                        "ONNX file of yunet or fastestdet; a yaml file names its own",
                                                        nullptr, flags));
    g_object_class_install_property(
        object, PROP_THRESHOLD,
        g_param_spec_double("threshold", "Threshold",
                            "Score from which on a thing is found; negative = the detector's own", -G_MAXDOUBLE,
                            G_MAXDOUBLE, -1, flags));

    GstElementClass* element = GST_ELEMENT_CLASS(klass);
    gst_element_class_set_static_metadata(element, "Object detector", "Filter/Analyzer/Video",
                                          "Attaches what a detector finds as regions of interest", "cv::zoom");
    gst_element_class_add_static_pad_template(element, &sinkTemplate);
    gst_element_class_add_static_pad_template(element, &srcTemplate);

    GstBaseTransformClass* base = GST_BASE_TRANSFORM_CLASS(klass);
    base->start = start;
    base->stop = stop;
    GST_VIDEO_FILTER_CLASS(klass)->transform_frame_ip = transformFrame;
}

static gboolean initPlugin(GstPlugin* plugin)
{
    return GST_ELEMENT_REGISTER(zoomdetect, plugin);
}

GST_PLUGIN_DEFINE(GST_VERSION_MAJOR, GST_VERSION_MINOR, zoomdetect, "Detectors between zoomsample and zoomrestore",
                  initPlugin, PACKAGE_VERSION, "Apache 2.0", "cv::zoom", "https://opencv.org")
