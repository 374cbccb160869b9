// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_precomp.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/zoom_train/trainer.hpp"

#include <atomic>
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

struct TrainerTest : testing::Test
{
    TrainerTest() : folder(cv::tempfile("")), threads(torch::get_num_threads())
    {
        torch::set_num_threads(1);
        data::DatasetOptions o;
        o.frame = Size(48, 48);
        o.count = 256;
        o.classes = 3;
        training = data::makeDataset(o);
        o.split = data::VALIDATION;
        o.count = 60;
        validation = data::makeDataset(o);

        options.steps = 12;
        options.batch = 8;
        options.seed = 5;
        options.validateEvery = options.checkpointEvery = 4;
        options.size = Schedule("geometric 0:32 0.7:16");
        options.blur = Schedule("step 0:0.5 0.5:0");
        options.quiet = true;
        options.averaging = 0.9;
        options.clip = 1;
        options.restart = 0.5;
    }
    ~TrainerTest()
    {
        fs::remove_all(folder);
        torch::set_num_threads(threads);
    }

    static std::shared_ptr<nn::System> system(const std::string& method = "zoom")
    {
        torch::manual_seed(2);
        nn::SystemOptions o;
        o.method = method;
        o.outputs = 3;
        o.taskWidth = o.saliencyWidth = 6;
        o.sampler.lowRes = Size(24, 24);
        o.sampler.zoomed = Size(16, 16);
        return nn::makeSystem(o);
    }

    //! All weights in a row, after training in a folder.
    Tensor trained(const std::string& where, const TrainerOptions& with) const
    {
        TrainerOptions o = with;
        o.folder = where.empty() ? where : folder + "/" + where;
        const auto s = system();
        Trainer(s, training, validation, o).run();
        std::vector<Tensor> all;
        for (const Tensor& p : s->parameters())
            all.push_back(p.detach().flatten());
        for (const Tensor& b : s->buffers())
            all.push_back(b.flatten().to(torch::kFloat));
        return torch::cat(all);
    }

    std::string read(const std::string& name) const
    {
        std::ifstream file(folder + "/" + name, std::ios::binary);
        return std::string(std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>());
    }

    std::string folder;
    int threads;
    std::shared_ptr<data::Dataset> training, validation;
    TrainerOptions options;
};

TEST(ZoomTrain_Schedule, values_between_points)
{
    const Schedule geometric("geometric 0.2:96 0.6:24");
    EXPECT_DOUBLE_EQ(geometric.at(0), 96);
    EXPECT_NEAR(geometric.at(0.4), 48, 1e-9);
    EXPECT_DOUBLE_EQ(geometric.at(0.9), 24);
    EXPECT_NEAR(Schedule("0:1 1:3").at(0.25), 1.5, 1e-12);
    EXPECT_NEAR(Schedule("cosine 0:2 1:0").at(0.25), 1 + std::cos(CV_PI / 4), 1e-12);
    const Schedule step("step 0:1 0.5:0.1");
    EXPECT_DOUBLE_EQ(step.at(0.499), 1);
    EXPECT_DOUBLE_EQ(step.at(0.5), 0.1);
    EXPECT_DOUBLE_EQ(Schedule("0.002").at(0.7), 0.002);
    EXPECT_DOUBLE_EQ(Schedule(3.5).at(0.7), 3.5);
    EXPECT_DOUBLE_EQ(Schedule(Schedule(0.1).text()).at(0), 0.1);
    for (const char* bad :
         {"", "sine 0:1", "0:1 0:2", "0.5:1 0.2:1", "0:x", "0:1 2:3", "geometric 0:0 1:1", "linear", "1 2"})
        EXPECT_THROW((void)Schedule(std::string(bad)), cv::Exception) << bad;
}

TEST(ZoomTrain_Options, keys_set_fields_and_bad_ones_are_errors)
{
    TrainerOptions o;
    o.set("steps", "77");
    o.set("optimizer", "sgd");
    o.set("task_rate", "step 0:0.1 0.5:0.01");
    EXPECT_EQ(o.steps, 77);
    EXPECT_DOUBLE_EQ(o.taskRate.at(0.6), 0.01);
    EXPECT_NE(o.text().find("steps: 77\n"), std::string::npos);
    EXPECT_THROW(o.set("step", "77"), cv::Exception);
    EXPECT_THROW(o.set("steps", "many"), cv::Exception);
    EXPECT_THROW(o.set("steps", "-1"), cv::Exception);
    EXPECT_THROW(o.set("optimizer", "adamw"), cv::Exception);
}

TEST_F(TrainerTest, same_seed_gives_the_same_bits_with_any_number_of_loader_threads)
{
    const Tensor once = trained("", options);
    options.loaderThreads = 3;
    EXPECT_TRUE(once.equal(trained("", options)));
    options.seed = 6;
    EXPECT_FALSE(once.equal(trained("", options)));
}

TEST_F(TrainerTest, resumes_to_the_same_bits)
{
    for (const char* optimizer : {"adam", "sgd"})
    {
        options.optimizer = optimizer;
        const Tensor whole = trained(std::string("whole_") + optimizer, options);
        for (const int stop : {4, 6, 8}) // before, at and after the optimiser's restart
        {
            const std::string name = std::string(optimizer) + std::to_string(stop);
            TrainerOptions first = options;
            first.stopAfter = stop;
            trained(name, first);
            TrainerOptions second = options;
            second.resume = true;
            EXPECT_TRUE(whole.equal(trained(name, second))) << name;
            EXPECT_EQ(read(name + "/log.csv"), read(std::string("whole_") + optimizer + "/log.csv"));
        }
    }
}

// As a machine that goes down: the process is killed at some point after its first checkpoint, and writes all the time.
TEST_F(TrainerTest, resumes_after_kill_9)
{
    const Tensor whole = trained("whole", options);
    options.checkpointEvery = 1;
    const pid_t child = fork();
    if (child == 0)
    {
        // Ends before all is done: slower than the parent's patience.
        options.loaderThreads = 0;
        struct Slow : data::Dataset
        {
            explicit Slow(std::shared_ptr<data::Dataset> _set) : set(std::move(_set)) {}
            size_t size() const override { return set->size(); }
            data::Sample get(size_t i, int e) const override
            {
                usleep(4000);
                return set->get(i, e);
            }
            int channels() const override { return set->channels(); }
            Size frameSize() const override { return set->frameSize(); }
            int outputs() const override { return set->outputs(); }
            std::shared_ptr<data::Dataset> set;
        };
        training = std::make_shared<Slow>(training);
        trained("killed", options);
        _exit(0);
    }
    ASSERT_GT(child, 0);
    for (int i = 0; i < 2000 && !fs::exists(folder + "/killed/checkpoint.pt"); ++i)
        usleep(5000);
    usleep(unsigned(RNG(uint64(getTickCount())).uniform(0, 150000)));
    kill(child, SIGKILL);
    int status = 0;
    waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << "it ended before it was killed";
    options.resume = true;
    EXPECT_TRUE(whole.equal(trained("killed", options)));
}

//! A set whose first samples that are asked for cannot be read.
class Damaged : public data::Dataset
{
public:
    Damaged(std::shared_ptr<const data::Dataset> _whole, const std::string& _name, int _count)
        : whole(std::move(_whole)), name(_name), count(_count)
    {
    }
    size_t size() const override { return whole->size(); }
    int channels() const override { return whole->channels(); }
    Size frameSize() const override { return whole->frameSize(); }
    int outputs() const override { return whole->outputs(); }
    data::Sample get(size_t index, int epoch) const override
    {
        const int left = --count;
        if (left >= 0)
            throw data::UnreadableSample(name + std::to_string(left));
        return whole->get(index, epoch);
    }

private:
    std::shared_ptr<const data::Dataset> whole;
    std::string name;
    mutable std::atomic<int> count;
};

// 2 of 256 are less than 1 %, 3 are not: what was skipped before a stop counts behind it.
TEST_F(TrainerTest, skipped_samples_are_counted_across_a_resume)
{
    const auto whole = training;
    const auto errorOf = [&](const std::string& where, const std::string& name, int count) {
        training = std::make_shared<Damaged>(whole, name, count);
        try
        {
            trained(where, options);
        }
        catch (const cv::Exception& e)
        {
            return e.err;
        }
        return std::string();
    };
    options.resume = true;
    options.stopAfter = 4;
    EXPECT_EQ(errorOf("run", "early", 2), "");
    options.stopAfter = 8;
    EXPECT_EQ(errorOf("run", "early", 1), "") << "it is one of the two";
    options.stopAfter = 12;
    EXPECT_NE(errorOf("run", "late", 1).find("3 of 256 samples cannot be read"), std::string::npos);
    EXPECT_EQ(errorOf("other", "late", 1), "");
}

TEST_F(TrainerTest, damaged_foreign_and_other_checkpoints_are_clear_errors)
{
    TrainerOptions first = options;
    first.stopAfter = 4;
    trained("run", first);
    const std::string whole = read("run/checkpoint.pt"), path = folder + "/run/checkpoint.pt";
    ASSERT_GT(whole.size(), 1000u);
    options.resume = true;
    const auto errorWith = [&](const std::string& content) {
        std::ofstream(path, std::ios::binary) << content;
        try
        {
            trained("run", options);
        }
        catch (const cv::Exception& e)
        {
            return e.err;
        }
        return std::string();
    };
    for (const size_t length : {size_t(0), size_t(100), whole.size() / 2, whole.size() - 10})
        EXPECT_NE(errorWith(whole.substr(0, length)).find("run/checkpoint.pt' is damaged"), std::string::npos)
            << length;
    EXPECT_NE(errorWith("a letter").find("is damaged, or no checkpoint"), std::string::npos);
    {
        torch::save(torch::ones(3), path);
        EXPECT_THROW(trained("run", options), cv::Exception);
    }
    options.batch = 16;
    EXPECT_NE(errorWith(whole).find("another configuration"), std::string::npos);
    options.batch = 8;
    EXPECT_EQ(errorWith(whole), "");
    EXPECT_THROW(readDescription(folder + "/nothing.pt"), cv::Exception);
}

TEST_F(TrainerTest, stops_for_nan_and_names_step_and_layer)
{
    const auto errorOf = [&](const std::function<Tensor(const Tensor&, const Tensor&)>& loss,
                             const std::shared_ptr<nn::System>& s) {
        options.folder = folder + "/nan";
        try
        {
            Trainer(s, training, validation, options, loss).run();
        }
        catch (const cv::Exception& e)
        {
            return e.err;
        }
        return std::string();
    };
    // A loss whose gradient becomes infinite at the sixth step, though its value does not.
    int step = 0;
    const std::string gradient = errorOf(
        [&](const Tensor& output, const Tensor& target) {
            const Tensor plain = torch::nn::functional::cross_entropy(output, target);
            if (!output.requires_grad()) // validation
                return plain;
            return ++step < 6 ? plain : plain + (output - output.detach()).clamp_min(0).sqrt().sum();
        },
        system());
    EXPECT_NE(gradient.find("step 5"), std::string::npos) << gradient;
    EXPECT_NE(gradient.find("gradient of layer '"), std::string::npos) << gradient;
    EXPECT_NE(gradient.find("checkpoint.pt"), std::string::npos) << gradient;
    EXPECT_EQ(readDescription(folder + "/nan/checkpoint.pt"), options.description) << "the last good one is gone";

    const auto broken = system();
    {
        torch::NoGradGuard noGrad;
        broken->task()->named_parameters()["block2.convolution.weight"].fill_(NAN);
    }
    const std::string weights = errorOf(Loss(), broken);
    EXPECT_NE(weights.find("task.block2.convolution.weight"), std::string::npos) << weights;
    EXPECT_NE(weights.find("step 0"), std::string::npos) << weights;
}

//! Another set's samples; something happens before one of them is given.
struct WithEvent : data::Dataset
{
    WithEvent(std::shared_ptr<data::Dataset> _set, int _when, std::function<void()> _event)
        : set(std::move(_set)), when(_when), event(std::move(_event))
    {
    }
    size_t size() const override { return set->size(); }
    data::Sample get(size_t i, int e) const override
    {
        if (given++ == when)
            event();
        return set->get(i, e);
    }
    int channels() const override { return set->channels(); }
    Size frameSize() const override { return set->frameSize(); }
    int outputs() const override { return set->outputs(); }
    std::shared_ptr<data::Dataset> set;
    int when;
    std::function<void()> event;
    mutable int given = 0;
};

// Finite weights, but so large that a sum of what they weigh is not.
TEST_F(TrainerTest, stops_for_overflow_and_names_step_and_layer)
{
    options.loaderThreads = 0; // samples are read when their step begins
    const auto errorOf = [&](const std::shared_ptr<nn::System>& s, const std::shared_ptr<data::Dataset>& learnt,
                             const std::shared_ptr<data::Dataset>& judging) {
        try
        {
            Trainer(s, learnt, judging, options).run();
        }
        catch (const cv::Exception& e)
        {
            return e.err;
        }
        return std::string();
    };
    const auto expectStop = [&](const std::string& error, int step, const std::string& layer) {
        EXPECT_EQ(error.find(cv::format("Training stopped at step %d: ", step)), 0u) << error;
        EXPECT_NE(error.find("not finite"), std::string::npos) << error;
        EXPECT_NE(error.find("from layer '" + layer + "' on"), std::string::npos) << error;
        const std::string checkpoint = options.folder + "/checkpoint.pt";
        EXPECT_NE(error.find("the last good checkpoint is '" + checkpoint + "'"), std::string::npos) << error;
        const auto kept = system();
        loadModule(*kept, checkpoint);
        for (const Tensor& p : kept->parameters())
            EXPECT_TRUE(p.isfinite().all().item<bool>() && p.abs().max().item<float>() < 1e6f);
    };
    for (const std::string layer : {"resampler.saliency.block2.convolution", "task.block2.convolution"})
    {
        options.folder = folder + "/" + layer;
        const auto s = system();
        const auto overflow = [&] {
            torch::NoGradGuard noGrad;
            s->named_parameters()[layer + ".weight"].fill_(3e38f);
        };
        expectStop(errorOf(s, std::make_shared<WithEvent>(training, 5 * options.batch, overflow), validation), 5,
                   layer);
    }
    // While it validates for the second time.
    const std::string layer = "task.block3.convolution";
    options.folder = folder + "/validation";
    const auto s = system();
    const auto overflow = [&] {
        torch::NoGradGuard noGrad;
        s->named_parameters()["task.block2.normalisation.bias"].fill_(10); // what comes in is not small
        s->named_parameters()[layer + ".weight"].fill_(3e38f);
    };
    expectStop(errorOf(s, training, std::make_shared<WithEvent>(validation, 60, overflow)), 8, layer);
}

//! Throws for a reason of its own.
struct Refusing : nn::Network
{
    Refusing() { register_module("layer", torch::nn::Linear(1, 1)); }
    Tensor forward(const Tensor& images) override { TORCH_CHECK(false, "no taste for ", images.size(3), " pixels"); }
};

TEST_F(TrainerTest, error_of_a_network_comes_with_the_step)
{
    const auto s = std::make_shared<nn::System>(std::make_shared<nn::UniformResampler>(Size(16, 16)),
                                                std::make_shared<Refusing>());
    options.size = Schedule(0);
    try
    {
        Trainer(s, training, validation, options).run();
        FAIL() << "no error";
    }
    catch (const cv::Exception& e)
    {
        EXPECT_EQ(e.err.find("Training stopped at step 0: no taste for 16 pixels"), 0u) << e.err;
    }
}

TEST_F(TrainerTest, frozen_task_network_does_not_change_and_the_saliency_does)
{
    options.freezeTask = Schedule(1);
    options.averaging = 0;
    const auto s = system();
    std::vector<Tensor> before;
    for (const Tensor& p : s->task()->parameters())
        before.push_back(p.detach().clone());
    for (const Tensor& b : s->task()->buffers())
        before.push_back(b.clone());
    const Tensor last = s->resampler()->named_parameters()["saliency.last.weight"].detach().clone();
    Trainer(s, training, validation, options).run();
    std::vector<Tensor> after = s->task()->parameters();
    for (const Tensor& b : s->task()->buffers())
        after.push_back(b);
    for (size_t i = 0; i < before.size(); ++i)
        EXPECT_TRUE(before[i].equal(after[i])) << i;
    EXPECT_FALSE(last.equal(s->resampler()->named_parameters()["saliency.last.weight"]));
    EXPECT_EQ(s->resampler()->zoomedSize(), Size(16, 16)) << "the schedule's end";
}

//! A task network that keeps the types it computes with.
struct Spy : nn::Network
{
    Spy() { convolution = register_module("convolution", torch::nn::Conv2d(1, 3, 3)); }
    Tensor forward(const Tensor& images) override
    {
        input = images.scalar_type();
        const Tensor x = convolution->forward(images);
        (is_training() ? inTraining : inEvaluation) = x.scalar_type();
        return x.mean({2, 3});
    }
    std::string name() const { return "Spy"; }
    torch::nn::Conv2d convolution{nullptr};
    torch::ScalarType input = torch::kByte, inTraining = torch::kByte, inEvaluation = torch::kByte;
};

TEST_F(TrainerTest, mixed_precision_is_for_the_networks_only)
{
    options.steps = 3;
    nn::SaliencySamplerOptions o;
    o.lowRes = Size(20, 20); // no divisor of 48: reduced by a matrix product
    o.zoomed = Size(16, 16);
    for (const char* precision : {"float32", "bfloat16"})
    {
        options.precision = precision;
        torch::manual_seed(3);
        const auto task = std::make_shared<Spy>();
        const auto stn =
            std::make_shared<nn::TransformerResampler>(nn::TransformerResampler::AFFINE, 1, o.lowRes, o.zoomed, 6);
        const auto s = std::make_shared<nn::System>(stn, task);
        const Tensor before = task->convolution->weight.detach().clone();
        Trainer(s, training, validation, options).run();
        EXPECT_EQ(task->inTraining, options.precision == "float32" ? torch::kFloat : torch::kBFloat16);
        EXPECT_EQ(task->inEvaluation, torch::kFloat);
        EXPECT_EQ(task->input, torch::kFloat) << "the sampled image";
        EXPECT_EQ(s->resampler()->lastGrid().scalar_type(), torch::kFloat);
        EXPECT_EQ(task->convolution->weight.scalar_type(), torch::kFloat);
        EXPECT_FALSE(before.equal(task->convolution->weight));
    }
    options.precision = "float16";
    EXPECT_THROW(Trainer(system(), training, validation, options), cv::Exception);
    options.precision = "float32";
    options.device = "tpu";
    EXPECT_THROW(Trainer(system(), training, validation, options), cv::Exception);
    if (!torch::cuda::is_available())
    {
        options.device = "cuda";
        EXPECT_THROW(Trainer(system(), training, validation, options), cv::Exception);
    }
}

// The whole way: the loss falls, files are there, the exported model runs live.
TEST_F(TrainerTest, learns_and_gives_back_a_live_sampler)
{
    options.steps = 150;
    options.batch = 16;
    options.validateEvery = 50;
    options.checkpointEvery = 150;
    options.size = Schedule("geometric 0:48 0.7:24");
    options.blur = Schedule(0);
    options.restart = -1;
    options.averaging = 0;
    options.clip = 0;
    options.taskRate = options.saliencyRate = Schedule("linear 0:0 0.1:0.004 1:0.0002");
    options.folder = folder + "/run";
    torch::manual_seed(1);
    nn::SystemOptions o;
    o.outputs = 3;
    o.taskWidth = 12;
    o.saliencyWidth = 8;
    o.sampler.lowRes = o.sampler.zoomed = Size(24, 24);
    const auto s = nn::makeSystem(o);
    const Evaluation before = evaluate(*s, validation);
    Trainer trainer(s, training, validation, options);
    const Evaluation after = trainer.run();
    EXPECT_LT(after.loss, 0.8 * before.loss);
    EXPECT_GT(after.metric, 0.5); // 1/3 by chance
    EXPECT_EQ(after.metricName, "accuracy");
    EXPECT_FALSE(after.lowerIsBetter);
    for (const char* name : {"checkpoint.pt", "model.pt", "log.csv", "log.json", "curves.png", "samples.png"})
        EXPECT_GT(fs::file_size(folder + "/run/" + name), 100u) << name;

    // The contact sheet's frames are from all over the set, not the first ones.
    const Mat sheet = imread(folder + "/run/samples.png");
    ASSERT_EQ(sheet.rows, 8 * 198 + 6);
    for (size_t row = 0; row < 8; ++row)
    {
        size_t nearest = 0;
        double least = 1e9;
        for (size_t i = 0; i < validation->size(); ++i)
        {
            Mat bgr, shown;
            cvtColor(validation->get(i, 0).image, bgr, COLOR_GRAY2BGR);
            resize(bgr, shown, Size(192, 192), 0, 0, INTER_NEAREST);
            const double difference = cvtest::norm(shown, sheet(Rect(6, 6 + int(row) * 198, 192, 192)), NORM_L1);
            if (difference < least)
            {
                least = difference;
                nearest = i;
            }
        }
        EXPECT_EQ(nearest, row * validation->size() / 8);
    }

    const Ptr<zoom::SaliencySampler> live = trainer.sampler(folder + "/model.yaml");
    Mat frame, zoomed;
    cvtColor(validation->get(0, 0).image, frame, COLOR_GRAY2BGR);
    live->apply(frame, zoomed);
    EXPECT_EQ(zoomed.size(), Size(24, 24));
    EXPECT_EQ(live->getFallbacks(), 0);

    // What was written is what was trained, and a part of it fits into another system.
    const auto again = nn::makeSystem(o);
    loadModule(*again, folder + "/run/model.pt");
    again->resampler()->setZoomedSize(Size(24, 24));
    EXPECT_EQ(evaluate(*again, validation).loss, after.loss);
    o.method = "dcn_v2";
    const auto other = nn::makeSystem(o);
    loadModule(*other, folder + "/run/model.pt", "task.");
    EXPECT_TRUE(other->task()->named_parameters()["block4.convolution.weight"].equal(
        s->task()->named_parameters()["block4.convolution.weight"]));
    EXPECT_THROW(loadModule(*other, folder + "/run/model.pt"), cv::Exception) << "offsets are missing in it";
    // What does not fit is named, and nothing of it is taken.
    o.method = "zoom";
    o.saliencyNetwork = "resnet18";
    const auto third = nn::makeSystem(o);
    const auto errorOf = [&](const std::string& prefix) {
        try
        {
            loadModule(*third, folder + "/run/model.pt", prefix);
        }
        catch (const cv::Exception& e)
        {
            return e.err;
        }
        return std::string();
    };
    const Tensor head = third->task()->named_parameters()["head.weight"].detach().clone();
    EXPECT_NE(errorOf("resampler.").find("lacks 'resampler.saliency."), std::string::npos) << errorOf("resampler.");
    EXPECT_NE(errorOf("").find("lacks 'resampler.saliency."), std::string::npos);
    EXPECT_NE(errorOf("tusk.").find("'tusk.'"), std::string::npos) << errorOf("tusk.");
    EXPECT_TRUE(head.equal(third->task()->named_parameters()["head.weight"]));
    EXPECT_EQ(errorOf("task."), "");
    EXPECT_TRUE(s->task()->named_parameters()["head.weight"].equal(third->task()->named_parameters()["head.weight"]));
}

TEST_F(TrainerTest, evaluation_counts_hits_and_errors)
{
    // A system that zooms into the middle: hits are the targets there.
    const auto s = system("stn_affine");
    {
        torch::NoGradGuard noGrad;
        const Tensor bias = s->resampler()->named_parameters()["last.bias"];
        bias[0] = bias[4] = -0.5f;
    }
    const Evaluation e = evaluate(*s, validation, 7);
    EXPECT_EQ(e.samples, 60);
    int inside = 0;
    for (size_t i = 0; i < 60; ++i)
    {
        const Rect2f t = validation->get(i, 0).target;
        const Point2f c(t.x + t.width / 2, t.y + t.height / 2);
        inside += c.x >= 0.25f && c.x <= 0.75f && c.y >= 0.25f && c.y <= 0.75f;
    }
    ASSERT_GT(inside, 5);
    EXPECT_NEAR(e.hitRate, inside / 60., 1e-6);
}

//! Another set's samples, of which nothing says where the thing is.
struct WithoutTargets : WithEvent
{
    explicit WithoutTargets(std::shared_ptr<data::Dataset> _set) : WithEvent(std::move(_set), -1, nullptr) {}
    data::Sample get(size_t i, int e) const override
    {
        data::Sample sample = WithEvent::get(i, e);
        sample.target = Rect2f();
        return sample;
    }
};

TEST_F(TrainerTest, without_targets_there_is_no_hit_rate)
{
    const auto blind = std::make_shared<WithoutTargets>(validation);
    EXPECT_TRUE(std::isnan(evaluate(*system(), blind).hitRate));
    validation = blind;
    trained("whole", options);
    TrainerOptions first = options;
    first.stopAfter = 8;
    trained("halves", first);
    options.resume = true;
    trained("halves", options);
    const std::string csv = read("halves/log.csv"), json = read("halves/log.json");
    EXPECT_EQ(csv, read("whole/log.csv"));
    EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 4);
    EXPECT_EQ(csv.substr(csv.size() - 2), ",\n") << "an empty cell";
    EXPECT_EQ(json.find("hit_rate"), std::string::npos) << json;
    EXPECT_EQ(json.find("nan"), std::string::npos) << json;
}

} // namespace
} // namespace opencv_test
