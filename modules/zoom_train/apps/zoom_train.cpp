// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// The command-line tool: docs/training.md.

#include "opencv2/zoom_train.hpp"
#include "opencv2/imgcodecs.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <map>
#include <sstream>

namespace fs = std::filesystem;
using namespace cv::zoom_train;
using cv::Size;

namespace {

const char* const USAGE =
    "usage: zoom_train train   [--config=FILE] --out=FOLDER [--resume] [--KEY=VALUE ...]\n"
    "       zoom_train eval    --model=FILE [--split=test] [--KEY=VALUE ...]\n"
    "       zoom_train compare --config=FILE --out=FOLDER [--methods=A,B] [--seeds=N] [--first-seed=K] [--KEY=VALUE "
    "...]\n"
    "       zoom_train export  --model=FILE --out=MODEL.yaml [--task=TASK.onnx] [--smoothing=SECONDS]\n"
    "       zoom_train inspect --model=FILE\n"
    "FILE of --config: yaml; its keys are those of the command line. Keys and schedules: docs/training.md\n";

typedef std::map<std::string, std::string> Settings;

[[noreturn]] void bad(const std::string& message)
{
    CV_Error(cv::Error::StsBadArg, message);
}

//! The system's and the data's keys with their defaults; what is not here is the trainer's.
const Settings& makingDefaults()
{
    static const Settings defaults = {
        {"method", "zoom"},
        {"task_network", "small"},
        {"task_net", ""},
        {"task_frozen", "0"},
        {"saliency_network", "small"},
        {"task_width", "24"},
        {"saliency_width", "16"},
        {"normalisation", "batch"},
        {"low_res", "48"},
        {"zoomed", "24"},
        {"output", "softmax"},
        {"grid", "attraction"},
        {"nodes", "31"},
        {"sigma", "0.1333"},
        {"border", "reflect101"},
        {"uniform_mix", "0.1"},
        {"min_magnification", "0.25"},
        {"max_magnification", "8"},
        {"crop_side", "0.5"},
        {"data", "glyphs"},
        {"data_path", ""},
        {"frame", "0"},
        {"count", "0"},
        {"validation_count", "500"},
        {"test_count", "2000"},
        {"classes", "0"},
        {"glyph_size", "1"},
        {"data_seed", "1"},
    };
    return defaults;
}

double number(const Settings& s, const std::string& key)
{
    const std::string& text = s.at(key);
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end)
        bad(key + " is '" + text + "'; allowed is a number");
    return value;
}

//! "48" or "48x32"
Size sizeOf(const Settings& s, const std::string& key)
{
    int width = 0, height = 0;
    char rest = 0;
    const int n = std::sscanf(s.at(key).c_str(), "%dx%d%c", &width, &height, &rest);
    if (n < 1 || n > 2 || width < 0 || height < 0)
        bad(key + " is '" + s.at(key) + "'; allowed is a side, or WIDTHxHEIGHT");
    return Size(width, n == 1 ? width : height);
}

template <typename T>
T choice(const Settings& s, const std::string& key, const std::vector<std::pair<std::string, T>>& choices)
{
    std::string allowed;
    for (const auto& one : choices)
    {
        if (s.at(key) == one.first)
            return one.second;
        allowed += (allowed.empty() ? "" : " or ") + one.first;
    }
    bad(key + " is '" + s.at(key) + "'; allowed is " + allowed);
}

void readConfig(const std::string& path, Settings& settings)
{
    cv::FileStorage file;
    try
    {
        file.open(path, cv::FileStorage::READ);
    }
    catch (const cv::Exception& e)
    {
        bad("config '" + path + "' is not yaml: " + e.err);
    }
    if (!file.isOpened() || !file.root().isMap())
        bad("config '" + path + "' cannot be read");
    for (const std::string& key : file.root().keys())
    {
        const cv::FileNode node = file[key];
        if (node.isString())
            settings[key] = node.string();
        else if (node.isInt() || node.isReal())
        {
            std::ostringstream text;
            text.precision(17);
            text << node.real();
            settings[key] = text.str();
        }
        else
            bad("config '" + path + "': " + key + " must be a number or a text");
    }
}

//! Keys from the command line over those of the configuration's file.
Settings readSettings(int argc, char** argv)
{
    Settings given, settings;
    for (int i = 2; i < argc; ++i)
    {
        const std::string word = argv[i];
        if (word.compare(0, 2, "--") != 0)
            bad("'" + word + "' is no option\n" + USAGE);
        const size_t equals = word.find('=');
        std::string key = word.substr(2, equals == std::string::npos ? equals : equals - 2);
        std::replace(key.begin(), key.end(), '-', '_');
        given[key] = equals == std::string::npos ? "1" : word.substr(equals + 1);
    }
    if (given.count("config"))
        readConfig(given["config"], settings);
    given.erase("config");
    for (const auto& one : given)
        settings[one.first] = one.second;
    return settings;
}

std::string take(Settings& settings, const std::string& key, const std::string& otherwise)
{
    const auto found = settings.find(key);
    if (found == settings.end())
        return otherwise;
    const std::string value = found->second;
    settings.erase(found);
    return value;
}

std::string need(Settings& settings, const std::string& key)
{
    const std::string value = take(settings, key, "");
    if (value.empty())
        bad("--" + key + " is missing\n" + USAGE);
    return value;
}

nn::SystemOptions systemOptions(const Settings& s, const data::Dataset& dataset)
{
    nn::SystemOptions o;
    o.method = s.at("method");
    o.taskNetwork = s.at("task_network");
    o.taskFile = s.at("task_net");
    o.taskFrozen = number(s, "task_frozen") != 0;
    o.saliencyNetwork = s.at("saliency_network");
    o.channels = dataset.channels();
    o.outputs = dataset.outputs();
    o.taskWidth = int64_t(number(s, "task_width"));
    o.saliencyWidth = int64_t(number(s, "saliency_width"));
    o.normalisation = choice<nn::Normalisation>(
        s, "normalisation", {{"batch", nn::NORM_BATCH}, {"group", nn::NORM_GROUP}, {"none", nn::NORM_NONE}});
    o.sampler.lowRes = sizeOf(s, "low_res");
    o.sampler.zoomed = sizeOf(s, "zoomed");
    o.sampler.output = choice<nn::SaliencySamplerOptions::Output>(
        s, "output",
        {{"softmax", nn::SaliencySamplerOptions::SOFTMAX}, {"sigmoid", nn::SaliencySamplerOptions::SIGMOID}});
    cv::zoom::GridParams& g = o.sampler.grid;
    g.mode = choice<int>(s, "grid",
                         {{"attraction", cv::zoom::GRID_ATTRACTION},
                          {"separable", cv::zoom::GRID_SEPARABLE},
                          {"transport", cv::zoom::GRID_TRANSPORT}});
    g.borderType =
        choice<int>(s, "border", {{"reflect101", cv::BORDER_REFLECT_101}, {"replicate", cv::BORDER_REPLICATE}});
    g.gridSize = sizeOf(s, "nodes");
    g.sigma = number(s, "sigma");
    g.uniformMix = number(s, "uniform_mix");
    g.minMagnification = number(s, "min_magnification");
    g.maxMagnification = number(s, "max_magnification");
    o.cropSide = number(s, "crop_side");
    return o;
}

std::shared_ptr<data::Dataset> dataset(const Settings& s, data::Split split)
{
    data::DatasetOptions o;
    o.name = s.at("data");
    o.path = s.at("data_path");
    if (o.path.empty() && (o.name == "digits" || o.name == "cluttered_mnist"))
        if (const char* folder = std::getenv("ZOOM_DATA"))
            o.path = folder;
    o.split = split;
    o.frame = sizeOf(s, "frame");
    o.count = size_t(number(s, split == data::TRAIN        ? "count"
                               : split == data::VALIDATION ? "validation_count"
                                                           : "test_count"));
    o.classes = int(number(s, "classes"));
    o.glyphSize = number(s, "glyph_size");
    o.seed = uint64_t(number(s, "data_seed"));
    return data::makeDataset(o);
}

//! What a checkpoint says of the system and the data: `key: value` lines.
std::string describe(const Settings& making)
{
    std::string text;
    for (const auto& one : making)
        text += one.first + ": " + one.second + "\n";
    return text;
}

Settings readDescriptionOf(const std::string& path)
{
    Settings making = makingDefaults();
    std::istringstream lines(readDescription(path));
    std::string line;
    while (std::getline(lines, line))
    {
        const size_t colon = line.find(": ");
        if (colon == std::string::npos || !making.count(line.substr(0, colon)))
            bad("'" + path + "' was not written by zoom_train train");
        making[line.substr(0, colon)] = line.substr(colon + 2);
    }
    return making;
}

//! Splits the settings into the system's and data's, and the trainer's, which are set.
Settings takeMaking(Settings settings, TrainerOptions& options)
{
    Settings making = makingDefaults();
    const std::string zoomed = settings.count("zoomed") ? settings["zoomed"] : making["zoomed"];
    for (auto& one : settings)
    {
        if (making.count(one.first))
        {
            making[one.first] = one.second;
            continue;
        }
        // A schedule may end at the system's own size, whatever that is.
        for (size_t at; (at = one.second.find("{zoomed}")) != std::string::npos;)
            one.second.replace(at, 8, zoomed.substr(0, zoomed.find('x')));
        options.set(one.first, one.second);
    }
    return making;
}

struct Trained
{
    std::shared_ptr<nn::System> system;
    Evaluation validation;
    Settings making;
    double seconds;
};

//! @param starts files and the prefixes of the weights that training starts with
Trained train(Settings settings, const std::string& folder, bool resume,
              const std::vector<std::pair<std::string, std::string>>& starts)
{
    const auto begin = std::chrono::steady_clock::now();
    TrainerOptions options;
    Trained result;
    const Settings making = takeMaking(settings, options);
    const auto training = dataset(making, data::TRAIN), validation = dataset(making, data::VALIDATION);
    torch::manual_seed(options.seed);
    result.system = nn::makeSystem(systemOptions(making, *training));
    for (const auto& start : starts)
        loadModule(*result.system, start.first, start.second);
    options.folder = folder;
    options.resume = resume;
    options.description = describe(making);
    Trainer trainer(result.system, training, validation, options);
    result.validation = trainer.run();
    result.making = making;
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

void print(const char* split, const Evaluation& e, bool regression)
{
    std::printf("%s: %s %.4f, loss %.4f, hit rate %.3f, %d samples\n", split,
                regression ? "mean absolute error" : "accuracy", e.metric, e.loss, e.hitRate, int(e.samples));
}

int runTrain(Settings settings)
{
    const std::string folder = need(settings, "out");
    const bool resume = take(settings, "resume", "0") != "0";
    const std::string init = take(settings, "init", ""), part = take(settings, "init_part", "task.");
    std::vector<std::pair<std::string, std::string>> starts;
    if (!init.empty())
        starts.emplace_back(init, part);
    const Trained trained = train(settings, folder, resume, starts);
    print("validation", trained.validation, dataset(trained.making, data::VALIDATION)->isRegression());
    std::printf("%s/model.pt\n", folder.c_str());
    return 0;
}

std::shared_ptr<nn::System> loadSystem(const std::string& path, const Settings& making)
{
    const auto system = nn::makeSystem(systemOptions(making, *dataset(making, data::VALIDATION)));
    loadModule(*system, path);
    system->eval();
    return system;
}

int runEval(Settings settings)
{
    const std::string model = need(settings, "model"), split = take(settings, "split", "test");
    Settings making = readDescriptionOf(model);
    for (const auto& one : settings)
    {
        if (!making.count(one.first))
            bad("eval has no key '" + one.first + "'");
        making[one.first] = one.second;
    }
    const auto set = dataset(
        making, choice<data::Split>({{"split", split}}, "split",
                                    {{"train", data::TRAIN}, {"validation", data::VALIDATION}, {"test", data::TEST}}));
    print(split.c_str(), evaluate(*loadSystem(model, making), set), set->isRegression());
    return 0;
}

int runExport(Settings settings)
{
    const std::string model = need(settings, "model"), out = need(settings, "out"), task = take(settings, "task", "");
    const double smoothing = std::atof(take(settings, "smoothing", "0").c_str());
    const Settings making = readDescriptionOf(model);
    const auto system = loadSystem(model, making);
    const auto sampler = std::dynamic_pointer_cast<nn::SaliencySampler>(system->resampler());
    if (!sampler || making.at("method") != "zoom")
        bad("'" + model + "' is a system of method " + making.at("method") + "; only zoom is exported");
    exportModel(*sampler, out, data::PIXEL_MEAN, data::PIXEL_SCALE, smoothing);
    std::printf("%s\n", out.c_str());
    if (!task.empty())
    {
        const Size zoomed = sizeOf(making, "zoomed");
        exportNetwork(*system->task(), {1, dataset(making, data::VALIDATION)->channels(), zoomed.height, zoomed.width},
                      task);
        std::printf("%s\n", task.c_str());
    }
    return 0;
}

int64_t parameterCount(const torch::nn::Module& module)
{
    int64_t count = 0;
    for (const auto& p : module.parameters())
        count += p.numel();
    return count;
}

int runInspect(Settings settings)
{
    const std::string model = need(settings, "model");
    const Settings making = readDescriptionOf(model);
    const auto system = loadSystem(model, making);
    const auto set = dataset(making, data::VALIDATION);
    std::cout << describe(making);
    std::printf("parameters: %ld before the task network, %ld in it\n", long(parameterCount(*system->resampler())),
                long(parameterCount(*system->task())));
    std::printf("multiply-adds a frame: %ld\n", long(nn::multiplyAdds(*system, set->channels(), set->frameSize())));
    return 0;
}

// ---- compare

struct Result
{
    std::string method;
    int seed;
    double value, madds, ms, hitRate, validation, seconds;
};

//! Results of runs that are done, one line for each, so that a comparison can be stopped and go on.
std::vector<Result> readResults(const std::string& path)
{
    std::vector<Result> results;
    if (!fs::exists(path))
        return results;
    std::stringstream text;
    text << "{\"results\": " << std::ifstream(path).rdbuf() << "}"; // cv::FileStorage takes no list by itself
    cv::FileStorage file;
    try
    {
        file.open(text.str(), cv::FileStorage::READ | cv::FileStorage::MEMORY | cv::FileStorage::FORMAT_JSON);
    }
    catch (const cv::Exception& e)
    {
        bad("'" + path + "' is damaged: " + e.err);
    }
    for (const cv::FileNode& r : file["results"])
        results.push_back({r["method"].string(), int(r["seed"]), double(r["value"]), double(r["madds"]),
                           double(r["ms"]), double(r["hit_rate"]), double(r["validation"]), double(r["seconds"])});
    return results;
}

void writeText(const std::string& path, const std::string& text)
{
    const std::string temporary = path + ".writing";
    std::ofstream(temporary) << text;
    fs::rename(temporary, path);
}

void writeResults(const std::string& path, const std::vector<Result>& results, const std::string& metric)
{
    std::ostringstream out;
    out.precision(8);
    out << "[";
    for (size_t i = 0; i < results.size(); ++i)
    {
        const Result& r = results[i];
        out << (i ? ",\n " : "\n ") << "{\"method\": \"" << r.method << "\", \"seed\": " << r.seed << ", \"metric\": \""
            << metric << "\", \"value\": " << r.value << ", \"madds\": " << r.madds << ", \"ms\": " << r.ms
            << ", \"hit_rate\": " << r.hitRate << ", \"validation\": " << r.validation << ", \"seconds\": " << r.seconds
            << "}";
    }
    out << "\n]\n";
    writeText(path, out.str());
}

//! Mean and standard deviation (of the sample) over the seeds.
std::string meanOf(const std::vector<double>& values, double factor, const char* format)
{
    double mean = 0, square = 0;
    for (double v : values)
        mean += v * factor / double(values.size());
    for (double v : values)
        square += (v * factor - mean) * (v * factor - mean);
    std::string text = cv::format(format, mean);
    if (values.size() > 1)
        text += " ± " + cv::format(format, std::sqrt(square / double(values.size() - 1)));
    return text;
}

void writeTable(const std::string& path, const std::vector<Result>& results, const std::vector<std::string>& order,
                bool regression)
{
    std::ostringstream out;
    out << "| method | " << (regression ? "mean absolute error (lower is better)" : "accuracy, % (higher is better)")
        << " | hit rate, % | multiply-adds, millions | ms a frame | seeds |\n|---|---|---|---|---|---|\n";
    for (const std::string& method : order)
    {
        std::vector<double> value, hit, madds, ms;
        for (const Result& r : results)
            if (r.method == method)
            {
                value.push_back(r.value);
                hit.push_back(r.hitRate);
                madds.push_back(r.madds);
                ms.push_back(r.ms);
            }
        if (value.empty())
            continue;
        std::sort(ms.begin(), ms.end());
        out << "| " << method << " | " << meanOf(value, regression ? 1 : 100, regression ? "%.3f" : "%.1f") << " | "
            << meanOf(hit, 100, "%.0f") << " | " << cv::format("%.2f", madds[0] / 1e6) << " | "
            << cv::format("%.1f", ms[ms.size() / 2]) << " | " << value.size() << " |\n";
    }
    writeText(path, out.str());
    std::cout << out.str();
}

std::vector<std::string> splitAt(const std::string& text, char mark)
{
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, mark);)
        parts.push_back(part);
    return parts;
}

//! Median time of one frame through the system, on the threads that are set.
double measure(nn::System& system, const data::Dataset& set)
{
    torch::NoGradGuard noGrad;
    system.eval();
    const torch::Tensor frame = data::collate({set.get(0, 0)}).images;
    std::vector<double> times;
    for (int i = 0; i < 25; ++i)
    {
        const auto begin = std::chrono::steady_clock::now();
        system.forward(frame);
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    }
    std::nth_element(times.begin(), times.begin() + 12, times.end());
    return times[12];
}

int64_t costOf(Settings settings, const std::string& method, const std::string& zoomed)
{
    settings["method"] = method;
    settings["zoomed"] = zoomed;
    TrainerOptions ignored;
    const Settings making = takeMaking(settings, ignored);
    const auto set = dataset(making, data::VALIDATION);
    return nn::multiplyAdds(*nn::makeSystem(systemOptions(making, *set)), set->channels(), set->frameSize());
}

/** Every method: the same pretrained task network, schedules, budget and number of trials; the best trial by
validation, the test split for the table. Methods are those of nn::methods(), zoom_separable and zoom_transport,
uniform_equal_cost (as many multiply-adds as zoom) and full (the frame's own resolution). */
int runCompare(Settings settings)
{
    const std::string out = need(settings, "out");
    const std::vector<std::string> methods = splitAt(take(settings, "methods", "zoom,uniform"), ',');
    const int seeds = std::atoi(take(settings, "seeds", "1").c_str());
    const int firstSeed = std::atoi(take(settings, "first_seed", "0").c_str());
    const std::string pretrainSteps = take(settings, "pretrain_steps", "0");
    const std::string pretrainSize = take(settings, "pretrain_size", "96");
    const std::vector<std::string> rates = splitAt(take(settings, "saliency_rates", ""), ';');
    fs::create_directories(out);
    const std::string resultsPath = out + "/results.json";
    std::vector<Result> results = readResults(resultsPath);
    bool regression = false;

    for (int seed = firstSeed; seed < firstSeed + seeds; ++seed)
    {
        settings["seed"] = std::to_string(seed);
        const std::string seedFolder = out + "/seed" + std::to_string(seed), pretrained = seedFolder + "/pretrained";
        double pretrainingSeconds = 0;
        if (pretrainSteps != "0" && !fs::exists(pretrained + "/model.pt"))
        {
            Settings s = settings;
            s["method"] = "uniform";
            s["zoomed"] = s["size"] = pretrainSize;
            s["steps"] = pretrainSteps;
            s["task_rate"] = take(s, "pretrain_rate", "linear 0:0 0.2:0.002 1:0.002");
            std::fprintf(stderr, "seed %d: pretraining of the task network, %s steps at %s pixels\n", seed,
                         pretrainSteps.c_str(), pretrainSize.c_str());
            pretrainingSeconds = train(s, pretrained, true, {}).seconds;
            writeText(pretrained + "/seconds", std::to_string(pretrainingSeconds));
        }
        else if (pretrainSteps != "0")
            std::ifstream(pretrained + "/seconds") >> pretrainingSeconds;

        for (const std::string& method : methods)
        {
            if (std::any_of(results.begin(), results.end(),
                            [&](const Result& r) { return r.method == method && r.seed == seed; }))
                continue;
            Settings s = settings;
            s.erase("pretrain_rate");
            std::vector<std::pair<std::string, std::string>> starts;
            if (pretrainSteps != "0")
                starts.emplace_back(pretrained + "/model.pt", "task.");
            s["method"] = method;
            if (method.compare(0, 5, "zoom_") == 0)
            {
                s["method"] = "zoom";
                s["grid"] = method.substr(5);
            }
            else if (method == "uniform_equal_cost")
            {
                s["method"] = "uniform";
                const std::string small = s.count("zoomed") ? s["zoomed"] : makingDefaults().at("zoomed");
                int side = std::atoi(small.c_str());
                const int64_t cost = costOf(s, "zoom", small);
                while (costOf(s, "uniform", std::to_string(side + 1)) <= cost)
                    ++side;
                s["zoomed"] = std::to_string(side);
            }
            else if (method == "full")
            {
                s["method"] = "uniform";
                TrainerOptions ignored;
                const Size frame = dataset(takeMaking(s, ignored), data::VALIDATION)->frameSize();
                s["zoomed"] = std::to_string(frame.width) + "x" + std::to_string(frame.height);
                s["size"] = std::to_string(frame.width);
            }
            else if (method == "crop_peak")
            {
                const std::string zoom = seedFolder + "/zoom/model.pt";
                if (!fs::exists(zoom))
                    bad("crop_peak takes the saliency of zoom, which must come before it");
                starts.emplace_back(zoom, "resampler.saliency.");
                s["saliency_rate"] = "0";
            }
            const std::string folder = seedFolder + "/" + method;
            double seconds = pretrainingSeconds; // what came before, and all trials
            if (method == "crop_peak")
                for (const Result& r : results)
                    if (r.method == "zoom" && r.seed == seed)
                        seconds = r.seconds;
            Trained best;
            std::string bestFolder;
            // One trial for every rate, where something learns at it besides the task network.
            const bool looks = method.compare(0, 7, "uniform") != 0 && method != "full" && method != "crop_peak";
            const std::vector<std::string> trials = looks && !rates.empty() ? rates : std::vector<std::string>(1);
            for (size_t t = 0; t < trials.size(); ++t)
            {
                if (!trials[t].empty())
                    s["saliency_rate"] = trials[t];
                const std::string trialFolder = trials.size() == 1 ? folder : folder + "_" + std::to_string(t);
                std::fprintf(stderr, "seed %d: %s\n", seed, method.c_str());
                const Trained trained = train(s, trialFolder, true, starts);
                seconds += trained.seconds;
                regression = dataset(trained.making, data::VALIDATION)->isRegression();
                const bool better = !best.system || (regression ? trained.validation.metric < best.validation.metric
                                                                : trained.validation.metric > best.validation.metric);
                if (!better)
                    continue;
                best = trained;
                bestFolder = trialFolder;
            }
            if (bestFolder != folder)
            {
                fs::create_directories(folder);
                for (const char* file : {"model.pt", "samples.png", "curves.png", "log.csv"})
                    fs::copy_file(bestFolder + "/" + file, folder + "/" + file, fs::copy_options::overwrite_existing);
            }
            const auto test = dataset(best.making, data::TEST);
            const Evaluation e = evaluate(*best.system, test);
            results.push_back({method, seed, e.metric,
                               double(nn::multiplyAdds(*best.system, test->channels(), test->frameSize())),
                               measure(*best.system, *test), e.hitRate, best.validation.metric, seconds});
            writeResults(resultsPath, results, regression ? "mean absolute error" : "accuracy");
            std::fprintf(stderr, "seed %d: %s: test %.4f, hit rate %.3f\n", seed, method.c_str(), e.metric, e.hitRate);
        }
    }
    writeTable(out + "/table.md", results, methods, regression);
    // Pictures of the first method and seed; every run has its own beside its model.
    for (const char* picture : {"samples.png", "curves.png"})
    {
        const std::string from = out + "/seed" + std::to_string(firstSeed) + "/" + methods[0] + "/" + picture;
        if (fs::exists(from))
            fs::copy_file(from, out + "/" + picture, fs::copy_options::overwrite_existing);
    }
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    const std::string command = argc > 1 ? argv[1] : "";
    try
    {
        Settings settings = argc > 1 ? readSettings(argc, argv) : Settings();
        const int threads = std::atoi(take(settings, "threads", "0").c_str());
        if (threads > 0)
            torch::set_num_threads(threads);
        if (command == "train")
            return runTrain(settings);
        if (command == "eval")
            return runEval(settings);
        if (command == "compare")
            return runCompare(settings);
        if (command == "export")
            return runExport(settings);
        if (command == "inspect")
            return runInspect(settings);
    }
    catch (const cv::Exception& e)
    {
        std::fprintf(stderr, "zoom_train: %s\n", e.err.c_str());
        return 1;
    }
    catch (const c10::Error& e)
    {
        std::fprintf(stderr, "zoom_train: %s\n", e.what_without_backtrace());
        return 1;
    }
    catch (const std::exception& e)
    {
        std::fprintf(stderr, "zoom_train: %s\n", e.what());
        return 1;
    }
    std::fputs(USAGE, command == "--help" || command == "help" ? stdout : stderr);
    return command == "--help" || command == "help" ? 0 : 2;
}
