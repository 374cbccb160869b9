// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "analytics.hpp"

#include <gst/video/video.h>

#ifdef GST_ZOOM_HAVE_ANALYTICS

#include <gst/analytics/analytics.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace gstzoom {

namespace {

struct Bounds
{
    gint x, y, width, height;
};

// Edges are rounded to the nearest pixel edge; what is seen at all keeps at least one pixel.
bool mapBounds(const RegionMapper& mapper, Bounds& b, GstZoomRectangle& mapped)
{
    mapped = {double(b.x), double(b.y), double(b.width), double(b.height)};
    if (!mapper.map(mapped))
        return false;
    b.x = gint(std::lround(mapped.x));
    b.y = gint(std::lround(mapped.y));
    b.width = std::max(gint(std::lround(mapped.x + mapped.width)) - b.x, 1);
    b.height = std::max(gint(std::lround(mapped.y + mapped.height)) - b.y, 1);
    return true;
}

// Makes the entries of one relation meta in another one, with new ids.
class Rebuilder
{
public:
    Rebuilder(GstAnalyticsRelationMeta* t, const RegionMapper& m, std::vector<MappedRegion>* l)
        : to(t), mapper(m), list(l)
    {
    }

    void add(GstAnalyticsMtd& mtd)
    {
        const GstAnalyticsMtdType type = gst_analytics_mtd_get_mtd_type(&mtd);
        GstAnalyticsMtd made = {0, nullptr};
        bool added = false;
        if (type == gst_analytics_od_mtd_get_mtd_type())
            added = addDetection(mtd, made);
        else if (type == gst_analytics_tracking_mtd_get_mtd_type())
            added = addTracking(mtd, made);
        else if (type == gst_analytics_cls_mtd_get_mtd_type())
            added = addClassification(mtd, made);
#if GST_CHECK_VERSION(1, 26, 0)
        else if (type == gst_analytics_segmentation_mtd_get_mtd_type())
            added = addSegmentation(mtd, made);
#endif
        else // its memory may belong to somebody: it cannot be copied without knowing it
            GST_INFO("analytics of type %s are not restored", gst_analytics_mtd_type_get_name(type));
        if (added)
            ids[mtd.id] = made.id;
    }

    void relate(GstAnalyticsRelationMeta* from)
    {
        for (const auto& [first, new_first] : ids)
            for (const auto& [second, new_second] : ids)
            {
                const GstAnalyticsRelTypes relation = gst_analytics_relation_meta_get_relation(from, first, second);
                if (relation != GST_ANALYTICS_REL_TYPE_NONE)
                    gst_analytics_relation_meta_set_relation(to, relation, new_first, new_second);
            }
    }

    guint left_out = 0;

private:
    bool addDetection(GstAnalyticsMtd& mtd, GstAnalyticsMtd& made)
    {
        Bounds b;
        gfloat confidence = 1;
        GstZoomRectangle mapped;
        if (!gst_analytics_od_mtd_get_location(&mtd, &b.x, &b.y, &b.width, &b.height, &confidence))
            return false;
        if (!mapBounds(mapper, b, mapped))
        {
            left_out++;
            return false;
        }
        if (list)
            list->push_back({mapped, confidence > 0 ? std::min(double(confidence), 1.0) : 1.0});
        return gst_analytics_relation_meta_add_od_mtd(to, gst_analytics_od_mtd_get_obj_type(&mtd), b.x, b.y, b.width,
                                                      b.height, confidence, &made);
    }

    bool addTracking(GstAnalyticsMtd& mtd, GstAnalyticsMtd& made)
    {
        guint64 id;
        GstClockTime first_seen, last_seen;
        gboolean lost;
        if (!gst_analytics_tracking_mtd_get_info(&mtd, &id, &first_seen, &last_seen, &lost) ||
            !gst_analytics_relation_meta_add_tracking_mtd(to, id, first_seen, &made))
            return false;
        gst_analytics_tracking_mtd_update_last_seen(&made, last_seen);
        if (lost)
            gst_analytics_tracking_mtd_set_lost(&made);
        return true;
    }

    bool addClassification(GstAnalyticsMtd& mtd, GstAnalyticsMtd& made)
    {
        const gsize n = gst_analytics_cls_mtd_get_length(&mtd);
        std::vector<gfloat> levels(n);
        std::vector<GQuark> classes(n);
        for (gsize k = 0; k < n; k++)
        {
            levels[k] = gst_analytics_cls_mtd_get_level(&mtd, k);
            classes[k] = gst_analytics_cls_mtd_get_quark(&mtd, k);
        }
        return gst_analytics_relation_meta_add_cls_mtd(to, n, levels.data(), classes.data(), &made);
    }

#if GST_CHECK_VERSION(1, 26, 0)
    // Where the masks lie is mapped; inside they stay as the network gave them.
    bool addSegmentation(GstAnalyticsMtd& mtd, GstAnalyticsMtd& made)
    {
        gint x, y;
        guint width, height;
        GstBuffer* masks = gst_analytics_segmentation_mtd_get_mask(&mtd, &x, &y, &width, &height);
        if (!masks)
            return false;
        Bounds b = {x, y, gint(width), gint(height)};
        GstZoomRectangle mapped;
        if (!mapBounds(mapper, b, mapped))
        {
            left_out++;
            gst_buffer_unref(masks);
            return false;
        }
        const gsize n = gst_analytics_segmentation_mtd_get_region_count(&mtd);
        std::vector<guint> regions(n);
        for (gsize k = 0; k < n; k++)
            regions[k] = gst_analytics_segmentation_mtd_get_region_id(&mtd, k);
        // Takes the reference to the masks. Whether classes or instances are told apart cannot be asked for; the ids
        // of the regions, which say the same, are kept.
        return gst_analytics_relation_meta_add_segmentation_mtd(to, masks, GST_SEGMENTATION_TYPE_INSTANCE, n,
                                                                regions.data(), b.x, b.y, guint(b.width),
                                                                guint(b.height), &made);
    }
#endif

    GstAnalyticsRelationMeta* to;
    const RegionMapper& mapper;
    std::vector<MappedRegion>* list;
    std::map<guint, guint> ids; // old to new
};

} // namespace

guint mapAnalytics(GstBuffer* from, GstBuffer* to, const RegionMapper& mapper, std::vector<MappedRegion>* list)
{
    GstAnalyticsRelationMeta* old = gst_buffer_get_analytics_relation_meta(from);
    if (!old)
        return 0;
    // Where the buffers are one, the old meta has to live on until the new one is complete, and a buffer has one only.
    GstBuffer* const holder = from == to ? gst_buffer_new() : nullptr;
    Rebuilder rebuilder(gst_buffer_add_analytics_relation_meta(holder ? holder : to), mapper, list);
    gpointer state = nullptr;
    GstAnalyticsMtd mtd;
    while (gst_analytics_relation_meta_iterate(old, &state, GST_ANALYTICS_MTD_TYPE_ANY, &mtd))
        rebuilder.add(mtd);
    rebuilder.relate(old);
    if (holder)
    {
        gst_buffer_remove_meta(to, reinterpret_cast<GstMeta*>(old));
        auto* made = reinterpret_cast<GstMeta*>(gst_buffer_get_analytics_relation_meta(holder));
        GstMetaTransformCopy whole = {FALSE, 0, gsize(-1)};
        made->info->transform_func(to, made, holder, _gst_meta_transform_copy, &whole);
        gst_buffer_unref(holder);
    }
    return rebuilder.left_out;
}

bool describesRegions(GType api)
{
    return api == GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE || api == GST_ANALYTICS_RELATION_META_API_TYPE;
}

} // namespace gstzoom

#else

namespace gstzoom {

guint mapAnalytics(GstBuffer*, GstBuffer*, const RegionMapper&, std::vector<MappedRegion>*)
{
    return 0;
}

bool describesRegions(GType api)
{
    return api == GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE;
}

} // namespace gstzoom

#endif
