// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "commands.hpp"
#include "detection.hpp"
#include "gaze_data.hpp"

#include "opencv2/zoom_train/gaze.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <sstream>

namespace tool {

using namespace cv::zoom_train;
using cv::Size;

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
        {"task_mean", ""},
        {"task_scale", ""},
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
        {"things", "1"},
        {"labels", ""},
        {"augment", "0"},
        {"flip", "0"},
        {"data_seed", "1"},
        {"focal", "0.9"},
        {"test_person", "p14"},
        // What the data says of itself, so that a model can be used without it: complete().
        {"channels", "0"},
        {"outputs", "0"},
        {"names", ""},
    };
    return defaults;
}

std::vector<std::string> splitAt(const std::string& text, char mark)
{
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, mark);)
        parts.push_back(part);
    return parts;
}

double number(const Settings& s, const std::string& key, double low, double high)
{
    const std::string& text = s.at(key);
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end || !(value >= low && value <= high))
        bad(key + " is '" + text + "'; allowed is " + cv::format("a number from %g to %g", low, high));
    return value;
}

int64_t whole(const Settings& s, const std::string& key, int64_t low, int64_t high)
{
    const std::string& text = s.at(key);
    char* end = nullptr;
    const long long value = std::strtoll(text.c_str(), &end, 10);
    if (text.empty() || *end || value < low || value > high)
        bad(key + " is '" + text + "'; allowed is " +
            cv::format("a whole number from %lld to %lld", (long long)low, (long long)high));
    return value;
}

bool flag(const Settings& s, const std::string& key)
{
    return choice<bool>(s, key, {{"0", false}, {"1", true}});
}

//! Numbers with commas between.
static std::vector<double> numbers(const Settings& s, const std::string& key)
{
    std::vector<double> values;
    std::istringstream parts(s.at(key));
    for (std::string part; std::getline(parts, part, ',');)
        values.push_back(number({{key, part}}, key, -1e6, 1e6));
    return values;
}

Size sizeOf(const Settings& s, const std::string& key, int least)
{
    int width = 0, height = 0;
    char rest = 0;
    const int n = std::sscanf(s.at(key).c_str(), "%dx%d%c", &width, &height, &rest);
    if (n == 1)
        height = width;
    if (n < 1 || n > 2 || std::min(width, height) < least || std::max(width, height) > 1 << 15 ||
        (n == 1 && s.at(key).find('x') != std::string::npos))
        bad(key + " is '" + s.at(key) + "'; allowed is a side, or WIDTHxHEIGHT, " +
            cv::format("from %d to %d", least, 1 << 15));
    return Size(width, height);
}

static void readConfig(const std::string& path, Settings& settings)
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
    const auto take = [&](const std::string& key, const cv::FileNode& node) {
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
    };
    for (const std::string& key : file.root().keys())
    {
        const cv::FileNode node = file[key];
        if (!node.isMap())
            take(key, node);
        else
            for (const std::string& inner : node.keys())
                take(key + "." + inner, node[inner]);
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

void allTaken(const Settings& settings, const std::string& command)
{
    if (!settings.empty())
        bad(command + " has no key '" + settings.begin()->first + "'");
}

nn::SystemOptions systemOptions(const Settings& s)
{
    nn::SystemOptions o;
    o.method = s.at("method");
    o.taskNetwork = s.at("task_network");
    o.taskFile = s.at("task_net");
    o.taskFrozen = flag(s, "task_frozen");
    o.taskPixels.mean = numbers(s, "task_mean");
    o.taskPixels.scale = numbers(s, "task_scale");
    o.saliencyNetwork = s.at("saliency_network");
    o.channels = whole(s, "channels", 1, 4);
    o.outputs = whole(s, "outputs", 1, 1 << 20);
    o.taskWidth = whole(s, "task_width", 1, 4096);
    o.saliencyWidth = whole(s, "saliency_width", 1, 4096);
    o.normalisation = choice<nn::Normalisation>(
        s, "normalisation", {{"batch", nn::NORM_BATCH}, {"group", nn::NORM_GROUP}, {"none", nn::NORM_NONE}});
    o.sampler.lowRes = sizeOf(s, "low_res", 2);
    o.sampler.zoomed = sizeOf(s, "zoomed", 1);
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
    g.gridSize = sizeOf(s, "nodes", 2);
    g.sigma = number(s, "sigma", 0, 10);
    g.uniformMix = number(s, "uniform_mix", 0, 1);
    g.minMagnification = number(s, "min_magnification", 0, 1);
    g.maxMagnification = number(s, "max_magnification", 0, 1e6);
    o.cropSide = number(s, "crop_side", 1e-3, 0.999);
    return o;
}

std::shared_ptr<data::Dataset> dataset(const Settings& s, data::Split split)
{
    GazeOptions o;
    o.name = s.at("data");
    o.path = s.at("data_path");
    if (o.path.empty() && (o.name == "digits" || o.name == "cluttered_mnist"))
        if (const char* folder = std::getenv("ZOOM_DATA"))
            o.path = folder;
    o.split = split;
    o.frame = sizeOf(s, "frame", 0);
    const char* const count = split == data::TRAIN        ? "count"
                              : split == data::VALIDATION ? "validation_count"
                                                          : "test_count";
    o.count = size_t(whole(s, count, 0, 1 << 30));
    o.classes = int(whole(s, "classes", 0, 1 << 20));
    o.glyphSize = number(s, "glyph_size", 0.1, 10);
    o.things = int(whole(s, "things", 1, 16));
    o.labels = splitAt(s.at("labels"), ',');
    o.augment = number(s, "augment", 0, 1);
    o.flip = flag(s, "flip");
    o.seed = uint64_t(whole(s, "data_seed", 0, int64_t(1) << 50));
    if (!isGazeSet(o.name))
    {
        try
        {
            return data::makeDataset(o);
        }
        catch (const cv::Exception& e)
        {
            // The library does not know the sets that only this tool has.
            const size_t at = e.err.find(", coco or idx");
            if (e.err.find("DatasetOptions::name is") != 0 || at == std::string::npos)
                throw;
            bad(e.err.substr(0, at) + ", coco, idx, gaze, gazecapture or mpiifacegaze");
        }
    }
#ifdef ZOOM_TRAIN_WITH_GAZE
    o.focal = number(s, "focal", 0.05, 20);
    o.testPerson = s.at("test_person");
    return gazeDataset(o);
#else
    bad("data is '" + o.name + "', but this zoom_train was built without gaze/ (OpenCV's imgcodecs)");
#endif
}

std::vector<std::string> namesOf(const Settings& s)
{
    std::vector<std::string> names;
    std::istringstream parts(s.at("names"));
    for (std::string name; std::getline(parts, name, ';');)
        names.push_back(name);
    return names;
}

bool isDetector(const Settings& s)
{
    return s.at("task_network") == "centre";
}

Objective objectiveOf(const Settings& s)
{
    const bool gaze = isGazeSet(s.at("data")), ours = s.at("task_net").empty();
    if (ours && s.at("task_network") == "gaze" && !gaze)
        bad("data is '" + s.at("data") + "'; allowed is gaze, gazecapture or mpiifacegaze where task_network is gaze");
    if (!isDetector(s))
        return gaze ? gazeObjective() : Objective();
    if (s.at("data") != "voc" && s.at("data") != "coco")
        bad("data is '" + s.at("data") + "'; allowed is voc or coco, which have boxes, where task_network is centre");
#ifdef ZOOM_TRAIN_WITH_DETECTORS
    return detectionObjective(namesOf(s));
#else
    bad("task_network is 'centre', but this zoom_train was built without detectors/ (OpenCV's videoio and objdetect)");
#endif
}

Settings complete(Settings making, const data::Dataset& set)
{
    const Size frame = set.frameSize();
    making["frame"] = std::to_string(frame.width) + "x" + std::to_string(frame.height);
    making["channels"] = std::to_string(set.channels());
    making["outputs"] = std::to_string(set.outputs());
    making["names"].clear();
    for (const std::string& name : set.names())
    {
        if (name.find_first_of(";\n\r") != std::string::npos)
            bad("'" + name + "' is a label of data_path '" + making["data_path"] +
                "'; allowed are names without semicolons and ends of lines");
        making["names"] += name + ";";
    }
    return making;
}

void needSameNames(const Settings& making, const data::Dataset& set)
{
    const std::string its = complete(making, set).at("names"), expected = making.at("names");
    if (its != expected && !expected.empty()) // an earlier zoom_train wrote no names
        bad("data_path '" + making.at("data_path") + "' has the labels '" + its + "', the system was trained for '" +
            expected + "'; give a set with the same ones");
}

//! What a checkpoint says of the system and the data: `key: value` lines.
std::string describe(const Settings& making)
{
    std::string text;
    const auto name = making.find("data");
    const bool gaze = name != making.end() && isGazeSet(name->second);
    for (const auto& one : making)
    {
        // As before there were gaze sets, and as before labels could be chosen: what was begun then is gone on with.
        const bool late = ((one.first == "focal" || one.first == "test_person") && !gaze) ||
                          (one.first == "labels" && one.second.empty());
        if (!late)
            text += one.first + ": " + one.second + "\n";
    }
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
    if (making["channels"] == "0")
        bad("'" + path + "' does not say how many channels its images have: it was written by an earlier zoom_train");
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
        try
        {
            options.set(one.first, one.second);
        }
        catch (const cv::Exception& e)
        {
            std::string more;
            if (e.err.find("A key of the configuration") == 0)
                for (const auto& known : makingDefaults())
                    more += ", " + known.first;
            bad(e.err + more);
        }
    }
    return making;
}

} // namespace tool
