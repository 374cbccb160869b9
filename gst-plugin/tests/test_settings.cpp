// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_harness.hpp"

#include <glib/gstdio.h>

#include <atomic>
#include <cstring>
#include <thread>

using namespace gstzoom_test;

namespace {

const cv::Size sourceSize(320, 240);

// The grid of one frame.
cv::Mat gridWith(const std::string& properties)
{
    const Picture picture = makePicture("BGR", sourceSize);
    auto h = harness("zoomsample width=160 " + properties);
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    return gridOf(pushAndPull(h.get(), makeBuffer(picture)).get());
}

// What the module itself makes of the same frame.
cv::Mat gridOfModule(const cv::zoom::GridParams& params, cv::Ptr<cv::zoom::SaliencyEstimator> estimator)
{
    cv::Mat zoomed, grid;
    auto sampler = cv::zoom::SaliencySampler::create(estimator, cv::Size(160, 120), params);
    sampler->apply(makePicture("BGR", sourceSize).planes[0], zoomed, 0);
    sampler->getTransform().getGrid(grid);
    return grid;
}

struct GridProperty
{
    const char* setting;
    void (*apply)(cv::zoom::GridParams&);
};

void PrintTo(const GridProperty& p, std::ostream* os)
{
    *os << p.setting;
}

class Grid : public testing::TestWithParam<GridProperty>
{
};

} // namespace

TEST_P(Grid, followsItsProperty)
{
    cv::zoom::GridParams params;
    const cv::Mat before = gridOfModule(params, cv::zoom::SpectralSaliency::create());
    GetParam().apply(params);
    const cv::Mat expected = gridOfModule(params, cv::zoom::SpectralSaliency::create());
    EXPECT_GT(distance(before, expected), 1e-3) << "the setting makes no difference to this frame";
    EXPECT_LT(distance(gridWith(std::string("saliency=spectral ") + GetParam().setting), expected), 1e-6);
}

INSTANTIATE_TEST_SUITE_P(
    Properties, Grid,
    testing::Values(GridProperty{"grid=separable", [](cv::zoom::GridParams& p) { p.mode = cv::zoom::GRID_SEPARABLE; }},
                    GridProperty{"sigma=0.4", [](cv::zoom::GridParams& p) { p.sigma = 0.4; }},
                    GridProperty{"border=replicate",
                                 [](cv::zoom::GridParams& p) { p.borderType = cv::BORDER_REPLICATE; }},
                    GridProperty{"uniform-mix=0.7", [](cv::zoom::GridParams& p) { p.uniformMix = 0.7; }},
                    GridProperty{"min-magnification=0.95", [](cv::zoom::GridParams& p) { p.minMagnification = 0.95; }},
                    GridProperty{"max-magnification=1.1", [](cv::zoom::GridParams& p) { p.maxMagnification = 1.1; }}));

TEST(Saliency, isMotionAndSpectralWithoutAProperty)
{
    using namespace cv::zoom;
    const auto mixed = MixedSaliency::create({MotionSaliency::create(), SpectralSaliency::create()}, {0.5, 0.5});
    EXPECT_LT(distance(gridWith(""), gridOfModule(GridParams(), mixed)), 1e-6);
}

TEST(Saliency, isThatOfTheProperty)
{
    using namespace cv::zoom;
    EXPECT_LT(distance(gridWith("saliency=spectral"), gridOfModule(GridParams(), SpectralSaliency::create())), 1e-6);
    // Nothing moves in the first frame.
    cv::Mat identity;
    identityGrid(cv::Size(31, 31), identity);
    EXPECT_LT(distance(gridWith("saliency=motion"), identity), 1e-3);
    EXPECT_GT(distance(gridWith("saliency=spectral"), identity), 1e-2);
}

TEST(Properties, haveTheirDefaults)
{
    const Owned<GstElement> z(gst_element_factory_make("zoomsample", nullptr));
    const cv::zoom::GridParams defaults;
    gdouble sigma, mix, smoothing;
    gint interval, width, height;
    gboolean keep;
    gchar* model;
    g_object_get(z.get(), "sigma", &sigma, "uniform-mix", &mix, "smoothing", &smoothing, "saliency-interval", &interval,
                 "width", &width, "height", &height, "keep-source", &keep, "model", &model, nullptr);
    EXPECT_EQ(sigma, defaults.sigma);
    EXPECT_EQ(mix, defaults.uniformMix);
    EXPECT_EQ(smoothing, 0.3);
    EXPECT_EQ(interval, 1);
    EXPECT_EQ(width, 0);
    EXPECT_EQ(height, 0);
    EXPECT_FALSE(keep);
    EXPECT_EQ(model, nullptr);
}

TEST(Properties, giveBackWhatWasSet)
{
    const Owned<GstElement> z(gst_element_factory_make("zoomsample", nullptr));
    guint n;
    GParamSpec** specs = g_object_class_list_properties(G_OBJECT_GET_CLASS(z.get()), &n);
    int checked = 0;
    for (guint i = 0; i < n; i++)
    {
        if (specs[i]->owner_type != G_OBJECT_TYPE(z.get()) || !(specs[i]->flags & G_PARAM_WRITABLE))
            continue;
        const auto set = [&](const char* text) {
            gst_util_set_object_arg(G_OBJECT(z.get()), specs[i]->name, text);
            GValue value = G_VALUE_INIT;
            g_value_init(&value, specs[i]->value_type);
            g_object_get_property(G_OBJECT(z.get()), specs[i]->name, &value);
            gchar* got = gst_value_serialize(&value);
            EXPECT_STREQ(got, text) << specs[i]->name;
            g_free(got);
            g_value_unset(&value);
            checked++;
        };
        if (G_IS_PARAM_SPEC_ENUM(specs[i]))
        {
            const GEnumClass* klass = G_PARAM_SPEC_ENUM(specs[i])->enum_class;
            for (guint k = 0; k < klass->n_values; k++)
                set(klass->values[k].value_nick);
        }
        else if (G_IS_PARAM_SPEC_BOOLEAN(specs[i]))
            set("true");
        else if (G_IS_PARAM_SPEC_INT(specs[i]))
            set("77");
        else if (G_IS_PARAM_SPEC_DOUBLE(specs[i]))
            set("1");
        else
            set("some.yaml");
    }
    g_free(specs);
    EXPECT_EQ(checked, 34);
}

// What gst-inspect-1.0 prints.
TEST(Inspection, tellsEverythingOfBothElements)
{
    for (const char* name : {"zoomsample", "zoomrestore"})
    {
        SCOPED_TRACE(name);
        const Owned<GstElement> element(gst_element_factory_make(name, nullptr));
        ASSERT_TRUE(element);
        GstElementFactory* factory = gst_element_get_factory(element.get());
        for (const char* key : {GST_ELEMENT_METADATA_LONGNAME, GST_ELEMENT_METADATA_KLASS,
                                GST_ELEMENT_METADATA_DESCRIPTION, GST_ELEMENT_METADATA_AUTHOR})
        {
            const gchar* text = gst_element_factory_get_metadata(factory, key);
            EXPECT_TRUE(text && std::strlen(text) > 5) << key;
        }
        EXPECT_EQ(gst_element_factory_get_num_pad_templates(factory), 2u);

        guint n;
        GParamSpec** specs = g_object_class_list_properties(G_OBJECT_GET_CLASS(element.get()), &n);
        for (guint i = 0; i < n; i++)
        {
            if (specs[i]->owner_type != G_OBJECT_TYPE(element.get()))
                continue;
            SCOPED_TRACE(specs[i]->name);
            EXPECT_GT(std::strlen(g_param_spec_get_nick(specs[i])), 3u);
            EXPECT_STRNE(g_param_spec_get_nick(specs[i]), specs[i]->name) << "GLib's stand-in for a missing one";
            EXPECT_GT(std::strlen(g_param_spec_get_blurb(specs[i])), 15u);
            const bool written = specs[i]->flags & G_PARAM_WRITABLE;
            EXPECT_EQ((specs[i]->flags & (GST_PARAM_MUTABLE_PLAYING | GST_PARAM_MUTABLE_READY)) != 0, written)
                << "when it may be changed";
            if (!G_IS_PARAM_SPEC_ENUM(specs[i]))
                continue;
            const GEnumClass* klass = G_PARAM_SPEC_ENUM(specs[i])->enum_class;
            for (guint k = 0; k < klass->n_values; k++)
            {
                EXPECT_GT(std::strlen(klass->values[k].value_name), 6u) << klass->values[k].value_nick;
                EXPECT_STRNE(klass->values[k].value_name, klass->values[k].value_nick);
            }
        }
        g_free(specs);
    }
}

TEST(Properties, takeEffectWhilePlaying)
{
    const Picture picture = makePicture("BGR", sourceSize);
    auto h = harness("zoomsample name=z saliency=spectral width=160 smoothing=0");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    const cv::Mat before = gridOf(pushAndPull(h.get(), makeBuffer(picture)).get());
    g_object_set(elementOf(h.get(), "z"), "sigma", 0.4, nullptr);
    const cv::Mat after = gridOf(pushAndPull(h.get(), makeBuffer(picture, 40 * GST_MSECOND)).get());
    EXPECT_GT(distance(before, after), 1e-3);
    gst_util_set_object_arg(G_OBJECT(elementOf(h.get(), "z")), "saliency", "motion");
    const cv::Mat still = gridOf(pushAndPull(h.get(), makeBuffer(picture, 80 * GST_MSECOND)).get());
    cv::Mat identity;
    cv::zoom::identityGrid(still.size(), identity);
    EXPECT_LT(distance(still, identity), 1e-3);
}

TEST(Properties, mayBeSetFromAnotherThread)
{
    const Picture picture = makePicture("NV12", sourceSize);
    auto h = harness("zoomsample name=z keep-source=true ! zoomrestore mode=original");
    gst_harness_set_src_caps_str(h.get(), capsOf(picture).c_str());
    GstElement* z = elementOf(h.get(), "z");
    std::atomic<bool> done{false};
    std::thread setter([&] {
        for (int i = 0; !done; i++)
        {
            g_object_set(z, "sigma", 0.1 + 0.01 * (i % 10), "width", 100 + i % 3 * 10, "smoothing", 0.1 * (i % 4),
                         "saliency-interval", 1 + i % 3, "keep-source", i % 5 != 0, nullptr);
            gst_util_set_object_arg(G_OBJECT(z), "grid", i % 2 ? "separable" : "attraction");
            gst_util_set_object_arg(G_OBJECT(z), "saliency", i % 2 ? "spectral" : "motion");
            std::this_thread::yield();
        }
    });
    guint pushed = 0;
    for (int i = 0; i < 60; i++)
        pushed += gst_harness_push(h.get(), makeBuffer(picture, GstClockTime(i) * 40 * GST_MSECOND)) == GST_FLOW_OK;
    done = true;
    setter.join();
    EXPECT_EQ(pushed, 60u);
}

namespace {

// How far the grid goes from one frame to a different one that comes some time later.
double moved(const std::string& properties, GstClockTime step)
{
    const Picture first = makePicture("BGR", sourceSize, cv::Point2d(0.7, 0.3)),
                  second = makePicture("BGR", sourceSize, cv::Point2d(0.3, 0.7));
    auto h = harness("zoomsample width=160 " + properties);
    gst_harness_set_src_caps_str(h.get(), capsOf(first).c_str());
    const cv::Mat start = gridOf(pushAndPull(h.get(), makeBuffer(first)).get());
    return distance(start, gridOf(pushAndPull(h.get(), makeBuffer(second, step)).get()));
}

} // namespace

TEST(Smoothing, followsTheTimestamps)
{
    const double whole = moved("saliency=spectral smoothing=0", 4 * GST_MSECOND);
    EXPECT_GT(whole, 0.02);
    // After the time t the saliency has gone the share 1 - exp(-t / smoothing) of the way to its new value.
    EXPECT_LT(moved("saliency=spectral smoothing=0.4", 4 * GST_MSECOND), 0.2 * whole);
    EXPECT_GT(moved("saliency=spectral smoothing=0.4", 4 * GST_SECOND), 0.95 * whole);
}

TEST(Smoothing, isTheModelsUnlessThePropertySaysOtherwise)
{
    // A copy of a model, without smoothing.
    const TemporaryFolder folder;
    std::string yaml = readFile(ZOOM_MODELS "/contrast.yaml");
    const std::string smoothing = "smoothing: 0.3";
    const size_t place = yaml.find(smoothing);
    ASSERT_NE(place, std::string::npos);
    yaml.replace(place, smoothing.size(), "smoothing: 0");
    folder.write("contrast.onnx", readFile(ZOOM_MODELS "/contrast.onnx"));
    const std::string yaml_path = folder.write("contrast.yaml", yaml);

    const double whole = moved("model=" + yaml_path, 4 * GST_MSECOND);
    EXPECT_GT(whole, 0.02);
    EXPECT_LT(moved("model=" ZOOM_MODELS "/contrast.yaml", 4 * GST_MSECOND), 0.3 * whole);
    EXPECT_LT(moved("smoothing=0.3 model=" + yaml_path, 4 * GST_MSECOND), 0.3 * whole);
    EXPECT_LT(moved("saliency=spectral model=" + yaml_path, 4 * GST_MSECOND),
              0.3 * moved("saliency=spectral smoothing=0", 4 * GST_MSECOND))
        << "what the model says holds for the model";
}

namespace {

// Between two frames with different pictures, something that may part them.
using Interruption = void (*)(GstHarness*, GstBuffer*);

struct Reset
{
    const char* name;
    Interruption interrupt;
    bool forgets;
};

void PrintTo(const Reset& r, std::ostream* os)
{
    *os << r.name;
}

class Past : public testing::TestWithParam<Reset>
{
};

} // namespace

TEST_P(Past, isForgottenWhenTheStreamIsInterrupted)
{
    // Motion is seen only by comparison with the past.
    const Picture first = makePicture("BGR", sourceSize, cv::Point2d(0.7, 0.3)),
                  second = makePicture("BGR", sourceSize, cv::Point2d(0.3, 0.7));
    auto h = harness("zoomsample saliency=motion smoothing=0 width=160 height=120");
    gst_harness_set_src_caps_str(h.get(), capsOf(first).c_str());
    cv::Mat identity;
    cv::Mat grid = gridOf(pushAndPull(h.get(), makeBuffer(first)).get());
    cv::zoom::identityGrid(grid.size(), identity);
    EXPECT_LT(distance(grid, identity), 1e-3);

    GstBuffer* next = makeBuffer(second, 40 * GST_MSECOND);
    GetParam().interrupt(h.get(), next);
    grid = gridOf(pushAndPull(h.get(), next).get());
    if (GetParam().forgets)
        EXPECT_LT(distance(grid, identity), 1e-3);
    else
        EXPECT_GT(distance(grid, identity), 1e-2);
}

INSTANTIATE_TEST_SUITE_P(
    Interruptions, Past,
    testing::Values(Reset{"nothing", [](GstHarness*, GstBuffer*) {}, false},
                    Reset{"flush",
                          [](GstHarness* h, GstBuffer*) {
                              gst_harness_push_event(h, gst_event_new_flush_start());
                              gst_harness_push_event(h, gst_event_new_flush_stop(TRUE));
                              GstSegment segment;
                              gst_segment_init(&segment, GST_FORMAT_TIME);
                              gst_harness_push_event(h, gst_event_new_segment(&segment));
                          },
                          true},
                    Reset{"segment",
                          [](GstHarness* h, GstBuffer*) {
                              GstSegment segment;
                              gst_segment_init(&segment, GST_FORMAT_TIME);
                              gst_harness_push_event(h, gst_event_new_segment(&segment));
                          },
                          true},
                    Reset{"discontinuity",
                          [](GstHarness*, GstBuffer* b) { GST_BUFFER_FLAG_SET(b, GST_BUFFER_FLAG_DISCONT); }, true},
                    Reset{"caps",
                          [](GstHarness* h, GstBuffer*) {
                              gst_harness_set_src_caps_str(
                                  h, capsOf(makePicture("BGR", sourceSize), ",multiview-mode=mono").c_str());
                          },
                          true}));

namespace {

// The error with which a zoomsample with this model refuses to start.
std::string startError(const std::string& properties, GQuark& domain, int& code)
{
    GstElement* pipeline =
        gst_parse_launch(("videotestsrc ! zoomsample " + properties + " ! fakesink").c_str(), nullptr);
    const Owned<GstElement> owned(pipeline);
    EXPECT_EQ(gst_element_set_state(pipeline, GST_STATE_PAUSED), GST_STATE_CHANGE_FAILURE);
    GstBus* bus = gst_element_get_bus(pipeline);
    const Owned<GstMessage> message(gst_bus_pop_filtered(bus, GST_MESSAGE_ERROR));
    gst_object_unref(bus);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    if (!message)
    {
        ADD_FAILURE() << "no error for " << properties;
        return "";
    }
    GError* error = nullptr;
    gst_message_parse_error(message.get(), &error, nullptr);
    const std::string text = error->message;
    domain = error->domain;
    code = error->code;
    g_error_free(error);
    return text;
}

} // namespace

TEST(Model, givesSaliencyAndGridUnlessAPropertySaysOtherwise)
{
    const std::string path = ZOOM_MODELS "/contrast.yaml", model = "model=" + path;
    const auto sampler = cv::zoom::SaliencySampler::create(path, cv::Size(160, 120));
    cv::zoom::GridParams params = sampler->getGridParams();
    EXPECT_LT(distance(gridWith(model), gridOfModule(params, sampler->getEstimator())), 1e-6);
    EXPECT_LT(distance(gridWith(model + " saliency=model"), gridOfModule(params, sampler->getEstimator())), 1e-6);

    params.sigma = 0.4;
    EXPECT_LT(distance(gridWith(model + " sigma=0.4"), gridOfModule(params, sampler->getEstimator())), 1e-6);
    EXPECT_GT(distance(gridWith(model + " sigma=0.4"), gridWith(model)), 1e-3);

    const cv::Mat spectral = gridOfModule(cv::zoom::GridParams(), cv::zoom::SpectralSaliency::create());
    EXPECT_LT(distance(gridWith(model + " saliency=spectral"), spectral), 1e-6);
    EXPECT_GT(distance(gridWith(model), spectral), 1e-3);
}

TEST(Model, thatIsMissingStopsTheStart)
{
    GQuark domain = 0;
    int code = 0;
    const std::string text = startError("model=/no/such/model.yaml", domain, code);
    EXPECT_EQ(domain, GST_RESOURCE_ERROR);
    EXPECT_EQ(code, GST_RESOURCE_ERROR_NOT_FOUND);
    EXPECT_NE(text.find("/no/such/model.yaml"), std::string::npos) << text;
}

TEST(Model, thatIsNotSetStopsTheStartWhenItIsAskedFor)
{
    GQuark domain = 0;
    int code = 0;
    const std::string text = startError("saliency=model", domain, code);
    EXPECT_EQ(domain, GST_RESOURCE_ERROR);
    EXPECT_EQ(code, GST_RESOURCE_ERROR_SETTINGS);
    EXPECT_NE(text.find("property model"), std::string::npos) << text;
}

TEST(Model, thatCannotBeReadStopsTheStart)
{
    for (const char* content :
         {"", "not a model", "%YAML:1.0\nformat: 1\n", "%YAML:1.0\n---\nonnx: \"missing.onnx\"\n"})
    {
        GError* error = nullptr;
        gchar* path = nullptr;
        const int fd = g_file_open_tmp("zoom-XXXXXX.yaml", &path, &error);
        ASSERT_GE(fd, 0);
        g_close(fd, nullptr);
        g_file_set_contents(path, content, -1, nullptr);
        GQuark domain = 0;
        int code = 0;
        const std::string text = startError(std::string("model=") + path, domain, code);
        EXPECT_EQ(domain, GST_LIBRARY_ERROR) << content;
        EXPECT_EQ(code, GST_LIBRARY_ERROR_INIT) << content;
        EXPECT_NE(text.find(path), std::string::npos) << text;
        g_unlink(path);
        g_free(path);
    }
}

TEST(StateChanges, mayBeRepeated)
{
    GstElement* pipeline =
        gst_parse_launch("videotestsrc num-buffers=1000 ! video/x-raw,width=160,height=120 ! zoomsample "
                         "keep-source=true ! zoomrestore mode=original ! fakesink name=sink",
                         nullptr);
    const Owned<GstElement> owned(pipeline);
    for (int i = 0; i < 20; i++)
    {
        gst_element_set_state(pipeline, i % 2 ? GST_STATE_PLAYING : GST_STATE_PAUSED);
        EXPECT_EQ(gst_element_get_state(pipeline, nullptr, nullptr, 10 * GST_SECOND), GST_STATE_CHANGE_SUCCESS);
        gst_element_set_state(pipeline, i % 3 ? GST_STATE_NULL : GST_STATE_READY);
    }
    gst_element_set_state(pipeline, GST_STATE_NULL);
}
