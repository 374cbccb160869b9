// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "clips.hpp"
#include "evaluation.hpp"
#include "report.hpp"
#include "trained.hpp"

#include "common/command_line.hpp"
#include "zoom_footage/output_file.hpp"

#include "opencv2/core/utility.hpp"

#include <algorithm>
#include <cstdio>
#include <fstream>
#include <iostream>
#include <iterator>

namespace {

namespace fs = std::filesystem;
using namespace table;

const char* const KEYS =
    "{help h usage ?  |      | print this text }"
    "{tasks           |      | files of the tasks, with commas between (docs/detectors.md) }"
    "{out             | out/experiments/detect | folder of results.json, a table and a plot for each task, and "
    "table.md, all tables }"
    "{models          |      | folder of the saliency models, TASK.yaml each; default: models in --out }"
    "{data            |      | what ZOOM_DATA stands for in the tasks; default: the environment's ZOOM_DATA, or "
    "../shared/data }"
    "{methods         |      | with commas between; default: the task's }"
    "{clips           |      | names, with commas between; default: all }"
    "{frames          | 0    | frames of each clip at most; 0: all }"
    "{times           |      | looks for nothing, but measures the times of all known rows anew, on an idle machine }"
    "{trained         |      | instead of --tasks: folders of zoom_train compare with detectors, with commas between; "
    "makes their tables and plots, and measures nothing }"
    "{distill         |      | looks at nothing, but prints what of the task zoom_train distill is given, one argument "
    "a line, and writes the frames that are pasted together for it }"
    "{tune            |      | the same for zoom_train tune; prints nothing where the task does not say 'tune' }";

struct Options
{
    std::vector<std::string> tasks, methods, trained;
    std::string out, models, data;
    ClipLimits limits;
    bool distill = false, tune = false, times = false;
};

std::string defaultData()
{
    const char* const folder = std::getenv("ZOOM_DATA");
    return folder ? folder : "../shared/data";
}

Options parseOptions(const cv::CommandLineParser& parser)
{
    Options options;
    options.tasks = samples::splitAtCommas(parser.get<cv::String>("tasks"));
    options.trained = samples::splitAtCommas(parser.get<cv::String>("trained"));
    if (!options.tasks.empty() && !options.trained.empty())
        CV_Error(cv::Error::StsBadArg, "--tasks and --trained are both given; allowed is one of them");
    if (options.tasks.empty() && options.trained.empty())
        CV_Error(cv::Error::StsBadArg, "--tasks is missing; give the yaml file of a task, as "
                                       "detectors/experiments/people.yaml");
    options.out = parser.get<cv::String>("out");
    options.models = parser.has("models") ? std::string(parser.get<cv::String>("models")) : options.out + "/models";
    options.data = parser.has("data") ? std::string(parser.get<cv::String>("data")) : defaultData();
    options.methods = samples::splitAtCommas(parser.get<cv::String>("methods"));
    options.limits.names = samples::splitAtCommas(parser.get<cv::String>("clips"));
    const std::string frames = parser.get<cv::String>("frames");
    if (frames.empty() || frames.find_first_not_of("0123456789") != std::string::npos || frames.size() > 8)
        CV_Error(cv::Error::StsBadArg, "--frames is '" + frames + "'; allowed is a whole number from 0 on");
    options.limits.frames = std::stoi(frames);
    options.distill = parser.has("distill");
    options.tune = parser.has("tune");
    if (options.distill && options.tune)
        CV_Error(cv::Error::StsBadArg, "--distill and --tune are both given; allowed is one of them");
    options.times = parser.has("times");
    const std::vector<std::string> known = methodNames();
    for (const std::string& method : options.methods)
        if (std::find(known.begin(), known.end(), method) == known.end())
            needsModel(method); // names the methods there are
    return options;
}

//! What of a task concerns a command of zoom_train that learns from its footage.
void printArguments(const Task& task, const Options& options)
{
    const std::vector<std::string>& own = options.tune ? task.tune : task.distill;
    if (options.tune && own.empty())
        return;
    Footage footage(task, options.out + "/teacher", options.limits);
    std::string inputs;
    for (const std::string& input : footage.learningInputs(options.out + "/pasted"))
        inputs += (inputs.empty() ? "" : ",") + input;
    std::string labels;
    for (const std::string& label : task.labels)
        labels += (labels.empty() ? "" : ",") + label;
    const detectors::Tiling& tiling = task.reference;
    const auto print = [](const std::string& key, const std::string& value) {
        std::printf("--%s=%s\n", key.c_str(), value.c_str());
    };
    const auto sizeText = [](cv::Size size) { return cv::format("%dx%d", size.width, size.height); };
    print("input", inputs);
    print("detector", task.detector);
    if (!task.model.empty())
        print("detector_model", task.model);
    print("threshold", cv::format("%.17g", task.threshold));
    if (!labels.empty())
        print("labels", labels);
    if (tiling.tileSize != cv::Size())
        print("tile_size", sizeText(tiling.tileSize));
    else
        print("tiles", sizeText(tiling.grid));
    print("tile_overlap", cv::format("%.17g", tiling.overlap));
    print("tile_scale", cv::format("%.17g", tiling.scale));
    print("whole_frame_scale", cv::format("%.17g", tiling.wholeFrameScale));
    print("merge", tiling.mergeMeasure == detectors::OVER_UNION ? "union" : "smaller");
    print("from", cv::format("%.17g", task.learnFrom));
    print("to", cv::format("%.17g", task.learnTo));
    print("step", std::to_string(task.learnStep));
    print("teacher", options.out + "/teacher");
    for (const std::string& one : own)
        std::printf("--%s\n", one.c_str());
}

//! A report for each task from the rows that hold, and all tasks' reports one after the other.
void writeReports(const Options& options, const std::string& task, const std::vector<Row>& holding,
                  const ReportSetting& setting, const std::vector<Row>& all)
{
    footage::writeTextFile(options.out + "/" + task + ".md", markdownOf(holding, setting));
    footage::writeImageFile(options.out + "/" + task + ".png", plotOf(holding, task));
    const cv::Mat limits = limitsPlotOf(holding, task);
    if (!limits.empty())
        footage::writeImageFile(options.out + "/" + task + "_limits.png", limits);
    std::vector<std::string> names;
    std::string text;
    for (const Row& row : all)
    {
        std::ifstream report(options.out + "/" + row.task + ".md");
        if (std::find(names.begin(), names.end(), row.task) != names.end() || !report)
            continue;
        names.push_back(row.task);
        text += std::string(std::istreambuf_iterator<char>(report), std::istreambuf_iterator<char>());
    }
    footage::writeTextFile(options.out + "/table.md", text);
}

//! Puts a row in its place: instead of an older one, or at the end.
void put(std::vector<Row>& rows, const Row& row)
{
    const auto same = std::find_if(rows.begin(), rows.end(), [&row](const Row& one) { return one.isSamePlace(row); });
    if (same == rows.end())
        rows.push_back(row);
    else
        *same = row;
}

bool isKnown(const std::vector<Row>& rows, const Row& planned)
{
    return std::any_of(rows.begin(), rows.end(), [&planned](const Row& row) {
        return row.isSamePlace(planned) && row.conditions == planned.conditions;
    });
}

//! How many clips a task has, of which these are those that were asked for.
int clipsOf(const Task& task, const ClipLimits& limits, const std::vector<Clip>& clips)
{
    int count = int(clips.size());
    const auto leftOut = [&limits](const auto& entry) {
        return entry.use.test && !limits.names.empty() &&
               std::find(limits.names.begin(), limits.names.end(), entry.name) == limits.names.end();
    };
    for (const ClipEntry& entry : task.clips)
        count += leftOut(entry) ? task.testParts : 0;
    for (const CompositeEntry& entry : task.composites)
        count += leftOut(entry);
    return count;
}

//! The methods to measure, and those of the task that have rows already.
std::vector<std::string> methodsToReport(const Task& task, const std::vector<std::string>& measured,
                                         const std::vector<Row>& rows)
{
    std::vector<std::string> methods;
    for (const std::string& method : task.methods)
        if (std::find(measured.begin(), measured.end(), method) != measured.end() ||
            std::any_of(rows.begin(), rows.end(),
                        [&](const Row& row) { return row.task == task.name && row.method == method; }))
            methods.push_back(method);
    for (const std::string& method : measured)
        if (std::find(methods.begin(), methods.end(), method) == methods.end())
            methods.push_back(method);
    return methods;
}

//! All rows that are not known yet. @return what was done, for people
std::string measure(const EvaluationSetting& setting, const std::vector<Clip>& clips,
                    const std::vector<std::string>& methods, std::vector<Row>& rows, const std::string& results)
{
    int done = 0, total = 0, reused = 0;
    for (const Clip& clip : clips)
        total += int(plannedRows(setting, clip, methods).size());
    for (const Clip& clip : clips)
        for (const Row& planned : plannedRows(setting, clip, methods))
        {
            done++;
            if (isKnown(rows, planned))
            {
                reused++;
                continue;
            }
            const Row row = evaluate(setting, clip, planned);
            put(rows, row);
            writeRows(results, rows);
            std::fprintf(stderr, "%s, row %d of %d: %s, %s, %s at %s: recall %.3f, AP %.3f\n",
                         setting.task->name.c_str(), done, total, clip.name.c_str(), row.size.c_str(),
                         row.method.c_str(), row.input.c_str(), row.groups[0].recall, row.groups[0].ap);
        }
    return cv::format("%d rows, %d of them known", total, reused);
}

//! Times of the rows that are known. @return what was done, for people
std::string measureTimesAnew(const EvaluationSetting& setting, const std::vector<Clip>& clips,
                             const std::vector<std::string>& methods, std::vector<Row>& rows)
{
    const int FRAMES = 20;
    int count = 0;
    for (const Clip& clip : clips)
    {
        const std::vector<Row> planned = plannedRows(setting, clip, methods);
        std::vector<Row*> known;
        for (Row& row : rows)
            if (isKnown(planned, row))
                known.push_back(&row);
        measureTimes(setting, clip, known, FRAMES);
        count += int(known.size());
    }
    return cv::format("times of %d rows", count);
}

void runTask(const Task& task, const Options& options)
{
    const std::string results = options.out + "/results.json";
    std::vector<Row> rows = readRows(results); // before the detector works for an hour
    const std::vector<std::string>& methods = options.methods.empty() ? task.methods : options.methods;
    EvaluationSetting setting;
    setting.task = &task;
    setting.model = options.models + "/" + task.name + ".yaml";
    for (const std::string& method : methods)
        if (needsModel(method) && !fs::exists(setting.model))
            CV_Error(cv::Error::StsBadArg, "method '" + method + "' needs the saliency model '" + setting.model +
                                               "', which does not exist: scripts/experiments detect learns it, or name "
                                               "other --methods");
    Footage footage(task, options.out + "/teacher", options.limits);
    setting.detector =
        detectors::createDetector(task.detector, task.model, task.apThreshold >= 0 ? task.apThreshold : task.threshold);
    std::vector<Clip> clips = footage.testClips();
    const std::vector<std::string> reported = methodsToReport(task, methods, rows);
    if (std::any_of(reported.begin(), reported.end(), needsPrior))
        for (Clip& clip : clips)
            clip.prior = footage.prior(clip.entry);

    std::string summary;
    if (options.times)
        summary = measureTimesAnew(setting, clips, methods, rows);
    else
        summary = measure(setting, clips, methods, rows, results);
    writeRows(results, rows);

    // What was measured under other conditions, on other clips or at other sizes is not reported.
    std::vector<Row> planned;
    for (const Clip& clip : clips)
        for (const Row& row : plannedRows(setting, clip, reported))
            planned.push_back(row);
    const auto holds = [&](const Row& row) { return row.task == task.name && isKnown(planned, row); };
    std::vector<Row> holding;
    std::copy_if(rows.begin(), rows.end(), std::back_inserter(holding), holds);
    if (options.methods.empty() && options.limits.names.empty() && options.limits.frames == 0)
    {
        rows.erase(std::remove_if(rows.begin(), rows.end(),
                                  [&](const Row& row) { return row.task == task.name && !holds(row); }),
                   rows.end());
        writeRows(results, rows);
    }
    ReportSetting report;
    report.goals = task.goals;
    report.clips = clipsOf(task, options.limits, clips);
    report.fixedInput = setting.detector->hasFixedSize();
    writeReports(options, task.name, holding, report, rows);
    std::cout << task.name << ": " << summary << "\n";
}

//! Reports of what zoom_train compare has trained and tested.
void reportTrained(const Options& options)
{
    std::vector<Row> rows;
    for (const std::string& folder : options.trained)
        for (const Row& row : readTrained(folder))
            rows.push_back(row);
    ReportSetting setting;
    setting.note = "A clip is a seed of the training: all have the same test pictures.";
    for (const char* things : {"all", "1-3"})
    {
        Goal goal;
        goal.things = things;
        goal.method = "uniform";
        goal.scale = 2;
        setting.goals.push_back(goal);
    }
    fs::create_directories(options.out);
    std::vector<std::string> done;
    for (const Row& first : rows)
    {
        if (std::find(done.begin(), done.end(), first.task) != done.end())
            continue;
        done.push_back(first.task);
        std::vector<Row> ofTask;
        std::copy_if(rows.begin(), rows.end(), std::back_inserter(ofTask),
                     [&first](const Row& row) { return row.task == first.task; });
        writeReports(options, first.task, ofTask, setting, rows);
    }
    std::cout << options.out << "/table.md: " << rows.size() << " rows\n";
}

void run(const Options& options)
{
    if (!options.trained.empty())
        return reportTrained(options);
    std::vector<Task> tasks; // all are read before the first one works for an hour
    for (const std::string& path : options.tasks)
        tasks.push_back(readTask(path, options.data));
    for (const Task& task : tasks)
        if (options.distill || options.tune)
            printArguments(task, options);
        else
            runTask(task, options);
}

} // namespace

int main(int argc, char** argv)
{
    try
    {
        cv::CommandLineParser parser(argc, argv, KEYS);
        parser.about("Measures ways to show frames to a detector of a fixed input size: tables, plots, results.json.");
        if (parser.has("help"))
            parser.printMessage();
        else
        {
            samples::checkArgumentNames(KEYS, argc, argv);
            run(parseOptions(parser));
        }
        return 0;
    }
    catch (const cv::Exception& error)
    {
        std::cerr << "zoom_detect_table: " << error.err << "\n";
    }
    catch (const fs::filesystem_error& error)
    {
        std::cerr << "zoom_detect_table: " << error.what() << "\n";
    }
    return 1;
}
