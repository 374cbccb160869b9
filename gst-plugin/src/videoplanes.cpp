// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "videoplanes.hpp"

#include <opencv2/zoom/transform.hpp>

namespace gstzoom {

// GstVideoFrame takes a GstVideoMeta that contradicts the caps for an error in the program.
bool mapPicture(GstVideoFrame& frame, const GstVideoInfo& info, GstBuffer* buffer, GstMapFlags access)
{
    const GstVideoMeta* meta = gst_buffer_get_video_meta(buffer);
    if (meta && (meta->format != GST_VIDEO_INFO_FORMAT(&info) || meta->width < guint(GST_VIDEO_INFO_WIDTH(&info)) ||
                 meta->height < guint(GST_VIDEO_INFO_HEIGHT(&info))))
        return false;
    return gst_video_frame_map(&frame, &info, buffer, GstMapFlags(access | GST_VIDEO_FRAME_MAP_FLAG_NO_REF));
}

cv::Rect pictureOf(const GstVideoFrame& frame, const GstVideoInfo& info)
{
    guint x = 0, y = 0;
    const auto width = guint(GST_VIDEO_INFO_WIDTH(&info)), height = guint(GST_VIDEO_INFO_HEIGHT(&info));
    if (const GstVideoCropMeta* crop = gst_buffer_get_video_crop_meta(frame.buffer))
    {
        // The picture that the caps promise begins there.
        x = crop->x;
        y = crop->y;
    }
    const auto whole_width = guint(GST_VIDEO_FRAME_WIDTH(&frame)), whole_height = guint(GST_VIDEO_FRAME_HEIGHT(&frame));
    if (width > whole_width || x > whole_width - width || height > whole_height || y > whole_height - height)
        return cv::Rect();
    return cv::Rect(int(x), int(y), int(width), int(height));
}

std::vector<cv::Mat> planesOf(const GstVideoFrame& frame, const cv::Rect& part)
{
    const GstVideoFormatInfo* format = frame.info.finfo;
    std::vector<cv::Mat> planes(GST_VIDEO_FRAME_N_PLANES(&frame));
    for (guint component = 0; component < GST_VIDEO_FRAME_N_COMPONENTS(&frame); component++)
    {
        // The components of a plane have the same size; their bytes lie next to each other.
        const guint k = guint(GST_VIDEO_FRAME_COMP_PLANE(&frame, component));
        if (!planes[k].empty())
            continue;
        const auto stride = size_t(GST_VIDEO_FRAME_COMP_STRIDE(&frame, component));
        const int pixel = GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, component);
        const int left = part.x >> GST_VIDEO_FORMAT_INFO_W_SUB(format, component);
        const int top = part.y >> GST_VIDEO_FORMAT_INFO_H_SUB(format, component);
        auto* data = static_cast<guint8*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, k));
        planes[k] = cv::Mat(GST_VIDEO_FORMAT_INFO_SCALE_HEIGHT(format, component, part.height),
                            GST_VIDEO_FORMAT_INFO_SCALE_WIDTH(format, component, part.width), CV_8UC(pixel),
                            data + size_t(top) * stride + size_t(left) * size_t(pixel), stride);
    }
    return planes;
}

int chromaSiteOf(const GstCaps* caps, const GstVideoInfo& info)
{
    // GstVideoInfo overwrites the chroma-site of caps without colorimetry with a default.
    const gchar* name = gst_structure_get_string(gst_caps_get_structure(caps, 0), "chroma-site");
    const GstVideoChromaSite site = name ? gst_video_chroma_site_from_string(name) : GST_VIDEO_INFO_CHROMA_SITE(&info);
    if (!(site & GST_VIDEO_CHROMA_SITE_H_COSITED) && site != GST_VIDEO_CHROMA_SITE_UNKNOWN)
        return cv::zoom::CHROMA_SITE_CENTER;
    return site & GST_VIDEO_CHROMA_SITE_V_COSITED ? cv::zoom::CHROMA_SITE_TOP_LEFT : cv::zoom::CHROMA_SITE_LEFT;
}

bool isRGBOrder(const GstVideoInfo& info)
{
    switch (GST_VIDEO_INFO_FORMAT(&info))
    {
    case GST_VIDEO_FORMAT_RGB:
    case GST_VIDEO_FORMAT_RGBx:
    case GST_VIDEO_FORMAT_RGBA:
        return true;
    default:
        return false;
    }
}

} // namespace gstzoom
