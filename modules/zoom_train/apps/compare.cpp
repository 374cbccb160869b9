// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "commands.hpp"
#include "comparison_report.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/wait.h>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace cv::zoom_train;
using cv::Size;

namespace tool {

namespace {

//! Held by one process at a time: several of them may share the work on one comparison.
class FileLock
{
public:
    explicit FileLock(const std::string& path) : file(open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644))
    {
        if (file < 0 || flock(file, LOCK_EX) != 0)
            bad("'" + path + "' cannot be locked");
    }
    ~FileLock() { close(file); }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

private:
    int file;
};

std::vector<std::string> splitAt(const std::string& text, char mark)
{
    std::vector<std::string> parts;
    std::istringstream in(text);
    for (std::string part; std::getline(in, part, mark);)
        parts.push_back(part);
    return parts;
}

int integer(const std::string& key, const std::string& text, int least)
{
    char* end = nullptr;
    const long value = std::strtol(text.c_str(), &end, 10);
    if (text.empty() || *end || value < least || value > 1000000)
        bad(key + " is '" + text + "'; allowed is a whole number from " + std::to_string(least));
    return int(value);
}

//! Median time of one frame through the system, on the threads that are set, in ms.
double measure(nn::System& system, const data::Dataset& set)
{
    torch::NoGradGuard noGrad;
    system.eval();
    const torch::Tensor frame = data::collate({set.get(0, 0)}).images;
    std::vector<double> times;
    for (int i = 0; i < 25; ++i)
    {
        const auto begin = std::chrono::steady_clock::now();
        system.forward(frame);
        times.push_back(std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count());
    }
    std::nth_element(times.begin(), times.begin() + 12, times.end());
    return times[12];
}

int64_t costOf(Settings settings, const std::string& method, const std::string& zoomed)
{
    settings["method"] = method;
    settings["zoomed"] = zoomed;
    TrainerOptions ignored;
    const Settings making = takeMaking(settings, ignored);
    const auto set = dataset(making, data::VALIDATION);
    return nn::multiplyAdds(*nn::makeSystem(systemOptions(making, *set)), set->channels(), set->frameSize());
}

/** Every method: the same pretrained task network, schedules, steps and number of trials; the best trial by validation,
the test split for the table. Methods are those of nn::methods(), zoom_attraction, zoom_separable and zoom_transport,
uniform_equal_cost (as many multiply-adds as zoom) and full (the frame's own resolution). */
class Comparison
{
public:
    explicit Comparison(Settings given) : settings(std::move(given))
    {
        if (ProcessGroupOptions::fromEnvironment().size > 1)
            bad("compare runs on one machine; with WORLD_SIZE above 1 every process would do all of it (see jobs)");
        out = need(settings, "out");
        methods = splitAt(take(settings, "methods", "zoom,uniform"), ',');
        if (methods.empty())
            bad("methods is empty; allowed are names with a comma between");
        seeds = integer("seeds", take(settings, "seeds", "1"), 0);
        firstSeed = integer("first-seed", take(settings, "first_seed", "0"), 0);
        jobs = integer("jobs", take(settings, "jobs", "1"), 1);
        pretrainSteps = take(settings, "pretrain_steps", "0");
        pretrainSize = take(settings, "pretrain_size", "96");
        pretrainRate = take(settings, "pretrain_rate", "linear 0:0 0.2:0.002 1:0.002");
        saliencyRates = splitAt(take(settings, "saliency_rates", ""), ';');
        taskRates = splitAt(take(settings, "task_rates", ""), ';');
        takeOwn();
        fs::create_directories(out);
    }

    //! @param next the run that nobody has taken yet, shared with the other processes of this comparison
    void work(std::atomic<int>& next)
    {
        for (int run; (run = next++) < int(methods.size()) * seeds;)
        {
            const int seed = firstSeed + run / int(methods.size());
            const std::string& method = methods[size_t(run) % methods.size()];
            settings["seed"] = std::to_string(seed);
            pretrain(seed);
            if (!find(readResults(resultsPath()), method, seed))
                add(runMethod(method, seed));
        }
    }

    /** Several runs at a time are several processes: LibTorch's random numbers and threads are one process's.
    They are forked before any of its threads runs. */
    void run()
    {
        typedef std::atomic<int> Counter;
        static_assert(Counter::is_always_lock_free, "the counter is shared by processes");
        void* const shared = mmap(nullptr, sizeof(Counter), PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
        if (shared == MAP_FAILED)
            bad("no memory to share between jobs");
        Counter& next = *new (shared) Counter(0);
        std::vector<pid_t> others;
        for (int i = 1; i < jobs; ++i)
        {
            const pid_t child = fork();
            if (child < 0)
                bad("jobs is " + std::to_string(jobs) + ": the system starts no more processes");
            if (child == 0)
                _exit(guarded([&] { return work(next), 0; }));
            others.push_back(child);
        }
        bool good = guarded([&] { return work(next), 0; }) == 0;
        for (const pid_t child : others)
        {
            int status = 0;
            good = waitpid(child, &status, 0) == child && status == 0 && good;
        }
        if (!good)
            bad("not every run has ended well; those that have are kept, and the same command goes on with the rest");
        report();
    }

private:
    Settings settings;
    std::string out, pretrainSteps, pretrainSize, pretrainRate;
    std::vector<std::string> methods, saliencyRates, taskRates;
    int seeds = 0, firstSeed = 0, jobs = 1;

    std::map<std::string, Settings> own; // of single methods

    //! METHOD.KEY is KEY for that method alone.
    void takeOwn()
    {
        std::vector<std::string> known = nn::methods();
        for (const char* name : {"zoom_attraction", "zoom_separable", "zoom_transport", "uniform_equal_cost", "full"})
            known.push_back(name);
        for (auto one = settings.begin(); one != settings.end();)
        {
            const size_t dot = one->first.find('.');
            const std::string method = one->first.substr(0, dot);
            if (dot == std::string::npos)
            {
                ++one;
                continue;
            }
            if (std::find(known.begin(), known.end(), method) == known.end())
                bad("'" + one->first + "': there is no method '" + method + "'");
            own[method][one->first.substr(dot + 1)] = one->second;
            one = settings.erase(one);
        }
    }

    std::string resultsPath() const { return out + "/results.json"; }
    std::string folderOf(int seed, const std::string& run) const
    {
        return out + "/seed" + std::to_string(seed) + "/" + run;
    }

    static const Result* find(const std::vector<Result>& results, const std::string& method, int seed)
    {
        for (const Result& r : results)
            if (r.method == method && r.seed == seed)
                return &r;
        return nullptr;
    }

    void add(const Result& result)
    {
        const FileLock lock(out + "/.lock");
        std::vector<Result> results = readResults(resultsPath());
        if (!find(results, result.method, result.seed))
            results.push_back(result);
        writeResults(resultsPath(), results);
        std::fprintf(stderr, "seed %d: %s: test %.4f, hit rate %.3f\n", result.seed, result.method.c_str(),
                     result.value, result.hitRate);
    }

    //! The task network that all methods of a seed start with.
    void pretrain(int seed)
    {
        if (pretrainSteps == "0")
            return;
        const std::string folder = folderOf(seed, "pretrained");
        fs::create_directories(folder);
        const FileLock lock(folder + "/.lock");
        if (fs::exists(folder + "/seconds"))
            return;
        Settings s = settings;
        s["method"] = "uniform";
        s["zoomed"] = s["size"] = pretrainSize;
        s["steps"] = pretrainSteps;
        s["task_rate"] = pretrainRate;
        std::fprintf(stderr, "seed %d: pretraining of the task network, %s steps at %s pixels\n", seed,
                     pretrainSteps.c_str(), pretrainSize.c_str());
        const double seconds = train(s, folder, true, {}).seconds;
        std::ofstream(folder + "/seconds") << seconds << "\n";
    }

    //! The settings by which a method differs from the others.
    Settings settingsOf(const std::string& method) const
    {
        Settings s = settings;
        s["method"] = method;
        if (method.compare(0, 5, "zoom_") == 0)
        {
            s["method"] = "zoom";
            s["grid"] = method.substr(5);
        }
        else if (method == "uniform_equal_cost")
        {
            s["method"] = "uniform";
            const std::string small = s.count("zoomed") ? s["zoomed"] : makingDefaults().at("zoomed");
            int side = std::atoi(small.c_str());
            const int64_t cost = costOf(s, "zoom", small);
            while (costOf(s, "uniform", std::to_string(side + 1)) <= cost)
                ++side;
            s["zoomed"] = std::to_string(side);
        }
        else if (method == "full")
        {
            s["method"] = "uniform";
            TrainerOptions ignored;
            const Size frame = dataset(takeMaking(s, ignored), data::VALIDATION)->frameSize();
            s["zoomed"] = std::to_string(frame.width) + "x" + std::to_string(frame.height);
            s["size"] = std::to_string(frame.width);
        }
        const auto special = own.find(method);
        if (special != own.end())
            for (const auto& one : special->second)
                s[one.first] = one.second;
        return s;
    }

    /** One training of a method. A crop at the saliency's peak has no gradient for the saliency: for the first half of
    the steps the saliency learns as zoom does, for the second half the task network learns to see the crops. */
    Trained runTrial(Settings s, const std::string& folder, int seed, const std::string& method)
    {
        Starts starts;
        if (pretrainSteps != "0")
            starts.emplace_back(folderOf(seed, "pretrained") + "/model.pt", "task.");
        if (method != "crop_peak")
            return train(s, folder, true, starts);
        const int steps = integer("steps", s.count("steps") ? s["steps"] : std::to_string(TrainerOptions().steps), 2);
        Settings zoom = s;
        zoom["method"] = "zoom";
        zoom["steps"] = std::to_string(steps / 2);
        const Trained first = train(zoom, folder + "/saliency", true, starts);
        s["steps"] = std::to_string(steps - steps / 2);
        s["saliency_rate"] = "0";
        s.erase("size"); // the annealing is behind it
        Trained trained =
            train(s, folder, true,
                  {{folder + "/saliency/model.pt", "task."}, {folder + "/saliency/model.pt", "resampler.saliency."}});
        trained.seconds += first.seconds;
        return trained;
    }

    //! The first seed of a method tries all rates; validation chooses, and the other seeds take that one.
    Result runMethod(const std::string& method, int seed)
    {
        Settings s = settingsOf(method);
        const bool looks = method.compare(0, 7, "uniform") != 0 && method != "full";
        const std::string key = looks ? "saliency_rate" : "task_rate";
        std::vector<std::string> rates = looks ? saliencyRates : taskRates;
        for (const Result& r : readResults(resultsPath()))
            if (r.method == method && !r.rate.empty())
            {
                rates.assign(1, r.rate);
                break;
            }
        if (rates.empty())
            rates.push_back("");
        Result result = {method, seed, false, 0, 0, 0, 0, 0, 0, ""};
        if (pretrainSteps != "0")
            std::ifstream(folderOf(seed, "pretrained") + "/seconds") >> result.seconds;
        Trained best;
        std::string bestFolder;
        const std::string folder = folderOf(seed, method);
        for (size_t t = 0; t < rates.size(); ++t)
        {
            if (!rates[t].empty())
                s[key] = rates[t];
            const std::string trialFolder = rates.size() == 1 ? folder : folder + "_" + std::to_string(t);
            std::fprintf(stderr, "seed %d: %s, trial %d of %d\n", seed, method.c_str(), int(t + 1), int(rates.size()));
            const Trained trained = runTrial(s, trialFolder, seed, method);
            result.seconds += trained.seconds;
            result.regression = dataset(trained.making, data::VALIDATION)->isRegression();
            const double sign = result.regression ? -1 : 1;
            if (best.system && sign * trained.validation.metric <= sign * best.validation.metric)
                continue;
            best = trained;
            bestFolder = trialFolder;
            result.rate = rates[t];
        }
        if (bestFolder != folder)
        {
            fs::create_directories(folder);
            for (const char* file : {"model.pt", "samples.png", "curves.png", "log.csv", "log.json"})
                fs::copy_file(bestFolder + "/" + file, folder + "/" + file, fs::copy_options::overwrite_existing);
        }
        const auto test = dataset(best.making, data::TEST);
        const Evaluation e = evaluate(*best.system, test);
        result.value = e.metric;
        result.hitRate = e.hitRate;
        result.validation = best.validation.metric;
        result.madds = double(nn::multiplyAdds(*best.system, test->channels(), test->frameSize()));
        result.ms = measure(*best.system, *test);
        return result;
    }

    /** Times are measured again, method after method: those of a run depend on what else the machine did then. All
    methods with results are shown, those of this call first. */
    void report()
    {
        const FileLock lock(out + "/.lock");
        std::vector<Result> results = readResults(resultsPath());
        std::vector<std::string> order = methods, folders;
        for (Result& r : results)
        {
            if (std::find(order.begin(), order.end(), r.method) == order.end())
                order.push_back(r.method);
            const std::string model = folderOf(r.seed, r.method) + "/model.pt";
            if (!fs::exists(model))
                continue;
            const Settings making = readDescriptionOf(model);
            r.ms = measure(*loadSystem(model, making), *dataset(making, data::TEST));
        }
        writeResults(resultsPath(), results);
        for (const std::string& method : order)
        {
            const auto first =
                std::find_if(results.begin(), results.end(), [&](const Result& r) { return r.method == method; });
            folders.push_back(folderOf(first == results.end() ? firstSeed : first->seed, method));
        }
        writeReport(out, results, order, folders);
    }
};

} // namespace

int runCompare(Settings settings)
{
    Comparison(std::move(settings)).run();
    return 0;
}

} // namespace tool
