// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_harness.hpp"

#include <gst/controller/controller.h>

#include <opencv2/imgcodecs.hpp>

using namespace gstzoom_test;

namespace {

const cv::Size sourceSize(320, 240);

Owned<GstHarness> sampling(const std::string& properties, const Picture& picture, const std::string& rest = "")
{
    auto h = harness("zoomsample name=z " + properties + rest);
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    return h;
}

cv::Mat identityOf(const cv::Mat& grid)
{
    cv::Mat identity;
    cv::zoom::identityGrid(grid.size(), identity);
    return identity;
}

cv::Mat gridWith(const std::string& properties)
{
    const Picture picture = makePicture("BGR", sourceSize);
    auto h = sampling("width=160 " + properties, picture);
    return gridOf(pushAndPull(h.get(), makeBuffer(picture)).get());
}

cv::Mat gridOfModule(cv::Ptr<cv::zoom::SaliencyEstimator> estimator)
{
    cv::Mat zoomed, grid;
    auto sampler = cv::zoom::SaliencySampler::create(estimator, cv::Size(160, 120));
    sampler->apply(makePicture("BGR", sourceSize).planes[0], zoomed, 0);
    sampler->getTransform().getGrid(grid);
    return grid;
}

} // namespace

TEST(StaticSaliency, isThatOfThePriorsPicture)
{
    cv::Mat_<uchar> map(62, 62, uchar(10));
    map(cv::Rect(40, 5, 10, 20)) = 200;
    const TemporaryFolder folder;
    cv::imwrite(folder.path("prior.png"), map);
    const cv::Mat grid = gridWith("saliency=static prior=" + folder.path("prior.png"));
    EXPECT_LT(distance(grid, gridOfModule(cv::zoom::StaticSaliency::create(cv::Mat_<float>(map)))), 1e-6);
    EXPECT_GT(distance(grid, identityOf(grid)), 1e-2);
}

TEST(StaticSaliency, isTheMiddleWithoutAPrior)
{
    const cv::Mat grid = gridWith("saliency=static");
    EXPECT_GT(distance(grid, identityOf(grid)), 1e-2);
    cv::Mat mirrored;
    cv::flip(grid, mirrored, 1);
    for (int y = 0; y < grid.rows; y++)
        for (int x = 0; x < grid.cols; x++)
            EXPECT_NEAR(grid.at<cv::Vec2f>(y, x)[0], 1 - mirrored.at<cv::Vec2f>(y, x)[0], 1e-5);
}

TEST(StaticSaliency, refusesAPictureThatIsNone)
{
    const TemporaryFolder folder;
    cv::imwrite(folder.path("black.png"), cv::Mat::zeros(8, 8, CV_8UC1));
    for (const std::string& path : {folder.write("text.png", "not a picture"), folder.path("black.png")})
    {
        const Owned<GstElement> z(gst_element_factory_make("zoomsample", nullptr));
        Messages messages(z.get());
        g_object_set(z.get(), "prior", path.c_str(), nullptr);
        EXPECT_EQ(gst_element_set_state(z.get(), GST_STATE_PAUSED), GST_STATE_CHANGE_FAILURE);
        const Report report(messages.pop(GST_MESSAGE_ERROR));
        EXPECT_TRUE(report.is(GST_LIBRARY_ERROR, GST_LIBRARY_ERROR_INIT)) << report.text;
        EXPECT_NE(report.text.find(path), std::string::npos) << report.text;
        gst_element_set_state(z.get(), GST_STATE_NULL);
    }
}

TEST(MixedSaliency, isThatOfItsParts)
{
    // Nothing moves and nothing was detected in the first frame: what stands out is left.
    using namespace cv::zoom;
    const cv::Mat parts = gridOfModule(MixedSaliency::create(
        {SpectralSaliency::create(), MotionSaliency::create(), DetectionSaliency::create()}, {1, 1, 1}));
    EXPECT_LT(distance(gridWith("saliency=mixed"), parts), 1e-6);
    EXPECT_GT(distance(parts, identityOf(parts)), 1e-2);
}

TEST(OnnxModel, isTakenWithoutAYamlFile)
{
    cv::zoom::DnnSaliencyParams params;
    params.inputSize = cv::Size(40, 40);
    const cv::Mat expected = gridOfModule(cv::zoom::DnnSaliency::create(ZOOM_MODELS "/glyphs.onnx", params));
    EXPECT_LT(distance(gridWith("model=" ZOOM_MODELS "/glyphs.onnx"), expected), 1e-6);
    EXPECT_GT(distance(expected, identityOf(expected)), 1e-3);
}

TEST(SharedModel, isLoadedOnce)
{
    const TemporaryFolder folder;
    const std::string path = folder.write("shared.yaml", readFile(ZOOM_MODELS "/glyphs.yaml"));
    folder.write("glyphs.onnx", readFile(ZOOM_MODELS "/glyphs.onnx"));
    const Picture picture = makePicture("BGR", sourceSize);
    auto first = sampling("width=160 model=" + path, picture);
    const cv::Mat expected = gridOf(pushAndPull(first.get(), makeBuffer(picture)).get());
    // The second element could not load the network any more.
    folder.write("glyphs.onnx", "");
    auto second = sampling("width=160 model=" + path, picture);
    EXPECT_LT(distance(gridOf(pushAndPull(second.get(), makeBuffer(picture)).get()), expected), 1e-6);

    first.reset();
    second.reset();
    const Owned<GstElement> third(gst_element_factory_make("zoomsample", nullptr));
    g_object_set(third.get(), "model", path.c_str(), nullptr);
    EXPECT_EQ(gst_element_set_state(third.get(), GST_STATE_PAUSED), GST_STATE_CHANGE_FAILURE)
        << "the network is not kept when nobody uses it";
    gst_element_set_state(third.get(), GST_STATE_NULL);
}

TEST(Model, thatCannotBeOpenedStopsTheStart)
{
    const TemporaryFolder folder; // a folder is not a file that can be read
    const Owned<GstElement> z(gst_element_factory_make("zoomsample", nullptr));
    Messages messages(z.get());
    g_object_set(z.get(), "model", folder.path("").c_str(), nullptr);
    EXPECT_EQ(gst_element_set_state(z.get(), GST_STATE_PAUSED), GST_STATE_CHANGE_FAILURE);
    const Report report(messages.pop(GST_MESSAGE_ERROR));
    EXPECT_TRUE(report.is(GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_READ)) << report.text;
    gst_element_set_state(z.get(), GST_STATE_NULL);
}

TEST(ModelSaliency, fallsBackToAutoWithAWarningWhenNoneWasLoaded)
{
    const Picture picture = makePicture("BGR", sourceSize);
    auto h = sampling("width=160", picture);
    Messages messages(h.get());
    pushAndPull(h.get(), makeBuffer(picture));
    gst_util_set_object_arg(G_OBJECT(elementOf(h.get(), "z")), "saliency", "model");
    const cv::Mat grid = gridOf(pushAndPull(h.get(), makeBuffer(picture, GST_SECOND)).get());
    const Report report(messages.pop(GST_MESSAGE_WARNING));
    EXPECT_TRUE(report.is(GST_RESOURCE_ERROR, GST_RESOURCE_ERROR_SETTINGS)) << report.text;
    EXPECT_GT(distance(grid, identityOf(grid)), 1e-2);
}

TEST(Bypass, passesFramesOfTheSameSizeUntouched)
{
    const Picture picture = makePicture("NV12", sourceSize);
    for (const char* rest : {"", " ! zoomrestore", " ! zoomrestore mode=original"})
    {
        SCOPED_TRACE(rest);
        auto h = sampling("saliency=spectral keep-source=true bypass=true", picture, rest);
        Messages messages(h.get());
        GstElement* z = elementOf(h.get(), "z");
        GstBuffer* in = makeBuffer(picture);
        auto out = pushAndPull(h.get(), in);
        EXPECT_EQ(out.get(), in);

        // Live, both ways.
        g_object_set(z, "bypass", FALSE, nullptr);
        in = makeBuffer(picture, GST_SECOND);
        out = pushAndPull(h.get(), in);
        EXPECT_NE(out.get(), in);
        if (std::string(rest).find("original") == std::string::npos)
        {
            EXPECT_GT(distance(gridOf(out.get()), identityOf(gridOf(out.get()))), 1e-2);
        }
        g_object_set(z, "bypass", TRUE, nullptr);
        in = makeBuffer(picture, 2 * GST_SECOND);
        out = pushAndPull(h.get(), in);
        EXPECT_EQ(out.get(), in);
        EXPECT_FALSE(messages.pop(GST_MESSAGE_WARNING));
    }
}

TEST(Bypass, resizesEvenlyToAnotherSize)
{
    const Picture picture = makePicture("NV12", sourceSize);
    auto h = sampling("saliency=spectral width=160 bypass=true", picture);
    cv::Mat grid = gridOf(pushAndPull(h.get(), makeBuffer(picture)).get());
    EXPECT_LT(distance(grid, identityOf(grid)), 1e-6);
    g_object_set(elementOf(h.get(), "z"), "bypass", FALSE, nullptr);
    grid = gridOf(pushAndPull(h.get(), makeBuffer(picture, GST_SECOND)).get());
    EXPECT_GT(distance(grid, identityOf(grid)), 1e-2);
}

TEST(Draw, changesThePictureAndNothingElse)
{
    for (const char* format : {"BGR", "RGBA", "GRAY8", "NV12", "I420"})
    {
        const Picture picture = makePicture(format, sourceSize);
        const auto drawn = [&](const char* what) {
            auto h = sampling(std::string("saliency=spectral width=160 draw=") + what, picture);
            GstBuffer* in = makeBuffer(picture);
            gst_buffer_add_video_region_of_interest_meta(in, "face", 200, 50, 60, 60);
            auto out = pushAndPull(h.get(), in);
            EXPECT_EQ(transformOf(out.get()).frameSize(), sourceSize);
            return readBuffer(out.get(), outputCaps(h.get()).get());
        };
        const Picture plain = drawn("none");
        for (const char* what : {"saliency", "grid", "boxes"})
        {
            SCOPED_TRACE(std::string(format) + " " + what);
            const Picture with = drawn(what);
            const cv::Mat changed = plain.planes[0] != with.planes[0];
            EXPECT_GT(cv::countNonZero(changed.reshape(1)), 100);
            EXPECT_LT(cv::countNonZero(changed.reshape(1)), int(changed.total() * size_t(changed.channels())));
            for (size_t k = 1; k < plain.planes.size(); k++)
            {
                const double chroma = cv::norm(plain.planes[k], with.planes[k], cv::NORM_INF);
                if (std::string(what) == "saliency")
                    EXPECT_EQ(chroma, 0) << "the heat map is grey";
                else
                    EXPECT_GT(chroma, 30) << "lines have a colour";
            }
        }
    }
}

TEST(Draw, marksTheRegionThatCameWithTheFrame)
{
    const Picture picture = {"BGR", sourceSize, {cv::Mat(sourceSize, CV_8UC3, cv::Scalar::all(50))}};
    auto h = sampling("bypass=true width=160 draw=boxes", picture);
    GstBuffer* in = makeBuffer(picture);
    gst_buffer_add_video_region_of_interest_meta(in, "face", 100, 40, 60, 80);
    auto out = pushAndPull(h.get(), in);
    const cv::Mat shown = readBuffer(out.get(), outputCaps(h.get()).get()).planes[0];
    EXPECT_EQ(shown.at<cv::Vec3b>(20, 60), cv::Vec3b(0, 255, 0));
    EXPECT_EQ(shown.at<cv::Vec3b>(59, 79), cv::Vec3b(0, 255, 0));
    EXPECT_EQ(shown.at<cv::Vec3b>(40, 65), cv::Vec3b(50, 50, 50));
}

TEST(Draw, hasTheSameColoursOnPlanes)
{
    // A grey frame with a box and its edges: what a viewer makes of NV12 and I420 is the green line that BGR has.
    const cv::Size size(320, 240);
    const auto drawn = [&](const Picture& picture) {
        auto h = sampling("bypass=true width=160 draw=boxes", picture);
        GstBuffer* in = makeBuffer(picture);
        gst_buffer_add_video_region_of_interest_meta(in, "face", 100, 40, 60, 80);
        auto out = pushAndPull(h.get(), in);
        return readBuffer(out.get(), outputCaps(h.get()).get());
    };
    Picture nv12 = makePicture("NV12", size), i420 = makePicture("I420", size);
    for (Picture* picture : {&nv12, &i420})
    {
        picture->planes[0] = 50;
        for (size_t k = 1; k < picture->planes.size(); k++)
            picture->planes[k].setTo(cv::Scalar::all(128));
    }
    const Picture two = drawn(nv12), three = drawn(i420);
    for (const cv::Point& corner : {cv::Point(50, 20), cv::Point(79, 59)})
    {
        EXPECT_EQ(two.planes[0].at<uchar>(corner), 145) << corner;
        EXPECT_EQ(three.planes[0].at<uchar>(corner), 145) << corner;
        const cv::Point chroma = corner / 2;
        EXPECT_LE(cv::norm(two.planes[1].at<cv::Vec2b>(chroma), cv::Vec2b(54, 34), cv::NORM_INF), 1) << corner;
        EXPECT_NEAR(three.planes[1].at<uchar>(chroma), 54, 1) << corner;
        EXPECT_NEAR(three.planes[2].at<uchar>(chroma), 34, 1) << corner;
    }
    // Inside and outside of the line nothing changes.
    for (const cv::Point& elsewhere : {cv::Point(64, 40), cv::Point(40, 40)})
    {
        EXPECT_EQ(two.planes[0].at<uchar>(elsewhere), 50) << elsewhere;
        EXPECT_EQ(two.planes[1].at<cv::Vec2b>(elsewhere / 2), cv::Vec2b(128, 128)) << elsewhere;
    }
}

TEST(Stats, countFramesAndTimes)
{
    const Picture picture = makePicture("NV12", sourceSize);
    auto h = sampling("saliency=spectral width=160", picture);
    GstElement* z = elementOf(h.get(), "z");
    EXPECT_EQ(stat(z, "frames"), 0);
    for (int i = 0; i < 5; i++)
        pushAndPull(h.get(), makeBuffer(picture, GstClockTime(i) * GST_SECOND));
    EXPECT_EQ(stat(z, "frames"), 5);
    EXPECT_GT(stat(z, "saliency-ms"), 0);
    EXPECT_GT(stat(z, "warp-ms"), 0);
    EXPECT_GT(stat(z, "latency-p50-ms"), 0);
    EXPECT_GE(stat(z, "latency-p99-ms"), stat(z, "latency-p50-ms"));
    EXPECT_EQ(stat(z, "fallbacks"), 0);
    EXPECT_EQ(stat(z, "scene-cuts"), 0);
    // Black instead of a bright picture is another scene.
    Picture bright = picture, dark = picture;
    bright.planes[0] = 235;
    dark.planes[0] = 16;
    pushAndPull(h.get(), makeBuffer(bright, 6 * GST_SECOND));
    pushAndPull(h.get(), makeBuffer(dark, 7 * GST_SECOND));
    EXPECT_GE(stat(z, "scene-cuts"), 1);
}

TEST(Threads, areThoseOfTheProperty)
{
    const int before = cv::getNumThreads();
    const Picture picture = makePicture("NV12", sourceSize);
    auto h = sampling("n-threads=1 width=160", picture);
    pushAndPull(h.get(), makeBuffer(picture));
    EXPECT_EQ(cv::getNumThreads(), 1);
    g_object_set(elementOf(h.get(), "z"), "n-threads", 2, nullptr);
    pushAndPull(h.get(), makeBuffer(picture, GST_SECOND));
    EXPECT_EQ(cv::getNumThreads(), 2);
    cv::setNumThreads(before);
}

TEST(Controller, movesNumericProperties)
{
    const Picture picture = makePicture("BGR", sourceSize);
    auto h = sampling("saliency=spectral smoothing=0 width=160", picture);
    GstElement* z = elementOf(h.get(), "z");
    GstControlSource* source = gst_interpolation_control_source_new();
    g_object_set(source, "mode", GST_INTERPOLATION_MODE_LINEAR, nullptr);
    gst_timed_value_control_source_set(GST_TIMED_VALUE_CONTROL_SOURCE(source), 0, 0.1);
    gst_timed_value_control_source_set(GST_TIMED_VALUE_CONTROL_SOURCE(source), GST_SECOND, 0.9);
    ASSERT_TRUE(gst_object_add_control_binding(
        GST_OBJECT(z), gst_direct_control_binding_new_absolute(GST_OBJECT(z), "uniform-mix", source)));
    gst_object_unref(source);
    const cv::Mat first = gridOf(pushAndPull(h.get(), makeBuffer(picture)).get());
    const cv::Mat later = gridOf(pushAndPull(h.get(), makeBuffer(picture, GST_SECOND)).get());
    double mix;
    g_object_get(z, "uniform-mix", &mix, nullptr);
    EXPECT_NEAR(mix, 0.9, 1e-9);
    EXPECT_LT(distance(later, identityOf(later)), 0.5 * distance(first, identityOf(first)));
}

TEST(Properties, areControllableWhereTheyAreNumbers)
{
    const Owned<GstElement> z(gst_element_factory_make("zoomsample", nullptr));
    for (const char* name : {"sigma", "uniform-mix", "min-magnification", "max-magnification", "smoothing",
                             "saliency-interval", "track-decay", "exploration-interval"})
        EXPECT_TRUE(g_object_class_find_property(G_OBJECT_GET_CLASS(z.get()), name)->flags & GST_PARAM_CONTROLLABLE)
            << name;
}

TEST(CropMeta, givesThePartThatIsThePicture)
{
    for (const char* format : {"BGR", "NV12", "I420"})
    {
        SCOPED_TRACE(format);
        const Picture padded = makePicture(format, cv::Size(352, 272));
        const cv::Rect part(16, 8, sourceSize.width, sourceSize.height);
        Picture picture = {format, sourceSize, {}};
        for (const cv::Mat& plane : padded.planes)
        {
            const int n = plane.rows < padded.size.height ? 2 : 1;
            picture.planes.push_back(plane(cv::Rect(part.x / n, part.y / n, part.width / n, part.height / n)).clone());
        }
        // The crop meta of a decoder: the caps are the picture's, GstVideoMeta that of the padded memory.
        auto h = harness("zoomsample name=z saliency=spectral width=160 keep-source=true");
        gst_harness_set_src_caps_str(h.get(), capsOf(picture, ",chroma-site=mpeg2").c_str());
        GstBuffer* in = makeBuffer(padded, 0, 32);
        GstVideoCropMeta* crop = gst_buffer_add_video_crop_meta(in);
        crop->x = guint(part.x);
        crop->y = guint(part.y);
        crop->width = guint(part.width);
        crop->height = guint(part.height);
        auto out = pushAndPull(h.get(), in);
        const cv::zoom::ZoomTransform transform = transformOf(out.get());
        EXPECT_EQ(transform.frameSize(), sourceSize);
        EXPECT_EQ(difference(readBuffer(out.get(), outputCaps(h.get()).get()), zoomed(picture, transform)), 0);

        const GstZoomMeta* meta = gst_buffer_get_zoom_meta(out.get());
        EXPECT_FALSE(gst_buffer_get_video_crop_meta(meta->source));
        EXPECT_EQ(difference(readBuffer(meta->source, meta->source_caps), picture), 0);
        EXPECT_EQ(stat(elementOf(h.get(), "z"), "source-copies"), 1);
    }
}

TEST(CropMeta, isProposedWhereNothingElseSeesIt)
{
    const Picture picture = makePicture("NV12", sourceSize);
    for (const auto& [properties, proposed] :
         {std::make_pair("width=160", true), std::make_pair("width=160 keep-source=true", false)})
    {
        auto h = sampling(properties, picture);
        pushAndPull(h.get(), makeBuffer(picture));
        const Owned<GstCaps> caps(gst_caps_from_string(capsOf(picture).c_str()));
        GstQuery* query = gst_query_new_allocation(caps.get(), TRUE);
        EXPECT_TRUE(gst_pad_peer_query(h->srcpad, query));
        EXPECT_EQ(bool(gst_query_find_allocation_meta(query, GST_VIDEO_CROP_META_API_TYPE, nullptr)), proposed);
        EXPECT_TRUE(gst_query_find_allocation_meta(query, GST_VIDEO_META_API_TYPE, nullptr));
        EXPECT_GT(gst_query_get_n_allocation_pools(query), 0u);
        gst_query_unref(query);
    }
}

TEST(BadBuffer, isAFormatError)
{
    const Picture picture = makePicture("NV12", sourceSize), small = makePicture("NV12", cv::Size(300, 200));
    GstBuffer* cropped = makeBuffer(picture, 0, 16);
    gst_buffer_add_video_crop_meta(cropped)->x = 8;
    for (GstBuffer* bad : {gst_buffer_new_allocate(nullptr, 100, nullptr), makeBuffer(small, 0, 16), cropped})
    {
        auto h = sampling("width=160", picture);
        Messages messages(h.get());
        EXPECT_EQ(gst_harness_push(h.get(), bad), GST_FLOW_ERROR);
        const Report report(messages.pop(GST_MESSAGE_ERROR));
        EXPECT_TRUE(report.is(GST_STREAM_ERROR, GST_STREAM_ERROR_FORMAT)) << report.text;
        EXPECT_NE(report.text.find("upstream"), std::string::npos) << report.text;
    }
}

TEST(KeptSource, neverStarvesABoundedPool)
{
    // As of a camera that has three buffers: more frames are held downstream than it has.
    const Picture picture = makePicture("NV12", sourceSize);
    auto h = sampling("width=160 keep-source=true", picture);
    const Owned<GstCaps> caps(gst_caps_from_string(capsOf(picture).c_str()));
    GstBufferPool* pool = gst_video_buffer_pool_new();
    GstStructure* config = gst_buffer_pool_get_config(pool);
    gst_buffer_pool_config_set_params(config, caps.get(), 320 * 240 * 3 / 2, 0, 3);
    ASSERT_TRUE(gst_buffer_pool_set_config(pool, config));
    gst_buffer_pool_set_active(pool, TRUE);
    std::vector<Owned<GstBuffer>> held;
    for (int i = 0; i < 8; i++)
    {
        GstBuffer* in = nullptr;
        GstBufferPoolAcquireParams params = {GST_FORMAT_UNDEFINED, 0, 0, GST_BUFFER_POOL_ACQUIRE_FLAG_DONTWAIT, {}};
        ASSERT_EQ(gst_buffer_pool_acquire_buffer(pool, &in, &params), GST_FLOW_OK) << "after " << i << " frames";
        const Owned<GstBuffer> content(makeBuffer(picture));
        GstMapInfo map;
        gst_buffer_map(content.get(), &map, GST_MAP_READ);
        gst_buffer_fill(in, 0, map.data, map.size);
        gst_buffer_unmap(content.get(), &map);
        GST_BUFFER_PTS(in) = GstClockTime(i) * GST_SECOND;
        held.push_back(pushAndPull(h.get(), in));
        const GstZoomMeta* meta = gst_buffer_get_zoom_meta(held.back().get());
        EXPECT_EQ(difference(readBuffer(meta->source, meta->source_caps), picture), 0);
        EXPECT_EQ(GST_BUFFER_PTS(meta->source), GstClockTime(i) * GST_SECOND);
    }
    EXPECT_EQ(stat(elementOf(h.get(), "z"), "source-copies"), 8);
    gst_buffer_pool_set_active(pool, FALSE);
    gst_object_unref(pool);
}
