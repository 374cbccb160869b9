// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// zoomsample against videoscale, both fed with still frames by imagefreeze. An iteration is one frame through the
// pipeline, which is held up in between: nothing is ready in advance, and only one of the two works at a time.

#include "comparison.hpp"
#include "growth.hpp"

#include <gst/app/gstappsink.h>

#include <condition_variable>
#include <cstdio>
#include <cstdlib>
#include <memory>
#include <mutex>
#include <string>

namespace zoom_bench {

namespace {

class Pipeline
{
public:
    Pipeline(const std::string& caps, const std::string& element)
    {
        static std::once_flag initialised;
        std::call_once(initialised, [] { gst_init(nullptr, nullptr); });
        const std::string line = "videotestsrc pattern=zone-plate kx2=20 ky2=20 num-buffers=1 ! video/x-raw," + caps +
                                 ",framerate=30/1 ! imagefreeze ! identity name=gate signal-handoffs=true ! " +
                                 element +
                                 " ! video/x-raw,width=640,height=360 ! appsink name=sink sync=false max-buffers=1";
        pipeline = gst_parse_launch(line.c_str(), nullptr);
        sink = gst_bin_get_by_name(GST_BIN(pipeline), "sink");
        GstElement* gate = gst_bin_get_by_name(GST_BIN(pipeline), "gate");
        g_signal_connect(gate, "handoff", G_CALLBACK(waitForTurn), this);
        gst_object_unref(gate);
        gst_element_set_state(pipeline, GST_STATE_PLAYING);
    }

    ~Pipeline()
    {
        {
            const std::lock_guard<std::mutex> lock(mutex);
            turns = -1; // whoever waits may go
        }
        turn.notify_all();
        gst_element_set_state(pipeline, GST_STATE_NULL);
        gst_object_unref(sink);
        gst_object_unref(pipeline);
    }

    Pipeline(const Pipeline&) = delete;
    Pipeline& operator=(const Pipeline&) = delete;

    void runFrame()
    {
        {
            const std::lock_guard<std::mutex> lock(mutex);
            turns++;
        }
        turn.notify_all();
        GstSample* sample = gst_app_sink_pull_sample(GST_APP_SINK(sink));
        if (!sample)
        {
            std::fprintf(stderr, "a pipeline stopped; is GST_PLUGIN_PATH set?\n");
            std::exit(1);
        }
        gst_sample_unref(sample);
    }

private:
    static void waitForTurn(GstElement*, GstBuffer*, Pipeline* self)
    {
        std::unique_lock<std::mutex> lock(self->mutex);
        self->turn.wait(lock, [self] { return self->turns != 0; });
        if (self->turns > 0)
            self->turns--;
    }

    GstElement *pipeline, *sink;
    std::mutex mutex;
    std::condition_variable turn;
    int turns = 0;
};

// Made when it first runs, so that a filter on the rows saves the others' memory.
std::function<void()> frames(const std::string& caps, const std::string& element)
{
    auto pipeline = std::make_shared<std::unique_ptr<Pipeline>>();
    return [=] {
        if (!*pipeline)
        {
            *pipeline = std::make_unique<Pipeline>(caps, element);
            for (int i = 0; i < 3; i++) // the first frames allocate
                (*pipeline)->runFrame();
        }
        (*pipeline)->runFrame();
    };
}

} // namespace

void addComparisons()
{
    const std::string uhd = "format=NV12,width=3840,height=2160", full_hd = "format=NV12,width=1920,height=1080";
    const std::string zoom = "zoomsample saliency=static n-threads=2", scale = "videoscale n-threads=2 method=";
    compare("gst: 4K NV12 to 640x360, static saliency, 2 threads", frames(uhd, zoom), "videoscale bilinear",
            frames(uhd, scale + "bilinear"), 1.0);
    compare("gst: 4K NV12 to 640x360, static saliency, 2 threads", frames(uhd, zoom), "videoscale lanczos",
            frames(uhd, scale + "lanczos"), 0.2);
    compare("gst: 1080p NV12 to 640x360, static saliency, 2 threads", frames(full_hd, zoom), "videoscale bilinear",
            frames(full_hd, scale + "bilinear"), 1.2);
}

std::vector<GrowthSeries> growthSeries()
{
    return {};
}

} // namespace zoom_bench
