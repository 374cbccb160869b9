// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Training on several processes: this test starts itself again, once for every rank, on the loopback.
#include "processes.hpp"

#include "opencv2/zoom_train/distributed.hpp"
#include "opencv2/zoom_train/trainer.hpp"

#include <cmath>
#include <csignal>
#include <filesystem>
#include <netinet/in.h>
#include <sys/socket.h>

namespace opencv_test {
namespace {

using namespace cv::zoom_train;
using torch::Tensor;
namespace fs = std::filesystem;

std::string variable(const char* name)
{
    const char* value = std::getenv(name);
    return value ? value : "";
}

// ---- what every process does

//! A saliency network whose normalisation does not depend on the batch.
struct GroupSaliency : nn::Network
{
    GroupSaliency()
        : first(register_module("first", torch::nn::Conv2d(torch::nn::Conv2dOptions(1, 8, 3).padding(1)))),
          normalisation(register_module("normalisation", torch::nn::GroupNorm(4, 8))),
          last(register_module("last", torch::nn::Conv2d(8, 1, 1)))
    {
    }
    Tensor forward(const Tensor& images) override { return last(torch::relu(normalisation(first(images)))); }
    torch::nn::Conv2d first;
    torch::nn::GroupNorm normalisation;
    torch::nn::Conv2d last;
};

struct Training
{
    explicit Training(bool batchNorm)
    {
        torch::manual_seed(2);
        data::DatasetOptions o;
        o.frame = Size(48, 48);
        o.count = 64;
        o.classes = 3;
        training = data::makeDataset(o);
        o.split = data::VALIDATION;
        o.count = 200; // four batches of the validation's
        validation = data::makeDataset(o);

        nn::SaliencySamplerOptions sampler;
        sampler.lowRes = Size(24, 24);
        sampler.zoomed = Size(16, 16);
        const std::shared_ptr<nn::Network> saliency =
            batchNorm ? std::shared_ptr<nn::Network>(std::make_shared<nn::SmallSaliency>(1, 6))
                      : std::make_shared<GroupSaliency>();
        system = std::make_shared<nn::System>(
            std::make_shared<nn::SaliencySampler>(saliency, sampler),
            std::make_shared<nn::SmallTask>(1, 3, 6, batchNorm ? nn::NORM_BATCH : nn::NORM_GROUP));

        options.steps = 12;
        options.batch = 8;
        options.seed = 5;
        options.optimizer = "sgd";
        options.taskRate = options.saliencyRate = Schedule(0.05);
        options.validateEvery = options.checkpointEvery = 4;
        options.size = Schedule("geometric 0:32 0.7:16");
        options.uniform = Schedule("step 0:1 0.3:0"); // the saliency has no gradients at first
        options.blur = Schedule(0.5);
        // Some steps stay below: with all of them clipped a wrong factor on the gradients would not show.
        options.clip = 4;
        options.averaging = 0.9;
        options.quiet = true;
    }

    //! All weights and buffers in a row, after training.
    Tensor run(const Loss& loss = Loss())
    {
        Trainer(system, training, validation, options, loss).run();
        std::vector<Tensor> all;
        for (const Tensor& p : system->parameters())
            all.push_back(p.detach().flatten());
        for (const Tensor& b : system->buffers())
            all.push_back(b.flatten().to(torch::kFloat));
        return torch::cat(all);
    }

    std::shared_ptr<data::Dataset> training, validation;
    std::shared_ptr<nn::System> system;
    TrainerOptions options;
};

//! A loss that is not a number at the sixth step.
Loss brokenLoss()
{
    const auto step = std::make_shared<int>(0);
    return [step](const Tensor& output, const Tensor& target) {
        const Tensor plain = torch::nn::functional::cross_entropy(output, target);
        return output.requires_grad() && ++*step == 6 ? plain * NAN : plain;
    };
}

//! Two parameters that are used, one that only rank 1 uses, one that nobody does.
void reduceGradients(ProcessGroup& group)
{
    std::vector<Tensor> p;
    for (int i = 0; i < 4; ++i)
        p.push_back(torch::ones({5 + i}, torch::requires_grad()));
    GradientReducer reducer(group, p);
    EXPECT_EQ(reducer.buckets(), 4u); // 32 bytes each
    for (int step = 0; step < 3; ++step)
    {
        for (Tensor& one : p)
            one.mutable_grad() = Tensor();
        const double mine = group.rank() + 1 + step; // the mean is 1.5 + step
        Tensor loss = (p[2] * mine).sum() + (p[3] * (10 * mine)).sum();
        if (group.rank() == 1)
            loss = loss + p[1].sum();
        loss.backward();
        reducer.finish();
        // In reverse order, up to the first whose gradient does not come.
        EXPECT_EQ(reducer.sentEarly(), group.rank() == 1 ? 3u : 2u);
        EXPECT_TRUE(p[3].grad().equal(torch::full({8}, 10 * (1.5 + step))));
        EXPECT_TRUE(p[2].grad().equal(torch::full({7}, 1.5 + step)));
        EXPECT_TRUE(p[1].grad().defined() && p[1].grad().equal(torch::full({6}, 0.5)));
        EXPECT_FALSE(p[0].grad().defined());
    }
    const Tensor flag = torch::tensor({group.rank() == 0}, torch::kBool), number = torch::tensor(group.rank() + 7.5);
    group.broadcast({flag, number});
    EXPECT_TRUE(flag[0].item<bool>());
    EXPECT_EQ(number.item<double>(), 7.5);
    EXPECT_EQ(group.broadcast(group.rank() == 0 ? "a text" : ""), "a text");
}

//! Not a test of its own: what a process that is started below does. It leaves weights or an error's text.
TEST(ZoomTrain_DistributedWorker, DISABLED_is_started_by_other_tests)
{
    const std::string scenario = variable("ZOOM_TEST_SCENARIO"), folder = variable("ZOOM_TEST_FOLDER"),
                      rank = variable("RANK");
    ASSERT_FALSE(scenario.empty());
    torch::set_num_threads(1);
    try
    {
        ProcessGroupOptions o = ProcessGroupOptions::fromEnvironment();
        if (!variable("ZOOM_TEST_TIMEOUT").empty())
            o.timeout = std::atof(variable("ZOOM_TEST_TIMEOUT").c_str());
        if (scenario == "reducer")
        {
            o.bucketBytes = 32;
            reduceGradients(*ProcessGroup::join(o));
            return;
        }
        Training t(scenario == "batch");
        t.options.processes = ProcessGroup::join(o);
        raise(SIGPIPE); // as a write of Gloo's does to a process that has gone: it must not end this one
        t.options.folder = folder + "/files" + rank;
        t.options.resume = scenario == "resume";
        if (scenario == "stop")
            t.options.stopAfter = 6;
        if (scenario == "endless")
        {
            t.options.steps = 1000000;
            t.options.checkpointEvery = 1;
        }
        if (scenario == "different" && rank == "1")
            t.options.clip = 2;
        const Tensor weights = t.run(scenario == "nan" + rank ? brokenLoss() : Loss());
        torch::save(weights, folder + "/rank" + rank + ".pt");
    }
    catch (const cv::Exception& e)
    {
        std::ofstream(folder + "/rank" + rank + ".error") << e.err;
        FAIL() << e.err;
    }
}

// ---- the tests

struct DistributedTest : testing::Test
{
    DistributedTest() : folder(cv::tempfile("")), threads(torch::get_num_threads())
    {
        torch::set_num_threads(1);
        fs::create_directories(folder);
    }
    ~DistributedTest()
    {
        for (const pid_t p : running)
        {
            kill(p, SIGKILL);
            waitpid(p, nullptr, 0);
        }
        fs::remove_all(folder);
        torch::set_num_threads(threads);
    }

    void SetUp() override
    {
        if (!ProcessGroup::isAvailable() && std::getenv("CI"))
            FAIL() << "Debian's libgloo-dev is missing";
        if (!ProcessGroup::isAvailable())
            ZOOM_SKIP_HERE("this LibTorch has no Gloo, or its headers were not found");
    }

    static int freePort()
    {
        const int s = socket(AF_INET, SOCK_STREAM, 0);
        sockaddr_in address = {};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t length = sizeof(address);
        EXPECT_EQ(bind(s, reinterpret_cast<sockaddr*>(&address), length), 0);
        EXPECT_EQ(getsockname(s, reinterpret_cast<sockaddr*>(&address), &length), 0);
        close(s);
        return ntohs(address.sin_port);
    }

    pid_t start(const std::vector<std::string>& words, const Variables& variables, const std::string& output)
    {
        running.push_back(startProgram(words, variables, output));
        return running.back();
    }

    //! Starts two processes of this test.
    std::vector<pid_t> startTwo(const std::string& scenario, double timeout = 0)
    {
        std::vector<pid_t> started;
        const std::string port = std::to_string(freePort());
        for (const char* rank : {"0", "1"})
        {
            Variables v = {{"RANK", rank},
                           {"WORLD_SIZE", "2"},
                           {"LOCAL_RANK", rank},
                           {"MASTER_ADDR", "127.0.0.1"},
                           {"MASTER_PORT", port},
                           {"ZOOM_TEST_SCENARIO", scenario},
                           {"ZOOM_TEST_FOLDER", folder}};
            if (timeout > 0)
                v["ZOOM_TEST_TIMEOUT"] = std::to_string(timeout);
            started.push_back(start(
                {"/proc/self/exe", "--gtest_filter=ZoomTrain_DistributedWorker.*", "--gtest_also_run_disabled_tests"},
                v, log(rank)));
        }
        return started;
    }

    std::string log(const std::string& rank) const { return folder + "/rank" + rank + ".log"; }
    std::string errorOf(int rank) const { return readText(folder + "/rank" + std::to_string(rank) + ".error"); }
    Tensor weightsOf(int rank) const
    {
        Tensor weights;
        torch::load(weights, folder + "/rank" + std::to_string(rank) + ".pt");
        return weights;
    }

    //! The status it ends with; one that hangs is killed and has -1.
    int end(pid_t p)
    {
        running.erase(std::find(running.begin(), running.end(), p));
        int status = 0;
        for (int i = 0; i < 6000; ++i, usleep(20000))
            if (waitpid(p, &status, WNOHANG) == p)
                return WIFEXITED(status) ? WEXITSTATUS(status) : 1000 + WTERMSIG(status);
        kill(p, SIGKILL);
        waitpid(p, nullptr, 0);
        return -1;
    }

    void runTwo(const std::string& scenario)
    {
        const std::vector<pid_t> both = startTwo(scenario);
        for (int rank = 0; rank < 2; ++rank)
            ASSERT_EQ(end(both[size_t(rank)]), 0) << readText(log(std::to_string(rank)));
    }

    //! Starts an endless training, and returns when it is at work.
    std::vector<pid_t> startEndless(double timeout = 0)
    {
        const std::vector<pid_t> both = startTwo("endless", timeout);
        for (int i = 0; i < 6000 && !fs::exists(folder + "/files0/checkpoint.pt"); ++i)
            usleep(20000);
        EXPECT_TRUE(fs::exists(folder + "/files0/checkpoint.pt")) << readText(log("0")) << readText(log("1"));
        return both;
    }

    std::string folder;
    int threads;
    std::vector<pid_t> running;
};

TEST_F(DistributedTest, two_processes_give_the_weights_of_one)
{
    Training alone(false);
    alone.options.folder = folder + "/alone";
    const Tensor before = alone.run();
    runTwo("group");
    if (HasFatalFailure())
        return;
    const Tensor together = weightsOf(0);
    const double difference = (before - together).abs().max().item<double>();
    RecordProperty("largest_difference", cv::format("%.2g", difference));
    EXPECT_LT(difference, 1e-5);
    EXPECT_TRUE(together.equal(weightsOf(1)));
    Training untrained(false);
    untrained.options.steps = 1;
    EXPECT_GT((untrained.run() - together).abs().max().item<double>(), 1e-2) << "nothing was learned";

    // Rank 0 alone writes; its log has the numbers of all.
    EXPECT_FALSE(fs::exists(folder + "/files1"));
    for (const char* name : {"checkpoint.pt", "model.pt", "log.csv", "log.json", "curves.png", "samples.png"})
        EXPECT_TRUE(fs::exists(folder + "/files0/" + name)) << name;
    std::ifstream one(folder + "/alone/log.csv"), two(folder + "/files0/log.csv");
    std::string a, b;
    int lines = 0;
    for (; std::getline(one, a) && std::getline(two, b); ++lines)
    {
        std::istringstream x(a), y(b);
        std::string u, v;
        while (lines > 0 && std::getline(x, u, ',') && std::getline(y, v, ','))
            EXPECT_NEAR(std::atof(u.c_str()), std::atof(v.c_str()), 1e-4) << a << "\n" << b;
    }
    EXPECT_EQ(lines, 4); // a header and three validations
}

TEST_F(DistributedTest, goes_on_from_a_checkpoint_together_or_alone)
{
    runTwo("group");
    if (HasFatalFailure())
        return;
    const Tensor whole = weightsOf(0);
    fs::remove_all(folder + "/files0");
    runTwo("stop");
    if (HasFatalFailure())
        return;
    fs::copy(folder + "/files0", folder + "/alone");
    runTwo("resume"); // rank 1 has no file
    if (HasFatalFailure())
        return;
    EXPECT_TRUE(whole.equal(weightsOf(0)));
    EXPECT_TRUE(whole.equal(weightsOf(1)));
    Training alone(false);
    alone.options.folder = folder + "/alone";
    alone.options.resume = true;
    EXPECT_LT((whole - alone.run()).abs().max().item<double>(), 1e-5);
}

TEST_F(DistributedTest, batch_normalisation_has_the_same_running_means_in_all)
{
    runTwo("batch");
    if (HasFatalFailure())
        return;
    EXPECT_TRUE(weightsOf(0).equal(weightsOf(1)));
}

TEST_F(DistributedTest, gradients_are_sent_in_buckets_while_backward_works)
{
    runTwo("reducer");
}

TEST_F(DistributedTest, killed_process_is_an_error_in_the_other)
{
    for (const int killed : {1, 0}) // 0 keeps the store
    {
        fs::remove_all(folder + "/files0");
        const std::vector<pid_t> both = startEndless();
        const int other = 1 - killed;
        kill(both[size_t(killed)], SIGKILL);
        EXPECT_EQ(end(both[size_t(killed)]), 1000 + SIGKILL);
        EXPECT_EQ(end(both[size_t(other)]), 1);
        EXPECT_NE(errorOf(other).find("has lost another process"), std::string::npos) << errorOf(other);
        EXPECT_NE(errorOf(other).find(cv::format("Rank %d of 2", other)), std::string::npos) << errorOf(other);
    }
}

// As a machine that hangs, or a cable that is cut: no connection is closed.
TEST_F(DistributedTest, silent_process_is_an_error_after_the_timeout)
{
    for (const int silent : {1, 0})
    {
        fs::remove_all(folder + "/files0");
        const std::vector<pid_t> both = startEndless(3);
        const int other = 1 - silent;
        kill(both[size_t(silent)], SIGSTOP);
        EXPECT_EQ(end(both[size_t(other)]), 1);
        kill(both[size_t(silent)], SIGKILL);
        EXPECT_EQ(end(both[size_t(silent)]), 1000 + SIGKILL);
        EXPECT_NE(errorOf(other).find("gave no answer for 3 s"), std::string::npos) << errorOf(other);
    }
}

TEST_F(DistributedTest, error_in_one_ends_all_with_its_message)
{
    for (int broken = 0; broken < 2; ++broken)
    {
        const std::vector<pid_t> both = startTwo("nan" + std::to_string(broken));
        EXPECT_EQ(end(both[0]), 1);
        EXPECT_EQ(end(both[1]), 1);
        const std::string what = "Training stopped at step 5: the loss is not finite";
        EXPECT_EQ(errorOf(broken).find(what), 0u) << errorOf(broken);
        EXPECT_EQ(errorOf(1 - broken).find(cv::format("Rank %d has ended the training: ", broken) + what), 0u)
            << errorOf(1 - broken);
    }
}

TEST_F(DistributedTest, another_configuration_is_an_error_that_names_it)
{
    const std::vector<pid_t> both = startTwo("different");
    EXPECT_EQ(end(both[0]), 1);
    EXPECT_EQ(end(both[1]), 1);
    for (int rank = 0; rank < 2; ++rank)
        EXPECT_NE(errorOf(rank).find("Rank 1 has another configuration than rank 0: 'clip: 2', expected 'clip: 4'"),
                  std::string::npos)
            << errorOf(rank);
}

TEST_F(DistributedTest, nobody_there_is_an_error_that_says_where)
{
    for (int rank = 0; rank < 2; ++rank)
    {
        ProcessGroupOptions o;
        o.size = 2;
        o.rank = rank;
        o.timeout = 1;
        o.masterPort = freePort();
        try
        {
            ProcessGroup group(o);
            FAIL() << "it met nobody";
        }
        catch (const cv::Exception& e)
        {
            EXPECT_NE(e.err.find("MASTER_PORT " + std::to_string(o.masterPort)), std::string::npos) << e.err;
            EXPECT_NE(e.err.find("WORLD_SIZE is 2"), std::string::npos) << e.err;
        }
    }
}

TEST(ZoomTrain_ProcessGroup, without_gloo_says_so_and_bad_options_are_errors)
{
    ProcessGroupOptions o;
    EXPECT_EQ(ProcessGroup::join(o), nullptr) << "one process needs no group";
    o.size = 2;
    if (!ProcessGroup::isAvailable())
    {
        try
        {
            ProcessGroup group(o);
            FAIL();
        }
        catch (const cv::Exception& e)
        {
            EXPECT_NE(e.err.find("Gloo"), std::string::npos) << e.err;
        }
        return;
    }
    o.rank = 2;
    EXPECT_THROW(ProcessGroup group(o), cv::Exception);
    o.rank = 0;
    o.masterPort = 0;
    EXPECT_THROW(ProcessGroup group(o), cv::Exception);
    o.masterPort = 29500;
    o.timeout = 0;
    EXPECT_THROW(ProcessGroup group(o), cv::Exception);
}

//! Sets variables as torchrun does, and puts back what was there.
struct Environment
{
    explicit Environment(const Variables& variables)
    {
        for (const char* name : {"RANK", "WORLD_SIZE", "LOCAL_RANK", "MASTER_ADDR", "MASTER_PORT",
                                 "TORCHELASTIC_USE_AGENT_STORE", "TORCHELASTIC_RESTART_COUNT"})
        {
            before[name] = variable(name);
            unsetenv(name);
        }
        for (const auto& v : variables)
            setenv(v.first.c_str(), v.second.c_str(), 1);
    }
    ~Environment()
    {
        for (const auto& v : before)
            v.second.empty() ? unsetenv(v.first.c_str()) : setenv(v.first.c_str(), v.second.c_str(), 1);
    }
    Variables before;
};

TEST(ZoomTrain_ProcessGroup, environment_of_torchrun_is_read)
{
    const Variables good = {
        {"RANK", "3"}, {"WORLD_SIZE", "4"}, {"LOCAL_RANK", "1"}, {"MASTER_ADDR", "node7"}, {"MASTER_PORT", "1234"}};
    {
        const Environment none({});
        EXPECT_EQ(ProcessGroupOptions::fromEnvironment().size, 1);
    }
    {
        const Environment one(Variables{{"WORLD_SIZE", "1"}}); // as a plain program has it
        EXPECT_EQ(ProcessGroupOptions::fromEnvironment().size, 1);
    }
    {
        const Environment all(good);
        const ProcessGroupOptions o = ProcessGroupOptions::fromEnvironment();
        EXPECT_EQ(o.rank, 3);
        EXPECT_EQ(o.size, 4);
        EXPECT_EQ(o.localRank, 1);
        EXPECT_EQ(o.masterAddress, "node7");
        EXPECT_EQ(o.masterPort, 1234);
        EXPECT_FALSE(o.masterIsLauncher);
    }
    {
        Variables v = good;
        v["TORCHELASTIC_USE_AGENT_STORE"] = "True";
        v["TORCHELASTIC_RESTART_COUNT"] = "2";
        const Environment agent(v);
        const ProcessGroupOptions o = ProcessGroupOptions::fromEnvironment();
        EXPECT_TRUE(o.masterIsLauncher);
        EXPECT_EQ(o.prefix, "/worker/attempt_2");
    }
    const std::pair<const char*, const char*> bad[] = {
        {"WORLD_SIZE", "0"},     {"WORLD_SIZE", "two"},    {"WORLD_SIZE", ""},   {"RANK", "4"},
        {"RANK", "-1"},          {"RANK", "1x"},           {"RANK", nullptr},    {"LOCAL_RANK", "9"},
        {"MASTER_PORT", "0"},    {"MASTER_PORT", "70000"}, {"MASTER_PORT", "p"}, {"MASTER_ADDR", ""},
        {"MASTER_ADDR", nullptr}};
    for (const auto& one : bad)
    {
        Variables v = good;
        if (one.second)
            v[one.first] = one.second;
        else
            v.erase(one.first);
        const Environment wrong(v);
        try
        {
            ProcessGroupOptions::fromEnvironment();
            ADD_FAILURE() << one.first << " " << (one.second ? one.second : "absent");
        }
        catch (const cv::Exception& e)
        {
            EXPECT_EQ(e.err.find("The environment variable " + std::string(one.first)), 0u) << e.err;
            if (one.second && *one.second)
            {
                EXPECT_NE(e.err.find("'" + std::string(one.second) + "'"), std::string::npos) << e.err;
            }
        }
    }
}

//! Samples that say their own number and the epoch.
struct NumberedSet : data::Dataset
{
    size_t size() const override { return 50; }
    data::Sample get(size_t index, int epoch) const override
    {
        data::Sample s;
        s.image = Mat(1, 1, CV_8U, Scalar(double(index)));
        s.values = {float(index), float(epoch)};
        return s;
    }
    int channels() const override { return 1; }
    Size frameSize() const override { return Size(1, 1); }
    int outputs() const override { return 2; }
    bool isRegression() const override { return true; }
};

TEST(ZoomTrain_Data, shares_of_a_batch_are_the_batch_and_cover_every_sample_once)
{
    const auto set = std::make_shared<NumberedSet>();
    for (const int parts : {1, 2, 5})
    {
        data::Loader whole(set, 10, true, 7, 0);
        std::vector<std::unique_ptr<data::Loader>> shares;
        for (int part = 0; part < parts; ++part)
            shares.push_back(std::make_unique<data::Loader>(set, 10, true, 7, part % 3, part, parts));
        for (int epoch = 0; epoch < 2; ++epoch)
        {
            std::vector<int> seen(set->size());
            for (int64_t step = 5 * epoch; step < 5 * (epoch + 1); ++step)
            {
                std::vector<Tensor> targets, images;
                for (const auto& share : shares)
                {
                    const data::Batch batch = share->get(step);
                    EXPECT_EQ(batch.images.size(0), 10 / parts);
                    targets.push_back(batch.target);
                    images.push_back(batch.images);
                }
                const data::Batch expected = whole.get(step);
                EXPECT_TRUE(torch::cat(targets).equal(expected.target));
                EXPECT_TRUE(torch::cat(images).equal(expected.images));
                for (int64_t i = 0; i < 10; ++i)
                {
                    ++seen[size_t(torch::cat(targets)[i][0].item<float>())];
                    EXPECT_EQ(torch::cat(targets)[i][1].item<float>(), float(epoch));
                }
            }
            EXPECT_EQ(seen, std::vector<int>(set->size(), 1));
        }
    }
    EXPECT_THROW(data::Loader(set, 10, true, 7, 0, 0, 3), cv::Exception) << "10 does not divide by 3";
    EXPECT_THROW(data::Loader(set, 10, true, 7, 0, 2, 2), cv::Exception);
    EXPECT_THROW(data::Loader(set, 10, false, 7, 0, 0, 2), cv::Exception);
}

#ifdef ZOOM_TRAIN_TOOL
TEST_F(DistributedTest, tool_trains_on_two_processes)
{
    const std::string port = std::to_string(freePort());
    const auto command = [&](const std::string& rank) {
        return start({ZOOM_TRAIN_TOOL, "train", "--out=" + folder + "/run", "--steps=6", "--batch=4", "--frame=48",
                      "--classes=3", "--count=64", "--validation-count=20", "--task-width=6", "--saliency-width=6",
                      "--zoomed=16", "--low-res=24", "--threads=1", "--timeout=100"},
                     {{"RANK", rank}, {"WORLD_SIZE", "2"}, {"MASTER_ADDR", "localhost"}, {"MASTER_PORT", port}},
                     log(rank));
    };
    const pid_t one = command("1"), zero = command("0");
    EXPECT_EQ(end(zero), 0) << readText(log("0"));
    EXPECT_EQ(end(one), 0) << readText(log("1"));
    EXPECT_NE(readText(log("0")).find("validation: accuracy"), std::string::npos) << readText(log("0"));
    EXPECT_EQ(readText(log("1")), "");
    EXPECT_TRUE(fs::exists(folder + "/run/model.pt"));
    EXPECT_EQ(end(command("2")), 1);
    EXPECT_NE(readText(log("2")).find("RANK is '2'"), std::string::npos) << readText(log("2"));
}
#endif

} // namespace
} // namespace opencv_test
