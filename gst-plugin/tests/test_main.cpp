// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include <gst/gst.h>
#include <gtest/gtest.h>

#include <atomic>
#include <cstdio>
#include <cstring>

// The leaks tracer reports when GStreamer is deinitialised, through the debug log.
static std::atomic<int> leaks{0};

static void countLeaks(GstDebugCategory* category, GstDebugLevel, const gchar*, const gchar*, gint, GObject*,
                       GstDebugMessage* message, gpointer)
{
    if (std::strcmp(gst_debug_category_get_name(category), "GST_TRACER") != 0)
        return;
    const gchar* text = gst_debug_message_get(message);
    if (!std::strstr(text, "object-alive,"))
        return;
    leaks++;
    std::fprintf(stderr, "leak: %s\n", text);
}

static bool leaksAreTraced()
{
    bool traced = false;
    GList* tracers = gst_tracing_get_active_tracers();
    for (GList* l = tracers; l; l = l->next)
        traced = traced || std::strcmp(G_OBJECT_TYPE_NAME(l->data), "GstLeaksTracer") == 0;
    g_list_free_full(tracers, gst_object_unref);
    return traced;
}

int main(int argc, char** argv)
{
    testing::InitGoogleTest(&argc, argv);
    gst_debug_remove_log_function(gst_debug_log_default);
    gst_init(&argc, &argv);
    gst_debug_add_log_function(countLeaks, nullptr, nullptr);

    const bool traced = leaksAreTraced();
    if (!traced)
        std::fprintf(stderr, "The leaks tracer is not active: run the tests with ctest, which sets the environment.\n");
    int result = RUN_ALL_TESTS();
    gst_deinit();
    if (leaks > 0)
        std::fprintf(stderr, "%d objects leaked\n", leaks.load());
    return result != 0 || !traced || leaks > 0;
}
