// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_STATS_HPP
#define GST_ZOOM_STATS_HPP

#include <gst/gst.h>

#include <array>
#include <chrono>

namespace gstzoom {

using Clock = std::chrono::steady_clock;

inline double milliseconds(Clock::duration d)
{
    return std::chrono::duration<double, std::milli>(d).count();
}

// What the property stats tells: counts since the element went to PAUSED and times of the last frames. One mutex, the
// owner's, guards an object.
class ZoomStats
{
public:
    guint64 fallbacks = 0, scene_cuts = 0, source_copies = 0, detections = 0;

    // One frame done: how long its saliency took, and all of it.
    void add(double saliency_ms, double latency_ms);

    // Returns a new structure.
    GstStructure* toStructure() const;

private:
    static constexpr size_t window = 512;

    guint64 frames = 0;
    double saliency_ms = 0, total_ms = 0;     // sums
    std::array<float, window> latencies_ms{}; // of the last frames
};

} // namespace gstzoom

#endif // GST_ZOOM_STATS_HPP
