// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "autocast.hpp"
#include "trainer/checkpoint.hpp"
#include "trainer/evaluation.hpp"
#include "trainer/finite_watch.hpp"
#include "trainer/first_difference.hpp"
#include "trainer/progress.hpp"
#include "trainer/report.hpp"
#include "trainer/training_processes.hpp"
#include "trainer/whole_file.hpp"

#include "opencv2/core/utils/logger.hpp"

#include <cmath>
#include <cstdio>
#include <filesystem>

namespace cv {
namespace zoom_train {

using torch::Tensor;

namespace {

//! Samples at a time when a set is looked at.
const int VALIDATION_BATCH = 64;

bool finite(const Tensor& t)
{
    return t.isfinite().all().item<bool>();
}

//! As in the paper: averaged to fewer pixels, and back.
Tensor blurred(const Tensor& zoomed, double share)
{
    const int64_t h = zoomed.size(2), w = zoomed.size(3);
    const Tensor small = nn::areaDownsample(zoomed, std::max<int64_t>(1, std::llround(double(h) * share)),
                                            std::max<int64_t>(1, std::llround(double(w) * share)));
    return torch::upsample_bilinear2d(small, {h, w}, false);
}

void setRate(torch::optim::OptimizerParamGroup& group, double rate)
{
    group.options().set_lr(rate);
}

} // namespace

struct Trainer::Impl
{
    std::shared_ptr<nn::System> system;
    std::shared_ptr<const data::Dataset> training, validation;
    TrainerOptions options;
    Objective objective;
    Size finalSize;

    int step = 0;
    double lossSum = 0; //!< since the last line of the log
    int lossCount = 0;
    std::unique_ptr<torch::optim::Optimizer> optimizer;
    std::vector<Tensor> averages;
    std::vector<LogEntry> log;
    TrainingProcesses processes;

    bool writes() const { return processes.rank() == 0 && !options.folder.empty(); }
    std::string file(const char* name) const { return options.folder + "/" + name; }
    double progress() const { return double(step) / options.steps; }

    //! Parameters in three groups: the task network; what decides where to look; the last layer of that.
    void makeOptimizer()
    {
        std::vector<Tensor> task, front, last;
        for (const auto& p : system->named_parameters())
        {
            if (!p.value().requires_grad())
                continue;
            (isOfTask(p.key())                             ? task
             : p.key().find(".last.") != std::string::npos ? last
                                                           : front)
                .push_back(p.value());
        }
        if (last.empty() && options.lastLayerFactor != 1)
            CV_Error(Error::StsBadArg,
                     "last_layer_factor is not 1, but nothing before the task network is named 'last'");
        std::vector<torch::optim::OptimizerParamGroup> groups;
        groups.emplace_back(task);
        groups.emplace_back(front);
        groups.emplace_back(last);
        if (options.optimizer == "adam")
            optimizer = std::make_unique<torch::optim::Adam>(
                groups, torch::optim::AdamOptions(1e-3).weight_decay(options.weightDecay));
        else
            optimizer = std::make_unique<torch::optim::SGD>(
                groups, torch::optim::SGDOptions(1e-3).momentum(options.momentum).weight_decay(options.weightDecay));
    }

    //! Sets everything that the schedules decide.
    void follow(double at)
    {
        const int side = cvRound(options.size.at(at));
        system->resampler()->setZoomedSize(
            side > 0 ? Size(side, std::max(1, cvRound(double(side) * finalSize.height / finalSize.width))) : finalSize);
        system->resampler()->setUniform(options.uniform.at(at) > 0.5);
        auto& groups = optimizer->param_groups();
        setRate(groups[0], frozen(at) ? 0 : options.taskRate.at(at));
        setRate(groups[1], options.saliencyRate.at(at));
        setRate(groups[2], options.saliencyRate.at(at) * options.lastLayerFactor);
    }

    //! What is validated last must be what is evaluated, exported and used.
    void checkSize() const
    {
        const int end = cvRound(options.size.at(1));
        if (end > 0 && end != finalSize.width)
            CV_Error(
                Error::StsBadArg,
                cv::format("size is '%s', which ends at %d; allowed is a schedule that ends at the width of zoomed, "
                           "which is %d, or at 0",
                           options.size.text().c_str(), end, finalSize.width));
    }

    bool frozen(double at) const { return options.freezeTask.at(at) > 0.5; }

    [[noreturn]] void stopFor(const std::string& what) const
    {
        std::string message = cv::format("Training stopped at step %d: ", step) + what;
        if (writes() && std::filesystem::exists(file("checkpoint.pt")))
            message += "; the last good checkpoint is '" + file("checkpoint.pt") + "'";
        CV_Error(Error::StsNoConv, message);
    }

    //! Says where a loss that is not finite comes from. @param again computes the output once more
    template <typename Part>
    [[noreturn]] void stopForLoss(const data::Batch& batch, const Tensor& output, const Part& again) const
    {
        if (!finite(batch.images))
            stopFor("the data is not finite");
        if (batch.target.is_floating_point() && !finite(batch.target))
            stopFor("the data's target values are not finite");
        if (batch.attributes.defined() && !finite(batch.attributes))
            stopFor("the data's attributes are not finite");
        const std::string place = placeNotFinite(again);
        if (!place.empty())
            stopFor("the loss is not finite, from " + place + " on");
        stopFor(finite(output) ? "the loss is not finite, though the layer 'task' gives finite values"
                               : "the loss is not finite, from layer 'task' on");
    }

    //! Norm of the gradient of what learns.
    double gradientNorm(bool taskIsFrozen) const
    {
        std::vector<std::string> names;
        std::vector<Tensor> squares;
        for (const auto& p : system->named_parameters())
        {
            if (!p.value().grad().defined() || (taskIsFrozen && isOfTask(p.key())))
                continue;
            names.push_back(p.key());
            squares.push_back(p.value().grad().to(torch::kDouble).pow(2).sum());
        }
        if (squares.empty())
            return 0;
        const Tensor all = torch::stack(squares).cpu(); // one transfer from a GPU, not one a layer
        for (size_t i = 0; i < names.size(); ++i)
            if (!std::isfinite(all.data_ptr<double>()[i]))
                stopFor("the gradient of layer '" + names[i] + "' is not finite");
        return std::sqrt(all.sum().item<double>());
    }

    //! Of the task network, but for the offsets of deformable convolutions, which decide where to look.
    static bool isOfTask(const std::string& parameter)
    {
        return parameter.compare(0, 5, "task.") == 0 && !isOfOffsets(parameter);
    }

    //! Blurs some of a batch. What happens to a sample depends on the seed and its place in the training alone.
    Tensor blurSome(const Tensor& zoomed, double probability) const
    {
        std::vector<Tensor> samples;
        const int64_t share = zoomed.size(0),
                      first = int64_t(step) * share * processes.size() + processes.rank() * share;
        for (int64_t i = 0; i < share; ++i)
        {
            RNG random(data::mixSeeds(data::mixSeeds(options.seed, 0xb10b), uint64_t(first + i)));
            const bool blurs = random.uniform(0., 1.) < probability;
            const Tensor sample = zoomed.slice(0, i, i + 1);
            samples.push_back(blurs ? blurred(sample, random.uniform(options.blurLeast, 1.)) : sample);
        }
        return torch::cat(samples);
    }

    Tensor forward(const data::Batch& batch) const
    {
        const Tensor zoomed = system->resampler()->forward(batch.images);
        const double blur = options.blur.at(progress());
        return system->task()->forwardWithView(blur > 0 ? blurSome(zoomed, blur) : zoomed,
                                               {system->resampler()->lastGrid(), batch.attributes});
    }

    //! Name of the first that is not finite; empty if all are.
    template <typename Named>
    static std::string notFinite(const Named& tensors)
    {
        for (const auto& one : tensors)
            if (one.second.is_floating_point() && !finite(one.second))
                return one.first;
        return std::string();
    }

    /** Where the values begin that are not finite; empty if there are none. Weights come first: one that is not finite
    spoils all behind it. Else a part that has failed runs again, and is looked at while it does. */
    template <typename Part>
    std::string placeNotFinite(const Part& again) const
    {
        std::vector<std::pair<std::string, Tensor>> weights;
        for (const auto& p : system->named_parameters())
            weights.emplace_back(p.key(), p.value());
        const std::string weight = notFinite(weights);
        if (!weight.empty())
            return "the weights of layer '" + weight + "'";
        torch::NoGradGuard noGrad;
        const FiniteWatch watch(*system);
        try
        {
            again();
        }
        catch (const std::exception&) // as the first time
        {
        }
        return watch.where();
    }

    /** Runs a part of a step. An error in it becomes one with the step and, where values that are not finite are the
    reason, with the layer. @param again what is run once more to find it; it waits for no other process */
    template <typename Part, typename Again>
    auto explained(const Part& part, const Again& again) const -> decltype(part())
    {
        std::string error;
        try
        {
            return part();
        }
        catch (const c10::Error& e)
        {
            error = e.what_without_backtrace();
        }
        catch (const cv::Exception& e)
        {
            error = e.err;
        }
        catch (const std::exception& e) // a TorchScript network's own
        {
            error = e.what();
        }
        const std::string place = placeNotFinite(again);
        stopFor((place.empty() ? "" : "values are not finite from " + place + " on: ") + error);
    }

    //! What is written, and gone on with, must be good.
    void checkState() const
    {
        const std::string layer = notFinite(stateOf(*system));
        if (!layer.empty())
            stopFor("the weights of layer '" + layer + "' are not finite");
    }

    double trainStep(const data::Batch& batch)
    {
        const double at = progress();
        follow(at);
        system->train();
        if (frozen(at))
            system->task()->eval();
        optimizer->zero_grad();
        processes.shareBuffers(*system);
        const torch::Device device = deviceOf(*system);
        const data::Batch here = movedTo(batch, device);
        const auto compute = [&] {
            const Autocast autocast(options.precision == "bfloat16", device.type());
            return forward(here).to(here.images.dtype());
        };
        const Tensor output = explained(compute, compute);
        const Tensor value =
            explained([&] { return objective.batchLoss(output, here, *system->resampler()); }, compute);
        const double lossValue = value.item<double>();
        if (!std::isfinite(lossValue))
            stopForLoss(batch, output, compute);
        explained([&] { value.backward(); }, compute);
        processes.averageGradients();
        const double norm = gradientNorm(frozen(at));
        if (options.clip > 0 && norm > options.clip)
            for (Tensor& p : system->parameters())
                if (p.grad().defined())
                    p.mutable_grad().mul_(options.clip / norm);
        optimizer->step();
        if (options.averaging > 0)
        {
            torch::NoGradGuard noGrad;
            const std::vector<Tensor> now = averaged();
            if (averages.empty())
                for (const Tensor& p : now)
                    averages.push_back(p.detach().clone());
            // As fast as a plain mean in the beginning. What does not learn is its own average, to the last bit.
            const double decay = std::min(options.averaging, double(1 + step) / (10 + step));
            for (size_t i = 0; i < now.size(); ++i)
                averages[i].lerp_(now[i].detach(), 1 - decay);
        }
        return lossValue;
    }

    //! What the moving averages are of: the weights, and what batch normalisation has seen with them.
    std::vector<Tensor> averaged() const
    {
        std::vector<Tensor> all = system->parameters();
        for (const Tensor& b : system->buffers())
            if (b.is_floating_point())
                all.push_back(b);
        return all;
    }

    //! Exchanges the weights with their moving averages.
    void swapAverages()
    {
        torch::NoGradGuard noGrad;
        std::vector<Tensor> now = averaged();
        for (size_t i = 0; i < averages.size(); ++i)
        {
            const Tensor kept = now[i].detach().clone();
            now[i].copy_(averages[i]);
            averages[i].copy_(kept);
        }
    }

    Evaluation validate()
    {
        swapAverages();
        const Evaluation result = evaluateTogether();
        swapAverages();
        return result;
    }

    Evaluation evaluateTogether()
    {
        processes.shareBuffers(*system);
        const auto lookAtShare = [&] {
            return look(*system, validation, VALIDATION_BATCH, objective, processes.rank(), processes.size());
        };
        Seen seen = explained(lookAtShare, lookAtShare);
        seen.sums = processes.sum(seen.sums);
        if (objective.findings)
            seen.findings = processes.rowsOfAll(seen.findings);
        const Evaluation result = evaluationOf(seen, objective);
        if (!std::isfinite(result.loss))
        {
            const std::string place = placeNotFinite(lookAtShare);
            stopFor("the loss on the validation set is not finite" + (place.empty() ? "" : ", from " + place + " on"));
        }
        return result;
    }

    //! What all processes must have in common.
    std::string commonText() const
    {
        return fullText() + cv::format("validate_every: %d\ncheckpoint_every: %d\nstop_after: %d\n",
                                       options.validateEvery, options.checkpointEvery, options.stopAfter);
    }

    //! What a checkpoint is resumed with. The order of the samples depends on their number.
    std::string fullText() const
    {
        return options.text() + options.description +
               cv::format("samples for training: %d\nsamples for validation: %d\n", int(training->size()),
                          int(validation->size()));
    }

    void save(const data::Loader& loader)
    {
        const Tensor random = processes.randomStates();
        const double sumOfLosses = processes.mean(lossSum);
        if (!writes())
            return;
        CheckpointWriter writer;
        writer.text("description", options.description);
        writer.text("options", fullText());
        writer.tensor("step", torch::tensor(int64_t(step)));
        writer.tensor("losses", torch::tensor({sumOfLosses, double(lossCount)}, torch::kDouble));
        writer.tensors("state", stateOf(*system));
        writer.optimizer(*optimizer);
        std::vector<std::pair<std::string, Tensor>> average;
        for (const Tensor& t : averages)
            average.emplace_back("average", t);
        writer.tensors("average", average);
        writer.tensor("random", random);
        writer.text("log", toCsv(log));
        writer.texts("skipped", loader.skipped());
        writer.write(file("checkpoint.pt"));
        writeWholeFile(file("log.csv"), toCsv(log));
        writeWholeFile(file("log.json"), toJson(log));
        writePicture(file("curves.png"), drawCurves(log, objective.metricName));
    }

    bool restore(data::Loader& loader)
    {
        // Rank 0 may be the only one that sees the file.
        const std::string path = file("checkpoint.pt");
        const bool found = options.resume && writes() && std::filesystem::exists(path);
        // '+': it is there, though it may be empty
        const std::string content = processes.ofFirst(found ? "+" + readWholeFile(path) : "");
        if (content.empty())
            return false;
        CheckpointReader reader(path, content.substr(1));
        const std::string difference = firstDifference(fullText(), reader.text("options"));
        if (!difference.empty())
            reader.fail("was made with another configuration: it is " + difference);
        step = int(reader.tensor("step").item<int64_t>());
        const Tensor losses = reader.tensor("losses");
        lossSum = losses[0].item<double>();
        lossCount = int(losses[1].item<double>());
        setState(*system, reader.tensors("state"), reader, "");
        reader.optimizer(*optimizer);
        averages.clear();
        for (const auto& average : reader.tensors("average"))
            averages.push_back(average.second.to(deviceOf(*system)));
        processes.setRandomState(reader.tensor("random"), data::mixSeeds(options.seed, uint64_t(step)));
        log = fromCsv(reader.text("log"));
        if (writes()) // they are those of rank 0; another rank meets its own again
            loader.addSkipped(reader.texts("skipped"));
        return true;
    }

    //! What can be used live; null if there is none.
    std::shared_ptr<nn::SaliencySampler> liveSampler() const
    {
        const auto front = std::dynamic_pointer_cast<nn::SaliencySampler>(system->resampler());
        return std::dynamic_pointer_cast<nn::CropResampler>(front) ? nullptr : front;
    }

    //! Before the long part of a training, not behind it. It is no error: not every training is for live use.
    void warnOfExport() const
    {
        const auto front = liveSampler();
        if (options.quiet || !front)
            return;
        try
        {
            const Size lowRes = front->samplerOptions().lowRes;
            OnnxGraph graph("network");
            graph.setInput("image", {1, training->channels(), lowRes.height, lowRes.width});
            front->saliencyNetwork()->addTo(graph, "image");
        }
        catch (const cv::Exception& e)
        {
            if (e.code == Error::StsNotImplemented)
                std::fprintf(stderr, "zoom_train: the saliency network learns, but Trainer::sampler() will fail: %s\n",
                             e.err.c_str());
        }
        catch (const std::exception&) // it may not have seen a picture yet
        {
        }
    }

    Evaluation run()
    {
        if (writes())
            std::filesystem::create_directories(options.folder);
        system->to(torch::Device(options.device));
        processes.begin(commonText(), *system);
        makeOptimizer();
        data::Loader loader(training, options.batch, true, data::mixSeeds(options.seed, 0xda7a), options.loaderThreads,
                            processes.rank(), processes.size());
        if (!restore(loader))
            processes.seedRandom(options.seed);
        Progress shown(options, objective.metricName, step);
        const int begin = step;
        const int end = options.stopAfter > 0 ? std::min(options.stopAfter, options.steps) : options.steps;
        while (step < end)
        {
            if (options.restart >= 0 && step == cvRound(options.restart * options.steps))
                makeOptimizer();
            const double lossValue = trainStep(loader.get(step));
            lossSum += lossValue;
            ++lossCount;
            const LogEntry entry{step + 1,
                                 double(step + 1) / options.steps,
                                 system->resampler()->zoomedSize().width,
                                 options.taskRate.at(progress()),
                                 options.saliencyRate.at(progress()),
                                 lossSum / lossCount,
                                 Evaluation()};
            ++step;
            if (step == begin + 1)
                warnOfExport(); // its layers have run, but for uniform sampling, which leaves them out
            shown.step(step, lossValue, log);
            if (step % options.validateEvery == 0 || step == options.steps)
            {
                log.push_back(entry);
                log.back().trainingLoss = processes.mean(entry.trainingLoss);
                log.back().validation = validate();
                lossSum = lossCount = 0;
                shown.validated(log);
            }
            if (step % options.checkpointEvery == 0 || step == end)
            {
                checkState();
                save(loader);
            }
        }
        const std::vector<std::string> skipped = loader.skipped();
        if (!skipped.empty())
            CV_LOG_WARNING(nullptr, skipped.size() << " of " << training->size() << " samples were skipped, since they "
                                                   << "cannot be read; the first is '" << skipped[0] << "'");
        follow(1);
        swapAverages(); // what is trained is the average, if there is one
        averages.clear();
        const Evaluation result = evaluateTogether();
        processes.end();
        system->to(torch::kCPU); // where it is exported and used
        if (writes())
        {
            saveModule(*system, options.description, file("model.pt"));
            writePicture(file("samples.png"), drawSamples(*system, *validation, 8));
        }
        return result;
    }
};

Trainer::Trainer(std::shared_ptr<nn::System> system, std::shared_ptr<const data::Dataset> training,
                 std::shared_ptr<const data::Dataset> validation, const TrainerOptions& options,
                 const Objective& objective)
    : impl(new Impl)
{
    CV_Assert(system && training && validation);
    impl->finalSize = system->resampler()->zoomedSize();
    impl->system = std::move(system);
    impl->training = std::move(training);
    impl->validation = std::move(validation);
    impl->options = options;
    options.check();
    impl->checkSize();
    impl->processes = TrainingProcesses(options.processes);
    if (options.device == "cuda" && options.processes)
        impl->options.device += ":" + std::to_string(options.processes->options().localRank);
    impl->options.quiet = options.quiet || impl->processes.rank() != 0;
    impl->objective = completed(objective, *impl->validation);
}

Trainer::~Trainer() = default;

Evaluation Trainer::run()
{
    try
    {
        return impl->run();
    }
    catch (const cv::Exception& e)
    {
        impl->processes.fail(e.err);
        throw;
    }
    catch (const c10::Error& e)
    {
        impl->processes.fail(e.what_without_backtrace());
        throw;
    }
    catch (const std::exception& e)
    {
        impl->processes.fail(e.what());
        throw;
    }
}

int Trainer::step() const
{
    return impl->step;
}

Ptr<zoom::SaliencySampler> Trainer::sampler(const std::string& modelPath)
{
    const auto front = impl->liveSampler();
    if (!front)
        CV_Error(Error::StsBadArg, "Trainer::sampler: the system has no saliency sampler, or one that crops");
    exportModel(*front, modelPath, data::PIXEL_MEAN, data::PIXEL_SCALE);
    return zoom::SaliencySampler::create(modelPath, front->zoomedSize());
}

} // namespace zoom_train
} // namespace cv
