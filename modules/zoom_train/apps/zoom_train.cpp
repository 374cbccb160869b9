// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// The command-line tool: docs/training.md.

#include "commands.hpp"
#include "footage_commands.hpp"
#include "opencv2/zoom_train/gaze.hpp"
#include "trainer/hit_rate.hpp"
#include "trainer/whole_file.hpp"

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <iostream>
#include <sstream>

#ifdef __GLIBC__
#include <malloc.h>
#endif

using namespace cv::zoom_train;
using namespace tool;
using cv::Size;

namespace tool {

const char* const USAGE =
    "usage: zoom_train train   [--config=FILE] --out=FOLDER [--resume] [--KEY=VALUE ...]\n"
    "       zoom_train eval    --model=FILE [--split=test] [--KEY=VALUE ...]\n"
    "       zoom_train compare --config=FILE --out=FOLDER [--methods=A,B] [--seeds=N] [--first-seed=K] [--KEY=VALUE "
    "...]\n"
    "       zoom_train distill --input=VIDEO|FOLDER[,...] --detector=NAME|FILE.yaml --out=FOLDER "
    "[--photos=FOLDER|IMAGE[,...]] [--resume] [--KEY=VALUE ...]\n"
    "       zoom_train tune    --model=MODEL.yaml --zoomed=WxH --input=... --detector=... --out=FOLDER "
    "[--KEY=VALUE ...]\n"
    "       zoom_train tune    --by=gradient --task-net=NET.pt --out=FOLDER [--init=MODEL.pt] [--resume] [--KEY=VALUE "
    "...]\n"
    "       zoom_train export  --model=FILE --out=MODEL.yaml [--task=TASK.onnx] [--smoothing=SECONDS]\n"
    "                          [--chain=CHAIN.onnx [--operators=standard] [--interpolation=linear] [--frame=WxH]]\n"
    "       zoom_train inspect --model=FILE\n"
    "FILE of --config: yaml; its keys are those of the command line. Keys and schedules: docs/training.md, "
    "docs/detectors.md\n";

Beginning begin(const Settings& settings, const std::string& folder, bool resume)
{
    Beginning b;
    const Settings given = takeMaking(settings, b.options);
    b.training = dataset(given, data::TRAIN);
    b.validation = dataset(given, data::VALIDATION);
    b.making = complete(given, *b.training);
    torch::manual_seed(b.options.seed);
    nn::SystemOptions of = systemOptions(b.making);
    if (of.method == "box_prior")
    {
        Settings unchanged = b.making;
        unchanged["augment"] = unchanged["flip"] = "0";
        of.prior = boxPrior(*dataset(unchanged, data::TRAIN), of.sampler.grid.gridSize);
    }
    b.system = nn::makeSystem(of);
    b.options.folder = folder;
    b.options.resume = resume;
    b.options.description = describe(b.making);
    b.objective = objectiveOf(b.making);
    return b;
}

Trained train(Settings settings, const std::string& folder, bool resume, const Starts& starts,
              const ProcessGroupOptions& processes)
{
    const auto start = std::chrono::steady_clock::now();
    Beginning b = begin(settings, folder, resume);
    for (const auto& part : starts)
        loadModule(*b.system, part.first, part.second);
    b.options.processes = ProcessGroup::join(processes);
    Trainer trainer(b.system, b.training, b.validation, b.options, b.objective);
    Trained result;
    result.validation = trainer.run();
    result.system = b.system;
    result.making = b.making;
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    return result;
}

std::string textOf(const Evaluation& e)
{
    return cv::format("%s %.4f, loss %.4f, hit rate %s, %d samples", e.metricName.c_str(), e.metric, e.loss,
                      hitRateText(e.hitRate).c_str(), int(e.samples)) +
           (e.details.empty() ? "" : "\n" + e.details);
}

std::shared_ptr<nn::System> loadSystem(const std::string& path, const Settings& making)
{
    const auto system = nn::makeSystem(systemOptions(making));
    loadModule(*system, path);
    system->eval();
    return system;
}

int guarded(const std::function<int()>& command)
{
    try
    {
        return command();
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
}

} // namespace tool

namespace {

int runTrain(Settings settings)
{
    const std::string folder = need(settings, "out");
    const bool resume = flag({{"resume", take(settings, "resume", "0")}}, "resume");
    const std::string init = take(settings, "init", ""), parts = take(settings, "init_part", "task.");
    Starts starts;
    std::istringstream names(parts);
    for (std::string part; !init.empty() && std::getline(names, part, ',');)
        starts.emplace_back(init, part);
    if (settings.count("method") && settings["method"] == "crop_peak" && parts.find("resampler.") == std::string::npos)
        bad("method is 'crop_peak', whose saliency does not learn: it comes from a trained zoom, "
            "--init=MODEL --init-part=task.,resampler.saliency.");
    ProcessGroupOptions processes = ProcessGroupOptions::fromEnvironment();
    processes.timeout = number({{"timeout", take(settings, "timeout", "60")}}, "timeout", 1, 1e6);
    const Trained trained = train(settings, folder, resume, starts, processes);
    if (processes.rank != 0)
        return 0;
    std::printf("validation: %s\n", textOf(trained.validation).c_str());
    std::printf("%s/model.pt\n", folder.c_str());
    return 0;
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
    needSameNames(making, *set);
    const Evaluation result = evaluate(*loadSystem(model, making), set, 64, objectiveOf(making));
    std::printf("%s: %s\n", split.c_str(), textOf(result).c_str());
    return 0;
}

//! The keys of --chain=FILE.
struct Chain
{
    Chain() = default;
    Chain(Settings& settings, const Settings& making)
    {
        const Settings how = {{"operators", take(settings, "operators", "cv_zoom")},
                              {"interpolation", take(settings, "interpolation", "area")},
                              {"frame", take(settings, "frame", making.at("frame"))}};
        options.operators = choice<ChainOptions::Operators>(
            how, "operators", {{"cv_zoom", ChainOptions::CV_ZOOM}, {"standard", ChainOptions::STANDARD}});
        options.antialias = choice<bool>(how, "interpolation", {{"area", true}, {"linear", false}});
        const Size frame = sizeOf(how, "frame", 1);
        shape = {1, whole(making, "channels", 1, 4), frame.height, frame.width};
    }

    ChainOptions options;
    std::vector<int64_t> shape;
};

int runExport(Settings settings)
{
    const std::string model = need(settings, "model"), task = take(settings, "task", "");
    const std::string chain = take(settings, "chain", "");
    const double smoothing = number({{"smoothing", take(settings, "smoothing", "0")}}, "smoothing", 0, 3600);
    const Settings making = readDescriptionOf(model);
    const auto system = loadSystem(model, making);
    const auto sampler = std::dynamic_pointer_cast<nn::SaliencySampler>(system->resampler());
    const auto detector = std::dynamic_pointer_cast<nn::CentreNet>(system->task());
    const auto gaze = std::dynamic_pointer_cast<nn::GazeNet>(system->task());
    const bool zooms = sampler && making.at("method") == "zoom";
    // A detector is of use by itself, as are a uniform system's gazes for comparison, and a chain needs nothing else.
    const bool enough = ((detector || gaze) && !task.empty()) || !chain.empty();
    const std::string out = enough ? take(settings, "out", "") : need(settings, "out");
    const Chain how = chain.empty() ? Chain() : Chain(settings, making);
    allTaken(settings, "export");
    if (!zooms && !(out.empty() && chain.empty()))
        bad("'" + model + "' is a system of method " + making.at("method") + "; only zoom is exported");
    if (!out.empty())
    {
        exportModel(*sampler, out, data::PIXEL_MEAN, data::PIXEL_SCALE, smoothing);
        std::printf("%s\n", out.c_str());
    }
    if (!chain.empty())
    {
        exportChain(*system, how.shape, chain, how.options);
        std::printf("%s\n", chain.c_str());
    }
    if (!task.empty() && detector)
    {
        exportDetector(*detector, sizeOf(making, "zoomed", 1), namesOf(making), task);
        std::printf("%s\n", task.c_str());
    }
    else if (!task.empty() && gaze)
    {
        exportGazeNet(*gaze, sizeOf(making, "zoomed", 1), task);
        std::printf("%s\n", task.c_str());
    }
    else if (!task.empty())
    {
        const Size zoomed = sizeOf(making, "zoomed", 1);
        exportNetwork(*system->task(), {1, whole(making, "channels", 1, 4), zoomed.height, zoomed.width}, task);
        std::printf("%s\n", task.c_str());
        std::string names = making.at("names");
        if (!names.empty())
        {
            std::replace(names.begin(), names.end(), ';', '\n');
            const std::string path = std::filesystem::path(task).replace_extension(".names").string();
            writeWholeFile(path, names);
            std::printf("%s\n", path.c_str());
        }
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
    allTaken(settings, "inspect");
    const Settings making = readDescriptionOf(model);
    const auto system = loadSystem(model, making);
    std::cout << describe(making);
    std::printf("parameters: %ld before the task network, %ld in it\n", long(parameterCount(*system->resampler())),
                long(parameterCount(*system->task())));
    std::printf("multiply-adds a frame: %ld\n",
                long(nn::multiplyAdds(*system, whole(making, "channels", 1, 4), sizeOf(making, "frame", 1))));
    return 0;
}

int run(const std::string& command, Settings settings)
{
    const int threads = int(whole({{"threads", take(settings, "threads", "0")}}, "threads", 0, 4096));
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
#ifdef ZOOM_TRAIN_WITH_FOOTAGE
    return command == "distill" ? runDistill(settings) : runTune(settings);
#else
    bad(command +
        " is not in this build: OpenCV's videoio and objdetect were not found (Debian package libopencv-dev)");
#endif
}

bool isCommand(const std::string& word)
{
    for (const char* known : {"train", "eval", "compare", "distill", "tune", "export", "inspect"})
        if (word == known)
            return true;
    return false;
}

} // namespace

int main(int argc, char** argv)
{
#ifdef __GLIBC__
    // Tensors of a step are as large as those of the one before: keep their memory instead of giving it back to the
    // system and having every page cleared again. A step of `glyphs` spends 0.05 s less in the kernel.
    mallopt(M_MMAP_THRESHOLD, 32 << 20); // the largest that glibc takes
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    mallopt(M_TOP_PAD, 64 << 20);
#endif
    const std::string command = argc > 1 ? argv[1] : "";
    if (isCommand(command))
        return guarded([&] { return run(command, readSettings(argc, argv)); });
    std::fputs(USAGE, command == "--help" || command == "help" ? stdout : stderr);
    return command == "--help" || command == "help" ? 0 : 2;
}
