// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "stage_times.hpp"

#include "opencv2/core.hpp"

#include <algorithm>
#include <limits>

namespace {

const size_t KEPT = 600;

} // namespace

const char* nameOf(Stage stage)
{
    static const char* const NAMES[STAGES] = {"input",           "zoom", "zoom_network", "uniform",
                                              "uniform_network", "draw", "video",        "frame"};
    return NAMES[stage];
}

double msSince(int64_t ticks)
{
    return double(cv::getTickCount() - ticks) / cv::getTickFrequency() * 1000;
}

StageTimes::StageTimes()
{
    for (Ring& ring : rings)
        ring.ms.reserve(KEPT);
}

void StageTimes::add(Stage stage, double ms)
{
    Ring& ring = rings[stage];
    if (ring.ms.size() < KEPT)
        ring.ms.push_back(ms);
    else
        ring.ms[ring.next++ % KEPT] = ms;
}

double StageTimes::median(Stage stage) const
{
    std::vector<double> ms = rings[stage].ms;
    if (ms.empty())
        return std::numeric_limits<double>::quiet_NaN();
    const auto middle = ms.begin() + std::ptrdiff_t(ms.size() / 2);
    std::nth_element(ms.begin(), middle, ms.end());
    return *middle;
}
