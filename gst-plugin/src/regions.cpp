// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "regions.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace gstzoom {

namespace {

struct Extent
{
    double width, height;
};

// The mapping with the sizes of the pictures on its two ends.
struct Mapper
{
    Mapper(const GstZoomTransform* t, RegionMapping mapping) : transform(t), to_frame(mapping == RegionMapping::ToFrame)
    {
        guint width, height;
        gst_zoom_transform_get_frame_size(transform, &width, &height);
        const Extent frame{double(width), double(height)};
        gst_zoom_transform_get_zoomed_size(transform, &width, &height);
        const Extent zoomed{double(width), double(height)};
        from = to_frame ? zoomed : frame;
        to = to_frame ? frame : zoomed;
    }

    // False when nothing of the rectangle is seen in the other picture.
    bool map(GstZoomRectangle& r) const
    {
        const bool mapped = to_frame ? gst_zoom_transform_to_frame_rectangles(transform, &r, 1, &r)
                                     : gst_zoom_transform_to_zoomed_rectangles(transform, &r, 1, &r);
        if (!mapped)
            return false;
        const double right = std::min(r.x + r.width, to.width);
        const double bottom = std::min(r.y + r.height, to.height);
        r.x = std::max(r.x, 0.0);
        r.y = std::max(r.y, 0.0);
        r.width = right - r.x;
        r.height = bottom - r.y;
        return r.width > 0 && r.height > 0;
    }

    const GstZoomTransform* transform;
    bool to_frame;
    Extent from, to;
};

struct Region
{
    GQuark type;
    gint id, parent_id;
    GstZoomRectangle rectangle;
    GList* params;
};

// Edges are rounded to the nearest pixel edge; what is seen at all keeps at least one pixel.
void roundSpan(double start, double length, double limit, guint& first, guint& count)
{
    const double lower = std::clamp(std::round(start), 0.0, limit - 1);
    const double upper = std::clamp(std::round(start + length), lower + 1, limit);
    first = guint(lower);
    count = guint(upper - lower);
}

// DL Streamer keeps the detection in coordinates from 0 to 1 next to the meta's whole pixels.
void mapDetection(GstStructure* detection, const Mapper& mapper)
{
    double x_min, x_max, y_min, y_max;
    if (!gst_structure_get(detection, "x_min", G_TYPE_DOUBLE, &x_min, "x_max", G_TYPE_DOUBLE, &x_max, "y_min",
                           G_TYPE_DOUBLE, &y_min, "y_max", G_TYPE_DOUBLE, &y_max, nullptr))
        return;
    GstZoomRectangle r = {x_min * mapper.from.width, y_min * mapper.from.height, (x_max - x_min) * mapper.from.width,
                          (y_max - y_min) * mapper.from.height};
    if (!mapper.map(r))
        return;
    gst_structure_set(detection, "x_min", G_TYPE_DOUBLE, r.x / mapper.to.width, "x_max", G_TYPE_DOUBLE,
                      (r.x + r.width) / mapper.to.width, "y_min", G_TYPE_DOUBLE, r.y / mapper.to.height, "y_max",
                      G_TYPE_DOUBLE, (r.y + r.height) / mapper.to.height, nullptr);
}

GList* copyParams(const GList* params, const Mapper& mapper)
{
    GList* copies = nullptr;
    for (const GList* l = params; l; l = l->next)
    {
        GstStructure* copy = gst_structure_copy(static_cast<const GstStructure*>(l->data));
        if (gst_structure_has_name(copy, "detection"))
            mapDetection(copy, mapper);
        copies = g_list_prepend(copies, copy);
    }
    return g_list_reverse(copies);
}

} // namespace

guint mapRegions(GstBuffer* from, GstBuffer* to, const GstZoomTransform* transform, RegionMapping mapping)
{
    const Mapper mapper(transform, mapping);
    std::vector<Region> regions;
    guint left_out = 0;
    gpointer state = nullptr;
    while (GstMeta* meta = gst_buffer_iterate_meta_filtered(from, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
    {
        const auto* roi = reinterpret_cast<GstVideoRegionOfInterestMeta*>(meta);
        Region region = {roi->roi_type,
                         roi->id,
                         roi->parent_id,
                         {double(roi->x), double(roi->y), double(roi->w), double(roi->h)},
                         nullptr};
        if (!mapper.map(region.rectangle))
        {
            left_out++;
            continue;
        }
        region.params = copyParams(roi->params, mapper);
        regions.push_back(region);
    }

    while (GstMeta* old = gst_buffer_get_meta(to, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
        gst_buffer_remove_meta(to, old);

    for (const Region& region : regions)
    {
        guint x, y, width, height;
        roundSpan(region.rectangle.x, region.rectangle.width, mapper.to.width, x, width);
        roundSpan(region.rectangle.y, region.rectangle.height, mapper.to.height, y, height);
        GstVideoRegionOfInterestMeta* roi =
            gst_buffer_add_video_region_of_interest_meta_id(to, region.type, x, y, width, height);
        roi->id = region.id;
        roi->parent_id = region.parent_id;
        roi->params = region.params;
    }
    return left_out;
}

} // namespace gstzoom
