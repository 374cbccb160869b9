// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "fuzz.hpp"

#include <gst/check/gstharness.h>
#include <gst/video/video.h>
#include <gst/zoom/zoom.h>

#include <string>

namespace gstzoom_test {

bool fuzzTransformData(const uint8_t* data, size_t size)
{
    GstZoomTransform* transform = gst_zoom_transform_new_from_data(data, size);
    if (!transform)
        return false;
    // What was taken must work.
    const GstZoomPoint points[] = {{0, 0}, {10.5, 3.25}, {-1e6, 1e6}};
    GstZoomPoint mapped[3];
    const GstZoomRectangle box = {1, 2, 30, 40};
    GstZoomRectangle mapped_box;
    gst_zoom_transform_to_frame_points(transform, points, 3, mapped, nullptr);
    gst_zoom_transform_to_zoomed_points(transform, points, 3, mapped, nullptr);
    gst_zoom_transform_to_frame_rectangles(transform, &box, 1, &mapped_box);
    gst_zoom_transform_to_zoomed_rectangles(transform, &box, 1, &mapped_box);
    GBytes* bytes = gst_zoom_transform_to_bytes(transform);
    const bool same = g_bytes_get_size(bytes) == size;
    g_bytes_unref(bytes);
    gst_zoom_transform_unref(transform);
    return same;
}

namespace {

// Numbers from the fuzzer's bytes; 0 when they have run out.
class Choices
{
public:
    Choices(const uint8_t* d, size_t s) : data(d), size(s) {}
    unsigned upTo(unsigned largest) // may be 255 or more
    {
        const unsigned value = next() | next() << 8;
        return value % (largest + 1);
    }

private:
    unsigned next()
    {
        if (size == 0)
            return 0;
        size--;
        return *data++;
    }

    const uint8_t* data;
    size_t size;
};

} // namespace

bool fuzzFrame(const uint8_t* data, size_t size)
{
    Choices choices(data, size);
    const GstVideoFormat formats[] = {GST_VIDEO_FORMAT_GRAY8, GST_VIDEO_FORMAT_BGR,  GST_VIDEO_FORMAT_RGB,
                                      GST_VIDEO_FORMAT_BGRx,  GST_VIDEO_FORMAT_RGBA, GST_VIDEO_FORMAT_NV12,
                                      GST_VIDEO_FORMAT_I420};
    GstVideoInfo info;
    const guint width = 1 + choices.upTo(199), height = 1 + choices.upTo(199);
    gst_video_info_set_format(&info, formats[choices.upTo(6)], width, height);

    const std::string size_of_output =
        "width=" + std::to_string(1 + choices.upTo(99)) + " height=" + std::to_string(1 + choices.upTo(99));
    GstHarness* h = gst_harness_new_parse(
        ("zoomsample saliency=spectral keep-source=true " + size_of_output + " ! zoomrestore mode=unzoom").c_str());
    gst_harness_set_src_caps(h, gst_video_info_to_caps(&info));

    // Strides and a border as a decoder has them; sometimes less memory than they say.
    gsize offsets[GST_VIDEO_MAX_PLANES] = {}, bytes = 0;
    gint strides[GST_VIDEO_MAX_PLANES] = {};
    const guint border_x = choices.upTo(20), border_y = choices.upTo(20);
    GstVideoInfo padded;
    gst_video_info_set_format(&padded, GST_VIDEO_INFO_FORMAT(&info), width + border_x, height + border_y);
    for (guint k = 0; k < GST_VIDEO_INFO_N_PLANES(&padded); k++)
    {
        strides[k] = GST_VIDEO_INFO_PLANE_STRIDE(&padded, k) + gint(choices.upTo(33));
        offsets[k] = bytes;
        bytes += gsize(strides[k]) * gsize(GST_VIDEO_INFO_COMP_HEIGHT(&padded, k == 0 ? 0 : 1));
    }
    if (choices.upTo(3) == 0)
        bytes = choices.upTo(unsigned(bytes));
    GstBuffer* buffer = gst_buffer_new_allocate(nullptr, bytes, nullptr);
    gst_buffer_memset(buffer, 0, 100, bytes);
    if (choices.upTo(3) != 0)
        gst_buffer_add_video_meta_full(buffer, GST_VIDEO_FRAME_FLAG_NONE, GST_VIDEO_INFO_FORMAT(&padded),
                                       GST_VIDEO_INFO_WIDTH(&padded), GST_VIDEO_INFO_HEIGHT(&padded),
                                       GST_VIDEO_INFO_N_PLANES(&padded), offsets, strides);
    if (choices.upTo(1))
    {
        GstVideoCropMeta* crop = gst_buffer_add_video_crop_meta(buffer);
        crop->x = choices.upTo(25);
        crop->y = choices.upTo(25);
        crop->width = choices.upTo(255);
        crop->height = choices.upTo(255);
    }
    if (choices.upTo(1))
        gst_buffer_add_video_region_of_interest_meta(buffer, "object", choices.upTo(300), choices.upTo(300),
                                                     choices.upTo(300), choices.upTo(300));
    GST_BUFFER_PTS(buffer) = choices.upTo(65535) * GST_MSECOND;

    const bool zoomed = gst_harness_push(h, buffer) == GST_FLOW_OK && gst_harness_buffers_in_queue(h) == 1;
    gst_harness_teardown(h);
    return zoomed;
}

} // namespace gstzoom_test
