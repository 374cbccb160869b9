// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_harness.hpp"

using namespace gstzoom_test;

namespace {

const cv::Size sourceSize(640, 480), zoomedSize(320, 240);

// What is left of the meta after a zoomed frame has gone through more elements.
Owned<GstBuffer> zoomedThrough(const std::string& elements, const std::string& format = "NV12",
                               const std::string& properties = "")
{
    const Picture picture = makePicture(format, sourceSize);
    auto h = harness("zoomsample saliency=spectral width=320 height=240 " + properties + " ! " + elements);
    gst_harness_set_src_caps_str(h.get(), capsOf(picture, ",pixel-aspect-ratio=1/1").c_str());
    return pushAndPull(h.get(), makeBuffer(picture));
}

cv::Mat nodesOf(const cv::zoom::ZoomTransform& transform)
{
    cv::Mat grid;
    transform.getGrid(grid);
    return grid;
}

void expectSameTransform(GstBuffer* a, GstBuffer* b)
{
    const cv::zoom::ZoomTransform ta = transformOf(a), tb = transformOf(b);
    ASSERT_FALSE(ta.empty() || tb.empty());
    EXPECT_EQ(ta.frameSize(), tb.frameSize());
    EXPECT_EQ(ta.zoomedSize(), tb.zoomedSize());
    EXPECT_EQ(cv::norm(nodesOf(ta), nodesOf(tb), cv::NORM_INF), 0);
}

bool hasMeta(const Owned<GstBuffer>& buffer)
{
    return gst_buffer_get_zoom_meta(buffer.get()) != nullptr;
}

} // namespace

TEST(Meta, hasTheTagsOfAThingThatDependsOnSizeAndOrientation)
{
    for (const char* tag : {"video", "size", "orientation"})
        EXPECT_TRUE(gst_meta_api_type_has_tag(GST_ZOOM_META_API_TYPE, g_quark_from_string(tag))) << tag;
}

TEST(Meta, survivesElementsThatKeepThePicture)
{
    const auto direct = zoomedThrough("identity");
    for (const char* elements : {"queue", "queue ! queue", "tee name=t ! queue t. ! fakesink async=false",
                                 "videoconvert ! capsfilter caps=video/x-raw,format=RGB", "videoconvertscale",
                                 "videobalance", "videoscale ! capsfilter caps=video/x-raw,width=320,height=240",
                                 "videoconvert ! capsfilter caps=video/x-raw,format=GRAY8 ! queue ! videoconvert"})
    {
        SCOPED_TRACE(elements);
        expectSameTransform(direct.get(), zoomedThrough(elements).get());
    }
}

TEST(Meta, survivesACopyOfTheBuffer)
{
    const auto direct = zoomedThrough("identity", "NV12", "keep-source=true");
    const Owned<GstBuffer> copy(gst_buffer_copy(direct.get())), deep(gst_buffer_copy_deep(direct.get()));
    expectSameTransform(direct.get(), copy.get());
    expectSameTransform(direct.get(), deep.get());
    EXPECT_EQ(gst_buffer_get_zoom_meta(copy.get())->source, gst_buffer_get_zoom_meta(direct.get())->source);
    EXPECT_TRUE(gst_buffer_get_zoom_meta(copy.get())->source_caps);
}

TEST(Meta, isDroppedWithAPartOfTheBuffer)
{
    const auto direct = zoomedThrough("identity");
    const gsize size = gst_buffer_get_size(direct.get());
    const Owned<GstBuffer> part(gst_buffer_copy_region(direct.get(), GST_BUFFER_COPY_ALL, 0, size / 2)),
        whole(gst_buffer_copy_region(direct.get(), GST_BUFFER_COPY_ALL, 0, size));
    EXPECT_FALSE(hasMeta(part));
    EXPECT_TRUE(hasMeta(whole));
}

TEST(Meta, isComposedByScaling)
{
    const cv::zoom::ZoomTransform direct = transformOf(zoomedThrough("identity").get());
    for (const auto& [caps, size] : {std::make_pair("width=160,height=120", cv::Size(160, 120)),
                                     std::make_pair("width=512,height=384", cv::Size(512, 384)),
                                     // Rounded to a height that is half a line off the aspect ratio.
                                     std::make_pair("width=162,pixel-aspect-ratio=1/1", cv::Size(162, 122)),
                                     // Without a pixel aspect ratio videoscale stretches and says so in the caps.
                                     std::make_pair("width=200,height=200", cv::Size(200, 200))})
    {
        SCOPED_TRACE(caps);
        const auto out = zoomedThrough(std::string("videoscale ! capsfilter caps=video/x-raw,") + caps);
        const cv::zoom::ZoomTransform scaled = transformOf(out.get());
        ASSERT_FALSE(scaled.empty());
        EXPECT_EQ(scaled.zoomedSize(), size);
        EXPECT_EQ(scaled.frameSize(), sourceSize);
        for (const cv::Point2d& p : {cv::Point2d(10, 20), cv::Point2d(77.25, 50), cv::Point2d(120, 99)})
        {
            const cv::Point2d before((p.x + 0.5) * zoomedSize.width / size.width - 0.5,
                                     (p.y + 0.5) * zoomedSize.height / size.height - 0.5);
            std::vector<cv::Point2d> in_frame, expected;
            scaled.toFramePoints(std::vector<cv::Point2d>{p}, in_frame);
            direct.toFramePoints(std::vector<cv::Point2d>{before}, expected);
            EXPECT_NEAR(in_frame[0].x, expected[0].x, 1e-3);
            EXPECT_NEAR(in_frame[0].y, expected[0].y, 1e-3);
        }
    }
}

TEST(Meta, isDroppedWhereScalingMayAddBorders)
{
    EXPECT_FALSE(
        hasMeta(zoomedThrough("videoscale ! capsfilter caps=video/x-raw,width=300,height=300,pixel-aspect-ratio=1/1")));
}

TEST(Meta, isDroppedByCropsAndFlips)
{
    for (const char* elements :
         {"videocrop left=8", "videocrop left=8 top=2 right=4 bottom=6 ! queue", "videobox left=8", "videobox left=-8",
          "videoflip video-direction=horiz", "videoflip video-direction=90r", "videoscale ! videocrop top=4"})
        EXPECT_FALSE(hasMeta(zoomedThrough(elements, "I420"))) << elements;
}

TEST(Meta, isDroppedWhenTheFrameIsZoomedAgain)
{
    const auto out = zoomedThrough("zoomsample width=160 height=120 saliency=spectral");
    EXPECT_EQ(transformOf(out.get()).frameSize(), zoomedSize) << "the meta describes the second zoom";
    gpointer state = nullptr;
    ASSERT_TRUE(gst_buffer_iterate_meta_filtered(out.get(), &state, GST_ZOOM_META_API_TYPE));
    EXPECT_FALSE(gst_buffer_iterate_meta_filtered(out.get(), &state, GST_ZOOM_META_API_TYPE));
}

TEST(Meta, keepsTheSourceOnRequest)
{
    const auto without = zoomedThrough("queue"), with = zoomedThrough("queue", "NV12", "keep-source=true");
    EXPECT_FALSE(gst_buffer_get_zoom_meta(without.get())->source);
    EXPECT_FALSE(gst_buffer_get_zoom_meta(without.get())->source_caps);
    const GstZoomMeta* meta = gst_buffer_get_zoom_meta(with.get());
    ASSERT_TRUE(meta->source && meta->source_caps);
    EXPECT_EQ(difference(readBuffer(meta->source, meta->source_caps), makePicture("NV12", sourceSize)), 0);
}

TEST(Meta, leavesNothingOnARecycledBuffer)
{
    // The pool between the elements has few buffers, so that they come back.
    const Picture picture = makePicture("NV12", sourceSize);
    auto h = harness("zoomsample saliency=spectral width=320 height=240 keep-source=true ! videocrop left=8");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    for (int i = 0; i < 20; i++)
    {
        GstBuffer* in = makeBuffer(picture, GstClockTime(i) * 40 * GST_MSECOND);
        const Owned<GstBuffer> kept(gst_buffer_ref(in));
        EXPECT_FALSE(hasMeta(pushAndPull(h.get(), in)));
        EXPECT_EQ(GST_MINI_OBJECT_REFCOUNT_VALUE(kept.get()), 1) << "the source is still referenced";
    }
}
