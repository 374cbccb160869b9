// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// Runs a live stream with everything on for some time and looks whether memory stays flat and every frame is accounted
// for: shown, or dropped with a QoS message. Says how much CPU it took.
// usage: zoom_soak MINUTES WIDTH HEIGHT MODEL all|model

#include <gst/gst.h>
#include <gst/video/video.h>

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <string>
#include <vector>

namespace {

std::atomic<guint64> produced{0}, shown{0};

GstPadProbeReturn count(GstPad*, GstPadProbeInfo*, gpointer counter)
{
    ++*static_cast<std::atomic<guint64>*>(counter);
    return GST_PAD_PROBE_OK;
}

// Stands for a detector that finds one thing, which moves.
GstPadProbeReturn detect(GstPad*, GstPadProbeInfo* info, gpointer)
{
    GstBuffer* buffer = gst_buffer_make_writable(GST_PAD_PROBE_INFO_BUFFER(info));
    GST_PAD_PROBE_INFO_DATA(info) = buffer;
    const guint x = guint(GST_BUFFER_PTS(buffer) / (40 * GST_MSECOND)) % 500;
    gst_buffer_add_video_region_of_interest_meta(buffer, "object", x, 100, 60, 60);
    return GST_PAD_PROBE_OK;
}

void probe(GstElement* pipeline, const char* name, const char* pad_name, GstPadProbeCallback callback, gpointer data)
{
    GstElement* element = gst_bin_get_by_name(GST_BIN(pipeline), name);
    if (!element)
        return;
    GstPad* pad = gst_element_get_static_pad(element, pad_name);
    gst_pad_add_probe(pad, GST_PAD_PROBE_TYPE_BUFFER, callback, data, nullptr);
    gst_object_unref(pad);
    gst_object_unref(element);
}

double residentMiB()
{
    long pages = 0, resident = 0;
    FILE* file = std::fopen("/proc/self/statm", "r");
    if (!file || std::fscanf(file, "%ld %ld", &pages, &resident) != 2)
        resident = 0;
    if (file)
        std::fclose(file);
    return double(resident) * double(sysconf(_SC_PAGESIZE)) / (1 << 20);
}

double cpuSeconds()
{
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return double(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) +
           1e-6 * double(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

double median(std::vector<double> values)
{
    std::sort(values.begin(), values.end());
    return values[values.size() / 2];
}

// Frames that an element says it has dropped, as of its last message.
guint64 droppedBy(std::vector<std::pair<std::string, guint64>>& elements)
{
    guint64 all = 0;
    for (const auto& element : elements)
        all += element.second;
    return all;
}

} // namespace

int main(int argc, char** argv)
{
    gst_init(&argc, &argv);
    if (argc < 6)
    {
        std::fprintf(stderr, "usage: zoom_soak MINUTES WIDTH HEIGHT MODEL all|model\n");
        return 2;
    }
    const double seconds = 60 * std::atof(argv[1]);
    const bool all = std::strcmp(argv[5], "all") == 0;
    const std::string size = std::string("width=") + argv[2] + ",height=" + argv[3];
    // A still frame costs nothing to make, a moving one keeps every part busy.
    const std::string source =
        all ? "videotestsrc name=source is-live=true pattern=ball ! video/x-raw,format=NV12,framerate=30/1," + size
            : "videotestsrc pattern=zone-plate kx2=20 ky2=20 num-buffers=1 ! video/x-raw,format=NV12,framerate=30/1," +
                  size + " ! imagefreeze name=source is-live=true";
    const std::string zoom =
        all ? "queue max-size-buffers=3 ! zoomsample name=zoom saliency=mixed keep-source=true draw=boxes model=" +
                  std::string(argv[4]) +
                  " ! video/x-raw,width=640,height=360 ! queue max-size-buffers=3 ! videoconvert ! "
                  "video/x-raw,format=RGB ! identity name=detector ! zoomrestore mode=original"
            : "zoomsample name=zoom model=" + std::string(argv[4]) + " ! video/x-raw,width=640,height=360";
    const std::string line = source + " ! " + zoom + " ! fakesink name=sink sync=true qos=true max-lateness=20000000";
    GError* error = nullptr;
    GstElement* pipeline = gst_parse_launch(line.c_str(), &error);
    if (error)
    {
        std::fprintf(stderr, "%s\n", error->message);
        return 1;
    }
    probe(pipeline, "source", "src", count, &produced);
    probe(pipeline, "sink", "sink", count, &shown);
    probe(pipeline, "detector", "src", detect, nullptr);
    GstElement* zoomsample = gst_bin_get_by_name(GST_BIN(pipeline), "zoom");
    GstBus* bus = gst_element_get_bus(pipeline);
    gst_element_set_state(pipeline, GST_STATE_PLAYING);

    std::vector<double> memory; // one a second
    std::vector<std::pair<std::string, guint64>> dropped;
    const gint64 begin = g_get_monotonic_time();
    double cpu_begin = 0;
    guint64 shown_before = 0;
    bool failed = false;
    const char* drawings[] = {"none", "boxes", "grid", "saliency"};
    while (!failed)
    {
        const double elapsed = 1e-6 * double(g_get_monotonic_time() - begin);
        if (elapsed >= seconds)
            break;
        GstMessage* message = gst_bus_timed_pop_filtered(
            bus, GST_SECOND / 10, GstMessageType(GST_MESSAGE_QOS | GST_MESSAGE_ERROR | GST_MESSAGE_WARNING));
        if (message && GST_MESSAGE_TYPE(message) == GST_MESSAGE_QOS)
        {
            guint64 n = 0;
            gst_message_parse_qos_stats(message, nullptr, nullptr, &n);
            const std::string name = GST_OBJECT_NAME(GST_MESSAGE_SRC(message));
            const auto known = std::find_if(dropped.begin(), dropped.end(), [&](auto& d) { return d.first == name; });
            if (known != dropped.end())
                known->second = n;
            else
                dropped.emplace_back(name, n);
        }
        else if (message)
        {
            GError* e = nullptr;
            failed = GST_MESSAGE_TYPE(message) == GST_MESSAGE_ERROR;
            failed ? gst_message_parse_error(message, &e, nullptr) : gst_message_parse_warning(message, &e, nullptr);
            std::fprintf(stderr, "%s: %s\n", failed ? "error" : "warning", e->message);
            g_error_free(e);
        }
        if (message)
            gst_message_unref(message);
        if (cpu_begin == 0 && elapsed > 2) // the model is loaded
        {
            cpu_begin = cpuSeconds();
            shown_before = shown;
        }
        if (elapsed >= double(memory.size()))
        {
            memory.push_back(residentMiB());
            if (all)
            {
                gst_util_set_object_arg(G_OBJECT(zoomsample), "draw", drawings[memory.size() % 4]);
                g_object_set(zoomsample, "uniform-mix", 0.1 + 0.05 * double(memory.size() % 4), nullptr);
            }
        }
    }
    const double elapsed = 1e-6 * double(g_get_monotonic_time() - begin);
    const double cpu_ms = 1e3 * (cpuSeconds() - cpu_begin) / double(std::max<guint64>(shown - shown_before, 1));
    GstStructure* stats = nullptr;
    g_object_get(zoomsample, "stats", &stats, nullptr);
    gchar* text = gst_structure_to_string(stats);
    std::printf("%s\n", text);
    g_free(text);
    gst_structure_free(stats);
    const guint64 before = produced, out = shown, lost = droppedBy(dropped);
    gst_element_set_state(pipeline, GST_STATE_NULL);
    gst_object_unref(bus);
    gst_object_unref(zoomsample);
    gst_object_unref(pipeline);

    // After the first minute, or the first half of a shorter run; ten samples are as long as the properties' round.
    const size_t settled = std::min<size_t>(60, memory.size() / 2);
    const size_t samples = std::min<size_t>(12, (memory.size() - settled) / 2);
    double drift = 0;
    if (samples > 0)
        drift = median({memory.end() - long(samples), memory.end()}) -
                median({memory.begin() + long(settled), memory.begin() + long(settled + samples)});
    std::printf("%.0f s, %.1f frames a second, %.1f ms of CPU a frame: %.0f %% of two cores at 30 a second\n", elapsed,
                double(out) / elapsed, cpu_ms, 100 * cpu_ms * 30 / 2000);
    std::printf("resident memory %.1f MiB, drift %.2f MiB\n", memory.back(), drift);
    // The sink's dropped frames pass its probe; on the way are a few in the queues.
    const guint64 by_sink = [&] {
        for (const auto& d : dropped)
            if (d.first == "sink")
                return d.second;
        return guint64(0);
    }();
    const gint64 unexplained = gint64(before) - gint64(out) - gint64(lost - by_sink);
    std::printf("%" G_GUINT64_FORMAT " frames made, %" G_GUINT64_FORMAT " at the sink, %" G_GUINT64_FORMAT
                " dropped by QoS on the way, %" G_GINT64_FORMAT " on the way or unexplained\n",
                before, out, lost - by_sink, unexplained);
    // In the first minute pools and arenas still grow, by a frame (3 MiB at 1080p) at a time; 6 kB lost a frame would
    // be 5 MiB in the half of it that is measured.
    const double most_drift = elapsed < 120 ? 4 : 1;
    if (failed || drift >= most_drift || unexplained > 10 || unexplained < -10)
    {
        std::fprintf(stderr, "zoom_soak: failed\n");
        return 1;
    }
    return 0;
}
