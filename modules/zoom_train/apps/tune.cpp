// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "direct_search.hpp"
#include "footage_commands.hpp"
#include "taught_footage.hpp"
#include "trainer/first_difference.hpp"

#include "zoom_detectors/content_hash.hpp"
#include "zoom_detectors/detection_score.hpp"
#include "zoom_detectors/in_frame.hpp"
#include "zoom_footage/output_file.hpp"

#include "opencv2/zoom/sampler.hpp"
#include "opencv2/zoom_train/distributed.hpp"

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>

namespace fs = std::filesystem;
using cv::zoom::GridParams;

namespace tool {

namespace {

//! What is searched.
struct SamplerParams
{
    GridParams grid;
    double smoothing;
};

//! A parameter by name, its limits, and where it is kept; in the order of the log's columns.
struct Parameter
{
    SearchAxis axis;
    double (*get)(const SamplerParams&);
    void (*set)(SamplerParams&, double);
};

const std::vector<Parameter>& parameters()
{
    // Beyond these limits a grid is either flat or mended anyway.
    static const std::vector<Parameter> all = {
        {{"mode", cv::zoom::GRID_ATTRACTION, cv::zoom::GRID_TRANSPORT, SearchAxis::KINDS},
         [](const SamplerParams& p) { return double(p.grid.mode); },
         [](SamplerParams& p, double v) { p.grid.mode = cvRound(v); }},
        {{"sigma", 0.03, 0.5, SearchAxis::GEOMETRIC},
         [](const SamplerParams& p) { return p.grid.sigma; },
         [](SamplerParams& p, double v) { p.grid.sigma = v; }},
        {{"uniform_mix", 0.02, 0.7, SearchAxis::GEOMETRIC},
         [](const SamplerParams& p) { return p.grid.uniformMix; },
         [](SamplerParams& p, double v) { p.grid.uniformMix = v; }},
        {{"max_magnification", 1.2, 8, SearchAxis::GEOMETRIC},
         [](const SamplerParams& p) { return p.grid.maxMagnification; },
         [](SamplerParams& p, double v) { p.grid.maxMagnification = v; }},
        {{"smoothing", 0, 1, SearchAxis::LINEAR},
         [](const SamplerParams& p) { return p.smoothing; },
         [](SamplerParams& p, double v) { p.smoothing = v; }},
    };
    return all;
}

const char* const MODE_NAMES[] = {"attraction", "separable", "transport"};

struct Outcome
{
    double score, ap, recall, precision, falseAlarms;
};

struct Trial
{
    SamplerParams params;
    Outcome outcome;
};

// The second trial is the plain resize, to compare with: no part of the search. The first one is what the file says.
const size_t PLAIN = 1;

SamplerParams plainResize(SamplerParams params)
{
    params.grid.uniformMix = 1;
    return params;
}

const Trial& bestOf(const std::vector<Trial>& trials)
{
    size_t best = 0;
    for (size_t i = 0; i < trials.size(); i++)
        if (i != PLAIN && trials[i].outcome.score > trials[best].outcome.score)
            best = i;
    return trials[best];
}

//! What a detector finds behind the sampler, judged by what it found in the whole frames.
class Judge
{
public:
    Judge(const TaughtFootage& _footage, const std::string& model, cv::Size zoomed, double _minOverlap,
          std::pair<double, double> _shares)
        : footage(_footage), sampler(cv::zoom::SaliencySampler::create(model, zoomed)), minOverlap(_minOverlap),
          shares(_shares)
    {
    }

    SamplerParams asLoaded() const { return {sampler->getGridParams(), sampler->getSmoothing()}; }

    Outcome outcomeOf(const SamplerParams& params)
    {
        sampler->setGridParams(params.grid);
        sampler->setSmoothing(params.smoothing);
        detectors::ScoringParams scoring;
        scoring.minOverlap = minOverlap;
        detectors::DetectionScore score(scoring);
        cv::Mat zoomed;
        footage.forEach(TaughtFootage::VALIDATION, [&](const TaughtFootage::Frame& frame) {
            if (frame.first)
                sampler->reset();
            sampler->apply(frame.image, zoomed, frame.seconds);
            score.add(counted(footage.detector().detect(zoomed)), frame.boxes);
        });
        Outcome outcome;
        outcome.ap = score.meanAveragePrecision();
        outcome.recall = score.recall();
        outcome.precision = score.precision();
        outcome.falseAlarms = score.falseAlarmsPerFrame();
        outcome.score = shares.first * outcome.ap + shares.second * outcome.recall;
        return outcome;
    }

private:
    //! What counts of what was found, in pixels of the frame.
    std::vector<detectors::Detection> counted(std::vector<detectors::Detection> found) const
    {
        found.erase(std::remove_if(found.begin(), found.end(),
                                   [this](const detectors::Detection& one) { return !footage.counts(one.label); }),
                    found.end());
        return detectors::inFrame(found, sampler->getTransform());
    }

    const TaughtFootage& footage;
    cv::Ptr<cv::zoom::SaliencySampler> sampler;
    double minOverlap;
    std::pair<double, double> shares; // of AP and recall in the score
};

//! trials.csv: what was tried, in order. It is the whole state of a search.
class TrialLog
{
public:
    TrialLog(const std::string& folder, const std::string& conditions) : path(folder + "/trials.csv")
    {
        fs::create_directories(folder);
        const std::string settings = folder + "/settings.txt";
        if (fs::exists(settings))
        {
            std::ifstream file(settings);
            const std::string before((std::istreambuf_iterator<char>(file)), std::istreambuf_iterator<char>());
            const std::string difference = cv::zoom_train::firstDifference(conditions, before);
            if (!difference.empty())
                bad("out '" + folder + "' has trials of another configuration: it is " + difference +
                    "; give another folder, or delete it");
        }
        footage::writeTextFile(settings, conditions);
    }

    //! @param base what is not searched
    std::vector<Trial> read(const SamplerParams& base) const
    {
        std::vector<Trial> trials;
        std::ifstream file(path);
        std::string line;
        if (!file || !std::getline(file, line))
            return trials;
        if (line != header())
            bad("'" + path + "' was not written by zoom_train tune; give another out");
        while (std::getline(file, line))
        {
            Trial trial{base, Outcome()};
            std::istringstream in(line);
            in.imbue(std::locale::classic());
            int number = 0;
            char comma = 0;
            in >> number;
            double value = 0;
            for (const Parameter& parameter : parameters())
            {
                in >> comma >> value;
                parameter.set(trial.params, value);
            }
            Outcome& o = trial.outcome;
            in >> comma >> o.score >> comma >> o.ap >> comma >> o.recall >> comma >> o.precision >> comma >>
                o.falseAlarms;
            if (in.fail() || number != int(trials.size()))
                bad("'" + path + "' is damaged at trial " + std::to_string(trials.size()) + "; delete it");
            trials.push_back(trial);
        }
        return trials;
    }

    void write(const std::vector<Trial>& trials) const
    {
        std::ostringstream text;
        text.imbue(std::locale::classic());
        text.precision(17);
        text << header() << "\n";
        for (size_t i = 0; i < trials.size(); i++)
        {
            text << i;
            for (const Parameter& parameter : parameters())
                text << "," << parameter.get(trials[i].params);
            const Outcome& o = trials[i].outcome;
            // Without a detection there is no precision: nothing was wrong.
            text << "," << o.score << "," << o.ap << "," << o.recall << ","
                 << (std::isnan(o.precision) ? 1 : o.precision) << "," << o.falseAlarms << "\n";
        }
        footage::writeTextFile(path, text.str());
    }

private:
    static std::string header()
    {
        std::string text = "trial";
        for (const Parameter& parameter : parameters())
            text += "," + parameter.axis.name;
        return text + ",score,ap,recall,precision,false_alarms";
    }

    std::string path;
};

std::string textOf(const SamplerParams& p)
{
    return cv::format("%s, sigma %.4g, uniform_mix %.4g, max_magnification %.4g, smoothing %.4g",
                      MODE_NAMES[p.grid.mode], p.grid.sigma, p.grid.uniformMix, p.grid.maxMagnification, p.smoothing);
}

std::string textOf(const Outcome& o)
{
    return cv::format("AP %.4f, recall %.4f, %.2f false alarms a frame", o.ap, o.recall, o.falseAlarms);
}

//! The parameters to search: all, or those that are named.
std::vector<Parameter> searched(const std::string& names, const GridParams& grid)
{
    std::vector<Parameter> chosen;
    std::string allowed;
    for (const Parameter& parameter : parameters())
        allowed += (allowed.empty() ? "" : ", ") + parameter.axis.name;
    if (names.empty())
        chosen = parameters();
    for (const std::string& name : splitAt(names, ','))
    {
        const auto found = std::find_if(parameters().begin(), parameters().end(),
                                        [&name](const Parameter& p) { return p.axis.name == name; });
        if (found == parameters().end())
            bad("search names '" + name + "'; allowed is " + allowed);
        chosen.push_back(*found);
    }
    // Transport takes no larger grids.
    for (Parameter& parameter : chosen)
        if (parameter.axis.name == "mode" && std::max(grid.gridSize.width, grid.gridSize.height) > 128)
            parameter.axis.high = cv::zoom::GRID_SEPARABLE;
    return chosen;
}

SamplerParams nextParams(const std::vector<Parameter>& chosen, const std::vector<Trial>& done, int trials,
                         uint64_t seed)
{
    std::vector<SearchAxis> axes;
    for (const Parameter& parameter : chosen)
        axes.push_back(parameter.axis);
    std::vector<SearchTrial> history;
    for (size_t i = 0; i < done.size(); i++)
    {
        if (i == PLAIN)
            continue;
        SearchTrial one{{}, done[i].outcome.score};
        for (const Parameter& parameter : chosen)
            one.values.push_back(parameter.get(done[i].params));
        history.push_back(one);
    }
    const std::vector<double> values = nextTrial(axes, history, trials - 1, seed);
    SamplerParams params = done[0].params;
    for (size_t i = 0; i < chosen.size(); i++)
        chosen[i].set(params, values[i]);
    return params;
}

void copyField(cv::FileStorage& to, const std::string& name, const cv::FileNode& node)
{
    if (!name.empty())
        to << name;
    if (node.isInt())
        to << int(node);
    else if (node.isReal())
        to << double(node);
    else if (node.isString())
        to << node.string();
    else
    {
        to << "[:";
        for (const cv::FileNode& item : node)
            copyField(to, "", item);
        to << "]";
    }
}

//! All fields of a model's file but those that parameters are in.
void copyUnsearched(const cv::FileStorage& from, cv::FileStorage& to)
{
    for (const std::string& name : from.root().keys())
        if (name != "grid" && name != "smoothing")
            copyField(to, name, from[name]);
}

//! Puts the parameters into a model's file; its other fields stay as they are.
void writeInto(const std::string& model, const SamplerParams& params)
{
    const cv::FileStorage from(model, cv::FileStorage::READ);
    cv::FileStorage to(fs::path(model).extension().string(), cv::FileStorage::WRITE | cv::FileStorage::MEMORY);
    copyUnsearched(from, to);
    to << "smoothing" << params.smoothing << "grid"
       << "{";
    params.grid.write(to);
    to << "}";
    footage::writeTextFile(model, to.releaseAndGetString());
}

//! What the trials have in common: the network and all that is not searched.
std::string conditionsOf(const std::string& model, const SamplerParams& base, const std::vector<Parameter>& chosen)
{
    const cv::FileStorage file(model, cv::FileStorage::READ);
    detectors::ContentHash network;
    network.addFile((fs::path(model).parent_path() / file["onnx"].string()).string());
    cv::FileStorage rest(".yaml", cv::FileStorage::WRITE | cv::FileStorage::MEMORY);
    copyUnsearched(file, rest);
    const std::string other = rest.releaseAndGetString();
    network.add(other.data(), other.size());
    std::string text = "network: " + network.text() +
                       cv::format("\nnodes: %dx%d\nborder: %d\nmin_magnification: %.17g\n", base.grid.gridSize.width,
                                  base.grid.gridSize.height, base.grid.borderType, base.grid.minMagnification);
    for (const Parameter& parameter : parameters())
    {
        const bool moves = std::any_of(chosen.begin(), chosen.end(),
                                       [&parameter](const Parameter& p) { return p.axis.name == parameter.axis.name; });
        text += parameter.axis.name + ": " + (moves ? "searched" : cv::format("%.17g", parameter.get(base))) + "\n";
    }
    return text;
}

} // namespace

int runTune(Settings settings)
{
    if (cv::zoom_train::ProcessGroupOptions::fromEnvironment().size > 1)
        bad("tune runs as one process; with WORLD_SIZE above 1 every process would do all of it");
    if (choice<bool>({{"by", take(settings, "by", "search")}}, "by", {{"search", false}, {"gradient", true}}))
        return runTuneByGradient(settings);
    const std::string model = need(settings, "model"), out = need(settings, "out");
    const cv::Size zoomed = sizeOf({{"zoomed", need(settings, "zoomed")}}, "zoomed", 1);
    const int trials = int(whole({{"trials", take(settings, "trials", "60")}}, "trials", 1, 1000000));
    const uint64_t seed = uint64_t(whole({{"seed", take(settings, "seed", "0")}}, "seed", 0, int64_t(1) << 50));
    const double minOverlap = number({{"min_overlap", take(settings, "min_overlap", "0.5")}}, "min_overlap", 0.01, 1);
    const std::string objective = take(settings, "objective", "both"), names = take(settings, "search", "");
    const auto shares = choice<std::pair<double, double>>({{"objective", objective}}, "objective",
                                                          {{"both", {0.5, 0.5}}, {"ap", {1, 0}}, {"recall", {0, 1}}});
    const FootageOptions seen = takeFootage(settings, out, {TaughtFootage::VALIDATION});
    allTaken(settings, "tune");
    footage::checkWritable(model); // before trials for an hour

    const TaughtFootage footage(seen);
    const cv::Size accepted = footage.detector().acceptedSize(zoomed);
    if (accepted != zoomed)
        bad(cv::format("zoomed is %dx%d, but the detector looks at %dx%d then; give that", zoomed.width, zoomed.height,
                       accepted.width, accepted.height));
    if (footage.boxes(TaughtFootage::VALIDATION) == 0)
        bad(cv::format("the detector found nothing in the %d frames for validation; give more footage, or other "
                       "shares (from, to, learn, validate), or lower its threshold",
                       int(footage.frames(TaughtFootage::VALIDATION))));
    Judge judge(footage, model, zoomed, minOverlap, shares);
    const std::vector<Parameter> chosen = searched(names, judge.asLoaded().grid);
    const TrialLog log(out,
                       footage.description() + conditionsOf(model, judge.asLoaded(), chosen) +
                           cv::format("zoomed: %dx%d\nobjective: %s\nmin_overlap: %.17g\nseed: %lld\n", zoomed.width,
                                      zoomed.height, objective.c_str(), minOverlap, (long long)seed));

    std::vector<Trial> done = log.read(judge.asLoaded());
    while (int(done.size()) < trials)
    {
        const SamplerParams params = done.empty()           ? judge.asLoaded()
                                     : done.size() == PLAIN ? plainResize(done[0].params)
                                                            : nextParams(chosen, done, trials, seed);
        // Kinds alone are soon all tried: what is known need not be run again.
        const auto known = std::find_if(done.begin(), done.end(), [&params](const Trial& trial) {
            return std::all_of(parameters().begin(), parameters().end(),
                               [&](const Parameter& p) { return p.get(trial.params) == p.get(params); });
        });
        const Outcome outcome = known == done.end() ? judge.outcomeOf(params) : known->outcome;
        done.push_back({params, outcome});
        log.write(done);
        std::fprintf(stderr, "trial %d of %d: %s: %s (best score %.4f)\n", int(done.size()), trials,
                     textOf(params).c_str(), textOf(done.back().outcome).c_str(), bestOf(done).outcome.score);
    }
    const Trial& best = bestOf(done);
    if (done.size() > PLAIN)
        std::printf("plain resize: %s\n", textOf(done[PLAIN].outcome).c_str());
    std::printf("as it was: %s: %s\nbest: %s: %s\n", textOf(done[0].params).c_str(), textOf(done[0].outcome).c_str(),
                textOf(best.params).c_str(), textOf(best.outcome).c_str());
    writeInto(model, best.params);
    std::printf("%s\n", model.c_str());
    return 0;
}

} // namespace tool
