// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoomsettings.hpp"

#include <gst/video/video.h>

namespace gstzoom {

namespace {

enum Property : guint
{
    PROP_MODEL = 1,
    PROP_SALIENCY,
    PROP_GRID,
    PROP_SIGMA,
    PROP_BORDER,
    PROP_UNIFORM_MIX,
    PROP_MIN_MAGNIFICATION,
    PROP_MAX_MAGNIFICATION,
    PROP_SMOOTHING,
    PROP_SALIENCY_INTERVAL,
    PROP_INTERPOLATION,
    PROP_WIDTH,
    PROP_HEIGHT,
    PROP_KEEP_SOURCE,
    PROP_PRIOR,
    PROP_DRAW,
    PROP_BYPASS,
    PROP_N_THREADS,
    PROP_TRACK_DECAY,
    PROP_EXPLORATION_INTERVAL
};

GType registerEnum(const char* name, const GEnumValue* values)
{
    const GType type = g_enum_register_static(name, values);
    gst_type_mark_as_plugin_api(type, GstPluginAPIFlags(0));
    return type;
}

/**
 * GstZoomSaliency:
 * @auto: the model when there is one, else motion and spectral saliency in equal parts
 * @model: the network of property model
 * @motion: what moves
 * @spectral: what is unusual in its surroundings
 * @detections: where a detector in front of zoomrestore found something in earlier frames
 * @static: the picture of property prior, or the middle of the frame
 * @mixed: the model (or spectral), motion and detections in equal parts
 */
GType saliencyType()
{
    static const GEnumValue values[] = {
        {SALIENCY_AUTO, "The model when there is one, else motion and spectral saliency in equal parts", "auto"},
        {SALIENCY_MODEL, "The network of property model", "model"},
        {SALIENCY_MOTION, "What moves", "motion"},
        {SALIENCY_SPECTRAL, "What is unusual in its surroundings (spectral residual)", "spectral"},
        {SALIENCY_DETECTIONS, "Where the detector in front of zoomrestore found something in earlier frames",
         "detections"},
        {SALIENCY_STATIC, "The picture of property prior, or the middle of the frame", "static"},
        {SALIENCY_MIXED, "The model (spectral without one), motion and detections in equal parts", "mixed"},
        {0, nullptr, nullptr}};
    static const GType type = registerEnum("GstZoomSaliency", values);
    return type;
}

/**
 * GstZoomGrid:
 * @attraction: salient areas attract the samples around them, in two dimensions
 * @separable: the same on columns and rows apart: upright boxes stay upright boxes
 * @transport: every part of the output gets the same share of saliency
 */
GType gridType()
{
    static const GEnumValue values[] = {
        {cv::zoom::GRID_ATTRACTION, "Salient areas attract the samples around them, in two dimensions", "attraction"},
        {cv::zoom::GRID_SEPARABLE, "The same on columns and rows apart: upright boxes stay upright boxes", "separable"},
        {cv::zoom::GRID_TRANSPORT, "Every part of the output gets the same share of saliency", "transport"},
        {0, nullptr, nullptr}};
    static const GType type = registerEnum("GstZoomGrid", values);
    return type;
}

/**
 * GstZoomBorder:
 * @reflect: the corners of the frame stay corners of the output
 * @replicate: the outermost saliency goes on; the output may crop the frame
 */
GType borderType()
{
    static const GEnumValue values[] = {
        {cv::BORDER_REFLECT_101, "The corners of the frame stay corners of the output", "reflect"},
        {cv::BORDER_REPLICATE, "The outermost saliency goes on; the output may crop the frame", "replicate"},
        {0, nullptr, nullptr}};
    static const GType type = registerEnum("GstZoomBorder", values);
    return type;
}

/**
 * GstZoomInterpolation:
 * @area: mean over a pixel's footprint in the frame (antialiased)
 * @linear: bilinear, aliases where the frame is reduced
 * @nearest: nearest pixel, for label images
 */
GType interpolationType()
{
    static const GEnumValue values[] = {
        {cv::INTER_AREA, "Mean over a pixel's footprint in the frame (antialiased)", "area"},
        {cv::INTER_LINEAR, "Bilinear, aliases where the frame is reduced", "linear"},
        {cv::INTER_NEAREST, "Nearest pixel, for label images", "nearest"},
        {0, nullptr, nullptr}};
    static const GType type = registerEnum("GstZoomInterpolation", values);
    return type;
}

/**
 * GstZoomDraw:
 * @none: nothing
 * @saliency: the saliency as a heat map
 * @grid: lines that are straight and evenly spaced in the source frame
 * @boxes: the regions of interest that came with the frame, and the tracks of saliency=detections
 */
GType drawType()
{
    static const GEnumValue values[] = {
        {DRAW_NONE, "Nothing", "none"},
        {DRAW_SALIENCY, "The saliency as a heat map", "saliency"},
        {DRAW_GRID, "Lines that are straight and evenly spaced in the source frame", "grid"},
        {DRAW_BOXES, "The regions of interest that came with the frame, and the tracks of saliency=detections",
         "boxes"},
        {0, nullptr, nullptr}};
    static const GType type = registerEnum("GstZoomDraw", values);
    return type;
}

constexpr GParamFlags mutableReady = GParamFlags(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_READY);
constexpr GParamFlags mutablePlaying =
    GParamFlags(G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | GST_PARAM_MUTABLE_PLAYING);
constexpr GParamFlags controllable = GParamFlags(mutablePlaying | GST_PARAM_CONTROLLABLE);

} // namespace

void installZoomProperties(GObjectClass* klass)
{
    const ZoomSettings defaults;
    const cv::zoom::GridParams grid;
    const auto install = [klass](guint id, GParamSpec* spec) { g_object_class_install_property(klass, id, spec); };

    install(PROP_MODEL,
            g_param_spec_string(
                "model", "Model",
                "Path of a saliency model: a yaml file (models/*.yaml), or an ONNX network that takes RGB from 0 to "
                "1 and gives logits. Loaded when the element goes to PAUSED, once for all elements that "
                "use it",
                nullptr, mutableReady));
    install(PROP_SALIENCY, g_param_spec_enum("saliency", "Saliency", "What tells where the frame needs detail",
                                             saliencyType(), defaults.saliency, mutablePlaying));
    install(PROP_GRID, g_param_spec_enum("grid", "Grid",
                                         "How saliency becomes a sampling grid (a model's own choice when not set)",
                                         gridType(), grid.mode, mutablePlaying));
    install(PROP_SIGMA, g_param_spec_double(
                            "sigma", "Sigma",
                            "Reach of the attraction: standard deviation as a fraction of the frame's shorter side; "
                            "larger zooms less and over wider areas (a model's own value when not set)",
                            0.001, 10.0, grid.sigma, controllable));
    install(PROP_BORDER, g_param_spec_enum("border", "Border",
                                           "How saliency goes on beyond the frame (a model's own choice when not set)",
                                           borderType(), grid.borderType, mutablePlaying));
    install(
        PROP_UNIFORM_MIX,
        g_param_spec_double("uniform-mix", "Uniform mix",
                            "Share of uniform saliency: 0 zooms most, 1 is a plain resize (a model's own value when "
                            "not set)",
                            0.0, 1.0, grid.uniformMix, controllable));
    install(
        PROP_MIN_MAGNIFICATION,
        g_param_spec_double("min-magnification", "Minimum magnification",
                            "Smallest magnification anywhere, relative to a plain resize; 0 = no limit (a model's own "
                            "value when not set)",
                            0.0, 1.0, grid.minMagnification, controllable));
    install(
        PROP_MAX_MAGNIFICATION,
        g_param_spec_double("max-magnification", "Maximum magnification",
                            "Largest magnification anywhere, relative to a plain resize; 0 = no limit, values between "
                            "0 and 1 count as 1 (a model's own value when not set)",
                            0.0, 1000.0, grid.maxMagnification, controllable));
    install(
        PROP_SMOOTHING,
        g_param_spec_double("smoothing", "Smoothing",
                            "Time constant of the saliency's smoothing in seconds; 0 = none (a model's own value when "
                            "not set)",
                            0.0, 3600.0, defaultSmoothing, controllable));
    install(PROP_SALIENCY_INTERVAL,
            g_param_spec_int("saliency-interval", "Saliency interval",
                             "Saliency is estimated on every n-th frame and kept for the others", 1, 10000,
                             defaults.saliency_interval, controllable));
    install(PROP_INTERPOLATION, g_param_spec_enum("interpolation", "Interpolation", "How the frame is resampled",
                                                  interpolationType(), defaults.interpolation, mutablePlaying));
    install(PROP_WIDTH, g_param_spec_int("width", "Width",
                                         "Width of the zoomed frame in pixels; 0 = what downstream asks for, else the "
                                         "source's",
                                         0, G_MAXINT16, defaults.width, mutablePlaying));
    install(PROP_HEIGHT,
            g_param_spec_int("height", "Height",
                             "Height of the zoomed frame in pixels; 0 = what downstream asks for, else the "
                             "source's",
                             0, G_MAXINT16, defaults.height, mutablePlaying));
    install(
        PROP_KEEP_SOURCE,
        g_param_spec_boolean("keep-source", "Keep source",
                             "Keep the source frame on the zoomed buffer, for zoomrestore mode=original; a copy where "
                             "the source's pool is bounded",
                             defaults.keep_source, mutablePlaying));
    install(PROP_PRIOR, g_param_spec_string("prior", "Prior",
                                            "Path of a picture for saliency=static: the brighter, the more detail is "
                                            "needed there. Loaded when the element goes to PAUSED",
                                            nullptr, mutableReady));
    install(PROP_DRAW, g_param_spec_enum("draw", "Draw",
                                         "What is drawn on the zoomed frames for people to see (the heat map of "
                                         "NV12 and I420 on luma alone)",
                                         drawType(), defaults.draw, mutablePlaying));
    install(PROP_BYPASS,
            g_param_spec_boolean("bypass", "Bypass",
                                 "Do not zoom: frames pass untouched where the output has the source's size, else they "
                                 "are resized evenly",
                                 defaults.bypass, mutablePlaying));
    install(PROP_N_THREADS,
            g_param_spec_int("n-threads", "Number of threads",
                             "Threads that OpenCV may use, in the whole process, since it has one pool for all: the "
                             "last element to set it decides; 0 = as it is",
                             0, 1024, defaults.n_threads, mutablePlaying));
    install(PROP_TRACK_DECAY,
            g_param_spec_double("track-decay", "Track decay",
                                "Time constant in seconds with which saliency=detections forgets what is not found "
                                "again",
                                0.01, 3600.0, defaults.track_decay, controllable));
    install(PROP_EXPLORATION_INTERVAL,
            g_param_spec_int("exploration-interval", "Exploration interval",
                             "With saliency=detections every n-th frame is resized evenly, so that the detector sees "
                             "what is outside the zoomed areas; 0 = never",
                             0, 10000, defaults.exploration_interval, controllable));
}

bool setZoomProperty(ZoomSettings& settings, guint id, const GValue* value)
{
    switch (id)
    {
    case PROP_MODEL: {
        const gchar* path = g_value_get_string(value);
        settings.model = path ? path : "";
        return true;
    }
    case PROP_SALIENCY:
        settings.saliency = SaliencySource(g_value_get_enum(value));
        return true;
    case PROP_GRID:
        settings.grid = g_value_get_enum(value);
        return true;
    case PROP_SIGMA:
        settings.sigma = g_value_get_double(value);
        return true;
    case PROP_BORDER:
        settings.border = g_value_get_enum(value);
        return true;
    case PROP_UNIFORM_MIX:
        settings.uniform_mix = g_value_get_double(value);
        return true;
    case PROP_MIN_MAGNIFICATION:
        settings.min_magnification = g_value_get_double(value);
        return true;
    case PROP_MAX_MAGNIFICATION: {
        const double limit = g_value_get_double(value);
        settings.max_magnification = limit > 0 && limit < 1 ? 1 : limit;
        return true;
    }
    case PROP_SMOOTHING:
        settings.smoothing = g_value_get_double(value);
        return true;
    case PROP_SALIENCY_INTERVAL:
        settings.saliency_interval = g_value_get_int(value);
        return true;
    case PROP_INTERPOLATION:
        settings.interpolation = g_value_get_enum(value);
        return true;
    case PROP_WIDTH:
        settings.width = g_value_get_int(value);
        return true;
    case PROP_HEIGHT:
        settings.height = g_value_get_int(value);
        return true;
    case PROP_KEEP_SOURCE:
        settings.keep_source = g_value_get_boolean(value);
        return true;
    case PROP_PRIOR: {
        const gchar* path = g_value_get_string(value);
        settings.prior = path ? path : "";
        return true;
    }
    case PROP_DRAW:
        settings.draw = DrawMode(g_value_get_enum(value));
        return true;
    case PROP_BYPASS:
        settings.bypass = g_value_get_boolean(value);
        return true;
    case PROP_N_THREADS:
        settings.n_threads = g_value_get_int(value);
        return true;
    case PROP_TRACK_DECAY:
        settings.track_decay = g_value_get_double(value);
        return true;
    case PROP_EXPLORATION_INTERVAL:
        settings.exploration_interval = g_value_get_int(value);
        return true;
    default:
        return false;
    }
}

bool getZoomProperty(const ZoomSettings& settings, guint id, GValue* value)
{
    const cv::zoom::GridParams grid = settings.gridParams(cv::zoom::GridParams());
    switch (id)
    {
    case PROP_MODEL:
        g_value_set_string(value, settings.model.empty() ? nullptr : settings.model.c_str());
        return true;
    case PROP_SALIENCY:
        g_value_set_enum(value, settings.saliency);
        return true;
    case PROP_GRID:
        g_value_set_enum(value, grid.mode);
        return true;
    case PROP_SIGMA:
        g_value_set_double(value, grid.sigma);
        return true;
    case PROP_BORDER:
        g_value_set_enum(value, grid.borderType);
        return true;
    case PROP_UNIFORM_MIX:
        g_value_set_double(value, grid.uniformMix);
        return true;
    case PROP_MIN_MAGNIFICATION:
        g_value_set_double(value, grid.minMagnification);
        return true;
    case PROP_MAX_MAGNIFICATION:
        g_value_set_double(value, grid.maxMagnification);
        return true;
    case PROP_SMOOTHING:
        g_value_set_double(value, settings.smoothing.value_or(defaultSmoothing));
        return true;
    case PROP_SALIENCY_INTERVAL:
        g_value_set_int(value, settings.saliency_interval);
        return true;
    case PROP_INTERPOLATION:
        g_value_set_enum(value, settings.interpolation);
        return true;
    case PROP_WIDTH:
        g_value_set_int(value, settings.width);
        return true;
    case PROP_HEIGHT:
        g_value_set_int(value, settings.height);
        return true;
    case PROP_KEEP_SOURCE:
        g_value_set_boolean(value, settings.keep_source);
        return true;
    case PROP_PRIOR:
        g_value_set_string(value, settings.prior.empty() ? nullptr : settings.prior.c_str());
        return true;
    case PROP_DRAW:
        g_value_set_enum(value, settings.draw);
        return true;
    case PROP_BYPASS:
        g_value_set_boolean(value, settings.bypass);
        return true;
    case PROP_N_THREADS:
        g_value_set_int(value, settings.n_threads);
        return true;
    case PROP_TRACK_DECAY:
        g_value_set_double(value, settings.track_decay);
        return true;
    case PROP_EXPLORATION_INTERVAL:
        g_value_set_int(value, settings.exploration_interval);
        return true;
    default:
        return false;
    }
}

bool changesOutputCaps(guint id)
{
    return id == PROP_WIDTH || id == PROP_HEIGHT;
}

cv::zoom::GridParams ZoomSettings::gridParams(cv::zoom::GridParams params) const
{
    params.mode = grid.value_or(params.mode);
    params.borderType = border.value_or(params.borderType);
    params.sigma = sigma.value_or(params.sigma);
    params.uniformMix = uniform_mix.value_or(params.uniformMix);
    params.minMagnification = min_magnification.value_or(params.minMagnification);
    params.maxMagnification = max_magnification.value_or(params.maxMagnification);
    return params;
}

bool ZoomSettings::usesModel() const
{
    return saliency == SALIENCY_MODEL || (saliency == SALIENCY_AUTO && !model.empty()) ||
           (saliency == SALIENCY_MIXED && !model.empty());
}

} // namespace gstzoom
