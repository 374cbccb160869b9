// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "footage_commands.hpp"
#include "saliency_model.hpp"
#include "settings.hpp"
#include "taught_footage.hpp"
#include "trainer/hit_rate.hpp"

#include "zoom_detectors/content_hash.hpp"
#include "zoom_footage/frame_source.hpp"
#include "zoom_footage/output_file.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"

#include <cmath>
#include <cstdio>
#include <filesystem>
#include <unistd.h>

using namespace cv::zoom_train;
using cv::Size;

namespace tool {

namespace {

//! Keys of the training, with their defaults.
const Settings TRAINING_DEFAULTS = {
    {"steps", "2000"},
    {"batch", "16"},
    {"saliency_rate", "linear 0:0 0.05:0.003 1:0.0001"},
};

std::vector<data::BoxedFrame> boxedFrames(const TaughtFootage& footage, TaughtFootage::Part part, Size size)
{
    std::vector<data::BoxedFrame> frames;
    footage.forEach(part, [&](const TaughtFootage::Frame& frame) {
        data::BoxedFrame one;
        const bool smaller = frame.image.cols >= size.width && frame.image.rows >= size.height;
        cv::resize(frame.image, one.image, size, 0, 0, smaller ? cv::INTER_AREA : cv::INTER_LINEAR);
        for (const detectors::Detection& found : frame.boxes)
            one.boxes.emplace_back(float(found.box.x / frame.image.cols), float(found.box.y / frame.image.rows),
                                   float(found.box.width / frame.image.cols),
                                   float(found.box.height / frame.image.rows));
        frames.push_back(one);
    });
    return frames;
}

//! Of images and folders of them, with commas between.
std::vector<std::string> photoPaths(const std::string& photos)
{
    std::vector<std::string> paths;
    for (const std::string& one : splitAt(photos, ','))
    {
        if (!std::filesystem::exists(one))
            bad("photos names '" + one + "', which does not exist");
        if (!std::filesystem::is_directory(one))
            paths.push_back(one);
        else
            for (const std::string& path : footage::imagesOf(one))
                paths.push_back(path);
    }
    return paths;
}

std::vector<cv::Mat> readPhotos(const std::vector<std::string>& paths, Size frame)
{
    std::vector<cv::Mat> photos;
    for (const std::string& path : paths)
    {
        cv::Mat photo = cv::imread(path);
        if (photo.empty())
            bad("photo '" + path + "' cannot be read; leave it out");
        // Twice the frame's size are enough for any part of it.
        const double reduction = 2 * std::max(double(frame.width) / photo.cols, double(frame.height) / photo.rows);
        if (reduction < 1)
            cv::resize(photo, photo, Size(), reduction, reduction, cv::INTER_AREA);
        photos.push_back(photo);
    }
    return photos;
}

//! The keys that @p defaults have, as given or as they say.
Settings takeAll(Settings& settings, const Settings& defaults)
{
    Settings taken;
    for (const auto& one : defaults)
        taken[one.first] = take(settings, one.first, one.second);
    return taken;
}

//! Sets what the other keys are: the trainer's.
void setTraining(TrainerOptions& options, Settings settings)
{
    for (const auto& one : TRAINING_DEFAULTS)
        options.set(one.first, take(settings, one.first, one.second));
    for (const auto& one : settings)
    {
        try
        {
            options.set(one.first, one.second);
        }
        catch (const cv::Exception& e)
        {
            bad(e.err + " (docs/detectors.md has distill's own keys)");
        }
    }
    options.check();
}

std::shared_ptr<nn::SaliencySampler> makeSampler(const Settings& keys)
{
    Settings making = makingDefaults();
    for (const auto& one : keys)
        making[one.first] = one.second;
    making["channels"] = "3";
    making["outputs"] = "1";
    return std::dynamic_pointer_cast<nn::SaliencySampler>(nn::makeSystem(systemOptions(making))->resampler());
}

//! Size of the map that the network gives.
Size mapOf(nn::SaliencySampler& sampler)
{
    torch::NoGradGuard noGrad;
    sampler.eval();
    const Size lowRes = sampler.samplerOptions().lowRes;
    const torch::Tensor map = sampler.saliencyNetwork()->forward(torch::zeros({1, 3, lowRes.height, lowRes.width}));
    return Size(int(map.size(3)), int(map.size(2)));
}

//! Frames are kept in memory, at the size that the network needs.
void needMemory(size_t frames, Size size, int step)
{
    const double needed = 3. * double(frames) * size.area(),
                 allowed = 0.5 * double(sysconf(_SC_PHYS_PAGES)) * double(sysconf(_SC_PAGESIZE));
    if (needed > allowed)
        bad(cv::format(
            "%zu frames of %s take %.1f GB, and half of this machine's memory is %.1f GB; give --step=%d, or "
            "a smaller frame",
            frames, textOf(size).c_str(), needed * 1e-9, allowed * 1e-9, int(std::ceil(step * needed / allowed))));
}

void needBoxes(const TaughtFootage& footage, TaughtFootage::Part part, const char* name)
{
    if (footage.boxes(part) == 0)
        bad(cv::format("the detector found nothing in the %d frames for %s; give more footage, or other shares "
                       "(from, to, learn, validate), or lower its threshold",
                       int(footage.frames(part)), name));
}

} // namespace

int runDistill(Settings settings)
{
    if (ProcessGroupOptions::fromEnvironment().size > 1)
        bad("distill runs as one process; with WORLD_SIZE above 1 every process would do all of it");
    const std::string out = need(settings, "out"), init = take(settings, "init", "");
    const std::vector<std::string> photos = photoPaths(take(settings, "photos", ""));
    const SaliencyModelFile model = takeModelFile(settings, out);
    const double coverage = number({{"coverage", take(settings, "coverage", "0")}}, "coverage", 0, 1e6);
    const std::string frameText = take(settings, "frame", "0");
    TrainerOptions options;
    options.folder = out;
    options.resume = flag({{"resume", take(settings, "resume", "0")}}, "resume");

    const Settings changes = takeAll(settings, {{"bandwidth", "0.5"},
                                                {"small_boxes", "0.5"},
                                                {"augment", "1"},
                                                {"flip", "1"},
                                                {"composite", "0.3"},
                                                {"data_seed", "1"}});
    data::BoxedFramesOptions samples;
    samples.target.bandwidth = number(changes, "bandwidth", 1e-3, 100);
    samples.target.smallBoxes = number(changes, "small_boxes", 0, 2);
    samples.augment = number(changes, "augment", 0, 1);
    samples.flip = flag(changes, "flip");
    samples.composite = number(changes, "composite", 0, 1);
    samples.seed = uint64_t(whole(changes, "data_seed", 0, int64_t(1) << 50));

    Settings sampling = takeAll(settings, samplerDefaults());
    if (coverage > 0 && sampling["border"] != "replicate")
        bad("coverage is given, but border is '" + sampling["border"] +
            "', with which the zoomed frame shows all of the frame; give --border=replicate, or no coverage");
    const FootageOptions seen = takeFootage(settings, out, {TaughtFootage::LEARNING, TaughtFootage::VALIDATION});
    // Before the detector works for an hour.
    setTraining(options, settings);
    footage::checkWritable(model.path);
    detectors::ContentHash starts; // what training begins with, beside the footage
    if (!init.empty())
        starts.addFile(init);
    for (const std::string& photo : photos)
        starts.addFile(photo);
    const TaughtFootage footage(seen);

    if (sampling["low_res"] == "0")
        sampling["low_res"] = textOf(lowResOf(footage.frameSize()));
    const Size lowRes = sizeOf(sampling, "low_res", 8);
    if (sampling["zoomed"] == "0")
        sampling["zoomed"] = textOf(lowRes);
    const Size frame = frameText == "0" ? lowRes * 2 : sizeOf({{"frame", frameText}}, "frame", 8);
    torch::manual_seed(options.seed);
    const std::shared_ptr<nn::SaliencySampler> sampler = makeSampler(sampling);
    const auto system = std::make_shared<nn::System>(sampler, std::make_shared<nn::SaliencyReadout>(sampler));
    if (!init.empty())
        loadModule(*system, init, "resampler.saliency.");

    needBoxes(footage, TaughtFootage::LEARNING, "learning");
    needBoxes(footage, TaughtFootage::VALIDATION, "validation");
    needMemory(footage.frames(TaughtFootage::LEARNING) + footage.frames(TaughtFootage::VALIDATION), frame,
               seen.teaching.step);
    samples.map = mapOf(*sampler);
    data::BoxedFramesOptions unchanged;
    unchanged.map = samples.map;
    unchanged.target = samples.target;
    samples.photos = readPhotos(photos, frame);
    const auto learning = data::makeBoxedFrames(boxedFrames(footage, TaughtFootage::LEARNING, frame), samples);
    const auto validation = data::makeBoxedFrames(boxedFrames(footage, TaughtFootage::VALIDATION, frame), unchanged);
    std::fprintf(stderr, "%d frames with %d boxes for learning, %d with %d for validation, seen at %s\n",
                 int(learning->size()), int(footage.boxes(TaughtFootage::LEARNING)), int(validation->size()),
                 int(footage.boxes(TaughtFootage::VALIDATION)), textOf(lowRes).c_str());

    options.description = footage.description() + describe(changes) + describe(sampling) + "frame: " + textOf(frame) +
                          cv::format("\ncoverage: %.17g\nphotos and init: %d, %s\n", coverage,
                                     int(samples.photos.size()), starts.text().c_str());
    Trainer trainer(system, learning, validation, options, distillation(sampler, coverage));
    const Evaluation result = trainer.run();
    std::printf("validation: overlap %.4f, loss %.4f, hit rate %s, %d frames\n", result.metric, result.loss,
                hitRateText(result.hitRate).c_str(), int(result.samples));
    model.write(*sampler);
    std::printf("%s\n", model.path.c_str());
    return 0;
}

} // namespace tool
