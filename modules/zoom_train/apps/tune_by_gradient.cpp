// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "commands.hpp"
#include "footage_commands.hpp"
#include "saliency_model.hpp"

#include "zoom_footage/output_file.hpp"

#include <cstdio>
#include <sstream>

using namespace cv::zoom_train;

namespace tool {

namespace {

//! Keys of the training, with their defaults.
const Settings TRAINING_DEFAULTS = {
    {"steps", "1000"},
    {"batch", "8"},
    {"clip", "10"},
    {"saliency_rate", "linear 0:0 0.05:0.001 1:0.0001"},
};

//! What this command is, and no key of it.
const Settings FIXED = {{"method", "zoom"}, {"task_network", "centre"}, {"task_frozen", "1"}};

//! Of the keys that a detector of ours was trained with: what it is, and what it was shown.
const char* const DETECTOR_KEYS[] = {"task_net", "task_width", "task_mean", "task_scale", "normalisation",
                                     "data",     "data_path",  "labels",    "frame",      "zoomed"};

//! Whether a file of weights is zoom_train's, not somebody's TorchScript.
bool isOurs(const std::string& path)
{
    try
    {
        readDescription(path);
        return true;
    }
    catch (const cv::Exception&)
    {
        return false;
    }
}

//! The keys of the sampler that a file of weights was trained with, by train or by distill.
Settings samplerOf(const std::string& weights)
{
    Settings keys;
    std::istringstream lines(readDescription(weights));
    for (std::string line; std::getline(lines, line);)
    {
        const size_t colon = line.find(": ");
        if (colon == std::string::npos)
            continue;
        const std::string key = line.substr(0, colon);
        // What the task network is to see is said of the detector.
        if (key == "output" || (key != "zoomed" && samplerDefaults().count(key)))
            keys[key] = line.substr(colon + 2);
    }
    return keys;
}

void setAll(Settings& keys, const Settings& over)
{
    for (const auto& one : over)
        keys[one.first] = one.second;
}

//! How well the detector does on the part for validation.
Evaluation judged(const Beginning& b)
{
    return evaluate(*b.system, b.validation, 64, b.objective);
}

} // namespace

int runTuneByGradient(Settings settings)
{
    const std::string out = need(settings, "out"), detector = need(settings, "task_net");
    const std::string init = take(settings, "init", "");
    const SaliencyModelFile model = takeModelFile(settings, out);
    const bool resume = flag({{"resume", take(settings, "resume", "0")}}, "resume");
    for (const auto& one : FIXED)
        if (settings.count(one.first))
            bad("tune has no key '" + one.first + "': by=gradient takes " + one.second);

    // What is given counts most, what is known of the detector least.
    const bool ours = isOurs(detector);
    Settings keys = samplerDefaults(), trained;
    setAll(keys, TRAINING_DEFAULTS);
    if (ours)
    {
        trained = readDescriptionOf(detector);
        if (!isDetector(trained))
            bad("task_net is '" + detector + "', which was trained with task_network " + trained.at("task_network") +
                "; allowed is a model.pt of task_network centre, or a TorchScript file");
        for (const char* key : DETECTOR_KEYS)
            keys[key] = trained.at(key);
    }
    else
        keys["task_net"] = detector;
    if (!init.empty())
        setAll(keys, samplerOf(init));
    setAll(keys, settings);
    setAll(keys, FIXED);
    for (const char* key : {"frame", "zoomed"})
        if (!keys.count(key) || keys[key] == "0")
            bad(std::string("--") + key + " is missing: a TorchScript file does not say at which size it was trained");
    if (keys["low_res"] == "0")
        keys["low_res"] = textOf(lowResOf(sizeOf(keys, "frame", 1)));
    footage::checkWritable(model.path);

    const Beginning b = begin(keys, out, resume);
    if (ours)
    {
        Settings its = b.making;
        its["names"] = trained.at("names");
        needSameNames(its, *b.training);
        loadModule(*b.system, detector, "task.");
    }
    if (!init.empty())
        loadModule(*b.system, init, "resampler.saliency.");

    const auto sampler = std::dynamic_pointer_cast<nn::SaliencySampler>(b.system->resampler());
    sampler->setUniform(true);
    std::string outcome = "plain resize: " + textOf(judged(b)) + "\n";
    sampler->setUniform(false);
    const Evaluation before = judged(b);
    outcome += "as it was: " + textOf(before) + "\n";
    std::fputs(outcome.c_str(), stdout);
    std::fflush(stdout);   // what follows takes its time
    model.write(*sampler); // what stays if nothing better comes of it
    Trainer trainer(b.system, b.training, b.validation, b.options, b.objective);
    const Evaluation after = trainer.run();
    const std::string last = "tuned: " + textOf(after) + "\n";
    std::fputs(last.c_str(), stdout);
    footage::writeTextFile(out + "/outcome.txt", outcome + last);
    if (after.metric >= before.metric)
        model.write(*sampler);
    else
        std::fprintf(stderr,
                     "zoom_train: the detector finds less than before, so '%s' has the saliency as it was; try a lower "
                     "saliency_rate, more pictures or fewer steps\n",
                     model.path.c_str());
    std::printf("%s\n", model.path.c_str());
    return 0;
}

} // namespace tool
