// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoomcaps.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <cmath>
#include <cstring>

namespace gstzoom {

// Keeps a field's values that are also allowed; false when none is. A missing field allows everything and stays
// missing: caps without interlace-mode are common and mean progressive.
static bool restrictField(GstStructure* structure, const char* name, const GValue* allowed)
{
    const GValue* value = gst_structure_get_value(structure, name);
    if (!value)
        return true;
    GValue common = G_VALUE_INIT;
    if (!gst_value_intersect(&common, value, allowed))
        return false;
    gst_structure_take_value(structure, name, &common);
    return true;
}

static bool restrictToProgressive(GstStructure* structure)
{
    GValue progressive = G_VALUE_INIT;
    g_value_init(&progressive, G_TYPE_STRING);
    g_value_set_static_string(&progressive, "progressive");
    const bool possible = restrictField(structure, "interlace-mode", &progressive);
    g_value_unset(&progressive);
    return possible;
}

static bool restrictToSize(GstStructure* structure, const char* name, int size)
{
    if (size == 0)
        return true;
    GValue fixed = G_VALUE_INIT;
    g_value_init(&fixed, G_TYPE_INT);
    g_value_set_int(&fixed, size);
    const bool possible = restrictField(structure, name, &fixed);
    g_value_unset(&fixed);
    return possible;
}

static void openSize(GstStructure* structure)
{
    gst_structure_set(structure, "width", GST_TYPE_INT_RANGE, 1, G_MAXINT, "height", GST_TYPE_INT_RANGE, 1, G_MAXINT,
                      nullptr);
}

GstCaps* transformZoomCaps(GstPadDirection direction, const GstCaps* caps, int width, int height)
{
    GstCaps* result = gst_caps_new_empty();
    for (guint i = 0; i < gst_caps_get_size(caps); i++)
    {
        GstStructure* structure = gst_structure_copy(gst_caps_get_structure(caps, i));
        bool possible = restrictToProgressive(structure);
        if (direction == GST_PAD_SINK)
        {
            openSize(structure);
            // Any is possible; fixateZoomCaps() takes square pixels unless downstream wants others.
            gst_structure_set(structure, "pixel-aspect-ratio", GST_TYPE_FRACTION_RANGE, 1, G_MAXINT, G_MAXINT, 1,
                              nullptr);
            possible =
                possible && restrictToSize(structure, "width", width) && restrictToSize(structure, "height", height);
        }
        else
        {
            possible =
                possible && restrictToSize(structure, "width", width) && restrictToSize(structure, "height", height);
            openSize(structure);
            gst_structure_remove_field(structure, "pixel-aspect-ratio");
        }
        if (possible)
            gst_caps_append_structure_full(result, structure, gst_caps_features_copy(gst_caps_get_features(caps, i)));
        else
            gst_structure_free(structure);
    }
    return result;
}

// Settles width or height as near as possible to a wanted size and returns what it became.
static int fixateSize(GstStructure* structure, const char* name, double wanted)
{
    int size = int(std::clamp(wanted + 0.5, 1.0, double(G_MAXINT)));
    gst_structure_fixate_field_nearest_int(structure, name, size);
    gst_structure_get_int(structure, name, &size);
    return size;
}

// A computed size is made even where chroma is subsampled: many encoders refuse odd ones.
static double computedSize(double size, int subsampling)
{
    return subsampling == 0 ? size : std::max(2 * std::round(size / 2), 2.0);
}

// With one side given the other follows from the source's display aspect ratio; with none the zoomed frame has the
// source's size. Pixels get the shape that downstream wants, square if it does not matter, by enlarging the side that
// the source's pixels shorten.
static void fixateZoomedSize(GstStructure* structure, const GstVideoInfo& source)
{
    int par_n = 1, par_d = 1;
    gst_structure_fixate_field_nearest_fraction(structure, "pixel-aspect-ratio", 1, 1);
    gst_structure_get_fraction(structure, "pixel-aspect-ratio", &par_n, &par_d);
    // Of the source's pixels, relative to the output's.
    const double par = double(GST_VIDEO_INFO_PAR_N(&source)) / GST_VIDEO_INFO_PAR_D(&source) * par_d / par_n;
    const double aspect = par * GST_VIDEO_INFO_WIDTH(&source) / GST_VIDEO_INFO_HEIGHT(&source);
    const int chroma = GST_VIDEO_INFO_N_COMPONENTS(&source) - 1;
    const int width_subsampling = GST_VIDEO_FORMAT_INFO_W_SUB(source.finfo, chroma);
    const int height_subsampling = GST_VIDEO_FORMAT_INFO_H_SUB(source.finfo, chroma);
    const auto widthFor = [&](int height) { return computedSize(height * aspect, width_subsampling); };
    const auto heightFor = [&](int width) { return computedSize(width / aspect, height_subsampling); };

    int given = 0;
    if (gst_structure_get_int(structure, "width", &given))
    {
        fixateSize(structure, "height", heightFor(given));
        return;
    }
    if (gst_structure_get_int(structure, "height", &given))
    {
        fixateSize(structure, "width", widthFor(given));
        return;
    }
    GValue heights = G_VALUE_INIT;
    gst_value_init_and_copy(&heights, gst_structure_get_value(structure, "height"));
    const int square_height = par < 1 ? int(computedSize(GST_VIDEO_INFO_HEIGHT(&source) / par, height_subsampling))
                                      : GST_VIDEO_INFO_HEIGHT(&source);
    const int height = fixateSize(structure, "height", square_height);
    const bool whole = par <= 1 && height == square_height;
    const int wanted_width = whole ? GST_VIDEO_INFO_WIDTH(&source) : int(widthFor(height) + 0.5);
    const int width = fixateSize(structure, "width", wanted_width);
    if (width != wanted_width) // downstream limits the width more than the height
    {
        gst_structure_set_value(structure, "height", &heights);
        fixateSize(structure, "height", heightFor(width));
    }
    g_value_unset(&heights);
}

static void fixateString(GstStructure* structure, const char* name, const char* value)
{
    if (!value)
        return;
    if (gst_structure_has_field(structure, name))
        gst_structure_fixate_field_string(structure, name, value);
    else
        gst_structure_set(structure, name, G_TYPE_STRING, value, nullptr);
}

// YUV caps without colorimetry mean one that depends on the picture's height, so it has to be spelt out when the height
// changes.
static void keepColorimetry(GstStructure* structure, const GstVideoInfo& source)
{
    if (!GST_VIDEO_INFO_IS_YUV(&source))
        return;
    gchar* colorimetry = gst_video_colorimetry_to_string(&source.colorimetry);
    fixateString(structure, "colorimetry", colorimetry);
    g_free(colorimetry);
    gchar* site = gst_video_chroma_site_to_string(GST_VIDEO_INFO_CHROMA_SITE(&source));
    fixateString(structure, "chroma-site", site);
    g_free(site);
}

GstCaps* fixateZoomCaps(GstPadDirection direction, GstCaps* caps, GstCaps* othercaps)
{
    GstVideoInfo info;
    othercaps = gst_caps_make_writable(gst_caps_truncate(othercaps));
    if (!gst_caps_is_empty(othercaps) && gst_video_info_from_caps(&info, caps))
    {
        GstStructure* structure = gst_caps_get_structure(othercaps, 0);
        if (direction == GST_PAD_SINK)
        {
            fixateZoomedSize(structure, info);
            keepColorimetry(structure, info);
        }
        else
        {
            fixateSize(structure, "width", GST_VIDEO_INFO_WIDTH(&info));
            fixateSize(structure, "height", GST_VIDEO_INFO_HEIGHT(&info));
        }
    }
    return gst_caps_fixate(othercaps);
}

const char* interlaceModeOf(const GstCaps* caps)
{
    const char* mode = gst_structure_get_string(gst_caps_get_structure(caps, 0), "interlace-mode");
    return mode && std::strcmp(mode, "progressive") != 0 ? mode : nullptr;
}

} // namespace gstzoom
