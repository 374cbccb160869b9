// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "sourceframes.hpp"

#include "videoplanes.hpp"

namespace gstzoom {

void SourceFrames::setInfo(GstCaps* c, const GstVideoInfo& i)
{
    clear();
    info = i;
    caps = gst_caps_ref(c);
}

void SourceFrames::clear()
{
    if (copies)
    {
        gst_buffer_pool_set_active(copies, FALSE); // buffers that are out come back on their own
        gst_object_unref(copies);
    }
    copies = nullptr;
    known_pool = nullptr;
    gst_clear_caps(&caps);
}

bool SourceFrames::isBounded(GstBufferPool* pool)
{
    if (!pool)
        return false;
    if (pool != known_pool)
    {
        guint most = 0;
        GstStructure* config = gst_buffer_pool_get_config(pool);
        known_bounded = gst_buffer_pool_config_get_params(config, nullptr, nullptr, nullptr, &most) && most > 0;
        known_pool = pool;
        gst_structure_free(config);
    }
    return known_bounded;
}

static gboolean copyMeta(GstBuffer* from, GstMeta** meta, gpointer to)
{
    const GType api = (*meta)->info->api;
    GstMetaTransformCopy whole = {FALSE, 0, gsize(-1)};
    const bool of_memory = gst_meta_api_type_has_tag(api, g_quark_from_static_string(GST_META_TAG_MEMORY_STR));
    if (!of_memory && api != GST_VIDEO_CROP_META_API_TYPE && (*meta)->info->transform_func)
        (*meta)->info->transform_func(GST_BUFFER(to), *meta, from, _gst_meta_transform_copy, &whole);
    return TRUE;
}

GstBuffer* SourceFrames::keep(const GstVideoFrame& frame, bool& copied)
{
    copied = gst_buffer_get_video_crop_meta(frame.buffer) || isBounded(frame.buffer->pool);
    if (!copied)
        return gst_buffer_ref(frame.buffer);

    if (!copies)
    {
        copies = gst_video_buffer_pool_new();
        GstStructure* config = gst_buffer_pool_get_config(copies);
        gst_buffer_pool_config_set_params(config, caps, guint(GST_VIDEO_INFO_SIZE(&info)), 0, 0);
        gst_buffer_pool_config_add_option(config, GST_BUFFER_POOL_OPTION_VIDEO_META);
        if (!gst_buffer_pool_set_config(copies, config) || !gst_buffer_pool_set_active(copies, TRUE))
            CV_Error(cv::Error::StsNoMem, "no pool for copies of the source frames");
    }
    GstBuffer* copy = nullptr;
    GstVideoFrame target;
    if (gst_buffer_pool_acquire_buffer(copies, &copy, nullptr) != GST_FLOW_OK)
        CV_Error(cv::Error::StsNoMem, "no memory for a copy of the source frame");
    if (!gst_video_frame_map(&target, &info, copy, GstMapFlags(GST_MAP_WRITE | GST_VIDEO_FRAME_MAP_FLAG_NO_REF)))
    {
        gst_buffer_unref(copy);
        CV_Error(cv::Error::StsNoMem, "the memory for a copy of the source frame cannot be written");
    }
    const std::vector<cv::Mat> from = planesOf(frame, pictureOf(frame, info));
    const std::vector<cv::Mat> to = planesOf(target, pictureOf(target, info));
    for (size_t k = 0; k < from.size(); k++)
        from[k].copyTo(to[k]);
    gst_video_frame_unmap(&target);
    gst_buffer_copy_into(copy, frame.buffer, GstBufferCopyFlags(GST_BUFFER_COPY_FLAGS | GST_BUFFER_COPY_TIMESTAMPS), 0,
                         gsize(-1));
    gst_buffer_foreach_meta(frame.buffer, copyMeta, copy);
    return copy;
}

} // namespace gstzoom
