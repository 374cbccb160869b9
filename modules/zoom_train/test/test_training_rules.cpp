// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// What the trainer's options do, each against a computation by hand.
#include "test_precomp.hpp"

#include "opencv2/zoom_train/trainer.hpp"

#include <cmath>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <sys/wait.h>
#include <unistd.h>

namespace opencv_test {
namespace {

using namespace cv::zoom_train;
using torch::Tensor;
namespace fs = std::filesystem;

//! Values to regress: mean grey of the left and of the right half, which everything here can learn.
struct Halves : data::Dataset
{
    explicit Halves(size_t _count, bool _regression = true) : count(_count), regression(_regression) {}
    size_t size() const override { return count; }
    int channels() const override { return 1; }
    Size frameSize() const override { return Size(24, 24); }
    int outputs() const override { return 2; }
    bool isRegression() const override { return regression; }
    data::Sample get(size_t index, int) const override
    {
        RNG random(index * 977 + 5);
        data::Sample s;
        s.image.create(24, 24, CV_8U);
        random.fill(s.image, RNG::UNIFORM, 0, 256);
        const int left = random.uniform(0, 200), right = random.uniform(0, 200);
        s.image.colRange(0, 12) = s.image.colRange(0, 12) / 5 + left;
        s.image.colRange(12, 24) = s.image.colRange(12, 24) / 5 + right;
        if (regression)
            s.values = {float(left) / 200, float(right) / 200};
        else
            s.label = left < right;
        return s;
    }
    size_t count;
    bool regression;
};

//! A small task network that keeps what it was given last.
struct Linear : nn::Network
{
    explicit Linear(double dropout = 0)
        : layer(register_module("layer", torch::nn::Linear(64, 2))),
          drop(register_module("drop", torch::nn::Dropout(dropout)))
    {
    }
    Tensor forward(const Tensor& images) override
    {
        given = images.detach();
        return layer(drop(torch::adaptive_avg_pool2d(images, {8, 8}).flatten(1)));
    }
    torch::nn::Linear layer;
    torch::nn::Dropout drop;
    Tensor given;
};

struct TrainingRules : testing::Test
{
    TrainingRules() : folder(cv::tempfile("")), threads(torch::get_num_threads())
    {
        torch::set_num_threads(1);
        options.steps = 10;
        options.batch = 4;
        options.seed = 5;
        options.optimizer = "sgd";
        options.momentum = 0;
        options.taskRate = options.saliencyRate = Schedule(0.1);
        options.validateEvery = options.checkpointEvery = 100;
        options.quiet = true;
    }
    ~TrainingRules()
    {
        fs::remove_all(folder);
        torch::set_num_threads(threads);
    }

    //! A zoom that is not the identity, before a linear task network.
    std::shared_ptr<nn::System> system(double dropout = 0)
    {
        torch::manual_seed(2);
        nn::SaliencySamplerOptions o;
        o.lowRes = Size(12, 12);
        o.zoomed = Size(16, 16);
        o.grid.gridSize = Size(9, 9);
        task = std::make_shared<Linear>(dropout);
        const auto saliency = std::make_shared<nn::SmallSaliency>(1, 4);
        const auto s = std::make_shared<nn::System>(std::make_shared<nn::SaliencySampler>(saliency, o), task);
        torch::NoGradGuard noGrad;
        s->named_parameters()["resampler.saliency.last.weight"].normal_(0, 0.5);
        return s;
    }

    static Tensor weights(const nn::System& s, const std::string& prefix = "")
    {
        std::vector<Tensor> all;
        for (const auto& p : s.named_parameters())
            if (p.key().compare(0, prefix.size(), prefix) == 0)
                all.push_back(p.value().detach().flatten());
        return torch::cat(all).clone();
    }

    //! Trains, and gives the weights before each step and after the last one.
    std::vector<Tensor> track(const std::shared_ptr<nn::System>& s, const std::string& prefix = "")
    {
        std::vector<Tensor> all;
        Trainer(s, training, validation, options, [&](const Tensor& output, const Tensor& target) {
            if (output.requires_grad())
            {
                all.push_back(weights(*s, prefix));
                uniform.push_back(s->resampler()->lastGrid().size(1) == 2);
                sides.push_back(int(task->given.size(3)));
                zoomed = s->resampler()->lastZoomed().detach().clone();
                given = task->given;
            }
            return torch::smooth_l1_loss(output, target);
        }).run();
        all.push_back(weights(*s, prefix));
        return all;
    }

    std::string errorOf(const std::shared_ptr<nn::System>& s, const Loss& loss = Loss())
    {
        try
        {
            Trainer(s, training, validation, options, loss).run();
        }
        catch (const std::exception& e)
        {
            return e.what();
        }
        return std::string();
    }

    std::string folder;
    int threads;
    std::shared_ptr<data::Dataset> training = std::make_shared<Halves>(64), validation = std::make_shared<Halves>(20);
    std::shared_ptr<Linear> task;
    TrainerOptions options;
    std::vector<bool> uniform;
    std::vector<int> sides;
    Tensor zoomed, given;
    std::string lines; //!< of the last log
};

double largest(const Tensor& t)
{
    return t.abs().max().item<double>();
}

TEST_F(TrainingRules, averaged_weights_follow_the_recursion)
{
    const std::vector<Tensor> raw = track(system());
    options.averaging = 0.8;
    const auto s = system();
    const std::vector<Tensor> averaged = track(s);
    Tensor mean = raw[1].to(torch::kDouble);
    for (int step = 0; step < options.steps; ++step)
    {
        EXPECT_TRUE(raw[size_t(step)].equal(averaged[size_t(step)])) << "training itself is not changed";
        const double decay = std::min(0.8, double(1 + step) / (10 + step));
        mean = mean * decay + raw[size_t(step) + 1].to(torch::kDouble) * (1 - decay);
    }
    EXPECT_LE(largest(averaged.back() - mean), 1e-6);
    EXPECT_GE(largest(averaged.back() - raw.back()), 1e-4);
}

TEST_F(TrainingRules, batch_statistics_are_averaged_with_the_weights)
{
    options.steps = 1;
    options.averaging = 0.5;
    const auto s = system();
    const Tensor mean = s->named_buffers()["resampler.saliency.block0.normalisation.running_mean"];
    Tensor after;
    Trainer(s, training, validation, options, [&](const Tensor& output, const Tensor& target) {
        if (output.requires_grad())
            after = mean.clone(); // forward has updated it
        return torch::smooth_l1_loss(output, target);
    }).run();
    EXPECT_GT(largest(after), 0);
    EXPECT_LE(largest(mean - after), 1e-7) << "the average of one step is that step";
}

TEST_F(TrainingRules, clip_limits_the_norm_of_the_gradient)
{
    options.steps = 1;
    const std::vector<Tensor> free = track(system());
    const double norm = (free[1] - free[0]).norm().item<double>() / 0.1;
    ASSERT_GT(norm, 0.01);
    options.clip = norm / 4;
    const std::vector<Tensor> clipped = track(system());
    EXPECT_LE(largest((clipped[1] - clipped[0]) * 4 - (free[1] - free[0])), 1e-5 * norm);
    options.clip = norm * 4;
    EXPECT_TRUE(track(system())[1].equal(free[1]));
    // What does not learn does not count.
    options.freezeTask = Schedule(1);
    options.clip = 0;
    const std::vector<Tensor> saliency = track(system());
    options.clip = norm * 0.999;
    EXPECT_TRUE(track(system())[1].equal(saliency[1]));
}

TEST_F(TrainingRules, weight_decay_and_momentum_are_those_of_sgd)
{
    options.steps = 2;
    const std::vector<Tensor> plain = track(system());
    options.momentum = 0.7;
    const std::vector<Tensor> heavy = track(system());
    EXPECT_LE(largest((heavy[2] - plain[2]) - 0.7 * (plain[1] - plain[0])), 1e-6);
    EXPECT_GE(largest(heavy[2] - plain[2]), 1e-4);
    options.momentum = 0;
    options.steps = 1;
    options.weightDecay = 0.3;
    const std::vector<Tensor> decayed = track(system());
    EXPECT_LE(largest((decayed[1] - plain[1]) + 0.1 * 0.3 * plain[0]), 1e-6);
}

TEST_F(TrainingRules, restart_makes_the_optimiser_forget)
{
    options.optimizer = "adam";
    options.taskRate = options.saliencyRate = Schedule(0.001);
    for (const bool restarts : {false, true})
    {
        options.restart = restarts ? 0.5 : -1;
        const std::vector<Tensor> w = track(system(), "task.");
        // Adam's first step has the length of the rate, whatever the gradient.
        EXPECT_LE(largest((w[1] - w[0]).abs() - 0.001), 1e-5);
        const double off = largest((w[6] - w[5]).abs() - 0.001);
        EXPECT_EQ(off <= 1e-5, restarts) << off;
    }
}

TEST_F(TrainingRules, every_group_of_weights_has_its_rate)
{
    options.steps = 1;
    const auto moved = [&](const std::string& prefix) {
        const std::vector<Tensor> w = track(system(), prefix);
        return (w[1] - w[0]).norm().item<double>();
    };
    const double task1 = moved("task."), last1 = moved("resampler.saliency.last"),
                 front1 = moved("resampler.saliency.block0");
    ASSERT_GT(std::min({task1, last1, front1}), 1e-6);
    options.saliencyRate = Schedule(0.2);
    options.lastLayerFactor = 5;
    EXPECT_NEAR(moved("task."), task1, 1e-3 * task1);
    EXPECT_NEAR(moved("resampler.saliency.block0"), 2 * front1, 2e-2 * front1);
    EXPECT_NEAR(moved("resampler.saliency.last"), 10 * last1, 2e-2 * last1);
}

TEST_F(TrainingRules, size_and_uniform_sampling_follow_their_schedules)
{
    options.steps = 4;
    options.size = Schedule("step 0:20 0.5:16");
    options.uniform = Schedule("step 0:1 0.25:0");
    track(system());
    EXPECT_EQ(sides, (std::vector<int>{20, 20, 16, 16}));
    EXPECT_EQ(uniform, (std::vector<bool>{true, false, false, false}));
    sides.clear();
    options.size = Schedule("step 0:20 0.25:12 0.75:0");
    track(system());
    EXPECT_EQ(sides, (std::vector<int>{20, 12, 12, 16})) << "0 is the system's own size";
}

TEST_F(TrainingRules, blur_is_of_single_samples_and_by_their_place_in_the_training)
{
    options.steps = 1;
    options.batch = 32;
    const auto shareOf = [&] {
        track(system());
        return (given - zoomed).abs().amax({1, 2, 3}) > 1e-3;
    };
    EXPECT_EQ(shareOf().sum().item<int64_t>(), 0);
    options.blur = Schedule(1);
    options.blurLeast = 0.5;
    const Tensor all = shareOf(), sharp = zoomed, soft = given;
    EXPECT_GE(all.sum().item<int64_t>(), 29); // some are averaged to almost their own size
    // Fewer details, the same brightness.
    const auto roughness = [](const Tensor& t) { return (t.slice(3, 1) - t.slice(3, 0, 15)).abs().mean(); };
    EXPECT_LT(roughness(soft).item<double>(), 0.9 * roughness(sharp).item<double>());
    EXPECT_NEAR(soft.mean().item<double>(), sharp.mean().item<double>(), 0.01);
    options.blur = Schedule(0.5);
    const Tensor some = shareOf();
    EXPECT_GT(some.sum().item<int64_t>(), 5);
    EXPECT_LT(some.sum().item<int64_t>(), 27);
    EXPECT_TRUE(some.equal(shareOf())) << "the same again";
    options.seed = 6;
    EXPECT_FALSE(some.equal(shareOf()));
}

TEST_F(TrainingRules, regression_is_learned_and_measured)
{
    options.steps = 200;
    options.batch = 16;
    options.optimizer = "adam";
    options.taskRate = Schedule("linear 0:0.01 1:0");
    options.saliencyRate = Schedule(0);
    options.uniform = Schedule(1);
    options.folder = folder + "/run";
    const auto s = system();
    const Evaluation before = evaluate(*s, validation), after = Trainer(s, training, validation, options).run();
    double error = 0;
    s->eval();
    for (size_t i = 0; i < 20; ++i)
    {
        const data::Batch batch = data::collate({validation->get(i, 0)});
        torch::NoGradGuard noGrad;
        const Tensor got = s->forward(batch.images);
        for (int v = 0; v < 2; ++v)
            error += std::abs(got[0][v].item<double>() - batch.target[0][v].item<double>()) / 40;
    }
    EXPECT_NEAR(after.metric, error, 1e-5);
    EXPECT_EQ(after.metricName, "mean absolute error");
    EXPECT_TRUE(after.lowerIsBetter);
    EXPECT_LT(after.metric, 0.3 * before.metric);
    EXPECT_LT(after.metric, 0.1);
    EXPECT_TRUE(fs::exists(folder + "/run/curves.png"));
}

// The log, too, and the random numbers of a network: nothing says that the training was interrupted.
TEST_F(TrainingRules, resumes_between_two_lines_of_the_log_with_dropout)
{
    options.steps = 20;
    options.validateEvery = 6;
    options.checkpointEvery = 4;
    options.averaging = 0.9;
    const auto run = [&](const std::string& name, int stop, bool resume) {
        TrainerOptions o = options;
        o.folder = folder + "/" + name;
        o.stopAfter = stop;
        o.resume = resume;
        const auto s = system(0.5);
        torch::manual_seed(stop + 77); // where the generator stands is a matter of the checkpoint
        Trainer(s, training, validation, o).run();
        std::ifstream log(o.folder + "/log.csv");
        lines.assign(std::istreambuf_iterator<char>(log), std::istreambuf_iterator<char>());
        return weights(*s);
    };
    const Tensor whole = run("whole", 0, false);
    const std::string expected = lines;
    for (const int stop : {4, 8, 9, 16})
    {
        const std::string name = "stopped" + std::to_string(stop);
        run(name, stop, false);
        EXPECT_TRUE(whole.equal(run(name, 0, true))) << stop;
        EXPECT_EQ(lines, expected) << stop;
    }
    // Another number of pictures is another order.
    run("fewer", 4, false);
    training = std::make_shared<Halves>(60);
    options.folder = folder + "/fewer";
    options.resume = true;
    EXPECT_NE(errorOf(system(0.5)).find("'samples for training: 60', expected 'samples for training: 64'"),
              std::string::npos);
}

TEST_F(TrainingRules, weights_that_are_not_finite_are_named_wherever_they_are)
{
    const auto broken = [&](const std::shared_ptr<nn::System>& s, const std::string& name, float value) {
        torch::NoGradGuard noGrad;
        s->named_parameters()[name].view(-1)[0] = value;
        return errorOf(s);
    };
    for (const float value : {float(NAN), float(INFINITY)})
        for (const char* name :
             {"resampler.saliency.block1.convolution.weight", "resampler.saliency.last.weight", "task.layer.weight"})
        {
            const std::string error = broken(system(), name, value);
            EXPECT_NE(error.find("stopped at step 0"), std::string::npos) << error;
            EXPECT_NE(error.find(std::string("layer '") + name + "'"), std::string::npos) << error;
        }
    const auto stn = std::make_shared<nn::System>(
        std::make_shared<nn::TransformerResampler>(nn::TransformerResampler::AFFINE, 1, Size(12, 12), Size(16, 16), 4),
        std::make_shared<Linear>());
    EXPECT_NE(broken(stn, "resampler.last.bias", NAN).find("layer 'resampler.last.bias'"), std::string::npos);
}

TEST_F(TrainingRules, last_checkpoint_is_a_good_one)
{
    options.checkpointEvery = 1;
    options.folder = folder + "/run";
    // One step that overflows: the gradient is finite, the weights after it are not.
    options.taskRate = Schedule("step 0:0.1 0.35:1e38");
    options.weightDecay = 1e3;
    const std::string error = errorOf(system());
    EXPECT_NE(error.find("layer 'task.layer."), std::string::npos) << error;
    EXPECT_NE(error.find("the last good checkpoint is '" + folder), std::string::npos) << error;
    TrainerOptions o = options;
    o.resume = true;
    o.stopAfter = 4;
    const auto s = system();
    Trainer(s, training, validation, o).run();
    EXPECT_TRUE(torch::isfinite(weights(*s)).all().item<bool>());
}

TEST_F(TrainingRules, fields_outside_their_range_are_errors_that_name_them)
{
    const auto errorWith = [&](void (*change)(TrainerOptions&)) {
        const TrainerOptions before = options;
        change(options);
        const std::string error = errorOf(system());
        options = before;
        return error;
    };
    const std::pair<const char*, void (*)(TrainerOptions&)> bad[] = {
        {"steps is", [](TrainerOptions& o) { o.steps = 0; }},
        {"batch is", [](TrainerOptions& o) { o.batch = -1; }},
        {"validate_every is", [](TrainerOptions& o) { o.validateEvery = 0; }},
        {"checkpoint_every is", [](TrainerOptions& o) { o.checkpointEvery = 0; }},
        {"averaging is", [](TrainerOptions& o) { o.averaging = 2; }},
        {"blur_least is", [](TrainerOptions& o) { o.blurLeast = -1; }},
        {"clip is", [](TrainerOptions& o) { o.clip = NAN; }},
        {"loader_threads is", [](TrainerOptions& o) { o.loaderThreads = -1; }},
        {"optimizer is 'lion'; allowed is adam or sgd", [](TrainerOptions& o) { o.optimizer = "lion"; }},
        {"precision is", [](TrainerOptions& o) { o.precision = "float16"; }},
        {"device is", [](TrainerOptions& o) { o.device = "gpu"; }},
    };
    for (const auto& one : bad)
        EXPECT_NE(errorWith(one.second).find(one.first), std::string::npos) << one.first;
    // A size at which the system is not used.
    options.size = Schedule("geometric 0:32 0.5:12");
    EXPECT_NE(
        errorOf(system()).find("size is 'geometric 0:32 0.5:12', which ends at 12; allowed is a schedule that ends "
                               "at the width of zoomed, which is 16"),
        std::string::npos);
    options.size = Schedule(0);
    // A factor for a layer that is not there.
    options.lastLayerFactor = 10;
    const auto s =
        std::make_shared<nn::System>(std::make_shared<nn::UniformResampler>(Size(16, 16)), std::make_shared<Linear>());
    EXPECT_NE(errorOf(s).find("last_layer_factor"), std::string::npos);
}

//! Learns, but does not say how it is written as ONNX.
struct Unwritten : nn::Network
{
    Unwritten() : layer(register_module("layer", torch::nn::Conv2d(1, 1, 1))) {}
    Tensor forward(const Tensor& images) override { return layer(images); }
    torch::nn::Conv2d layer;
};

TEST_F(TrainingRules, saliency_network_that_cannot_be_exported_is_told_of)
{
    options.steps = 2;
    options.quiet = false;
    nn::SaliencySamplerOptions o;
    o.lowRes = Size(12, 12);
    o.zoomed = Size(16, 16);
    const auto saidWith = [&](const std::shared_ptr<nn::Network>& saliency) {
        const auto s = std::make_shared<nn::System>(std::make_shared<nn::SaliencySampler>(saliency, o),
                                                    std::make_shared<Linear>());
        testing::internal::CaptureStderr();
        const std::string error = errorOf(s);
        const std::string said = testing::internal::GetCapturedStderr();
        EXPECT_EQ(error, "");
        return said;
    };
    const std::string told = "Trainer::sampler() will fail: Network ";
    const std::string said = saidWith(std::make_shared<Unwritten>());
    EXPECT_NE(said.find(told), std::string::npos) << said;
    EXPECT_EQ(said.find(told), said.rfind(told)) << "once is enough";
    EXPECT_EQ(saidWith(std::make_shared<nn::SmallSaliency>(1, 4)).find(told), std::string::npos);
}

TEST_F(TrainingRules, crop_is_no_live_sampler)
{
    nn::SaliencySamplerOptions o;
    o.lowRes = Size(12, 12);
    o.zoomed = Size(16, 16);
    const auto crop = std::make_shared<nn::CropResampler>(std::make_shared<nn::SmallSaliency>(1, 4), o,
                                                          nn::CropResampler::LEARNED, 0.5);
    Trainer trainer(std::make_shared<nn::System>(crop, std::make_shared<Linear>()), training, validation, options);
    EXPECT_THROW(trainer.sampler(folder + "/model.yaml"), cv::Exception);
}

} // namespace
} // namespace opencv_test
