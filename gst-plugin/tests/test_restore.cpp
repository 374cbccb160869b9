// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_harness.hpp"

#include <opencv2/imgproc.hpp>

#include <cmath>

using namespace gstzoom_test;

namespace {

const cv::Size sourceSize(640, 480), zoomedSize(320, 200);

// Stands for a detector: puts regions on the zoomed frames on their way.
struct Detector
{
    std::vector<cv::Rect> boxes; // in the zoomed frame
    bool with_parents = false;   // each region is a part of the one before
    cv::zoom::ZoomTransform transform;
    bool expects_meta = true;
    bool seen = false;

    void attach(GstHarness* h)
    {
        GstPad* pad = gst_element_get_static_pad(elementOf(h, "detector"), "src");
        gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, detect, this, nullptr);
        gst_object_unref(pad);
    }

    static GstPadProbeReturn detect(GstPad*, GstPadProbeInfo* info, gpointer data)
    {
        auto* self = static_cast<Detector*>(data);
        GstBuffer* buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
        GST_PAD_PROBE_INFO_DATA(info) = buffer;
        if (self->expects_meta)
            self->transform = transformOf(buffer);
        self->seen = true;
        int id = 100;
        for (const cv::Rect& box : self->boxes)
            self->add(buffer, box, id++);
        return GST_PAD_PROBE_OK;
    }

    void add(GstBuffer* buffer, const cv::Rect& box, int id) const
    {
        GstVideoRegionOfInterestMeta* roi = gst_buffer_add_video_region_of_interest_meta(
            buffer, "person", guint(box.x), guint(box.y), guint(box.width), guint(box.height));
        roi->id = id;
        roi->parent_id = with_parents && id > 100 ? id - 1 : -1;
        gst_video_region_of_interest_meta_add_param(
            roi, gst_structure_new("detection", "x_min", G_TYPE_DOUBLE, double(box.x) / zoomedSize.width, "x_max",
                                   G_TYPE_DOUBLE, double(box.br().x) / zoomedSize.width, "y_min", G_TYPE_DOUBLE,
                                   double(box.y) / zoomedSize.height, "y_max", G_TYPE_DOUBLE,
                                   double(box.br().y) / zoomedSize.height, "confidence", G_TYPE_DOUBLE, 0.75, nullptr));
        gst_video_region_of_interest_meta_add_param(
            roi, gst_structure_new("colour", "x_min", G_TYPE_DOUBLE, 0.5, "name", G_TYPE_STRING, "red", nullptr));
    }
};

cv::Rect2d inFrame(const cv::zoom::ZoomTransform& transform, const cv::Rect2d& box)
{
    std::vector<cv::Rect2d> mapped;
    transform.toFrameRects(std::vector<cv::Rect2d>{box}, mapped);
    return mapped[0];
}

double number(const GstStructure* s, const char* name)
{
    double value = NAN;
    gst_structure_get_double(s, name, &value);
    return value;
}

std::string pipelineOf(const char* mode, const char* between = "identity")
{
    return std::string("zoomsample name=z saliency=spectral width=320 height=200 keep-source=true ! identity "
                       "name=detector ! ") +
           between + " ! zoomrestore name=r mode=" + mode;
}

guint64 droppedRegions(GstHarness* h)
{
    guint64 dropped = 0;
    g_object_get(elementOf(h, "r"), "dropped-regions", &dropped, nullptr);
    return dropped;
}

class Restore : public testing::TestWithParam<const char*>
{
};

} // namespace

TEST_P(Restore, mapsRegionsWithinHalfAPixel)
{
    const Picture picture = makePicture("NV12", sourceSize);
    Detector detector;
    detector.boxes = {{200, 20, 40, 50}, {0, 0, 320, 200}, {5, 150, 3, 30}, {300, 180, 20, 20}};
    auto h = harness(pipelineOf(GetParam()));
    detector.attach(h.get());
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    auto out = pushAndPull(h.get(), makeBuffer(picture));

    EXPECT_GT(detector.transform.maxMagnification(), 1.2) << "the grid is not uniform";
    const auto regions = regionsOf(out.get());
    ASSERT_EQ(regions.size(), detector.boxes.size());
    for (size_t k = 0; k < regions.size(); k++)
    {
        SCOPED_TRACE(k);
        const cv::Rect2d expected = inFrame(detector.transform, detector.boxes[k]);
        EXPECT_NEAR(regions[k]->x, expected.x, 0.5);
        EXPECT_NEAR(regions[k]->y, expected.y, 0.5);
        EXPECT_NEAR(regions[k]->x + regions[k]->w, expected.br().x, 0.5);
        EXPECT_NEAR(regions[k]->y + regions[k]->h, expected.br().y, 0.5);
    }
    EXPECT_EQ(droppedRegions(h.get()), 0u);
}

TEST_P(Restore, keepsIdsAndParameters)
{
    const Picture picture = makePicture("NV12", sourceSize);
    Detector detector;
    detector.boxes = {{200, 20, 40, 50}, {205, 25, 10, 10}};
    detector.with_parents = true;
    auto h = harness(pipelineOf(GetParam()));
    detector.attach(h.get());
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    auto out = pushAndPull(h.get(), makeBuffer(picture));

    const auto regions = regionsOf(out.get());
    ASSERT_EQ(regions.size(), 2u);
    EXPECT_EQ(regions[0]->id, 100);
    EXPECT_EQ(regions[0]->parent_id, -1);
    EXPECT_EQ(regions[1]->id, 101);
    EXPECT_EQ(regions[1]->parent_id, 100);
    for (size_t k = 0; k < regions.size(); k++)
    {
        EXPECT_EQ(regions[k]->roi_type, g_quark_from_string("person"));
        ASSERT_EQ(g_list_length(regions[k]->params), 2u);
        const GstStructure* colour = gst_video_region_of_interest_meta_get_param(regions[k], "colour");
        EXPECT_STREQ(gst_structure_get_string(colour, "name"), "red");
        EXPECT_EQ(number(colour, "x_min"), 0.5) << "only the detection is in picture coordinates";

        const GstStructure* detection = gst_video_region_of_interest_meta_get_param(regions[k], "detection");
        const cv::Rect2d expected = inFrame(detector.transform, detector.boxes[k]);
        EXPECT_NEAR(number(detection, "x_min"), expected.x / sourceSize.width, 1e-6);
        EXPECT_NEAR(number(detection, "x_max"), expected.br().x / sourceSize.width, 1e-6);
        EXPECT_NEAR(number(detection, "y_min"), expected.y / sourceSize.height, 1e-6);
        EXPECT_NEAR(number(detection, "y_max"), expected.br().y / sourceSize.height, 1e-6);
        EXPECT_EQ(number(detection, "confidence"), 0.75);
    }
}

TEST_P(Restore, clipsRegionsAndDropsThoseOutside)
{
    const Picture picture = makePicture("NV12", sourceSize);
    Detector detector;
    detector.boxes = {{300, 100, 100, 50}, {330, 10, 20, 20}, {10, 200, 20, 20}, {50, 60, 0, 10}};
    auto h = harness(pipelineOf(GetParam()));
    detector.attach(h.get());
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    auto out = pushAndPull(h.get(), makeBuffer(picture));

    const auto regions = regionsOf(out.get());
    ASSERT_EQ(regions.size(), 1u);
    const cv::Rect2d expected = inFrame(detector.transform, cv::Rect2d(300, 100, 20, 50));
    EXPECT_EQ(regions[0]->x + regions[0]->w, guint(sourceSize.width));
    EXPECT_NEAR(regions[0]->x, expected.x, 0.5);
    EXPECT_EQ(droppedRegions(h.get()), 3u);
}

TEST_P(Restore, worksBehindQueueTeeAndConverters)
{
    const Picture picture = makePicture("NV12", sourceSize);
    for (const char* between : {"queue", "videoconvert ! capsfilter caps=video/x-raw,format=RGB ! queue",
                                "tee name=t ! queue ! fakesink async=false t. ! queue"})
    {
        SCOPED_TRACE(between);
        Detector detector;
        auto h = harness(pipelineOf(GetParam(), between));
        detector.attach(h.get());
        gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
        auto out = pushAndPull(h.get(), makeBuffer(picture, GST_SECOND));
        EXPECT_TRUE(detector.seen);
        EXPECT_EQ(GST_BUFFER_PTS(out.get()), GST_SECOND);
    }
}

INSTANTIATE_TEST_SUITE_P(Modes, Restore, testing::Values("metadata", "original", "unzoom"));

TEST(RestoreMetadata, leavesThePictureAndItsMeta)
{
    const Picture picture = makePicture("NV12", sourceSize);
    Detector detector;
    auto h = harness(pipelineOf("metadata"));
    detector.attach(h.get());
    gst_harness_set_src_caps_str(h.get(), capsOf(picture, ",chroma-site=mpeg2").c_str());
    auto out = pushAndPull(h.get(), makeBuffer(picture));
    const cv::zoom::ZoomTransform transform = transformOf(out.get());
    EXPECT_EQ(transform.zoomedSize(), zoomedSize);
    EXPECT_EQ(difference(readBuffer(out.get(), outputCaps(h.get()).get()), zoomed(picture, transform)), 0);
}

TEST(RestoreMetadata, doesNotTouchASharedBuffer)
{
    const Picture picture = makePicture("BGR", sourceSize);
    auto source = harness("zoomsample saliency=spectral width=320 height=200");
    gst_harness_set_src_caps_str(source.get(), capsOf(picture).c_str());
    auto shared = pushAndPull(source.get(), makeBuffer(picture));
    Detector().add(shared.get(), cv::Rect(200, 20, 40, 50), 1);

    auto h = harness("zoomrestore");
    Owned<GstCaps> caps = outputCaps(source.get());
    gst_harness_set_src_caps(h.get(), gst_caps_ref(caps.get()));
    auto out = pushAndPull(h.get(), gst_buffer_ref(shared.get()));
    ASSERT_EQ(regionsOf(shared.get()).size(), 1u);
    EXPECT_EQ(regionsOf(shared.get())[0]->x, 200u);
    ASSERT_EQ(regionsOf(out.get()).size(), 1u);
    EXPECT_NE(regionsOf(out.get())[0]->x, 200u);
    // Only the metas are copied.
    EXPECT_EQ(gst_buffer_peek_memory(out.get(), 0), gst_buffer_peek_memory(shared.get(), 0));
}

TEST(RestoreMetadata, passesFramesWithoutMetaAndWarnsOnce)
{
    const Picture picture = makePicture("BGR", zoomedSize);
    auto h = harness("zoomrestore");
    Messages messages(h.get());
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    for (int i = 0; i < 3; i++)
    {
        GstBuffer* in = makeBuffer(picture, GstClockTime(i) * GST_SECOND);
        Detector().add(in, cv::Rect(200, 20, 40, 50), 1);
        auto out = pushAndPull(h.get(), in);
        ASSERT_EQ(regionsOf(out.get()).size(), 1u);
        EXPECT_EQ(regionsOf(out.get())[0]->x, 200u);
        EXPECT_EQ(difference(readBuffer(out.get(), outputCaps(h.get()).get()), picture), 0);
    }
    EXPECT_TRUE(messages.pop(GST_MESSAGE_WARNING));
    EXPECT_FALSE(messages.pop(GST_MESSAGE_WARNING));
}

TEST(RestoreOriginal, putsTheSourceFrameBack)
{
    for (const char* format : {"BGR", "NV12", "I420"})
    {
        SCOPED_TRACE(format);
        const Picture picture = makePicture(format, cv::Size(321, 243));
        auto h = harness(pipelineOf("original"));
        gst_harness_add_propose_allocation_meta(h.get(), GST_VIDEO_META_API_TYPE, nullptr);
        Owned<GstCaps> caps(gst_caps_from_string(capsOf(picture, ",pixel-aspect-ratio=2/1").c_str()));
        gst_harness_set_src_caps(h.get(), gst_caps_ref(caps.get()));
        GstBuffer* in = makeBuffer(picture, 3 * GST_SECOND, 13);
        const GstMemory* memory = gst_buffer_peek_memory(in, 0);
        auto out = pushAndPull(h.get(), in);
        EXPECT_TRUE(gst_caps_is_equal(caps.get(), outputCaps(h.get()).get()));
        EXPECT_EQ(difference(readBuffer(out.get(), caps.get()), picture), 0);
        EXPECT_EQ(gst_buffer_peek_memory(out.get(), 0), memory) << "the pixels were copied";
        EXPECT_EQ(GST_BUFFER_PTS(out.get()), 3 * GST_SECOND);
        EXPECT_EQ(GST_BUFFER_DURATION(out.get()), 40 * GST_MSECOND);
        EXPECT_FALSE(gst_buffer_get_zoom_meta(out.get())) << "the frame is not zoomed any more";
    }
}

TEST(RestoreOriginal, copiesPaddedFramesForWhoTakesNoStrides)
{
    for (const char* format : {"BGR", "NV12", "I420"})
    {
        SCOPED_TRACE(format);
        const Picture picture = makePicture(format, cv::Size(321, 243));
        auto h = harness(pipelineOf("original"));
        gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
        for (const int padding : {13, 0})
        {
            GstBuffer* in = makeBuffer(picture, 3 * GST_SECOND, padding);
            const GstMemory* memory = gst_buffer_peek_memory(in, 0);
            gst_buffer_add_video_region_of_interest_meta(in, "of the source", 1, 2, 3, 4);
            auto out = pushAndPull(h.get(), in);
            EXPECT_FALSE(gst_buffer_get_video_meta(out.get())) << padding;
            EXPECT_EQ(gst_buffer_get_size(out.get()), gst_buffer_get_size(Owned<GstBuffer>(makeBuffer(picture)).get()));
            EXPECT_EQ(difference(readBuffer(out.get(), outputCaps(h.get()).get()), picture), 0);
            EXPECT_EQ(gst_buffer_peek_memory(out.get(), 0) == memory, padding == 0) << "copied where it need not be";
            EXPECT_EQ(GST_BUFFER_PTS(out.get()), 3 * GST_SECOND);
            EXPECT_EQ(GST_BUFFER_DURATION(out.get()), 40 * GST_MSECOND);
            EXPECT_FALSE(gst_buffer_get_zoom_meta(out.get()));
            EXPECT_EQ(regionsOf(out.get()).size(), 1u);
        }
    }
}

TEST(RestoreOriginal, keepsReferenceTimesFromTheWay)
{
    // An untagged meta that an element between added, and one that the source had, come through once each.
    const Picture picture = makePicture("BGR", sourceSize);
    auto h = harness(pipelineOf("original"));
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    Owned<GstCaps> reference(gst_caps_new_empty_simple("timestamp/x-test"));
    GstBuffer* in = makeBuffer(picture);
    gst_buffer_add_reference_timestamp_meta(in, reference.get(), 42, GST_CLOCK_TIME_NONE);
    auto out = pushAndPull(h.get(), in);
    gpointer state = nullptr;
    int found = 0;
    while (gst_buffer_iterate_meta_filtered(out.get(), &state, GST_REFERENCE_TIMESTAMP_META_API_TYPE))
        found++;
    EXPECT_EQ(found, 1);
}

TEST(RestoreOriginal, followsTheSourcesCaps)
{
    auto h = harness(pipelineOf("original"));
    for (const cv::Size& size : {cv::Size(640, 480), cv::Size(160, 90), cv::Size(99, 301)})
    {
        const Picture picture = makePicture("NV12", size);
        Owned<GstCaps> caps(gst_caps_from_string(capsOf(picture).c_str()));
        gst_harness_set_src_caps(h.get(), gst_caps_ref(caps.get()));
        auto out = pushAndPull(h.get(), makeBuffer(picture));
        EXPECT_TRUE(gst_caps_is_equal(caps.get(), outputCaps(h.get()).get())) << size;
        EXPECT_EQ(difference(readBuffer(out.get(), caps.get()), picture), 0);
    }
}

TEST(RestoreOriginal, takesAnAnnouncementThatComesAfterTheCaps)
{
    // The order in which sticky events are resent to an element that is linked late.
    const Picture picture = makePicture("BGR", sourceSize);
    auto source = harness("zoomsample saliency=spectral width=320 height=200 keep-source=true");
    gst_harness_set_src_caps_str(source.get(), capsOf(picture).c_str());
    auto buffer = pushAndPull(source.get(), makeBuffer(picture));

    auto h = harness("zoomrestore mode=original");
    gst_harness_set_src_caps(h.get(), gst_caps_ref(outputCaps(source.get()).get()));
    const GstZoomMeta* meta = gst_buffer_get_zoom_meta(buffer.get());
    Owned<GstCaps> caps(gst_caps_ref(meta->source_caps));
    gst_harness_push_event(h.get(), gst_event_new_zoom_source(caps.get(), TRUE, TRUE));
    auto out = pushAndPull(h.get(), buffer.release());
    EXPECT_TRUE(gst_caps_is_equal(caps.get(), outputCaps(h.get()).get()));
    EXPECT_EQ(difference(readBuffer(out.get(), caps.get()), picture), 0);
}

TEST(RestoreOriginal, saysWhatToDoWithoutKeptSources)
{
    const Picture picture = makePicture("BGR", sourceSize);
    auto h = harness("zoomsample name=z width=320 ! zoomrestore mode=original");
    Messages messages(h.get());
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    EXPECT_EQ(gst_harness_push(h.get(), makeBuffer(picture)), GST_FLOW_OK);
    EXPECT_EQ(gst_harness_buffers_received(h.get()), 0u);
    const Owned<GstMessage> warning = messages.pop(GST_MESSAGE_WARNING);
    ASSERT_TRUE(warning);
    GError* error = nullptr;
    gst_message_parse_warning(warning.get(), &error, nullptr);
    EXPECT_NE(std::string(error->message).find("keep-source=true"), std::string::npos) << error->message;
    g_error_free(error);

    // Doing it helps at once.
    g_object_set(elementOf(h.get(), "z"), "keep-source", TRUE, nullptr);
    auto out = pushAndPull(h.get(), makeBuffer(picture, GST_SECOND));
    EXPECT_EQ(difference(readBuffer(out.get(), outputCaps(h.get()).get()), picture), 0);
}

TEST(RestoreOriginal, restoresTheLastOfTwoZooms)
{
    const Picture picture = makePicture("BGR", sourceSize);
    auto h = harness("zoomsample name=outer saliency=spectral width=320 height=200 keep-source=true ! "
                     "zoomsample saliency=spectral width=160 height=100 keep-source=true ! zoomrestore mode=original");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    auto out = pushAndPull(h.get(), makeBuffer(picture));
    EXPECT_EQ(readBuffer(out.get(), outputCaps(h.get()).get()).size, zoomedSize);
    // What it gives is itself a zoomed frame, of the first source.
    EXPECT_EQ(transformOf(out.get()).frameSize(), sourceSize);

    // The outer one announces anew; that is not for the inner one's zoomrestore.
    g_object_set(elementOf(h.get(), "outer"), "keep-source", FALSE, nullptr);
    out = pushAndPull(h.get(), makeBuffer(picture, GST_SECOND));
    EXPECT_EQ(readBuffer(out.get(), outputCaps(h.get()).get()).size, zoomedSize);
}

TEST(RestoreOriginal, dropsFramesWithoutMetaAndWarnsOnce)
{
    const Picture picture = makePicture("BGR", zoomedSize);
    auto h = harness("zoomrestore mode=original");
    Messages messages(h.get());
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    for (int i = 0; i < 3; i++)
        EXPECT_EQ(gst_harness_push(h.get(), makeBuffer(picture)), GST_FLOW_OK);
    EXPECT_EQ(gst_harness_buffers_received(h.get()), 0u);
    EXPECT_TRUE(messages.pop(GST_MESSAGE_WARNING));
    EXPECT_FALSE(messages.pop(GST_MESSAGE_WARNING));
}

TEST(RestoreOriginal, outputsTheSourceForever)
{
    // What is downstream may hold on to frames without the source's pool running dry or a frame changing.
    const Picture picture = makePicture("NV12", sourceSize);
    auto h = Owned<GstHarness>(gst_harness_new_parse(pipelineOf("original", "queue").c_str()));
    gst_harness_add_src_parse(h.get(),
                              "videotestsrc num-buffers=30 pattern=ball ! capsfilter "
                              "caps=video/x-raw,format=NV12,width=640,height=480",
                              FALSE);
    std::vector<Owned<GstBuffer>> held;
    for (int i = 0; i < 30; i++)
    {
        ASSERT_EQ(gst_harness_push_from_src(h.get()), GST_FLOW_OK);
        held.emplace_back(gst_harness_pull(h.get()));
    }
    const Owned<GstCaps> caps = outputCaps(h.get());
    EXPECT_GT(difference(readBuffer(held[0].get(), caps.get()), readBuffer(held[20].get(), caps.get())), 0);
}

TEST(RestoreUnzoom, bendsThePictureBack)
{
    for (const char* format : {"BGR", "GRAY8", "NV12", "I420"})
    {
        SCOPED_TRACE(format);
        const Picture picture = makePicture(format, cv::Size(641, 483));
        const std::string sample = "zoomsample saliency=spectral width=320 height=200";
        auto direct = harness(sample);
        auto h = harness(sample + " ! zoomrestore mode=unzoom");
        for (GstHarness* each : {direct.get(), h.get()})
            gst_harness_set_src_caps_str(each, capsOf(picture, ",pixel-aspect-ratio=2/1").c_str());
        auto zoomed = pushAndPull(direct.get(), makeBuffer(picture));
        auto out = pushAndPull(h.get(), makeBuffer(picture, GST_SECOND));
        EXPECT_EQ(GST_BUFFER_PTS(out.get()), GST_SECOND);
        EXPECT_FALSE(gst_buffer_get_zoom_meta(out.get()));
        const Owned<GstCaps> caps = outputCaps(h.get());
        int n = 0, d = 0;
        gst_structure_get_fraction(gst_caps_get_structure(caps.get(), 0), "pixel-aspect-ratio", &n, &d);
        EXPECT_EQ(n, 2 * d);
        const Picture result = readBuffer(out.get(), caps.get());
        ASSERT_EQ(result.size, picture.size);
        cv::Mat expected;
        transformOf(zoomed.get()).unzoom(readBuffer(zoomed.get(), outputCaps(direct.get()).get()).planes[0], expected);
        EXPECT_EQ(cv::norm(result.planes[0], expected, cv::NORM_INF), 0);
        // Every plane looks like the frame's, but for what noise loses in a small picture.
        for (size_t k = 0; k < picture.planes.size(); k++)
        {
            cv::Mat back, frame;
            cv::blur(result.planes[k], back, cv::Size(9, 9));
            cv::blur(picture.planes[k], frame, cv::Size(9, 9));
            EXPECT_LT(cv::norm(back, frame, cv::NORM_L1) / double(frame.total() * size_t(frame.channels())), 1.5) << k;
        }
    }
}

TEST(RestoreUnzoom, isBlackWhereNothingWasSeen)
{
    const Picture picture = {
        "NV12",
        sourceSize,
        {cv::Mat(480, 640, CV_8UC1, cv::Scalar(200)), cv::Mat(240, 320, CV_8UC2, cv::Scalar::all(60))}};
    auto h = harness("zoomsample saliency=static border=replicate sigma=0.5 uniform-mix=0 min-magnification=0 "
                     "max-magnification=0 width=320 ! zoomrestore mode=unzoom");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    auto out = pushAndPull(h.get(), makeBuffer(picture));
    const Picture result = readBuffer(out.get(), outputCaps(h.get()).get());
    EXPECT_EQ(result.planes[0].at<uchar>(0, 0), 0);
    EXPECT_EQ(result.planes[1].at<cv::Vec2b>(0, 0), cv::Vec2b(128, 128));
    EXPECT_EQ(result.planes[0].at<uchar>(240, 320), 200);
    EXPECT_EQ(result.planes[1].at<cv::Vec2b>(120, 160), cv::Vec2b(60, 60));
}

namespace {

// Takes the zoom meta off, as elements do that make new buffers.
GstPadProbeReturn dropMeta(GstPad*, GstPadProbeInfo* info, gpointer late)
{
    GstBuffer* buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
    GST_PAD_PROBE_INFO_DATA(info) = buffer;
    if (GstZoomMeta* meta = gst_buffer_get_zoom_meta(buffer))
        gst_buffer_remove_meta(buffer, &meta->meta);
    GST_BUFFER_PTS(buffer) += GPOINTER_TO_UINT(late) * GST_USECOND;
    return GST_PAD_PROBE_OK;
}

void loseMetaBehind(GstHarness* h, const char* element, guint late_us = 0)
{
    GstPad* pad = gst_element_get_static_pad(elementOf(h, element), "src");
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, dropMeta, GUINT_TO_POINTER(late_us), nullptr);
    gst_object_unref(pad);
}

} // namespace

TEST(LostMeta, isFoundAgainByTheTimestamp)
{
    const Picture picture = makePicture("NV12", sourceSize);
    for (const char* mode : {"metadata", "unzoom"})
    {
        SCOPED_TRACE(mode);
        Detector detector;
        detector.boxes = {{200, 20, 40, 50}};
        auto h = harness(pipelineOf(mode, "identity name=loser ! queue"));
        Messages messages(h.get());
        detector.attach(h.get());
        loseMetaBehind(h.get(), "loser");
        gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
        for (int i = 0; i < 3; i++)
        {
            auto out = pushAndPull(h.get(), makeBuffer(picture, GstClockTime(i) * GST_SECOND));
            const auto regions = regionsOf(out.get());
            ASSERT_EQ(regions.size(), 1u);
            const cv::Rect2d expected = inFrame(detector.transform, detector.boxes[0]);
            EXPECT_NEAR(regions[0]->x, expected.x, 0.5);
            EXPECT_NEAR(regions[0]->y + regions[0]->h, expected.br().y, 0.5);
            EXPECT_EQ(gst_buffer_get_zoom_meta(out.get()) != nullptr, mode == std::string("metadata"));
        }
        EXPECT_FALSE(messages.pop(GST_MESSAGE_WARNING));
    }
}

TEST(LostMeta, isNotGuessed)
{
    const Picture picture = makePicture("NV12", sourceSize);
    struct Case
    {
        const char* restore;
        guint late_us;
        bool found;
    };
    for (const Case& c : {Case{"zoomrestore", 900, true}, Case{"zoomrestore", 1100, false},
                          Case{"zoomrestore match-timestamps=false", 0, false}})
    {
        SCOPED_TRACE(c.restore + std::to_string(c.late_us));
        auto h = harness(std::string("zoomsample saliency=spectral width=320 ! identity name=loser ! ") + c.restore);
        Messages messages(h.get());
        loseMetaBehind(h.get(), "loser", c.late_us);
        gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
        auto out = pushAndPull(h.get(), makeBuffer(picture));
        EXPECT_EQ(gst_buffer_get_zoom_meta(out.get()) != nullptr, c.found);
        EXPECT_EQ(messages.pop(GST_MESSAGE_WARNING) == nullptr, c.found);
    }
}

TEST(LostMeta, givesTheSourceFromTheSecondFrameOn)
{
    const Picture picture = makePicture("NV12", sourceSize);
    auto h = harness(pipelineOf("original", "identity name=loser"));
    loseMetaBehind(h.get(), "loser");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    EXPECT_EQ(gst_harness_push(h.get(), makeBuffer(picture)), GST_FLOW_OK);
    EXPECT_EQ(gst_harness_buffers_received(h.get()), 0u) << "that a source would be wanted was not known";
    auto out = pushAndPull(h.get(), makeBuffer(picture, GST_SECOND));
    EXPECT_EQ(difference(readBuffer(out.get(), outputCaps(h.get()).get()), picture), 0);
}

TEST(LostMeta, leavesABoundedNumberOfFrames)
{
    const Picture picture = makePicture("NV12", sourceSize);
    auto h = harness(pipelineOf("original", "identity name=loser"));
    loseMetaBehind(h.get(), "loser");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    std::vector<Owned<GstBuffer>> sources;
    for (int i = 0; i < 100; i++)
    {
        GstBuffer* in = makeBuffer(picture, GstClockTime(i) * GST_SECOND);
        sources.emplace_back(gst_buffer_ref(in));
        gst_harness_push(h.get(), in);
        while (GstBuffer* out = gst_harness_try_pull(h.get()))
            gst_buffer_unref(out);
    }
    int kept = 0;
    for (const auto& source : sources)
        kept += GST_MINI_OBJECT_REFCOUNT_VALUE(source.get()) > 1;
    EXPECT_EQ(kept, 8);
}

TEST(Letterbox, isTakenOffWhereTheAspectRatioShowsIt)
{
    // 320 x 200 into 320 x 320: borders of 60 lines above and below.
    const Picture picture = makePicture("I420", sourceSize);
    struct Case
    {
        const char *letterbox, *add_borders;
        cv::Rect in_picture, in_zoomed;
    };
    for (const Case& c : {Case{"auto", "true", {200, 80, 40, 50}, {200, 20, 40, 50}},
                          Case{"borders", "true", {200, 80, 40, 50}, {200, 20, 40, 50}},
                          Case{"none", "false", {200, 32, 40, 80}, {200, 20, 40, 50}}})
    {
        SCOPED_TRACE(c.letterbox);
        Detector detector;
        detector.boxes = {c.in_picture};
        detector.expects_meta = false;
        auto source = harness("zoomsample saliency=spectral width=320 height=200");
        auto h =
            harness(std::string("zoomsample name=z saliency=spectral width=320 height=200 ! videoscale add-borders=") +
                    c.add_borders +
                    " ! capsfilter caps=video/x-raw,width=320,height=320,pixel-aspect-ratio=1/1 ! identity "
                    "name=detector ! zoomrestore name=r letterbox=" +
                    c.letterbox);
        detector.attach(h.get());
        for (GstHarness* each : {source.get(), h.get()})
            gst_harness_set_src_caps_str(each, capsOf(picture, ",pixel-aspect-ratio=1/1").c_str());
        const cv::zoom::ZoomTransform transform = transformOf(pushAndPull(source.get(), makeBuffer(picture)).get());
        auto out = pushAndPull(h.get(), makeBuffer(picture));
        const auto regions = regionsOf(out.get());
        ASSERT_EQ(regions.size(), 1u);
        const cv::Rect2d expected = inFrame(transform, c.in_zoomed);
        EXPECT_NEAR(regions[0]->x, expected.x, 1);
        EXPECT_NEAR(regions[0]->y, expected.y, 1);
        EXPECT_NEAR(regions[0]->x + regions[0]->w, expected.br().x, 1);
        EXPECT_NEAR(regions[0]->y + regions[0]->h, expected.br().y, 1);
    }
}

TEST(UpstreamRegions, areMappedIntoTheZoomedFrame)
{
    const Picture picture = makePicture("BGR", sourceSize);
    auto h = harness("zoomsample saliency=spectral width=320 height=200");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    GstBuffer* in = makeBuffer(picture);
    const cv::Rect box(400, 100, 90, 80);
    GstVideoRegionOfInterestMeta* roi = gst_buffer_add_video_region_of_interest_meta(
        in, "face", guint(box.x), guint(box.y), guint(box.width), guint(box.height));
    roi->id = 7;
    gst_video_region_of_interest_meta_add_param(
        roi, gst_structure_new("detection", "x_min", G_TYPE_DOUBLE, box.x / 640.0, "x_max", G_TYPE_DOUBLE,
                               box.br().x / 640.0, "y_min", G_TYPE_DOUBLE, box.y / 480.0, "y_max", G_TYPE_DOUBLE,
                               box.br().y / 480.0, nullptr));
    auto out = pushAndPull(h.get(), in);

    std::vector<cv::Rect2d> expected;
    transformOf(out.get()).toZoomedRects(std::vector<cv::Rect2d>{box}, expected);
    const auto regions = regionsOf(out.get());
    ASSERT_EQ(regions.size(), 1u);
    EXPECT_NEAR(regions[0]->x, expected[0].x, 0.5);
    EXPECT_NEAR(regions[0]->y, expected[0].y, 0.5);
    EXPECT_NEAR(regions[0]->x + regions[0]->w, expected[0].br().x, 0.5);
    EXPECT_NEAR(regions[0]->y + regions[0]->h, expected[0].br().y, 0.5);
    EXPECT_EQ(regions[0]->id, 7);
    EXPECT_NEAR(number(gst_video_region_of_interest_meta_get_param(regions[0], "detection"), "x_min"),
                expected[0].x / 320, 1e-6);
    EXPECT_GT(std::abs(expected[0].x - box.x / 2.0), 1) << "the grid moves the box";
}
