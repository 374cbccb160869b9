// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "fuzz.hpp"
#include "zoom_harness.hpp"

#include <atomic>
#include <thread>

using namespace gstzoom_test;

TEST(StateChanges, surviveAStorm)
{
    GstElement* pipeline = gst_parse_launch(
        "videotestsrc pattern=ball ! video/x-raw,format=NV12,width=64,height=48 ! zoomsample keep-source=true "
        "saliency=detections width=32 ! queue ! zoomrestore mode=original ! fakesink async=false",
        nullptr);
    const Owned<GstElement> owned(pipeline);
    cv::RNG rng(11);
    for (int i = 0; i < 1000; i++)
    {
        ASSERT_NE(gst_element_set_state(pipeline, GST_STATE_PLAYING), GST_STATE_CHANGE_FAILURE) << i;
        if (rng.uniform(0, 4) == 0) // let some of it flow
            g_usleep(gulong(rng.uniform(0, 3000)));
        ASSERT_EQ(gst_element_set_state(pipeline, GST_STATE_NULL), GST_STATE_CHANGE_SUCCESS) << i;
    }
}

TEST(Properties, ofEveryKindMayChangeInAnotherThread)
{
    const Picture picture = makePicture("NV12", cv::Size(160, 120));
    const int threads = cv::getNumThreads();
    auto h = harness("zoomsample name=z keep-source=true ! queue ! zoomrestore name=r mode=original");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    GstElement *z = elementOf(h.get(), "z"), *r = elementOf(h.get(), "r");
    const char* saliencies[] = {"auto", "motion", "spectral", "detections", "static", "mixed"};
    const char* drawings[] = {"none", "saliency", "grid", "boxes"};
    const char* letterboxes[] = {"auto", "none", "borders"};
    std::atomic<bool> done{false};
    std::thread setter([&] {
        for (int i = 0; !done; i++)
        {
            gst_util_set_object_arg(G_OBJECT(z), "saliency", saliencies[i % 6]);
            gst_util_set_object_arg(G_OBJECT(z), "draw", drawings[i % 4]);
            gst_util_set_object_arg(G_OBJECT(r), "letterbox", letterboxes[i % 3]);
            g_object_set(z, "bypass", i % 7 == 0, "uniform-mix", 0.1 * (i % 10), "n-threads", 1 + i % 2,
                         "exploration-interval", i % 3, "track-decay", 0.1 + i % 2, "width", i % 5 ? 0 : 80,
                         "max-magnification", double(i % 9), "interpolation", i % 2 ? 1 : 3, nullptr);
            g_object_set(r, "feedback", i % 2, "match-timestamps", i % 3 == 0, nullptr);
            EXPECT_GE(stat(z, "frames"), 0);
            g_usleep(200);
        }
    });
    for (int i = 0; i < 200; i++)
    {
        EXPECT_EQ(gst_harness_push(h.get(), makeBuffer(picture, GstClockTime(i) * 40 * GST_MSECOND)), GST_FLOW_OK);
        while (GstBuffer* out = gst_harness_try_pull(h.get()))
            gst_buffer_unref(out);
    }
    done = true;
    setter.join();
    cv::setNumThreads(threads);
}

TEST(CorruptModel, isRefusedAndNeverCrashes)
{
    const TemporaryFolder folder;
    const std::string yaml = readFile(ZOOM_MODELS "/glyphs.yaml"), onnx = readFile(ZOOM_MODELS "/glyphs.onnx");
    const auto starts = [&](const std::string& path) {
        const Owned<GstElement> z(gst_element_factory_make("zoomsample", nullptr));
        Messages messages(z.get());
        g_object_set(z.get(), "model", path.c_str(), nullptr);
        const bool started = gst_element_set_state(z.get(), GST_STATE_PAUSED) != GST_STATE_CHANGE_FAILURE;
        EXPECT_EQ(messages.pop(GST_MESSAGE_ERROR) != nullptr, !started) << path;
        gst_element_set_state(z.get(), GST_STATE_NULL);
        return started;
    };
    const std::string yaml_path = folder.write("glyphs.yaml", yaml), onnx_path = folder.write("glyphs.onnx", onnx);
    EXPECT_TRUE(starts(yaml_path));
    EXPECT_TRUE(starts(onnx_path));
    for (const double share : {0.0, 0.01, 0.1, 0.5, 0.9})
    {
        folder.write("glyphs.onnx", onnx.substr(0, size_t(share * double(onnx.size()))));
        EXPECT_FALSE(starts(yaml_path)) << share;
        EXPECT_FALSE(starts(onnx_path)) << share;
    }
    folder.write("glyphs.onnx", onnx);
    for (const double share : {0.0, 0.1, 0.4})
    {
        folder.write("glyphs.yaml", yaml.substr(0, size_t(share * double(yaml.size()))));
        EXPECT_FALSE(starts(yaml_path)) << share;
    }
    cv::RNG rng(3);
    std::string noise(2000, ' ');
    for (char& byte : noise)
        byte = char(rng.uniform(0, 256));
    EXPECT_FALSE(starts(folder.write("noise.yaml", noise)));
    EXPECT_FALSE(starts(folder.write("noise.onnx", noise)));
}

namespace {

std::string written(const GstZoomTransform* transform)
{
    GBytes* bytes = gst_zoom_transform_to_bytes(transform);
    gsize size;
    const auto* data = static_cast<const char*>(g_bytes_get_data(bytes, &size));
    const std::string result(data, size);
    g_bytes_unref(bytes);
    return result;
}

GstZoomTransform* read(const std::string& bytes)
{
    return gst_zoom_transform_new_from_data(reinterpret_cast<const guint8*>(bytes.data()), bytes.size());
}

std::string someTransform()
{
    std::vector<gfloat> grid;
    for (int y = 0; y < 5; y++)
        for (int x = 0; x < 7; x++)
        {
            grid.push_back(float(x) / 6 + 0.01f * float(y));
            grid.push_back(float(y) / 4);
        }
    const Owned<GstZoomTransform> transform(gst_zoom_transform_new(grid.data(), 7, 5, 640, 480, 320, 200));
    return written(transform.get());
}

} // namespace

TEST(WrittenTransform, comesBack)
{
    const std::string bytes = someTransform();
    EXPECT_EQ(bytes.size(), 28u + 7 * 5 * 8);
    const Owned<GstZoomTransform> back(read(bytes));
    ASSERT_TRUE(back);
    guint width, height;
    gst_zoom_transform_get_frame_size(back.get(), &width, &height);
    EXPECT_EQ(width, 640u);
    EXPECT_EQ(height, 480u);
    gst_zoom_transform_get_zoomed_size(back.get(), &width, &height);
    EXPECT_EQ(width, 320u);
    EXPECT_EQ(height, 200u);
    EXPECT_EQ(written(back.get()), bytes);
}

TEST(WrittenTransform, isRefusedWhenItIsNone)
{
    const std::string good = someTransform();
    for (size_t size : {size_t(0), size_t(3), size_t(27), size_t(28), good.size() - 1})
        EXPECT_FALSE(read(good.substr(0, size))) << size;
    EXPECT_FALSE(read(good + "x"));
    // Byte by byte: the magic, numbers that do not fit the size, a grid value that is not a number.
    for (const auto& [place, byte] : {std::make_pair(0, 'X'), std::make_pair(4, char(8)), std::make_pair(10, char(1)),
                                      std::make_pair(15, char(0x80)), std::make_pair(27, char(0xff))})
    {
        std::string bad = good;
        bad[size_t(place)] = byte;
        EXPECT_FALSE(read(bad)) << place;
    }
    std::string nan = good;
    nan.replace(28, 4, "\xff\xff\xff\x7f", 4);
    EXPECT_FALSE(read(nan));
}

TEST(Fuzz, ofTransformData)
{
    cv::RNG rng(5);
    const std::string good = someTransform();
    int taken = 0;
    for (int i = 0; i < 3000; i++)
    {
        std::string bytes = good;
        for (int k = rng.uniform(1, 6); k > 0; k--)
            bytes[size_t(rng.uniform(0, int(bytes.size())))] = char(rng.uniform(0, 256));
        if (i % 5 == 0)
            bytes.resize(size_t(rng.uniform(0, int(bytes.size()) + 20)));
        taken += fuzzTransformData(reinterpret_cast<const uint8_t*>(bytes.data()), bytes.size());
    }
    EXPECT_GT(taken, 100);
    EXPECT_LT(taken, 2900);
}

TEST(Fuzz, ofFrames)
{
    cv::RNG rng(6);
    int zoomed = 0;
    const int runs = 300;
    for (int i = 0; i < runs; i++)
    {
        uint8_t bytes[64];
        for (uint8_t& byte : bytes)
            byte = uint8_t(rng.uniform(0, 256));
        zoomed += fuzzFrame(bytes, sizeof(bytes));
    }
    EXPECT_GT(zoomed, runs / 4);
    EXPECT_LT(zoomed, runs);
}
