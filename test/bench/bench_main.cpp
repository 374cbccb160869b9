// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// Runs every comparison with Google Benchmark, ours and the peer in random order in one process, and writes a table and
// a json file of medians and their ratios. How the cost grows with the frame and with the output goes to growth.json
// and growth.png beside it. usage: zoom_bench SUMMARY.json [--benchmark_... options]

#include "comparison.hpp"
#include "growth.hpp"

#include "opencv2/core.hpp"
#include "opencv2/core/utility.hpp"

#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <map>

using namespace zoom_bench;

namespace {

//! Collects the time per iteration of every repetition, in milliseconds.
class MedianReporter : public benchmark::ConsoleReporter
{
public:
    MedianReporter() : ConsoleReporter(OO_Tabular) {}

    void ReportRuns(const std::vector<Run>& runs) override
    {
        for (const Run& run : runs)
            if (run.run_type == Run::RT_Iteration)
                times[run.run_name.function_name].push_back(1e3 * run.real_accumulated_time / double(run.iterations));
        std::cerr << '.' << std::flush; // a sign of life; the table follows at the end
    }

    bool has(const std::string& name) const { return times.count(name) != 0; }

    double median(const std::string& name)
    {
        std::vector<double>& t = times.at(name);
        std::sort(t.begin(), t.end());
        return t.size() % 2 ? t[t.size() / 2] : 0.5 * (t[t.size() / 2 - 1] + t[t.size() / 2]);
    }

private:
    std::map<std::string, std::vector<double>> times;
};

void registerIteration(const std::string& name, const std::function<void()>& iteration)
{
    benchmark::RegisterBenchmark(name.c_str(),
                                 [iteration](benchmark::State& state) {
                                     for (auto _ : state)
                                         iteration();
                                 })
        ->Repetitions(7)
        ->MinTime(0.05)
        ->UseRealTime()
        ->Unit(benchmark::kMillisecond);
}

//! Memory under a benchmark's name, so that filters choose it, too. A millisecond stands for a MiB.
void registerMemory(const std::string& name, const std::function<double()>& mebibytes)
{
    benchmark::RegisterBenchmark(name.c_str(),
                                 [mebibytes](benchmark::State& state) {
                                     for (auto _ : state)
                                         state.SetIterationTime(1e-3 * mebibytes());
                                 })
        ->Repetitions(3)
        ->Iterations(1)
        ->UseManualTime()
        ->Unit(benchmark::kMillisecond);
}

std::string oursName(const Comparison& c)
{
    return c.name + " | against " + c.peer;
}

std::string peerName(const Comparison& c)
{
    return c.name + " | " + c.peer;
}

std::string pointName(const GrowthSeries& series, const GrowthSeries::Point& point)
{
    return "growth with the " + series.grows + " | " + point.size;
}

/** @brief Writes what was measured of the growth to the folder of @p summary; nothing when a point was filtered out.
@return false when a file could not be written */
bool reportGrowth(std::vector<GrowthSeries> all, MedianReporter& reporter, const std::string& summary)
{
    if (all.empty())
        return true;
    for (GrowthSeries& series : all)
        for (GrowthSeries::Point& point : series.points)
        {
            if (!reporter.has(pointName(series, point)))
                return true;
            point.ms = reporter.median(pointName(series, point));
        }
    const std::string folder = summary.substr(0, summary.find_last_of('/') + 1);
    if (!writeGrowth(all, folder + "growth.json", folder + "growth.png"))
    {
        std::cerr << "cannot write " << folder << "growth.json or growth.png\n";
        return false;
    }
    std::printf("\n");
    for (const GrowthSeries& series : all)
    {
        const LinearFit fit = LinearFit::of(series);
        std::printf("%s: %.2f ms + %.3f ms per megapixel of the %s, within %.0f %%\n", series.title.c_str(),
                    fit.constant, fit.slope, series.grows.c_str(), 100 * fit.worst);
    }
    std::printf("written: %sgrowth.json and %sgrowth.png\n", folder.c_str(), folder.c_str());
    return true;
}

} // namespace

int main(int argc, char** argv)
{
    if (argc < 2 || argv[1][0] == '-')
    {
        std::cerr << "usage: zoom_bench SUMMARY.json [--benchmark_... options]\n";
        return 2;
    }
    const std::string output = argv[1];
    std::vector<char*> arguments = {argv[0]};
    arguments.insert(arguments.end(), argv + 2, argv + argc);
    char interleave[] = "--benchmark_enable_random_interleaving=true";
    arguments.insert(arguments.begin() + 1, interleave);
    int count = int(arguments.size());
    benchmark::Initialize(&count, arguments.data());
    if (benchmark::ReportUnrecognizedArguments(count, arguments.data()))
        return 2;

    addComparisons();
    for (const Comparison& c : comparisons())
    {
        if (c.oursMiB)
        {
            registerMemory(oursName(c), c.oursMiB);
            registerMemory(peerName(c), c.theirsMiB);
            continue;
        }
        registerIteration(oursName(c), c.ours);
        if (c.theirs)
            registerIteration(peerName(c), c.theirs);
    }
    const std::vector<GrowthSeries> growth = growthSeries();
    for (const GrowthSeries& series : growth)
        for (const GrowthSeries::Point& point : series.points)
            registerIteration(pointName(series, point), point.iteration);
    MedianReporter reporter;
    benchmark::RunSpecifiedBenchmarks(&reporter);

    std::printf("\ncv::zoom benchmarks: OpenCV %s, %d thread(s); medians of one run\n\n", CV_VERSION,
                cv::getNumThreads());
    std::printf("%-58s %10s %3s  %-42s %10s %7s %7s\n", "work", "ours", "", "peer", "peer", "ratio", "limit");
    const std::string temporary = output + ".part";
    std::ofstream json(temporary);
    json << "[";
    bool first = true, allOk = true;
    for (const Comparison& c : comparisons())
    {
        const bool twoSided = c.theirs || c.theirsMiB;
        if (!reporter.has(oursName(c)) || (twoSided && !reporter.has(peerName(c)))) // filtered out
            continue;
        const double ours = reporter.median(oursName(c)), peer = twoSided ? reporter.median(peerName(c)) : c.fixedMs;
        const double ratio = ours / peer;
        const bool ok = c.limit == 0 || ratio <= c.limit;
        allOk = allOk && ok;
        const std::string limit = c.limit == 0 ? "-" : cv::format("%.2f", c.limit);
        const std::string unit = c.oursMiB ? "MiB" : "ms", key = c.oursMiB ? "mib" : "ms";
        std::printf("%-58s %10.4f %-3s  %-42s %10.4f %7.3f %7s%s\n", c.name.c_str(), ours, unit.c_str(), c.peer.c_str(),
                    peer, ratio, limit.c_str(), ok ? "" : "  over");
        json << (first ? "\n" : ",\n") << "  {\"name\": \"" << c.name << "\", \"ours_" << key << "\": " << ours
             << ", \"peer\": \"" << c.peer << "\", \"peer_" << key << "\": " << peer << ", \"ratio\": " << ratio
             << ", \"limit\": ";
        if (c.limit == 0)
            json << "null";
        else
            json << c.limit;
        json << ", \"ok\": " << (ok ? "true" : "false") << "}";
        first = false;
    }
    json << "\n]\n";
    json.close();
    if (!json || std::rename(temporary.c_str(), output.c_str()) != 0)
    {
        std::cerr << "cannot write " << output << "\n";
        return 1;
    }
    std::printf("\n%s\nwritten: %s\n", allOk ? "every limit is kept" : "rows marked 'over' exceed their limit",
                output.c_str());
    return reportGrowth(growth, reporter, output) ? 0 : 1;
}
