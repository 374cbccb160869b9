// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Task networks from TorchScript files, as somebody else has trained and kept them.
#include "tool_fixture.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/zoom_train/detection.hpp"

#include <filesystem>

namespace opencv_test {
namespace {

using namespace cv::zoom_train;
using torch::Tensor;
namespace fs = std::filesystem;

double farthest(const Tensor& a, const Tensor& b)
{
    EXPECT_EQ(a.sizes(), b.sizes());
    return (a - b).abs().max().item<double>();
}

//! Convolution, batch normalisation and a linear layer, for grey pictures and three classes.
void saveNetwork(const std::string& path, uint64_t seed)
{
    torch::manual_seed(seed);
    torch::jit::Module net("net");
    net.register_attribute("training", c10::BoolType::get(), true);
    net.register_parameter("kernel", 0.3 * torch::randn({8, 1, 3, 3}), false);
    net.register_parameter("gain", 1 + 0.1 * torch::randn({8}), false);
    net.register_parameter("bias", 0.1 * torch::randn({8}), false);
    net.register_parameter("head", 0.3 * torch::randn({8, 3}), false);
    net.register_buffer("mean", 0.1 * torch::randn({8}));
    net.register_buffer("variance", 1 + 0.1 * torch::rand({8}));
    net.define("def forward(self, x):\n"
               "    x = torch.conv2d(x, self.kernel)\n"
               "    x = torch.batch_norm(x, self.gain, self.bias, self.mean, self.variance, self.training, 0.1, 0.001, "
               "False)\n"
               "    return torch.matmul(torch.relu(x).mean([2, 3]), self.head)\n");
    net.save(path);
}

typedef std::map<std::string, Tensor> Weights;

//! Copies of parameters and buffers, whose names begin so.
Weights weightsOf(const nn::System& system, const std::string& prefix)
{
    Weights all;
    for (const auto& list : {system.named_parameters(), system.named_buffers()})
        for (const auto& one : list)
            if (one.key().compare(0, prefix.size(), prefix) == 0)
                all[one.key()] = one.value().detach().clone();
    return all;
}

//! What the network of saveNetwork() gives in evaluation mode, with the weights that the system has of it.
Tensor expectedOf(const nn::System& system, const Tensor& images)
{
    Weights w = weightsOf(system, "task.");
    const auto channels = [&](const char* name) { return w[name].view({1, 8, 1, 1}); };
    const Tensor x =
        (torch::conv2d(images, w["task.kernel"]) - channels("task.mean")) / (channels("task.variance") + 0.001).sqrt();
    return torch::matmul((x * channels("task.gain") + channels("task.bias")).relu().mean({2, 3}), w["task.head"]);
}

struct TorchScriptTest : testing::Test
{
    TorchScriptTest() : folder(cv::tempfile("")), threads(torch::get_num_threads())
    {
        torch::set_num_threads(1);
        fs::create_directories(folder);
        data::DatasetOptions o;
        o.frame = Size(48, 48);
        o.count = 64;
        o.classes = 3;
        training = data::makeDataset(o);
        o.split = data::VALIDATION;
        o.count = 16;
        validation = data::makeDataset(o);

        options.steps = 8;
        options.batch = 8;
        options.seed = 5;
        options.validateEvery = options.checkpointEvery = 4;
        options.optimizer = "sgd";
        options.taskRate = Schedule(0.05);
        options.saliencyRate = Schedule(0.01);
        options.quiet = true;
    }
    ~TorchScriptTest()
    {
        fs::remove_all(folder);
        torch::set_num_threads(threads);
    }

    std::shared_ptr<nn::System> system(bool frozen, uint64_t seed = 1) const
    {
        const std::string path = folder + "/net.pt";
        saveNetwork(path, seed);
        nn::SystemOptions o;
        o.taskFile = path;
        o.taskFrozen = frozen;
        o.saliencyWidth = 6;
        o.sampler.lowRes = Size(24, 24);
        o.sampler.zoomed = Size(16, 16);
        return nn::makeSystem(o);
    }

    std::string folder;
    int threads;
    std::shared_ptr<data::Dataset> training, validation;
    TrainerOptions options;
};

TEST_F(TorchScriptTest, an_error_of_its_own_stops_the_training_with_the_step)
{
    const std::string path = folder + "/picky.pt";
    torch::jit::Module picky("picky");
    picky.define("def forward(self, x):\n    assert x.size(0) == 0, \"no taste\"\n    return x\n");
    picky.save(path);
    nn::SystemOptions o;
    o.method = "uniform";
    o.taskFile = path;
    o.sampler.zoomed = Size(16, 16);
    try
    {
        Trainer(nn::makeSystem(o), training, validation, options).run();
        FAIL() << "no error";
    }
    catch (const cv::Exception& e)
    {
        EXPECT_NE(e.err.find("Training stopped at step 0: "), std::string::npos) << e.err;
        EXPECT_NE(e.err.find("no taste"), std::string::npos) << e.err;
    }
}

TEST_F(TorchScriptTest, gets_pixels_in_the_range_that_it_was_trained_with)
{
    const std::string path = folder + "/same.pt";
    torch::jit::Module same("same");
    same.define("def forward(self, x):\n    return x\n");
    same.save(path);
    data::Sample s;
    s.image = Mat(2, 3, CV_8UC3, Scalar(30, 120, 250)); // BGR
    s.image.at<Vec3b>(1, 2) = Vec3b(255, 0, 7);
    s.label = 0;
    const Tensor images = data::collate({s, s}).images;
    nn::PixelRange pixels;
    pixels.mean = {123.7, 116.3, 103.5};
    pixels.scale = {0.0171, 0.0175, 0.0174};
    const Tensor got = nn::loadTorchScript(path, pixels)->forward(images);
    ASSERT_EQ(got.sizes(), images.sizes());
    const auto at = [](const Tensor& t, int channel, int row, int column) {
        return t[1][channel][row][column].item<double>();
    };
    EXPECT_NEAR(at(got, 0, 0, 0), (250 - 123.7) * 0.0171, 1e-5);
    EXPECT_NEAR(at(got, 1, 0, 0), (120 - 116.3) * 0.0175, 1e-5);
    EXPECT_NEAR(at(got, 2, 0, 0), (30 - 103.5) * 0.0174, 1e-5);
    EXPECT_NEAR(at(got, 0, 1, 2), (7 - 123.7) * 0.0171, 1e-5);
    EXPECT_NEAR(at(got, 1, 1, 2), (0 - 116.3) * 0.0175, 1e-5);
    EXPECT_NEAR(at(got, 2, 1, 2), (255 - 103.5) * 0.0174, 1e-5);
    // Without: as all the module's networks get them.
    const Tensor ours = nn::loadTorchScript(path)->forward(images);
    EXPECT_NEAR(at(ours, 0, 0, 0), (250 - 102) / 255., 1e-6);
    EXPECT_NEAR(at(ours, 2, 0, 0), (30 - 102) / 255., 1e-6);

    pixels.scale.pop_back();
    EXPECT_THROW(nn::loadTorchScript(path, pixels), cv::Exception);
    pixels.mean = pixels.scale = {1};
    EXPECT_THROW(nn::loadTorchScript(path, pixels)->forward(images), c10::Error) << "one channel for three";
}

TEST_F(TorchScriptTest, a_detector_gives_three_maps_in_one_of_three_ways)
{
    const std::string path = folder + "/detector.pt";
    const auto load = [&](const std::string& given) {
        torch::jit::Module net("net");
        net.define("def forward(self, x):\n    y = x[:, :, ::4, ::4]\n    return " + given + "\n");
        net.save(path);
        return nn::loadTorchScriptDetector(path, 3);
    };
    const Tensor x = torch::rand({2, 3, 20, 32}), y = x.slice(2, 0, 20, 4).slice(3, 0, 32, 4);
    const Tensor expected = torch::cat({y, y.slice(1, 0, 2) + 1, y.slice(1, 0, 2) + 2}, 1);
    for (const char* given : {"(y, y[:, :2] + 1, y[:, :2] + 2)", "[y, y[:, :2] + 1, y[:, :2] + 2]",
                              "{'offset': y[:, :2] + 2, 'features': x, 'size': y[:, :2] + 1, 'heatmap': y}"})
        EXPECT_TRUE(load(given)->forward(x).equal(expected)) << given;

    const std::pair<const char*, const char*> others[] = {
        {"y.mean([2, 3])", "gives a tensor [2, 3] for 2 images; allowed is heatmap [2, 3, rows, columns]"},
        {"(y, y)", "gives heatmap: a tensor [2, 3, 5, 8], size: a tensor [2, 3, 5, 8] for"},
        {"(y, y[:, :2], y)", "offset: a tensor [2, 3, 5, 8] for"},
        {"(y[:, :2], y[:, :2], y[:, :2])", "gives heatmap: a tensor [2, 2, 5, 8]"}, // of two labels
        {"(y, x[:, :2], y[:, :2])", "size: a tensor [2, 2, 20, 32]"},
        {"{'hm': y, 'size': y[:, :2], 'offset': y[:, :2]}", "gives hm: a tensor [2, 3, 5, 8], size: "},
        {"(y, 3, 'x')", "size: a Int, offset: a String"},
    };
    for (const auto& other : others)
    {
        const auto net = load(other.first);
        try
        {
            net->forward(x);
            ADD_FAILURE() << other.first;
        }
        catch (const c10::Error& e)
        {
            EXPECT_NE(std::string(e.what()).find(other.second), std::string::npos) << e.what_without_backtrace();
        }
    }
}

TEST_F(TorchScriptTest, frozen_stays_bit_for_bit_while_the_saliency_learns)
{
    const auto s = system(true);
    const std::string last = "resampler.saliency.last.weight";
    const Weights task = weightsOf(*s, "task."), front = weightsOf(*s, last);
    ASSERT_EQ(task.size(), 6u);
    // In evaluation mode from the beginning, though it was stored in the other one,
    const Tensor images = torch::rand({2, 1, 16, 16});
    EXPECT_LE(farthest(s->task()->forward(images), expectedOf(*s, images)), 1e-5);
    Trainer(s, training, validation, options).run();
    for (const auto& one : weightsOf(*s, "task."))
        EXPECT_TRUE(one.second.equal(task.at(one.first))) << one.first;
    EXPECT_GT(farthest(weightsOf(*s, last).at(last), front.at(last)), 0);
    // and to the end.
    s->train();
    EXPECT_LE(farthest(s->task()->forward(images), expectedOf(*s, images)), 1e-5);
}

TEST_F(TorchScriptTest, fine_tuned_all_of_it_learns)
{
    const auto s = system(false);
    const Weights before = weightsOf(*s, "task.");
    ASSERT_EQ(before.size(), 6u);
    Trainer(s, training, validation, options).run();
    // Batch normalisation has seen the pictures, too.
    for (const auto& one : weightsOf(*s, "task."))
        EXPECT_GT(farthest(one.second, before.at(one.first)), 1e-6) << one.first;
    // What was trained is what computes.
    s->eval();
    const Tensor images = torch::rand({2, 1, 16, 16});
    EXPECT_LE(farthest(s->task()->forward(images), expectedOf(*s, images)), 1e-5);
}

TEST_F(TorchScriptTest, stopped_and_resumed_it_has_the_same_weights)
{
    for (const bool frozen : {true, false})
    {
        TrainerOptions o = options;
        o.folder = folder + "/whole";
        const auto whole = system(frozen);
        Trainer(whole, training, validation, o).run();

        o.folder = folder + "/parts";
        o.stopAfter = 4;
        Trainer first(system(frozen), training, validation, o);
        first.run();
        EXPECT_EQ(first.step(), 4);
        // From a file and with a saliency of other weights: all of them come from the checkpoint.
        o.stopAfter = 0;
        o.resume = true;
        const auto resumed = system(frozen, 2);
        Trainer second(resumed, training, validation, o);
        second.run();
        EXPECT_EQ(second.step(), 8);
        // Not bit for bit: LibTorch compiles a script when it has seen it run, and may round otherwise from then on.
        const Weights expected = weightsOf(*whole, ""), got = weightsOf(*resumed, "");
        for (const auto& one : expected)
            EXPECT_LE(farthest(got.at(one.first).to(torch::kFloat), one.second.to(torch::kFloat)), 1e-5)
                << one.first << (frozen ? ", frozen" : "");
        fs::remove_all(folder + "/parts");
    }
}

#ifdef ZOOM_TRAIN_TOOL

struct TorchScriptToolTest : ToolFixture
{
};

// Dark and bright pictures, told apart by a script that wants pixels from 0 to 255.
TEST_F(TorchScriptToolTest, task_net_is_trained_and_evaluated_frozen_or_not)
{
    const std::string pictures = folder + "/pictures", net = folder + "/net.pt";
    RNG random(3);
    for (const char* name : {"dark", "light"})
    {
        fs::create_directories(pictures + "/" + name);
        for (int i = 0; i < 30; ++i)
        {
            Mat picture(40, 60, CV_8UC3);
            random.fill(picture, RNG::UNIFORM, name[0] == 'd' ? 0 : 150, name[0] == 'd' ? 100 : 256);
            ASSERT_TRUE(imwrite(pictures + "/" + name + cv::format("/%d.png", i), picture));
        }
    }
    torch::jit::Module script("net");
    script.register_parameter("sharpness", torch::full({1}, 0.02f), false);
    script.define("def forward(self, x):\n"
                  "    light = x.mean([1, 2, 3]) - 125.0\n"
                  "    return torch.stack([-light, light], 1) * self.sharpness\n");
    script.save(net);
    for (const bool frozen : {true, false})
    {
        const std::string out = folder + (frozen ? "/frozen" : "/tuned"), model = out + "/model.pt";
        run({"train", "--data=folder", "--data-path=" + pictures, "--out=" + out, "--frame=60x40", "--zoomed=24x16",
             "--low-res=24x16", "--steps=10", "--batch=8", "--saliency-width=6", "--task-net=" + net,
             frozen ? "--task-frozen=1" : "--task-frozen=0", "--task-mean=0,0,0", "--task-scale=1,1,1"});
        const std::string evaluated = run({"eval", "--model=" + model});
        EXPECT_NE(evaluated.find("test: accuracy 1.0"), std::string::npos) << evaluated;
        const std::string inspected = run({"inspect", "--model=" + model});
        EXPECT_NE(inspected.find("task_scale: 1,1,1\n"), std::string::npos) << inspected;

        nn::SystemOptions o;
        o.taskFile = net;
        const auto trained = nn::makeSystem(o);
        loadModule(*trained, model, "task.");
        const double sharpness = trained->named_parameters()["task.sharpness"].item<double>();
        if (frozen)
            EXPECT_EQ(sharpness, double(0.02f));
        else
            EXPECT_GT(std::abs(sharpness - 0.02), 1e-4);
    }
    EXPECT_NE(run({"train", "--data=folder", "--data-path=" + pictures, "--out=" + folder + "/bad", "--frame=60x40",
                   "--zoomed=24x16", "--low-res=24x16", "--steps=1", "--batch=8", "--task-net=" + net,
                   "--task-mean=0,0,0", "--task-scale=1"},
                  1)
                  .find("3 numbers in mean and 1 in scale"),
              std::string::npos);
}

#endif

} // namespace
} // namespace opencv_test
