// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_harness.hpp"

#include <cmath>

using namespace gstzoom_test;

namespace {

const cv::Size sourceSize(640, 480);

Owned<GstHarness> sampling(const std::string& elements, const Picture& picture)
{
    auto h = harness(elements);
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    return h;
}

} // namespace

TEST(QoS, dropsLateFramesAndSaysSo)
{
    const Picture picture = makePicture("NV12", sourceSize);
    for (const char* element : {"zoomsample name=z width=160", "zoomsample name=z width=160 ! zoomrestore"})
    {
        auto h = sampling(element, picture);
        Messages messages(h.get());
        pushAndPull(h.get(), makeBuffer(picture));
        // The sink is one second behind: everything up to then comes too late.
        gst_harness_push_upstream_event(h.get(), gst_event_new_qos(GST_QOS_TYPE_UNDERFLOW, 2.0, GST_SECOND, 0));
        EXPECT_EQ(gst_harness_push(h.get(), makeBuffer(picture, GST_SECOND / 2)), GST_FLOW_OK);
        EXPECT_EQ(gst_harness_buffers_in_queue(h.get()), 0u);
        EXPECT_TRUE(messages.pop(GST_MESSAGE_QOS));
        EXPECT_EQ(stat(elementOf(h.get(), "z"), "frames"), 1) << "a late frame costs nothing";
        auto out = pushAndPull(h.get(), makeBuffer(picture, 2 * GST_SECOND));
        EXPECT_TRUE(GST_BUFFER_IS_DISCONT(out.get()));

        g_object_set(elementOf(h.get(), "z"), "qos", FALSE, nullptr);
        gst_harness_push_upstream_event(h.get(),
                                        gst_event_new_qos(GST_QOS_TYPE_UNDERFLOW, 2.0, GST_SECOND, 9 * GST_SECOND));
        EXPECT_EQ(gst_harness_push(h.get(), makeBuffer(picture, 3 * GST_SECOND)), GST_FLOW_OK);
        EXPECT_EQ(stat(elementOf(h.get(), "z"), "frames"), 3);
    }
}

TEST(Latency, isNothingButUpstreams)
{
    const Picture picture = makePicture("NV12", sourceSize);
    auto h = sampling("zoomsample width=160 keep-source=true ! zoomrestore mode=original", picture);
    gst_harness_set_upstream_latency(h.get(), 7 * GST_MSECOND);
    EXPECT_EQ(gst_harness_query_latency(h.get()), 7 * GST_MSECOND);
}

TEST(Frames, areNeverQueued)
{
    const Picture picture = makePicture("NV12", sourceSize);
    auto h = sampling("zoomsample width=160 keep-source=true ! zoomrestore mode=original", picture);
    for (guint i = 1; i <= 5; i++)
    {
        gst_harness_push(h.get(), makeBuffer(picture, i * GST_SECOND));
        EXPECT_EQ(gst_harness_buffers_received(h.get()), i);
    }
}

TEST(EndOfStream, comesThrough)
{
    const Picture picture = makePicture("NV12", sourceSize);
    auto h = sampling("zoomsample width=160 ! zoomrestore", picture);
    pushAndPull(h.get(), makeBuffer(picture));
    EXPECT_TRUE(gst_harness_push_event(h.get(), gst_event_new_eos()));
    bool seen = false;
    while (GstEvent* event = gst_harness_try_pull_event(h.get()))
    {
        seen = seen || GST_EVENT_TYPE(event) == GST_EVENT_EOS;
        gst_event_unref(event);
    }
    EXPECT_TRUE(seen);
}

namespace {

// What arrived at a pipeline's end since it was last asked.
struct Arrivals
{
    GstClockTime first = GST_CLOCK_TIME_NONE, last = GST_CLOCK_TIME_NONE;
    guint frames = 0;

    static void take(GstElement*, GstBuffer* buffer, GstPad*, gpointer data)
    {
        auto* self = static_cast<Arrivals*>(data);
        if (self->frames++ == 0)
            self->first = GST_BUFFER_PTS(buffer);
        self->last = GST_BUFFER_PTS(buffer);
    }
};

} // namespace

TEST(Seeks, flushAndGoOn)
{
    // 25 frames a second, of which every segment ends with all that belong to it.
    const Owned<GstElement> pipeline(gst_parse_launch(
        "videotestsrc pattern=ball ! video/x-raw,format=NV12,width=64,height=48,framerate=25/1 ! zoomsample "
        "keep-source=true saliency=detections width=32 ! queue max-size-buffers=2 ! zoomrestore mode=original ! "
        "fakesink name=sink sync=false signal-handoffs=true",
        nullptr));
    Arrivals arrivals;
    GstElement* sink = gst_bin_get_by_name(GST_BIN(pipeline.get()), "sink");
    g_signal_connect(sink, "handoff", G_CALLBACK(Arrivals::take), &arrivals);
    gst_object_unref(sink);
    GstBus* bus = gst_element_get_bus(pipeline.get());
    const auto wait = [&](GstMessageType type) {
        return Owned<GstMessage>(
            gst_bus_timed_pop_filtered(bus, 30 * GST_SECOND, GstMessageType(type | GST_MESSAGE_ERROR)));
    };
    gst_element_set_state(pipeline.get(), GST_STATE_PAUSED);
    ASSERT_EQ(gst_element_get_state(pipeline.get(), nullptr, nullptr, 30 * GST_SECOND), GST_STATE_CHANGE_SUCCESS);
    const auto seek = [&](GstClockTime from, GstClockTime to) {
        return gst_element_seek(pipeline.get(), 1, GST_FORMAT_TIME, GstSeekFlags(GST_SEEK_FLAG_FLUSH),
                                GST_SEEK_TYPE_SET, gint64(from), GST_SEEK_TYPE_SET, gint64(to));
    };
    for (int i = 0; i < 20; i++)
    {
        SCOPED_TRACE(i);
        // In the middle of a segment that would take long, and forwards as well as backwards.
        ASSERT_TRUE(seek(GstClockTime(i % 2) * GST_SECOND, 1000 * GST_SECOND));
        gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
        g_usleep(gulong(500 * i));
        ASSERT_TRUE(seek(GstClockTime(20 - i) * GST_SECOND, GstClockTime(20 - i) * GST_SECOND + 400 * GST_MSECOND));
        const auto message = wait(GST_MESSAGE_EOS);
        ASSERT_TRUE(message);
        ASSERT_EQ(GST_MESSAGE_TYPE(message.get()), GST_MESSAGE_EOS);
        EXPECT_EQ(arrivals.last, GstClockTime(20 - i) * GST_SECOND + 360 * GST_MSECOND);
        gst_element_set_state(pipeline.get(), GST_STATE_PAUSED);
    }
    // The last segment alone: nothing of it is lost, and nothing of what was before it comes.
    arrivals = Arrivals();
    ASSERT_TRUE(seek(5 * GST_SECOND, 6 * GST_SECOND));
    gst_element_set_state(pipeline.get(), GST_STATE_PLAYING);
    const auto message = wait(GST_MESSAGE_EOS);
    ASSERT_TRUE(message);
    EXPECT_EQ(GST_MESSAGE_TYPE(message.get()), GST_MESSAGE_EOS);
    EXPECT_EQ(arrivals.frames, 25u);
    EXPECT_EQ(arrivals.first, 5 * GST_SECOND);
    EXPECT_EQ(arrivals.last, 5 * GST_SECOND + 960 * GST_MSECOND);
    gst_element_set_state(pipeline.get(), GST_STATE_NULL);
    gst_object_unref(bus);
}

namespace {

// Where a click at a place of the output arrives upstream.
cv::Point2d clicked(GstHarness* h, cv::Point2d place)
{
    while (GstEvent* event = gst_harness_try_pull_upstream_event(h))
        gst_event_unref(event);
    gst_harness_push_upstream_event(
        h, gst_event_new_navigation(gst_structure_new(
               "application/x-gst-navigation", "event", G_TYPE_STRING, "mouse-button-press", "button", G_TYPE_INT, 1,
               "pointer_x", G_TYPE_DOUBLE, place.x, "pointer_y", G_TYPE_DOUBLE, place.y, nullptr)));
    cv::Point2d arrived(-1, -1);
    while (GstEvent* event = gst_harness_try_pull_upstream_event(h))
    {
        if (GST_EVENT_TYPE(event) == GST_EVENT_NAVIGATION)
            gst_navigation_event_get_coordinates(event, &arrived.x, &arrived.y);
        gst_event_unref(event);
    }
    return arrived;
}

} // namespace

TEST(Navigation, goesToThePlaceInTheSourceFrame)
{
    const Picture picture = makePicture("NV12", sourceSize);
    auto h = sampling("zoomsample saliency=spectral width=320 height=240", picture);
    const cv::Point2d before = clicked(h.get(), cv::Point2d(20, 30));
    EXPECT_EQ(before, cv::Point2d(20, 30)) << "nothing has been zoomed yet";
    auto out = pushAndPull(h.get(), makeBuffer(picture));
    const cv::Point2d place(200, 70);
    std::vector<cv::Point2d> expected;
    transformOf(out.get()).toFramePoints(std::vector<cv::Point2d>{place}, expected);
    const cv::Point2d arrived = clicked(h.get(), place);
    EXPECT_NEAR(arrived.x, expected[0].x, 1e-3);
    EXPECT_NEAR(arrived.y, expected[0].y, 1e-3);
    EXPECT_GT(std::abs(arrived.x - 2 * place.x), 3) << "the grid moves the place";
}

TEST(Navigation, isUnchangedOnRestoredFrames)
{
    const Picture picture = makePicture("NV12", sourceSize);
    for (const char* mode : {"original", "unzoom"})
    {
        auto h = sampling(std::string("zoomsample saliency=spectral width=320 height=240 keep-source=true ! "
                                      "zoomrestore mode=") +
                              mode,
                          picture);
        pushAndPull(h.get(), makeBuffer(picture));
        const cv::Point2d arrived = clicked(h.get(), cv::Point2d(400, 150));
        EXPECT_NEAR(arrived.x, 400, 1e-2) << mode;
        EXPECT_NEAR(arrived.y, 150, 1e-2) << mode;
    }
}

TEST(FailingSaliency, givesUniformFramesAndACountedWarning)
{
    // A scale so large that the network's numbers overflow on every picture that is not black, as the trial run's is.
    const TemporaryFolder folder;
    std::string yaml = readFile(ZOOM_MODELS "/glyphs.yaml");
    yaml.replace(yaml.find("mean:"), yaml.find("channel_order") - yaml.find("mean:"),
                 "mean: [ 0, 0, 0 ]\nscale: [ 3.0e+38, 3.0e+38, 3.0e+38 ]\n");
    folder.write("glyphs.onnx", readFile(ZOOM_MODELS "/glyphs.onnx"));
    const std::string path = folder.write("glyphs.yaml", yaml);
    const Picture picture = makePicture("BGR", sourceSize);
    auto h = sampling("zoomsample name=z width=160 model=" + path, picture);
    Messages messages(h.get());
    for (int i = 0; i < 12; i++)
    {
        const cv::Mat grid = gridOf(pushAndPull(h.get(), makeBuffer(picture, GstClockTime(i) * GST_SECOND)).get());
        cv::Mat identity;
        cv::zoom::identityGrid(grid.size(), identity);
        EXPECT_LT(distance(grid, identity), 1e-6);
    }
    EXPECT_EQ(stat(elementOf(h.get(), "z"), "fallbacks"), 12);
    const Report first(messages.pop(GST_MESSAGE_WARNING)), second(messages.pop(GST_MESSAGE_WARNING));
    EXPECT_TRUE(first.is(GST_STREAM_ERROR, GST_STREAM_ERROR_FAILED)) << first.text;
    EXPECT_NE(first.text.find(" 1 "), std::string::npos) << first.text;
    EXPECT_NE(second.text.find(" 10 "), std::string::npos) << second.text;
    EXPECT_FALSE(messages.pop(GST_MESSAGE_WARNING)) << "the bus is not flooded";
    EXPECT_FALSE(messages.pop(GST_MESSAGE_ERROR));
}
