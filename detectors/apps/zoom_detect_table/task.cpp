// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "task.hpp"

#include "methods.hpp"

#include "common/command_line.hpp"
#include "field_reader.hpp"

#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <set>

namespace table {

namespace {

namespace fs = std::filesystem;
using cv::FileNode;
using cv::zoom::FieldReader;

const int FORMAT_VERSION = 1;

//! The fields of a map inside the file.
class Entry
{
public:
    Entry(const FieldReader& _reader, const char* _list, const FileNode& _node)
        : reader(_reader), list(_list), node(_node)
    {
        if (!node.isMap())
            fail("must hold maps");
    }

    void allowOnly(const std::vector<std::string>& fields) const
    {
        for (const cv::String& key : node.keys())
            if (std::find(fields.begin(), fields.end(), key) == fields.end())
                fail("has the field '" + key + "', which is unknown");
    }

    bool has(const char* field) const { return !node[field].empty(); }

    std::string text(const char* field) const
    {
        if (!node[field].isString() || node[field].string().empty())
            fail(std::string("needs the field '") + field + "', a text");
        return node[field].string();
    }

    double number(const char* field, double least, double most) const
    {
        if (!node[field].isReal() && !node[field].isInt())
            fail(std::string("needs the field '") + field + "', a number");
        const double value = double(node[field]);
        if (!(value >= least && value <= most))
            fail(cv::format("has the %s %g; allowed is %g to %g", field, value, least, most));
        return value;
    }

    double number(const char* field, double least, double most, double otherwise) const
    {
        return has(field) ? number(field, least, most) : otherwise;
    }

    cv::Size size(const char* field) const
    {
        const FileNode pair = node[field];
        if (!pair.isSeq() || pair.size() != 2 || !(int(pair[0]) >= 1 && int(pair[0]) <= 16384) ||
            !(int(pair[1]) >= 1 && int(pair[1]) <= 16384))
            fail(std::string("needs the field '") + field + "', two whole numbers from 1 to 16384");
        return cv::Size(int(pair[0]), int(pair[1]));
    }

    std::vector<std::string> texts(const char* field) const
    {
        std::vector<std::string> all;
        for (const FileNode& one : node[field])
            all.push_back(one.isString() ? one.string() : std::string());
        if (all.empty() || std::count(all.begin(), all.end(), "") > 0)
            fail(std::string("needs the field '") + field + "', a list of texts");
        return all;
    }

    Use use() const
    {
        const std::string name = text("use");
        if (name != "learn" && name != "test" && name != "both" && name != "paste")
            fail("has the use '" + name + "'; allowed is learn, test, both or paste");
        return {name == "learn" || name == "both", name == "test" || name == "both"};
    }

    [[noreturn]] void fail(const std::string& problem) const { reader.fail(list, problem); }

private:
    const FieldReader& reader;
    const char* list;
    FileNode node;
};

//! A path of the file: in the data's folder, beside the file, or absolute.
class Paths
{
public:
    Paths(const std::string& file, std::string _data) : folder(fs::path(file).parent_path()), data(std::move(_data)) {}

    std::string operator()(const std::string& path) const
    {
        const std::string mark = "ZOOM_DATA/";
        if (path.compare(0, mark.size(), mark) == 0)
            return (fs::path(data) / path.substr(mark.size())).string();
        return (folder / path).string(); // an absolute one stays as it is
    }

private:
    fs::path folder;
    std::string data;
};

void takeShare(const FieldReader& reader, const char* field, double& from, double& to)
{
    const std::vector<double> share = reader.numbers(field, 2);
    from = share[0];
    to = share[1];
    if (!(from >= 0 && from < to && to <= 1))
        reader.fail(field, cv::format("is [%g, %g]; allowed is a beginning and a later end, both 0 to 1", from, to));
}

detectors::Tiling readTiling(const FieldReader& reader)
{
    const Entry entry(reader, "reference", reader.node("reference"));
    entry.allowOnly({"tiles", "tile_size", "overlap", "scale", "whole_frame_scale", "merge"});
    detectors::Tiling tiling;
    if (entry.has("tiles"))
        tiling.grid = entry.size("tiles");
    if (entry.has("tile_size"))
        tiling.tileSize = entry.size("tile_size");
    tiling.overlap = entry.number("overlap", 0, 0.95, tiling.overlap);
    tiling.scale = entry.number("scale", 0.01, 64, tiling.scale);
    tiling.wholeFrameScale = entry.number("whole_frame_scale", 0, 64, tiling.wholeFrameScale);
    if (entry.has("merge"))
    {
        const std::string merge = entry.text("merge");
        if (merge != "union" && merge != "smaller")
            entry.fail("has the merge '" + merge + "'; allowed is union or smaller");
        tiling.mergeMeasure = merge == "union" ? detectors::OVER_UNION : detectors::OVER_SMALLER;
    }
    return tiling;
}

void readClips(const FieldReader& reader, const Paths& paths, Task& task)
{
    std::set<std::string> names;
    for (const FileNode& node : reader.node("clips"))
    {
        const Entry entry(reader, "clips", node);
        entry.allowOnly({"name", "input", "use", "labels", "test_step"});
        ClipEntry one;
        one.name = entry.text("name");
        one.input = paths(entry.text("input"));
        one.use = entry.use();
        if (entry.has("labels"))
            one.labels = entry.texts("labels");
        for (const std::string& label : one.labels)
            if (!task.labels.empty() && std::find(task.labels.begin(), task.labels.end(), label) == task.labels.end())
                entry.fail("has the label '" + label + "', which the task's labels have not");
        one.testStep = int(entry.number("test_step", 1, 1 << 20, 0));
        task.clips.push_back(one);
        if (!names.insert(one.name).second)
            entry.fail("has two clips '" + one.name + "'");
    }
    if (!reader.has("composites"))
        return;
    for (const FileNode& node : reader.node("composites"))
    {
        const Entry entry(reader, "composites", node);
        entry.allowOnly({"name", "photo", "size", "clips", "height", "appear_every", "frames", "use"});
        CompositeEntry one;
        one.name = entry.text("name");
        one.photo = paths(entry.text("photo"));
        one.size = entry.size("size");
        one.clips = entry.texts("clips");
        one.height = entry.number("height", 4, 4096);
        one.appearEvery = entry.number("appear_every", 0, 3600, 0);
        one.frames = int(entry.number("frames", 1, 100000));
        one.use = entry.use();
        if (!names.insert(one.name).second)
            entry.fail("has the name '" + one.name + "', which another clip has");
        for (const std::string& name : one.clips)
        {
            const auto clip = std::find_if(task.clips.begin(), task.clips.end(),
                                           [&name](const ClipEntry& other) { return other.name == name; });
            if (clip == task.clips.end())
                entry.fail("names the clip '" + name + "', which is not among the clips");
            if ((one.use.test && clip->use.learn) || (one.use.learn && clip->use.test))
                entry.fail("pastes the clip '" + name +
                           "' for another use than its own: what is learned from would be "
                           "tested on");
        }
        task.composites.push_back(one);
    }
}

void readGoals(const FieldReader& reader, Task& task)
{
    const std::vector<std::string> known = methodNames(), groups = goalThings();
    for (const FileNode& node : reader.node("goals"))
    {
        const Entry entry(reader, "goals", node);
        entry.allowOnly({"things", "method", "scale", "cost"});
        Goal goal;
        goal.things = entry.text("things");
        if (std::find(groups.begin(), groups.end(), goal.things) == groups.end())
            entry.fail("has the things '" + goal.things + "'; allowed is all, 1-3, 4-8 or 9+");
        goal.method = entry.text("method");
        if (std::find(known.begin(), known.end(), goal.method) == known.end())
            entry.fail("has the method '" + goal.method + "', which is unknown");
        if (isUpperBound(goal.method))
            entry.fail("has the method '" + goal.method + "', which is told what is to be found: no goal, but a bound");
        goal.scale = entry.number("scale", 0.01, 16, 1);
        goal.cost = entry.number("cost", 0, 1000, 0);
        task.goals.push_back(goal);
    }
}

//! A list of KEY=VALUE for zoom_train; ZOOM_DATA at the beginning of a path, of which commas separate several, resolved.
std::vector<std::string> argumentsOf(const FieldReader& reader, const char* field, const Paths& paths)
{
    std::vector<std::string> arguments;
    for (const cv::String& one : reader.texts(field))
    {
        const size_t equals = one.find('=');
        if (equals == 0 || equals == std::string::npos)
            reader.fail(field, "holds '" + one + "'; allowed is KEY=VALUE");
        std::string argument = one.substr(0, equals + 1);
        for (const std::string& part : samples::splitAtCommas(one.substr(equals + 1)))
            argument += (argument.back() == '=' ? "" : ",") + (part.find("ZOOM_DATA/") == 0 ? paths(part) : part);
        arguments.push_back(argument);
    }
    return arguments;
}

//! What of zoom_train distill's arguments says how boxes become a saliency.
void takeTarget(const FieldReader& reader, const std::string& argument, Task& task)
{
    const std::string key = argument.substr(0, argument.find('=')), text = argument.substr(key.size() + 1);
    const struct
    {
        const char* key;
        double least, most;
        double cv::zoom::BoxTarget::*value;
    } figures[] = {{"bandwidth", 1e-3, 100, &cv::zoom::BoxTarget::bandwidth},
                   {"small_boxes", 0, 2, &cv::zoom::BoxTarget::smallBoxes}};
    for (const auto& figure : figures)
    {
        if (key != figure.key)
            continue;
        char* end = nullptr;
        const double value = std::strtod(text.c_str(), &end);
        if (text.empty() || *end || !(value >= figure.least && value <= figure.most))
            reader.fail("distill", cv::format("holds '%s=%s'; allowed is %g to %g", key.c_str(), text.c_str(),
                                              figure.least, figure.most));
        task.target.*figure.value = value;
    }
}

} // namespace

Task readTask(const std::string& path, const std::string& data)
{
    const FieldReader reader("task", path, "docs/detectors.md");
    const int version = reader.wholeNumber("format_version", 1, 1000000);
    if (version != FORMAT_VERSION)
        reader.fail("format_version", cv::format("is %d; this version reads %d", version, FORMAT_VERSION));
    reader.allowOnly({"format_version", "detector", "model", "threshold",  "ap_threshold", "labels",     "clips",
                      "composites",     "learn",    "test",  "learn_step", "test_step",    "test_parts", "test_warm_up",
                      "reference",      "small",    "sizes", "scales",     "methods",      "goals",      "distill",
                      "tune"});
    const Paths paths(path, data);
    Task task;
    task.name = fs::path(path).stem().string();
    task.detector = reader.text("detector");
    if (fs::path(task.detector).has_extension())
        task.detector = paths(task.detector);
    if (reader.has("model"))
        task.model = paths(reader.text("model"));
    if (reader.has("threshold"))
        task.threshold = reader.number("threshold");
    if (reader.has("ap_threshold"))
    {
        task.apThreshold = reader.number("ap_threshold");
        if (!(task.threshold >= 0 && task.apThreshold >= 0 && task.apThreshold <= task.threshold))
            reader.fail("ap_threshold",
                        cv::format("is %g; it goes with a 'threshold' that is not below it, and may not "
                                   "be negative",
                                   task.apThreshold));
    }
    if (reader.has("labels"))
        for (const cv::String& label : reader.texts("labels"))
            task.labels.push_back(label);
    readClips(reader, paths, task);
    takeShare(reader, "learn", task.learnFrom, task.learnTo);
    takeShare(reader, "test", task.testFrom, task.testTo);
    for (const ClipEntry& clip : task.clips)
        if (clip.use.learn && clip.use.test && task.learnFrom < task.testTo && task.testFrom < task.learnTo)
            reader.fail("test", "overlaps 'learn', and the clip '" + clip.name + "' is for both");
    if (reader.has("learn_step"))
        task.learnStep = reader.wholeNumber("learn_step", 1, 1 << 20);
    if (reader.has("test_step"))
        task.testStep = reader.wholeNumber("test_step", 1, 1 << 20);
    if (reader.has("test_parts"))
        task.testParts = reader.wholeNumber("test_parts", 1, 1000);
    if (reader.has("test_warm_up"))
    {
        task.testWarmUp = reader.number("test_warm_up");
        if (!(task.testWarmUp >= 0 && task.testWarmUp <= 3600))
            reader.fail("test_warm_up", cv::format("is %g; allowed is 0 to 3600 seconds", task.testWarmUp));
    }
    task.reference = readTiling(reader);
    task.small = reader.number("small");
    if (!(task.small > 0 && task.small <= 1))
        reader.fail("small", cv::format("is %g; allowed is a share of the frame's area: above 0, up to 1", task.small));
    for (const FileNode& node : reader.node("sizes"))
    {
        if (!node.isSeq() || node.size() != 2 || int(node[0]) < 1 || int(node[1]) < 1)
            reader.fail("sizes", "must hold pairs of whole numbers, such as [ [ 320, 240 ] ]");
        task.sizes.emplace_back(int(node[0]), int(node[1]));
    }
    task.scales = reader.numbers("scales", reader.node("scales").size());
    for (double scale : task.scales)
        if (!(scale > 0 && scale <= 16))
            reader.fail("scales", cv::format("holds %g; allowed is above 0, up to 16", scale));
    const std::vector<std::string> known = methodNames();
    for (const cv::String& method : reader.texts("methods"))
    {
        if (std::find(known.begin(), known.end(), method) == known.end())
        {
            std::string names;
            for (const std::string& name : known)
                names += (names.empty() ? "" : ", ") + name;
            reader.fail("methods", "holds '" + method + "'; allowed is " + names);
        }
        task.methods.push_back(method);
    }
    if (reader.has("goals"))
        readGoals(reader, task);
    if (reader.has("distill"))
        task.distill = argumentsOf(reader, "distill", paths);
    for (const std::string& one : task.distill)
        takeTarget(reader, one, task);
    if (reader.has("tune"))
        task.tune = argumentsOf(reader, "tune", paths);
    const auto none = [](bool empty, const char* field, const FieldReader& from) {
        if (empty)
            from.fail(field, "is empty");
    };
    none(task.sizes.empty(), "sizes", reader);
    none(task.scales.empty(), "scales", reader);
    none(task.methods.empty(), "methods", reader);
    const auto tested = [](const auto& one) { return one.use.test; };
    if (std::none_of(task.clips.begin(), task.clips.end(), tested) &&
        std::none_of(task.composites.begin(), task.composites.end(), tested))
        reader.fail("clips", "holds none that is for the test (use: test or both)");
    return task;
}

} // namespace table
