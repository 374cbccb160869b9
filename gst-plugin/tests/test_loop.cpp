// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_harness.hpp"

#include <opencv2/imgproc.hpp>

using namespace gstzoom_test;

namespace {

const cv::Size sourceSize(640, 480);
constexpr GstClockTime period = 40 * GST_MSECOND;

Picture scene(const std::vector<cv::Rect>& objects, uchar background = 40)
{
    Picture picture = {"GRAY8", sourceSize, {cv::Mat(sourceSize, CV_8UC1, cv::Scalar(background))}};
    for (const cv::Rect& object : objects)
        picture.planes[0](object) = 220;
    return picture;
}

// Finds what is bright and at least so large in the zoomed frame, as a network finds nothing that is smaller than what
// it was trained on.
struct Detector
{
    double smallest;               // area in pixels of the zoomed frame
    std::vector<cv::Rect2d> found; // in the last frame, in source pixels

    void attach(GstHarness* h)
    {
        GstPad* pad = gst_element_get_static_pad(elementOf(h, "detector"), "src");
        gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, detect, this, nullptr);
        gst_object_unref(pad);
    }

    static GstPadProbeReturn detect(GstPad* pad, GstPadProbeInfo* info, gpointer data)
    {
        auto* self = static_cast<Detector*>(data);
        GstBuffer* buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
        GST_PAD_PROBE_INFO_DATA(info) = buffer;
        const Owned<GstCaps> caps(gst_pad_get_current_caps(pad));
        cv::Mat labels, stats, centres;
        const cv::Mat zoomed = readBuffer(buffer, caps.get()).planes[0];
        const int n = cv::connectedComponentsWithStats(zoomed > 128, labels, stats, centres);
        std::vector<cv::Rect2d> boxes;
        for (int k = 1; k < n; k++)
        {
            if (stats.at<int>(k, cv::CC_STAT_AREA) < self->smallest)
                continue;
            const int* s = stats.ptr<int>(k);
            boxes.emplace_back(s[cv::CC_STAT_LEFT], s[cv::CC_STAT_TOP], s[cv::CC_STAT_WIDTH], s[cv::CC_STAT_HEIGHT]);
            gst_buffer_add_video_region_of_interest_meta(buffer, "object", guint(boxes.back().x), guint(boxes.back().y),
                                                         guint(boxes.back().width), guint(boxes.back().height));
        }
        self->found.clear();
        if (!boxes.empty())
            transformOf(buffer).toFrameRects(boxes, self->found);
        return GST_PAD_PROBE_OK;
    }

    bool sees(const cv::Rect& object) const
    {
        for (const cv::Rect2d& box : found)
            if ((box & cv::Rect2d(object)).area() > 0)
                return true;
        return false;
    }
};

class Loop
{
public:
    Loop(const std::string& properties, double smallest) : detector{smallest, {}}
    {
        h = harness("zoomsample name=z saliency=detections grid=transport width=160 height=120 " + properties +
                    " ! identity name=detector ! zoomrestore name=r");
        detector.attach(h.get());
        gst_harness_set_src_caps_str(h.get(), capsOf(scene({})).c_str());
    }

    cv::zoom::ZoomTransform show(const Picture& picture)
    {
        return transformOf(pushAndPull(h.get(), makeBuffer(picture, n++ * period)).get());
    }

    Detector detector;
    Owned<GstHarness> h;

private:
    GstClockTime n = 0;
};

double magnificationAt(const cv::zoom::ZoomTransform& transform, cv::Point2d in_frame)
{
    cv::Mat magnification;
    std::vector<cv::Point2d> zoomed;
    transform.magnification(magnification);
    transform.toZoomedPoints(std::vector<cv::Point2d>{in_frame}, zoomed);
    return magnification.at<float>(cvRound(zoomed[0].y), cvRound(zoomed[0].x));
}

cv::Point2d centreOf(const cv::Rect& r)
{
    return cv::Point2d(r.x + r.width / 2.0, r.y + r.height / 2.0);
}

bool isUniform(const cv::zoom::ZoomTransform& transform)
{
    return transform.maxMagnification() < 1.001;
}

const cv::Rect known(120, 120, 20, 20), unexpected(500, 360, 20, 20);

// Frames until the detector sees the second object, which appears while the element looks at the first; at most so
// many.
int framesUntilFound(const std::string& properties, int most, double smallest = 20)
{
    // A plain resize shows 5 x 5 pixels of an object.
    Loop loop(properties, smallest);
    for (int i = 0; i < 40; i++)
        loop.show(scene({known}));
    EXPECT_TRUE(loop.detector.sees(known));
    for (int i = 1; i <= most; i++)
    {
        loop.show(scene({known, unexpected}));
        if (loop.detector.sees(unexpected))
            return i;
    }
    return most + 1;
}

} // namespace

TEST(ClosedLoop, zoomsWhereTheDetectorFoundSomething)
{
    Loop loop("exploration-interval=0", 20);
    EXPECT_TRUE(isUniform(loop.show(scene({known}))));
    cv::zoom::ZoomTransform transform;
    for (int i = 0; i < 20; i++)
        transform = loop.show(scene({known}));
    EXPECT_GT(magnificationAt(transform, centreOf(known)), 1.5);
    EXPECT_LT(magnificationAt(transform, centreOf(unexpected)), 0.9);
    EXPECT_GE(stat(elementOf(loop.h.get(), "z"), "detections"), 20);
}

TEST(ClosedLoop, findsAnObjectOutsideTheZoomedAreaWithinTheExplorationInterval)
{
    // The promise: what a plain resize shows well enough is found within exploration-interval frames.
    for (const int interval : {5, 15})
        EXPECT_LE(framesUntilFound("exploration-interval=" + std::to_string(interval), 100), interval);
    // Without exploration the loop holds on to what it knows.
    EXPECT_GT(framesUntilFound("exploration-interval=0 uniform-mix=0", 100), 100);
}

TEST(ClosedLoop, seesMoreOutsideWithAHigherFloor)
{
    // The floor alone: what is outside keeps that share of the area that a plain resize gives it, here 25 pixels.
    EXPECT_EQ(framesUntilFound("exploration-interval=0 uniform-mix=0.6", 20, 12), 1);
    EXPECT_GT(framesUntilFound("exploration-interval=0 uniform-mix=0.1", 20, 12), 20);
}

TEST(ClosedLoop, forgetsWhatIsNotFoundAgain)
{
    Loop loop("exploration-interval=0 track-decay=0.2 smoothing=0", 20);
    for (int i = 0; i < 20; i++)
        loop.show(scene({known}));
    const double before = loop.show(scene({})).maxMagnification();
    double last = before;
    EXPECT_GT(before, 1.5);
    int frames = 0;
    for (; frames < 100 && last > 1.001; frames++)
    {
        const double now = loop.show(scene({})).maxMagnification();
        EXPECT_LE(now, last + 1e-3) << "fading";
        last = now;
    }
    // Down to the share of 0.05 in 0.2 s * ln 20 = 0.6 s, 15 frames.
    EXPECT_GE(frames, 10);
    EXPECT_LE(frames, 17);
}

TEST(ClosedLoop, startsAnewAfterASceneCut)
{
    Loop loop("exploration-interval=0", 20);
    for (int i = 0; i < 20; i++)
        loop.show(scene({known}));
    EXPECT_FALSE(isUniform(loop.show(scene({known}))));
    EXPECT_TRUE(isUniform(loop.show(scene({}, 120))));
    EXPECT_EQ(stat(elementOf(loop.h.get(), "z"), "scene-cuts"), 1);
}

namespace {

// A zoomsample alone, with the detections sent by hand.
struct Alone
{
    Alone()
    {
        h = harness("zoomsample name=z saliency=detections smoothing=0 exploration-interval=0 width=160 height=120");
        gst_harness_set_src_caps_str(h.get(), capsOf(scene({})).c_str());
    }

    bool uniformAt(GstClockTime pts, uchar background = 40)
    {
        return isUniform(transformOf(pushAndPull(h.get(), makeBuffer(scene({}, background), pts)).get()));
    }

    void detect(GstClockTime pts)
    {
        const GstZoomRectangle box = {100, 100, 40, 40};
        gst_harness_push_upstream_event(h.get(), gst_event_new_zoom_detections(pts, 640, 480, &box, nullptr, 1));
    }

    Owned<GstHarness> h;
};

} // namespace

TEST(Detections, areTakenForFramesOfThePast)
{
    Alone z;
    EXPECT_TRUE(z.uniformAt(0));
    z.detect(GST_SECOND); // a frame that was not there yet
    EXPECT_TRUE(z.uniformAt(period));
    z.detect(0);
    EXPECT_FALSE(z.uniformAt(2 * period));
}

TEST(Detections, fromBeforeASceneCutAreIgnored)
{
    Alone z;
    EXPECT_TRUE(z.uniformAt(0));
    EXPECT_TRUE(z.uniformAt(period, 200));
    z.detect(0);
    EXPECT_TRUE(z.uniformAt(2 * period, 200));
    z.detect(period);
    EXPECT_FALSE(z.uniformAt(3 * period, 200));
}

TEST(Detections, fromBeforeASeekAreIgnored)
{
    Alone z;
    EXPECT_TRUE(z.uniformAt(10 * GST_SECOND));
    gst_harness_push_event(z.h.get(), gst_event_new_flush_start());
    gst_harness_push_event(z.h.get(), gst_event_new_flush_stop(TRUE));
    z.detect(10 * GST_SECOND);
    GstSegment segment;
    gst_segment_init(&segment, GST_FORMAT_TIME);
    gst_harness_push_event(z.h.get(), gst_event_new_segment(&segment));
    EXPECT_TRUE(z.uniformAt(GST_SECOND));
    z.detect(10 * GST_SECOND);
    EXPECT_TRUE(z.uniformAt(GST_SECOND + period));
    z.detect(GST_SECOND);
    EXPECT_FALSE(z.uniformAt(GST_SECOND + 2 * period));
}

TEST(Detections, thatMakeNoSenseAreIgnored)
{
    Alone z;
    z.uniformAt(0);
    for (
        const char* text :
        {"GstZoomDetections", "GstZoomDetections,timestamp=(guint64)0,width=(uint)640,height=(uint)480,boxes=<1.0,2.0>",
         "GstZoomDetections,timestamp=(guint64)0,width=(uint)0,height=(uint)480,boxes=(double)<1.0,2.0,3.0,4.0,1.0>",
         "GstZoomDetections,timestamp=(guint64)0,width=(uint)640,height=(uint)480,boxes=<a,b,c,d,e>",
         "GstZoomDetections,timestamp=(guint64)0,width=(uint)640,height=(uint)480,boxes=(double)<1.0,2.0,3.0,4.0,nan>"})
    {
        GstStructure* structure = gst_structure_from_string(text, nullptr);
        ASSERT_TRUE(structure) << text;
        gst_harness_push_upstream_event(z.h.get(), gst_event_new_custom(GST_EVENT_CUSTOM_UPSTREAM, structure));
        EXPECT_TRUE(z.uniformAt(period)) << text;
    }
}

TEST(Detections, goUpstreamOnlyWithFeedback)
{
    for (const bool feedback : {true, false})
    {
        Loop loop("", 20);
        g_object_set(elementOf(loop.h.get(), "r"), "feedback", feedback, nullptr);
        for (int i = 0; i < 3; i++)
            loop.show(scene({known}));
        EXPECT_EQ(stat(elementOf(loop.h.get(), "z"), "detections") > 0, feedback);
    }
}

TEST(Detections, comeBackFromTheirEvent)
{
    const GstZoomRectangle boxes[] = {{1, 2, 3, 4}, {5.5, 6.5, 7.5, 8.5}};
    const gdouble confidences[] = {0.25, 0.75};
    GstEvent* event = gst_event_new_zoom_detections(42, 640, 480, boxes, confidences, 2);
    GstClockTime timestamp;
    guint width, height;
    gsize n;
    GstZoomRectangle* parsed;
    gdouble* certain;
    ASSERT_TRUE(gst_event_parse_zoom_detections(event, &timestamp, &width, &height, &parsed, &certain, &n));
    EXPECT_EQ(timestamp, 42u);
    EXPECT_EQ(width, 640u);
    EXPECT_EQ(height, 480u);
    ASSERT_EQ(n, 2u);
    EXPECT_EQ(parsed[1].x, 5.5);
    EXPECT_EQ(parsed[1].height, 8.5);
    EXPECT_EQ(certain[0], 0.25);
    g_free(parsed);
    g_free(certain);
    gst_event_unref(event);
}
