// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_harness.hpp"

using namespace gstzoom_test;

namespace {

// The output's caps for one input and, when not empty, a restriction downstream.
Owned<GstCaps> negotiated(const std::string& element, const std::string& input, const std::string& downstream = "")
{
    auto h = harness(element);
    if (!downstream.empty())
        gst_harness_set_sink_caps_str(h.get(), downstream.c_str());
    gst_harness_set_src_caps_str(h.get(), input.c_str());
    return outputCaps(h.get());
}

std::string field(const Owned<GstCaps>& caps, const char* name)
{
    const GValue* value = caps ? gst_structure_get_value(gst_caps_get_structure(caps.get(), 0), name) : nullptr;
    if (!value)
        return "";
    gchar* text = gst_value_serialize(value);
    const std::string result = text;
    g_free(text);
    return result;
}

std::string sizeOf(const Owned<GstCaps>& caps)
{
    return field(caps, "width") + "x" + field(caps, "height");
}

const std::string nv12 = "video/x-raw,format=NV12,framerate=30/1,";
const std::string full_hd = nv12 + "width=1920,height=1080";

// Whether zoomsample takes these caps on its sink pad.
bool accepted(const std::string& caps_text)
{
    auto h = harness("zoomsample");
    Owned<GstCaps> caps(gst_caps_from_string(caps_text.c_str()));
    EXPECT_TRUE(caps) << caps_text;
    return gst_pad_peer_query_accept_caps(h->srcpad, caps.get());
}

} // namespace

TEST(OutputSize, isWhatDownstreamAsksFor)
{
    EXPECT_EQ(sizeOf(negotiated("zoomsample", full_hd, "video/x-raw,width=300,height=300")), "300x300");
}

TEST(OutputSize, keepsTheAspectRatioWhenOneSideIsAskedFor)
{
    EXPECT_EQ(sizeOf(negotiated("zoomsample", full_hd, "video/x-raw,width=640")), "640x360");
    EXPECT_EQ(sizeOf(negotiated("zoomsample", full_hd, "video/x-raw,height=360")), "640x360");
    EXPECT_EQ(sizeOf(negotiated("zoomsample width=640", full_hd)), "640x360");
    EXPECT_EQ(sizeOf(negotiated("zoomsample height=360", full_hd)), "640x360");
}

TEST(OutputSize, fitsIntoDownstreamsRanges)
{
    EXPECT_EQ(sizeOf(negotiated("zoomsample", full_hd, "video/x-raw,width=[1,640]")), "640x360");
    EXPECT_EQ(sizeOf(negotiated("zoomsample", full_hd, "video/x-raw,height=[1,360]")), "640x360");
    EXPECT_EQ(sizeOf(negotiated("zoomsample", full_hd, "video/x-raw,width=[1,640],height=[1,640]")), "640x360");
}

TEST(OutputSize, isThatOfTheProperties)
{
    EXPECT_EQ(sizeOf(negotiated("zoomsample width=416 height=288", full_hd)), "416x288");
    EXPECT_EQ(sizeOf(negotiated("zoomsample width=416 height=288", full_hd, "video/x-raw,width=[1,1000]")), "416x288");
}

TEST(OutputSize, isTheSourcesWhenNothingAsks)
{
    EXPECT_EQ(sizeOf(negotiated("zoomsample", full_hd)), "1920x1080");
    EXPECT_EQ(sizeOf(negotiated("zoomsample", nv12 + "width=321,height=241")), "321x241");
}

TEST(OutputSize, hasOtherPixelsWhenDownstreamAsks)
{
    const auto caps = negotiated("zoomsample width=640", full_hd, "video/x-raw,pixel-aspect-ratio=2/1");
    EXPECT_EQ(field(caps, "pixel-aspect-ratio"), "2/1");
    EXPECT_EQ(sizeOf(caps), "640x720") << "the display aspect ratio stays";
    EXPECT_EQ(field(negotiated("zoomsample", full_hd, "video/x-raw,pixel-aspect-ratio={(fraction)1/1,(fraction)2/1}"),
                    "pixel-aspect-ratio"),
              "1/1");
}

TEST(OutputSize, hasSquarePixels)
{
    const std::string pal = nv12 + "width=720,height=576,pixel-aspect-ratio=16/15";
    const Owned<GstCaps> open = negotiated("zoomsample", pal);
    EXPECT_EQ(sizeOf(open), "768x576");
    EXPECT_EQ(field(open, "pixel-aspect-ratio"), "1/1");
    EXPECT_EQ(sizeOf(negotiated("zoomsample width=400", pal)), "400x300");
    EXPECT_EQ(sizeOf(negotiated("zoomsample", nv12 + "width=720,height=480,pixel-aspect-ratio=8/9")), "720x540");
}

TEST(OutputCaps, keepWhatZoomingDoesNotChange)
{
    const Owned<GstCaps> caps = negotiated("zoomsample width=320 height=320",
                                           full_hd + ",colorimetry=bt2020,chroma-site=cosited,multiview-mode=mono");
    EXPECT_EQ(field(caps, "framerate"), "30/1");
    EXPECT_EQ(field(caps, "colorimetry"), "bt2020");
    EXPECT_EQ(field(caps, "chroma-site"), "cosited");
    EXPECT_EQ(field(caps, "multiview-mode"), "mono");
    EXPECT_EQ(field(caps, "format"), "NV12");
}

TEST(OutputCaps, spellOutTheColorimetryThatTheSizeImplied)
{
    // 1080 lines without colorimetry are BT.709; 180 lines without it would be BT.601.
    const Owned<GstCaps> caps = negotiated("zoomsample width=320 height=180", full_hd);
    EXPECT_EQ(field(caps, "colorimetry"), "bt709");
    EXPECT_EQ(field(caps, "chroma-site"), "mpeg2");
}

TEST(InputCaps, areAcceptedWithoutOptionalFields)
{
    EXPECT_TRUE(accepted("video/x-raw,format=BGR,width=640,height=480,framerate=30/1"));
    EXPECT_TRUE(accepted("video/x-raw,format=BGR,width=640,height=480,framerate=0/1,interlace-mode=progressive"));
    EXPECT_TRUE(accepted("video/x-raw,format=I420,width=1,height=1,framerate=30/1"));
}

TEST(InputCaps, ofInterlacedFramesAreAnErrorThatSaysWhatToDo)
{
    const Picture picture = makePicture("NV12", cv::Size(64, 48));
    for (const char* mode : {"interleaved", "mixed"})
    {
        auto h = harness("zoomsample");
        Messages messages(h.get());
        gst_harness_set_src_caps_str(h.get(), capsOf(picture, std::string(",interlace-mode=") + mode).c_str());
        EXPECT_EQ(gst_harness_push(h.get(), makeBuffer(picture)), GST_FLOW_NOT_NEGOTIATED);
        const auto message = messages.pop(GST_MESSAGE_ERROR);
        ASSERT_TRUE(message) << mode;
        const Report report(message);
        EXPECT_TRUE(report.is(GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT)) << report.text;
        EXPECT_NE(report.text.find(mode), std::string::npos) << report.text;
        EXPECT_NE(report.text.find("Put the element deinterlace in front"), std::string::npos) << report.text;
    }
}

TEST(InputCaps, ofInterlacedFramesAreNotOffered)
{
    // Who can choose sends progressive frames.
    auto h = harness("zoomsample");
    for (const char* mode : {"interleaved", "mixed"})
    {
        Owned<GstCaps> wanted(gst_caps_from_string((full_hd + ",interlace-mode=" + mode).c_str()));
        Owned<GstCaps> offered(gst_pad_peer_query_caps(h->srcpad, wanted.get()));
        EXPECT_TRUE(gst_caps_is_empty(offered.get())) << mode;
    }
    Owned<GstCaps> either(
        gst_caps_from_string((full_hd + ",interlace-mode={(string)mixed,(string)progressive}").c_str()));
    Owned<GstCaps> offered(gst_pad_peer_query_caps(h->srcpad, either.get()));
    EXPECT_EQ(field(offered, "interlace-mode"), "progressive");
}

TEST(InputCaps, ofInterlacedFramesAreStillRefusedWhereNothingElseFits)
{
    EXPECT_FALSE(accepted("video/x-raw,format=YUY2,width=640,height=480,framerate=30/1,interlace-mode=interleaved"));
}

TEST(InputCaps, areRefusedOutsideSystemMemory)
{
    EXPECT_FALSE(accepted("video/x-raw(memory:DMABuf),format=NV12,width=640,height=480,framerate=30/1"));
    EXPECT_FALSE(accepted("video/x-raw(memory:GLMemory),format=RGBA,width=640,height=480,framerate=30/1"));
    EXPECT_FALSE(accepted("video/x-raw(format:Interlaced),format=NV12,width=640,height=480,framerate=30/1,"
                          "interlace-mode=alternate"));
}

TEST(InputCaps, areRefusedInFormatsThatAreNotSampled)
{
    for (const char* format : {"YUY2", "GRAY16_LE", "P010_10LE", "xRGB", "NV21", "A420"})
        EXPECT_FALSE(accepted(std::string("video/x-raw,width=640,height=480,framerate=30/1,format=") + format))
            << format;
}

TEST(Negotiation, failsWhenDownstreamContradictsTheProperties)
{
    auto h = harness("zoomsample width=300");
    gst_harness_set_sink_caps_str(h.get(), "video/x-raw,width=400");
    gst_harness_set_src_caps_str(h.get(), full_hd.c_str());
    const Picture picture = makePicture("NV12", cv::Size(1920, 1080));
    EXPECT_EQ(gst_harness_push(h.get(), makeBuffer(picture)), GST_FLOW_NOT_NEGOTIATED);
}

TEST(Negotiation, failsWithAnErrorForASizeThatCannotBeMade)
{
    auto h = harness("zoomsample");
    Messages messages(h.get());
    gst_harness_set_sink_caps_str(h.get(), "video/x-raw,width=70000,height=10");
    gst_harness_set_src_caps_str(h.get(), "video/x-raw,format=GRAY8,width=64,height=48,framerate=30/1");
    const Picture picture = makePicture("GRAY8", cv::Size(64, 48));
    EXPECT_EQ(gst_harness_push(h.get(), makeBuffer(picture)), GST_FLOW_NOT_NEGOTIATED);
    EXPECT_TRUE(messages.pop(GST_MESSAGE_ERROR));
}

TEST(Negotiation, offersUpstreamEverySize)
{
    auto h = harness("zoomsample");
    gst_harness_set_sink_caps_str(h.get(), "video/x-raw,format=NV12,width=300,height=300,framerate=30/1");
    Owned<GstCaps> offered(gst_pad_peer_query_caps(h->srcpad, nullptr));
    Owned<GstCaps> big(gst_caps_from_string((nv12 + "width=4096,height=2160,pixel-aspect-ratio=1/2").c_str()));
    Owned<GstCaps> other_format(gst_caps_from_string("video/x-raw,format=BGR,width=300,height=300,framerate=30/1"));
    EXPECT_TRUE(gst_caps_can_intersect(big.get(), offered.get()));
    EXPECT_FALSE(gst_caps_can_intersect(other_format.get(), offered.get()));
}

TEST(SameCaps, areNotPassedThrough)
{
    const Picture picture = makePicture("BGR", cv::Size(320, 240));
    auto h = harness("zoomsample saliency=spectral");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture, ",pixel-aspect-ratio=1/1").c_str());
    auto out = pushAndPull(h.get(), makeBuffer(picture));
    EXPECT_EQ(sizeOf(outputCaps(h.get())), "320x240");
    EXPECT_TRUE(gst_buffer_get_zoom_meta(out.get()));
    EXPECT_GT(difference(picture, readBuffer(out.get(), outputCaps(h.get()).get())), 0);
}

TEST(Renegotiation, followsTheSource)
{
    auto h = harness("zoomsample saliency=spectral width=160 height=120");
    for (const cv::Size& size : {cv::Size(320, 240), cv::Size(640, 200), cv::Size(99, 301)})
    {
        const Picture picture = makePicture("NV12", size);
        gst_harness_set_src_caps_str(h.get(), capsOf(picture, ",chroma-site=mpeg2").c_str());
        auto out = pushAndPull(h.get(), makeBuffer(picture));
        const cv::zoom::ZoomTransform transform = transformOf(out.get());
        EXPECT_EQ(transform.frameSize(), size);
        EXPECT_EQ(difference(readBuffer(out.get(), outputCaps(h.get()).get()), zoomed(picture, transform)), 0);
    }
}

TEST(Renegotiation, followsThePropertiesWhilePlaying)
{
    const Picture picture = makePicture("BGR", cv::Size(320, 240));
    auto h = harness("zoomsample name=z width=160");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    auto before = pushAndPull(h.get(), makeBuffer(picture));
    EXPECT_EQ(transformOf(before.get()).zoomedSize(), cv::Size(160, 120));
    g_object_set(elementOf(h.get(), "z"), "width", 80, "height", 70, nullptr);
    auto after = pushAndPull(h.get(), makeBuffer(picture, 40 * GST_MSECOND));
    EXPECT_EQ(transformOf(after.get()).zoomedSize(), cv::Size(80, 70));
    EXPECT_EQ(sizeOf(outputCaps(h.get())), "80x70");
}

TEST(Renegotiation, followsDownstream)
{
    const Picture picture = makePicture("BGR", cv::Size(320, 240));
    auto h = harness("zoomsample ! capsfilter name=filter caps=video/x-raw,width=160,height=120");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    auto before = pushAndPull(h.get(), makeBuffer(picture));
    EXPECT_EQ(transformOf(before.get()).zoomedSize(), cv::Size(160, 120));
    Owned<GstCaps> caps(gst_caps_from_string("video/x-raw,width=64,height=48"));
    g_object_set(elementOf(h.get(), "filter"), "caps", caps.get(), nullptr);
    auto after = pushAndPull(h.get(), makeBuffer(picture, 40 * GST_MSECOND));
    EXPECT_EQ(transformOf(after.get()).zoomedSize(), cv::Size(64, 48));
}

TEST(Timestamps, areKept)
{
    const Picture picture = makePicture("BGR", cv::Size(320, 240));
    auto h = harness("zoomsample width=160");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    GstBuffer* in = makeBuffer(picture, 5 * GST_SECOND);
    GST_BUFFER_OFFSET(in) = 17;
    GST_BUFFER_FLAG_SET(in, GST_BUFFER_FLAG_MARKER);
    auto out = pushAndPull(h.get(), in);
    EXPECT_EQ(GST_BUFFER_PTS(out.get()), 5 * GST_SECOND);
    EXPECT_EQ(GST_BUFFER_DURATION(out.get()), 40 * GST_MSECOND);
    EXPECT_EQ(GST_BUFFER_OFFSET(out.get()), 17u);
    EXPECT_TRUE(GST_BUFFER_FLAG_IS_SET(out.get(), GST_BUFFER_FLAG_MARKER));
}
