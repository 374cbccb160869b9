// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "framematch.hpp"

namespace gstzoom {

void clearMatch(FrameMatch& match)
{
    g_clear_pointer(&match.transform, gst_zoom_transform_unref);
    gst_clear_buffer(&match.source);
}

void findMatch(FrameMatch& match, GstPad* sinkpad, GstBuffer* buffer, bool ask_upstream, bool with_source)
{
    clearMatch(match);
    match.par_n = match.par_d = 0;
    if (const GstZoomMeta* meta = gst_buffer_get_zoom_meta(buffer))
    {
        match.transform = gst_zoom_transform_ref(meta->transform);
        gst_buffer_replace(&match.source, meta->source);
        return;
    }
    if (!ask_upstream || !GST_BUFFER_PTS_IS_VALID(buffer))
        return;
    GstQuery* query = gst_query_new_zoom_transform(GST_BUFFER_PTS(buffer), with_source);
    GstZoomTransform* transform = nullptr;
    GstBuffer* source = nullptr;
    if (gst_pad_peer_query(sinkpad, query) &&
        gst_query_parse_zoom_transform_answer(query, &transform, &match.par_n, &match.par_d, &source, nullptr))
    {
        match.transform = gst_zoom_transform_ref(transform);
        gst_buffer_replace(&match.source, source);
    }
    gst_query_unref(query);
}

GstZoomRectangle shownPart(const FrameMatch& match, const GstVideoInfo& picture, Letterbox letterbox)
{
    guint zoomed_width, zoomed_height;
    gst_zoom_transform_get_zoomed_size(match.transform, &zoomed_width, &zoomed_height);
    const double width = GST_VIDEO_INFO_WIDTH(&picture), height = GST_VIDEO_INFO_HEIGHT(&picture);
    if (match.par_n == 0 || width == 0 || letterbox == LETTERBOX_NONE)
        return {0, 0, width > 0 ? width : zoomed_width, height > 0 ? height : zoomed_height};

    // Of a frame that fills the width, or the height, in pixels of the picture.
    const double par =
        double(match.par_n) / match.par_d * GST_VIDEO_INFO_PAR_D(&picture) / GST_VIDEO_INFO_PAR_N(&picture);
    const double fitting_height = width * zoomed_height / (zoomed_width * par);
    const double fitting_width = height * zoomed_width * par / zoomed_height;
    // A border of one pixel in all is what the rounding of a size gives.
    const double least = letterbox == LETTERBOX_AUTO ? 1 : 0;
    if (height - fitting_height > least)
        return {0, (height - fitting_height) / 2, width, fitting_height};
    if (width - fitting_width > least)
        return {(width - fitting_width) / 2, 0, fitting_width, height};
    return {0, 0, width, height};
}

RegionMapper mapperOf(const FrameMatch& match, const GstVideoInfo& picture, const GstZoomRectangle& shown)
{
    if (match.par_n == 0 || GST_VIDEO_INFO_WIDTH(&picture) == 0)
        return RegionMapper(match.transform, RegionMapping::ToFrame);
    return RegionMapper(match.transform, RegionMapping::ToFrame, guint(GST_VIDEO_INFO_WIDTH(&picture)),
                        guint(GST_VIDEO_INFO_HEIGHT(&picture)), shown);
}

} // namespace gstzoom
