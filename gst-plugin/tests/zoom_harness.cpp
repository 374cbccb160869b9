// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_harness.hpp"

#include <opencv2/imgproc.hpp>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace gstzoom_test {

namespace {

struct PlaneLayout
{
    cv::Size size;
    int type;
};

std::vector<PlaneLayout> layoutOf(const std::string& format, cv::Size size)
{
    const cv::Size chroma((size.width + 1) / 2, (size.height + 1) / 2);
    if (format == "GRAY8")
        return {{size, CV_8UC1}};
    if (format == "BGR" || format == "RGB")
        return {{size, CV_8UC3}};
    if (format == "NV12")
        return {{size, CV_8UC1}, {chroma, CV_8UC2}};
    if (format == "I420")
        return {{size, CV_8UC1}, {chroma, CV_8UC1}, {chroma, CV_8UC1}};
    return {{size, CV_8UC4}};
}

} // namespace

Picture makePicture(const std::string& format, cv::Size size, cv::Point2d patch)
{
    Picture picture = {format, size, {}};
    cv::RNG rng(7);
    for (const PlaneLayout& layout : layoutOf(format, size))
    {
        cv::Mat plane(layout.size, layout.type);
        rng.fill(plane, cv::RNG::UNIFORM, 90, 110);
        cv::Rect place(
            cv::Point(cvRound((patch.x - 0.1) * layout.size.width), cvRound((patch.y - 0.1) * layout.size.height)),
            cv::Size(std::max(layout.size.width / 5, 1), std::max(layout.size.height / 5, 1)));
        place &= cv::Rect(cv::Point(), layout.size);
        cv::Mat inside = plane(place);
        rng.fill(inside, cv::RNG::UNIFORM, 0, 256);
        picture.planes.push_back(plane);
    }
    return picture;
}

std::string capsOf(const Picture& picture, const std::string& more)
{
    return "video/x-raw,format=" + picture.format + ",width=" + std::to_string(picture.size.width) +
           ",height=" + std::to_string(picture.size.height) + ",framerate=25/1" + more;
}

GstBuffer* makeBuffer(const Picture& picture, GstClockTime pts, int row_padding)
{
    gsize offsets[GST_VIDEO_MAX_PLANES] = {};
    gint strides[GST_VIDEO_MAX_PLANES] = {};
    gsize total = 0;
    for (size_t k = 0; k < picture.planes.size(); k++)
    {
        const cv::Mat& plane = picture.planes[k];
        // Without a GstVideoMeta GStreamer expects strides rounded up to 4 and chroma of rounded-up height.
        const bool planar = picture.planes.size() > 1;
        const size_t row = size_t(plane.cols) * plane.elemSize();
        offsets[k] = total;
        strides[k] = gint(row_padding ? row + size_t(row_padding) : (row + 3) / 4 * 4);
        total += size_t(strides[k]) *
                 size_t(planar && !row_padding ? (picture.size.height + 1) / 2 * (k == 0 ? 2 : 1) : plane.rows);
    }
    GstBuffer* buffer = gst_buffer_new_allocate(nullptr, total, nullptr);
    gst_buffer_memset(buffer, 0, 0xa5, total); // a padding byte in the output would be seen
    for (size_t k = 0; k < picture.planes.size(); k++)
        for (int y = 0; y < picture.planes[k].rows; y++)
            gst_buffer_fill(buffer, offsets[k] + gsize(y) * gsize(strides[k]), picture.planes[k].ptr(y),
                            gsize(picture.planes[k].cols) * picture.planes[k].elemSize());
    if (row_padding)
        gst_buffer_add_video_meta_full(buffer, GST_VIDEO_FRAME_FLAG_NONE,
                                       gst_video_format_from_string(picture.format.c_str()), guint(picture.size.width),
                                       guint(picture.size.height), guint(picture.planes.size()), offsets, strides);
    GST_BUFFER_PTS(buffer) = pts;
    GST_BUFFER_DURATION(buffer) = 40 * GST_MSECOND;
    return buffer;
}

Picture readBuffer(GstBuffer* buffer, GstCaps* caps)
{
    GstVideoInfo info;
    GstVideoFrame frame;
    Picture picture;
    if (!gst_video_info_from_caps(&info, caps) || !gst_video_frame_map(&frame, &info, buffer, GST_MAP_READ))
    {
        ADD_FAILURE() << "the buffer is not a picture of its caps";
        return picture;
    }
    picture.format = gst_video_format_to_string(GST_VIDEO_INFO_FORMAT(&info));
    picture.size = cv::Size(GST_VIDEO_INFO_WIDTH(&info), GST_VIDEO_INFO_HEIGHT(&info));
    const std::vector<PlaneLayout> layouts = layoutOf(picture.format, picture.size);
    for (size_t k = 0; k < layouts.size(); k++)
    {
        cv::Mat plane(layouts[k].size, layouts[k].type);
        for (int y = 0; y < plane.rows; y++)
        {
            const auto* row = static_cast<const guint8*>(GST_VIDEO_FRAME_PLANE_DATA(&frame, k)) +
                              y * GST_VIDEO_FRAME_PLANE_STRIDE(&frame, k);
            std::copy_n(row, size_t(plane.cols) * plane.elemSize(), plane.ptr(y));
        }
        picture.planes.push_back(plane);
    }
    gst_video_frame_unmap(&frame);
    return picture;
}

Picture zoomed(const Picture& picture, const cv::zoom::ZoomTransform& transform, int chroma_site, int interpolation)
{
    Picture result = {picture.format, transform.zoomedSize(), {}};
    if (picture.planes.size() == 1)
    {
        result.planes.resize(1);
        transform.zoom(picture.planes[0], result.planes[0], interpolation);
    }
    else
    {
        transform.zoomPlanes(picture.planes, result.planes, chroma_site, interpolation);
    }
    return result;
}

double difference(const Picture& a, const Picture& b)
{
    double largest = 0;
    EXPECT_EQ(a.format, b.format);
    EXPECT_EQ(a.size, b.size);
    EXPECT_EQ(a.planes.size(), b.planes.size());
    for (size_t k = 0; k < std::min(a.planes.size(), b.planes.size()); k++)
    {
        EXPECT_EQ(a.planes[k].size(), b.planes[k].size());
        if (a.planes[k].size() == b.planes[k].size())
            largest = std::max(largest, cv::norm(a.planes[k], b.planes[k], cv::NORM_INF));
    }
    return largest;
}

cv::zoom::ZoomTransform transformOf(GstBuffer* buffer)
{
    const GstZoomMeta* meta = gst_buffer_get_zoom_meta(buffer);
    if (!meta)
    {
        ADD_FAILURE() << "the buffer has no zoom meta";
        return cv::zoom::ZoomTransform();
    }
    guint frame_width, frame_height, zoomed_width, zoomed_height, columns, rows;
    gsize length;
    gst_zoom_transform_get_frame_size(meta->transform, &frame_width, &frame_height);
    gst_zoom_transform_get_zoomed_size(meta->transform, &zoomed_width, &zoomed_height);
    gst_zoom_transform_get_grid_size(meta->transform, &columns, &rows);
    gfloat* values = gst_zoom_transform_get_grid(meta->transform, &length);
    EXPECT_EQ(length, gsize(columns) * rows * 2);
    const cv::zoom::ZoomTransform transform(cv::Mat(int(rows), int(columns), CV_32FC2, values),
                                            cv::Size(int(frame_width), int(frame_height)),
                                            cv::Size(int(zoomed_width), int(zoomed_height)));
    g_free(values);
    return transform;
}

cv::Mat gridOf(GstBuffer* buffer)
{
    cv::Mat grid;
    const cv::zoom::ZoomTransform transform = transformOf(buffer);
    if (!transform.empty())
        transform.getGrid(grid);
    return grid;
}

double distance(const cv::Mat& a, const cv::Mat& b)
{
    EXPECT_EQ(a.size(), b.size());
    return a.size() == b.size() ? cv::norm(a, b, cv::NORM_INF) : 1e9;
}

Owned<GstHarness> harness(const std::string& pipeline)
{
    return Owned<GstHarness>(gst_harness_new_parse(pipeline.c_str()));
}

GstElement* elementOf(GstHarness* h, const char* name)
{
    GstElement* element = gst_bin_get_by_name(GST_BIN(h->element), name);
    if (!element)
        ADD_FAILURE() << "no element " << name;
    else
        gst_object_unref(element); // the bin keeps it
    return element;
}

Owned<GstBuffer> pushAndPull(GstHarness* h, GstBuffer* buffer)
{
    const GstFlowReturn flow = gst_harness_push(h, buffer);
    EXPECT_EQ(flow, GST_FLOW_OK) << gst_flow_get_name(flow);
    return Owned<GstBuffer>(flow == GST_FLOW_OK ? gst_harness_pull(h) : gst_buffer_new());
}

Owned<GstCaps> outputCaps(GstHarness* h)
{
    return Owned<GstCaps>(gst_pad_get_current_caps(h->sinkpad));
}

std::vector<GstVideoRegionOfInterestMeta*> regionsOf(GstBuffer* buffer)
{
    std::vector<GstVideoRegionOfInterestMeta*> regions;
    gpointer state = nullptr;
    while (GstMeta* meta = gst_buffer_iterate_meta_filtered(buffer, &state, GST_VIDEO_REGION_OF_INTEREST_META_API_TYPE))
        regions.push_back(reinterpret_cast<GstVideoRegionOfInterestMeta*>(meta));
    return regions;
}

double stat(GstElement* zoomsample, const char* field)
{
    GstStructure* stats = nullptr;
    g_object_get(zoomsample, "stats", &stats, nullptr);
    guint64 count = 0;
    double value = 0;
    if (gst_structure_get_uint64(stats, field, &count))
        value = double(count);
    else if (!gst_structure_get_double(stats, field, &value))
        ADD_FAILURE() << "no field " << field;
    gst_structure_free(stats);
    return value;
}

TemporaryFolder::TemporaryFolder()
{
    gchar* made = g_dir_make_tmp("zoom-XXXXXX", nullptr);
    folder = made;
    g_free(made);
}

TemporaryFolder::~TemporaryFolder()
{
    std::filesystem::remove_all(folder);
}

std::string TemporaryFolder::write(const std::string& name, const std::string& content) const
{
    std::ofstream(path(name), std::ios::binary) << content;
    return path(name);
}

std::string readFile(const std::string& path)
{
    std::ostringstream content;
    content << std::ifstream(path, std::ios::binary).rdbuf();
    EXPECT_FALSE(content.str().empty()) << path;
    return content.str();
}

Report::Report(const Owned<GstMessage>& message)
{
    if (!message)
        return;
    GError* error = nullptr;
    if (GST_MESSAGE_TYPE(message.get()) == GST_MESSAGE_ERROR)
        gst_message_parse_error(message.get(), &error, nullptr);
    else
        gst_message_parse_warning(message.get(), &error, nullptr);
    domain = error->domain;
    code = error->code;
    text = error->message;
    g_error_free(error);
}

Messages::Messages(GstHarness* h) : Messages(h->element) {}

Messages::Messages(GstElement* e) : element(e), bus(gst_bus_new())
{
    gst_element_set_bus(element, bus);
}

Messages::~Messages()
{
    gst_element_set_bus(element, nullptr);
    gst_bus_set_flushing(bus, TRUE);
    gst_object_unref(bus);
}

Owned<GstMessage> Messages::pop(GstMessageType type)
{
    return Owned<GstMessage>(gst_bus_pop_filtered(bus, type));
}

} // namespace gstzoom_test
