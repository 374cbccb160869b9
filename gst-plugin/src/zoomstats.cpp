// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoomstats.hpp"

#include <algorithm>
#include <vector>

namespace gstzoom {

void ZoomStats::add(double saliency, double latency)
{
    latencies_ms[frames % window] = float(latency);
    frames++;
    saliency_ms += saliency;
    total_ms += latency;
}

GstStructure* ZoomStats::toStructure() const
{
    std::vector<float> sorted(latencies_ms.begin(), latencies_ms.begin() + size_t(std::min<guint64>(frames, window)));
    std::sort(sorted.begin(), sorted.end());
    const auto percentile = [&](double p) {
        return sorted.empty() ? 0.0 : double(sorted[size_t(p * double(sorted.size() - 1) + 0.5)]);
    };
    const double n = double(std::max<guint64>(frames, 1));
    return gst_structure_new("application/x-zoom-stats", "frames", G_TYPE_UINT64, frames, "saliency-ms", G_TYPE_DOUBLE,
                             saliency_ms / n, "warp-ms", G_TYPE_DOUBLE, (total_ms - saliency_ms) / n, "latency-p50-ms",
                             G_TYPE_DOUBLE, percentile(0.5), "latency-p99-ms", G_TYPE_DOUBLE, percentile(0.99),
                             "fallbacks", G_TYPE_UINT64, fallbacks, "scene-cuts", G_TYPE_UINT64, scene_cuts,
                             "source-copies", G_TYPE_UINT64, source_copies, "detections", G_TYPE_UINT64, detections,
                             nullptr);
}

} // namespace gstzoom
