// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "regions.hpp"

#include <gst/video/video.h>

#include <algorithm>
#include <cmath>
#include <vector>

namespace gstzoom {

RegionMapper::RegionMapper(const GstZoomTransform* t, RegionMapping mapping, guint picture_width, guint picture_height,
                           const GstZoomRectangle& s)
    : transform(t), to_frame(mapping == RegionMapping::ToFrame), picture{double(picture_width), double(picture_height)},
      shown(s)
{
    guint width, height;
    gst_zoom_transform_get_frame_size(transform, &width, &height);
    frame = {double(width), double(height)};
    gst_zoom_transform_get_zoomed_size(transform, &width, &height);
    zoomed = {double(width), double(height)};
}

RegionMapper::RegionMapper(const GstZoomTransform* t, RegionMapping mapping)
    : RegionMapper(t, mapping, 0, 0, GstZoomRectangle{0, 0, 0, 0})
{
    picture = zoomed;
    shown = {0, 0, zoomed.width, zoomed.height};
}

bool RegionMapper::map(GstZoomRectangle& r) const
{
    const double scale_x = shown.width / zoomed.width, scale_y = shown.height / zoomed.height;
    if (to_frame)
        r = {(r.x - shown.x) / scale_x, (r.y - shown.y) / scale_y, r.width / scale_x, r.height / scale_y};
    const bool mapped = to_frame ? gst_zoom_transform_to_frame_rectangles(transform, &r, 1, &r)
                                 : gst_zoom_transform_to_zoomed_rectangles(transform, &r, 1, &r);
    if (!mapped)
        return false;
    if (!to_frame)
        r = {r.x * scale_x + shown.x, r.y * scale_y + shown.y, r.width * scale_x, r.height * scale_y};
    const double right = std::min(r.x + r.width, to().width);
    const double bottom = std::min(r.y + r.height, to().height);
    r.x = std::max(r.x, 0.0);
    r.y = std::max(r.y, 0.0);
    r.width = right - r.x;
    r.height = bottom - r.y;
    return r.width > 0 && r.height > 0;
}

namespace {

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
void mapDetection(GstStructure* detection, const RegionMapper& mapper)
{
    double x_min, x_max, y_min, y_max;
    if (!gst_structure_get(detection, "x_min", G_TYPE_DOUBLE, &x_min, "x_max", G_TYPE_DOUBLE, &x_max, "y_min",
                           G_TYPE_DOUBLE, &y_min, "y_max", G_TYPE_DOUBLE, &y_max, nullptr))
        return;
    GstZoomRectangle r = {x_min * mapper.from().width, y_min * mapper.from().height,
                          (x_max - x_min) * mapper.from().width, (y_max - y_min) * mapper.from().height};
    if (!mapper.map(r))
        return;
    gst_structure_set(detection, "x_min", G_TYPE_DOUBLE, r.x / mapper.to().width, "x_max", G_TYPE_DOUBLE,
                      (r.x + r.width) / mapper.to().width, "y_min", G_TYPE_DOUBLE, r.y / mapper.to().height, "y_max",
                      G_TYPE_DOUBLE, (r.y + r.height) / mapper.to().height, nullptr);
}

GList* copyParams(const GList* params, const RegionMapper& mapper)
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

double confidenceOf(const GList* params)
{
    for (const GList* l = params; l; l = l->next)
    {
        const auto* structure = static_cast<const GstStructure*>(l->data);
        double confidence = 0;
        if (gst_structure_has_name(structure, "detection") &&
            gst_structure_get_double(structure, "confidence", &confidence) && confidence > 0)
            return std::min(confidence, 1.0);
    }
    return 1;
}

} // namespace

guint mapRegions(GstBuffer* from, GstBuffer* to, const RegionMapper& mapper, std::vector<MappedRegion>* list)
{
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
        if (list)
            list->push_back({region.rectangle, confidenceOf(region.params)});
    }

    while (GstMeta* old = gst_buffer_get_meta(to, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
        gst_buffer_remove_meta(to, old);

    for (const Region& region : regions)
    {
        guint x, y, width, height;
        roundSpan(region.rectangle.x, region.rectangle.width, mapper.to().width, x, width);
        roundSpan(region.rectangle.y, region.rectangle.height, mapper.to().height, y, height);
        GstVideoRegionOfInterestMeta* roi =
            gst_buffer_add_video_region_of_interest_meta_id(to, region.type, x, y, width, height);
        roi->id = region.id;
        roi->parent_id = region.parent_id;
        roi->params = region.params;
    }
    return left_out;
}

} // namespace gstzoom
