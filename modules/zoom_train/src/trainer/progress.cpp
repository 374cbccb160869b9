// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "trainer/progress.hpp"
#include "trainer/hit_rate.hpp"

#include <cstdio>
#include <unistd.h>

namespace cv {
namespace zoom_train {

using std::chrono::steady_clock;

namespace {

const auto INTERVAL = std::chrono::milliseconds(200); // of the bar, which need not be new at every step

}

Progress::Progress(const TrainerOptions& _options, const std::string& _metricName, int _first)
    : options(_options), metricName(_metricName), first(_first), terminal(isatty(fileno(stderr)) != 0),
      begin(steady_clock::now()), shown(begin - INTERVAL)
{
}

void Progress::step(int done, double loss, const std::vector<LogEntry>& log)
{
    const auto now = steady_clock::now();
    if (options.quiet || !terminal || now - shown < INTERVAL)
        return;
    shown = now;
    const int width = 24, full = width * done / options.steps;
    std::fprintf(stderr, "\r[%-24s] %d/%d loss %.3f%s %s  ", std::string(size_t(full), '=').c_str(), done,
                 options.steps, loss, log.empty() ? "" : metric(log.back()).c_str(), rate(done).c_str());
}

void Progress::validated(const std::vector<LogEntry>& log)
{
    if (options.quiet)
        return;
    shown = steady_clock::now() - INTERVAL; // the next step shows the bar again
    const LogEntry& e = log.back();
    std::fprintf(stderr, "%sstep %d size %d loss %.3f%s hit rate %s %s\n", terminal ? "\r\x1b[K" : "", e.step, e.size,
                 e.trainingLoss, metric(e).c_str(), hitRateText(e.validation.hitRate).c_str(), rate(e.step).c_str());
    if (!e.validation.details.empty())
        std::fprintf(stderr, "  %s\n", e.validation.details.c_str());
}

std::string Progress::metric(const LogEntry& entry) const
{
    return cv::format(" %s %.3f", metricName.c_str(), entry.validation.metric);
}

std::string Progress::rate(int done) const
{
    const double seconds = std::chrono::duration<double>(steady_clock::now() - begin).count();
    const double perStep = seconds / std::max(done - first, 1);
    const double left = perStep * (options.steps - done);
    return cv::format("%.0f images/s, %d:%02d left", options.batch / std::max(perStep, 1e-9), int(left) / 60,
                      int(left) % 60);
}

} // namespace zoom_train
} // namespace cv
