// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "tiny_detector.hpp"
#include "zoom_harness.hpp"

namespace {

using namespace gstzoom_test;

const cv::Size frameSize(640, 480), zoomedSize(320, 240);

// A bright square on dark ground, right and above the middle.
const cv::Rect square(452, 96, 20, 20);

Picture pictureOf(const std::vector<cv::Rect>& squares, cv::Size size)
{
    Picture picture = {"BGR", size, {cv::Mat(size, CV_8UC3, cv::Scalar::all(20))}};
    for (const cv::Rect& one : squares)
        picture.planes[0](one).setTo(cv::Scalar::all(255));
    return picture;
}

struct DetectInPipeline : testing::Test
{
    // zoomsample with a model and zoomdetect, as docs/detectors.md has them.
    std::string zoomAndDetect() const
    {
        return "zoomsample name=z model=" ZOOM_MODELS "/contrast.yaml keep-source=true ! video/x-raw,width=" +
               std::to_string(zoomedSize.width) + ",height=" + std::to_string(zoomedSize.height) +
               " ! videoconvert ! zoomdetect detector=" + detector;
    }

    Owned<GstBuffer> run(const std::string& pipeline, const Picture& picture)
    {
        h = harness(pipeline);
        gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
        return pushAndPull(h.get(), makeBuffer(picture));
    }

    TemporaryFolder folder;
    const std::string detector = detectors::writeTinyDetector(folder.path("."));
    Owned<GstHarness> h;
};

cv::Point2d middleOf(const cv::Rect2d& box)
{
    return (box.tl() + box.br()) * 0.5;
}

cv::Point2d middleOf(const GstVideoRegionOfInterestMeta* region)
{
    return middleOf(cv::Rect2d(region->x, region->y, region->w, region->h));
}

} // namespace

TEST_F(DetectInPipeline, boxesAreReturnedToTheFrame)
{
    const Picture picture = pictureOf({square}, frameSize);
    const auto out = run(zoomAndDetect() + " ! zoomrestore mode=original", picture);
    EXPECT_EQ(difference(readBuffer(out.get(), outputCaps(h.get()).get()), picture), 0);
    const auto regions = regionsOf(out.get());
    ASSERT_FALSE(regions.empty());
    for (const GstVideoRegionOfInterestMeta* region : regions)
        EXPECT_TRUE(cv::Rect2d(square).contains(middleOf(region))) << middleOf(region);
}

// As the test above would not be one if the detector's own coordinates were as good.
TEST_F(DetectInPipeline, withoutZoomrestoreBoxesAreInTheZoomedFrame)
{
    const auto out = run(zoomAndDetect(), pictureOf({square}, frameSize));
    const cv::zoom::ZoomTransform transform = transformOf(out.get());
    EXPECT_GT(transform.maxMagnification(), 1.2) << "the model has zoomed";
    const auto regions = regionsOf(out.get());
    ASSERT_FALSE(regions.empty());
    std::vector<cv::Rect2d> zoomed;
    transform.toZoomedRects(std::vector<cv::Rect2d>{square}, zoomed);
    const double scale = double(zoomedSize.width) / frameSize.width;
    const double moved = cv::norm(middleOf(zoomed[0]) - middleOf(square) * scale);
    EXPECT_GT(moved, 4) << "and moved the square from where a resize would show it";
    for (const GstVideoRegionOfInterestMeta* region : regions)
        EXPECT_TRUE(zoomed[0].contains(middleOf(region))) << middleOf(region);
}

TEST_F(DetectInPipeline, regionsSayWhatAndHowSure)
{
    const std::vector<cv::Rect> squares = {cv::Rect(16, 24, 8, 8), cv::Rect(80, 48, 8, 8)};
    const Picture picture = pictureOf(squares, cv::Size(160, 96));
    const auto out = run("zoomdetect detector=" + detector, picture);
    EXPECT_EQ(difference(readBuffer(out.get(), outputCaps(h.get()).get()), picture), 0);
    const auto regions = regionsOf(out.get());
    ASSERT_EQ(regions.size(), squares.size());
    for (const GstVideoRegionOfInterestMeta* region : regions)
    {
        EXPECT_STREQ(g_quark_to_string(region->roi_type), "square");
        const bool first = region->x < 50;
        const cv::Rect expected = squares[first ? 0 : 1];
        const GstStructure* detection =
            gst_video_region_of_interest_meta_get_param(const_cast<GstVideoRegionOfInterestMeta*>(region), "detection");
        ASSERT_NE(detection, nullptr);
        double confidence, left, right, top, bottom;
        int label;
        ASSERT_TRUE(gst_structure_get(detection, "confidence", G_TYPE_DOUBLE, &confidence, "label_id", G_TYPE_INT,
                                      &label, "x_min", G_TYPE_DOUBLE, &left, "x_max", G_TYPE_DOUBLE, &right, "y_min",
                                      G_TYPE_DOUBLE, &top, "y_max", G_TYPE_DOUBLE, &bottom, nullptr));
        EXPECT_GT(confidence, 0.5);
        EXPECT_LE(confidence, 1);
        EXPECT_EQ(label, 0);
        EXPECT_NEAR(left * 160, expected.x, 3);
        EXPECT_NEAR((right - left) * 160, 8, 1e-3);
        EXPECT_NEAR(top * 96, expected.y, 3);
        EXPECT_NEAR((bottom - top) * 96, 8, 1e-3);
        EXPECT_EQ(region->x, guint(cvRound(left * 160)));
        EXPECT_EQ(region->y, guint(cvRound(top * 96)));
        EXPECT_EQ(region->w, 8u);
        EXPECT_EQ(region->h, 8u);
    }
}

TEST_F(DetectInPipeline, thresholdIsTheDetectors)
{
    const auto out = run("zoomdetect threshold=0.99999 detector=" + detector,
                         pictureOf({cv::Rect(16, 24, 8, 8)}, cv::Size(160, 96)));
    EXPECT_TRUE(regionsOf(out.get()).empty());
}

TEST_F(DetectInPipeline, anUnusableDetectorIsRefusedBeforePlaying)
{
    const std::pair<std::string, std::string> cases[] = {
        {"zoomdetect", "property detector"},
        {"zoomdetect detector=" + folder.path("none.yaml"), "none.yaml"},
        {"zoomdetect detector=" + folder.write("bad.yaml", "%YAML:1.0\n---\nformat_version: 1\n"), "bad.yaml"},
    };
    for (const auto& [line, said] : cases)
    {
        SCOPED_TRACE(line);
        GstElement* pipeline = gst_parse_launch(("fakesrc ! " + line + " ! fakesink").c_str(), nullptr);
        ASSERT_NE(pipeline, nullptr);
        EXPECT_EQ(gst_element_set_state(pipeline, GST_STATE_PAUSED), GST_STATE_CHANGE_FAILURE);
        GstBus* bus = gst_element_get_bus(pipeline);
        const Owned<GstMessage> error(gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR));
        gst_object_unref(bus);
        ASSERT_TRUE(error);
        const Report report(error);
        EXPECT_TRUE(report.is(GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS)) << report.text;
        EXPECT_NE(report.text.find(said), std::string::npos) << report.text;
        gst_element_set_state(pipeline, GST_STATE_NULL);
        gst_object_unref(pipeline);
    }
}
