// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Takes zoomed frames from a pipeline into OpenCV, finds the brightest place in each, and says where that is in the
// source frame.
//
//   gst_appsink "filesrc location=street.mp4 ! decodebin ! videoconvert" [FRAMES]

#include <gst/app/gstappsink.h>
#include <gst/video/video.h>
#include <gst/zoom/zoom.h>

#include <opencv2/imgproc.hpp>

#include <cstdio>
#include <cstdlib>
#include <memory>
#include <string>

namespace {

struct Unref
{
    void operator()(GstElement* e) const
    {
        gst_element_set_state(e, GST_STATE_NULL);
        gst_object_unref(e);
    }
    void operator()(GstSample* s) const { gst_sample_unref(s); }
};

// The brightest place, in pixels of the zoomed frame.
GstZoomPoint brightest(const cv::Mat& zoomed)
{
    cv::Mat grey;
    cv::cvtColor(zoomed, grey, cv::COLOR_BGR2GRAY);
    cv::GaussianBlur(grey, grey, cv::Size(9, 9), 0);
    cv::Point place;
    cv::minMaxLoc(grey, nullptr, nullptr, nullptr, &place);
    return {double(place.x), double(place.y)};
}

bool report(GstSample* sample)
{
    GstBuffer* buffer = gst_sample_get_buffer(sample);
    const GstZoomMeta* meta = gst_buffer_get_zoom_meta(buffer);
    GstVideoInfo info;
    GstVideoFrame frame;
    if (!meta || !gst_video_info_from_caps(&info, gst_sample_get_caps(sample)) ||
        !gst_video_frame_map(&frame, &info, buffer, GST_MAP_READ))
        return false;
    const cv::Mat zoomed(GST_VIDEO_FRAME_HEIGHT(&frame), GST_VIDEO_FRAME_WIDTH(&frame), CV_8UC3,
                         GST_VIDEO_FRAME_PLANE_DATA(&frame, 0), size_t(GST_VIDEO_FRAME_PLANE_STRIDE(&frame, 0)));
    const GstZoomPoint place = brightest(zoomed);
    gst_video_frame_unmap(&frame);

    GstZoomPoint in_frame;
    guint width, height;
    gst_zoom_transform_to_frame_points(meta->transform, &place, 1, &in_frame, nullptr);
    gst_zoom_transform_get_frame_size(meta->transform, &width, &height);
    std::printf("%.3f s: brightest at %.1f, %.1f of the %ux%u frame\n", double(GST_BUFFER_PTS(buffer)) / GST_SECOND,
                in_frame.x, in_frame.y, width, height);
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    gst_init(&argc, &argv);
    if (argc < 2)
    {
        std::fprintf(stderr, "usage: gst_appsink SOURCE_ELEMENTS [FRAMES]\n");
        return 2;
    }
    const int frames = argc > 2 ? std::atoi(argv[2]) : 0; // 0: all
    const std::string line = std::string(argv[1]) + " ! zoomsample ! video/x-raw,width=320,height=240 ! videoconvert ! "
                                                    "video/x-raw,format=BGR ! appsink name=sink sync=false";
    GError* error = nullptr;
    const std::unique_ptr<GstElement, Unref> pipeline(gst_parse_launch(line.c_str(), &error));
    if (error)
    {
        std::fprintf(stderr, "%s\n", error->message);
        g_error_free(error);
        return 1;
    }
    GstElement* sink = gst_bin_get_by_name(GST_BIN(pipeline.get()), "sink");
    gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
    bool good = true;
    for (int n = 0; good && (frames == 0 || n < frames); n++)
    {
        const std::unique_ptr<GstSample, Unref> sample(gst_app_sink_pull_sample(GST_APP_SINK(sink)));
        if (!sample) // the end, or an error
        {
            good = gst_app_sink_is_eos(GST_APP_SINK(sink)) && n > 0;
            break;
        }
        good = report(sample.get());
    }
    gst_object_unref(sink);
    return good ? 0 : 1;
}
