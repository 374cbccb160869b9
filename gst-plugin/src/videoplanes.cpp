// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "videoplanes.hpp"

#include <opencv2/zoom/transform.hpp>

namespace gstzoom {

std::vector<cv::Mat> planesOf(const GstVideoFrame& frame)
{
    std::vector<cv::Mat> planes(GST_VIDEO_FRAME_N_PLANES(&frame));
    for (guint component = 0; component < GST_VIDEO_FRAME_N_COMPONENTS(&frame); component++)
    {
        // The components of a plane have the same size; their bytes lie next to each other.
        cv::Mat& plane = planes[GST_VIDEO_FRAME_COMP_PLANE(&frame, component)];
        if (!plane.empty())
            continue;
        plane = cv::Mat(GST_VIDEO_FRAME_COMP_HEIGHT(&frame, component), GST_VIDEO_FRAME_COMP_WIDTH(&frame, component),
                        CV_8UC(GST_VIDEO_FRAME_COMP_PSTRIDE(&frame, component)),
                        GST_VIDEO_FRAME_PLANE_DATA(&frame, GST_VIDEO_FRAME_COMP_PLANE(&frame, component)),
                        size_t(GST_VIDEO_FRAME_COMP_STRIDE(&frame, component)));
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
