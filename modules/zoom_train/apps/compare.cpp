// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "commands.hpp"
#include "comparison_report.hpp"
#ifdef ZOOM_TRAIN_WITH_DETECTORS
#include "detection.hpp"
#endif
#include "trainer/first_difference.hpp"
#include "trainer/hit_rate.hpp"
#include "trainer/whole_file.hpp"

#include <algorithm>
#include <atomic>
#include <chrono>
#include <csignal>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/prctl.h>
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
    enum Kind
    {
        WAIT,
        TRY //!< held() says whether it worked
    };

    explicit FileLock(const std::string& path, Kind kind = WAIT)
        : file(open(path.c_str(), O_CREAT | O_RDWR | O_CLOEXEC, 0644))
    {
        locked = file >= 0 && flock(file, LOCK_EX | (kind == TRY ? LOCK_NB : 0)) == 0;
        if (!locked && (file < 0 || kind == WAIT || errno != EWOULDBLOCK))
            bad("'" + path + "' cannot be locked");
    }
    ~FileLock() { release(); }
    FileLock(const FileLock&) = delete;
    FileLock& operator=(const FileLock&) = delete;

    bool held() const { return locked; }
    void release()
    {
        if (file >= 0)
            close(file);
        file = -1;
        locked = false;
    }

private:
    int file;
    bool locked;
};

int takeWhole(Settings& settings, const std::string& key, const std::string& otherwise, int least)
{
    return int(whole({{key, take(settings, key, otherwise)}}, key, least, 1000000));
}

//! In ms.
struct Times
{
    double all, zoom, task;
};

double median(std::vector<double> values)
{
    const auto middle = values.begin() + std::ptrdiff_t(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

//! Median times of one frame through the system, on the threads that are set.
Times measure(nn::System& system, const data::Dataset& set)
{
    torch::NoGradGuard noGrad;
    system.eval();
    const data::Batch batch = data::collate({set.get(0, 0)});
    const auto msSince = [](std::chrono::steady_clock::time_point begin) {
        return std::chrono::duration<double, std::milli>(std::chrono::steady_clock::now() - begin).count();
    };
    std::vector<double> all, zoom, task;
    for (int i = 0; i < 25; ++i)
    {
        const auto begin = std::chrono::steady_clock::now();
        const torch::Tensor zoomed = system.resampler()->forward(batch.images);
        zoom.push_back(msSince(begin));
        system.task()->forwardWithView(zoomed, {system.resampler()->lastGrid(), batch.attributes});
        all.push_back(msSince(begin));
        task.push_back(all.back() - zoom.back());
    }
    return {median(all), median(zoom), median(task)};
}

std::string textOf(Size size)
{
    return std::to_string(size.width) + "x" + std::to_string(size.height);
}

//! The settings with which a system is made, and what the data says.
Settings makingOf(const Settings& settings)
{
    TrainerOptions ignored;
    const Settings making = takeMaking(settings, ignored);
    return complete(making, *dataset(making, data::VALIDATION));
}

int64_t costOf(Settings making, const std::string& method, Size zoomed)
{
    making["method"] = method;
    making["zoomed"] = textOf(zoomed);
    return nn::multiplyAdds(*nn::makeSystem(systemOptions(making)), whole(making, "channels", 1, 4),
                            sizeOf(making, "frame", 1));
}

//! Names of everything that can be compared.
std::vector<std::string> comparable()
{
    std::vector<std::string> names = nn::methods();
    for (const char* name :
         {"zoom_attraction", "zoom_separable", "zoom_transport", "uniform_equal_cost", "uniform_double", "full"})
        names.push_back(name);
    return names;
}

/** Every method: the same pretrained task network, schedules, steps and number of trials; the best trial by validation,
the test split for the table. Methods are those of nn::methods(), zoom_attraction, zoom_separable and zoom_transport,
uniform_equal_cost (as many multiply-adds as zoom), uniform_double (twice as many columns and rows) and full (the
frame's own resolution). */
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
        seeds = takeWhole(settings, "seeds", "1", 0);
        firstSeed = takeWhole(settings, "first_seed", "0", 0);
        jobs = takeWhole(settings, "jobs", "1", 1);
        pretrainSteps = take(settings, "pretrain_steps", "0");
        pretrainSize = take(settings, "pretrain_size", "96");
        pretrainRate = take(settings, "pretrain_rate", "linear 0:0 0.2:0.002 1:0.002");
        trials = take(settings, "trials", "");
        takeOwn();
        for (const std::string& method : methods)
        {
            checkName(method, "methods");
            for (const std::string& trial : trialsOf(method))
            {
                TrainerOptions ignored;
                takeMaking(keysOf(method, trial), ignored); // no key is wrong
            }
        }
        if (pretrainSteps != "0")
        {
            TrainerOptions ignored;
            takeMaking(pretrainingKeys(), ignored);
        }
        else if (own.count(PRETRAINING))
            bad(std::string(PRETRAINING) + " has settings, but pretrain_steps is 0");
        fs::create_directories(out);
        checkFolder();
    }

    //! @param next the run that nobody has taken yet, shared with the other processes of this comparison
    void work(std::atomic<int>& next)
    {
        for (int run; (run = next++) < int(methods.size()) * seeds;)
        {
            const int seed = firstSeed + run / int(methods.size());
            const std::string& method = methods[size_t(run) % methods.size()];
            settings["seed"] = std::to_string(seed);
            pretrain(seed); // before it waits
            // The first seed chooses for all. Whoever holds its lock runs it, or has ended and left it to us, so that
            // nobody waits for what nobody does.
            if (seed != firstSeed && trialsOf(method).size() > 1 && !isChosen(method))
                runSeed(method, firstSeed, FileLock::WAIT);
            runSeed(method, seed, FileLock::TRY); // or it is another's
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
            {
                prctl(PR_SET_PDEATHSIG, SIGTERM); // none goes on alone
                _exit(guarded([&] { return work(next), 0; }));
            }
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
    std::string out, pretrainSteps, pretrainSize, pretrainRate, trials;
    std::vector<std::string> methods;
    int seeds = 0, firstSeed = 0, jobs = 1;

    static constexpr const char* PRETRAINING = "pretraining";
    std::map<std::string, Settings> own; // of single methods, and of the pretraining

    //! METHOD.KEY is KEY for that method alone, pretraining.KEY for what all of them start from.
    void takeOwn()
    {
        for (auto one = settings.begin(); one != settings.end();)
        {
            const size_t dot = one->first.find('.');
            const std::string method = one->first.substr(0, dot);
            if (dot == std::string::npos)
            {
                ++one;
                continue;
            }
            if (method != PRETRAINING)
                checkName(method, one->first);
            own[method][one->first.substr(dot + 1)] = one->second;
            one = settings.erase(one);
        }
    }

    static void checkName(const std::string& method, const std::string& key)
    {
        std::string allowed;
        for (const std::string& name : comparable())
        {
            if (name == method)
                return;
            allowed += (allowed.empty() ? "" : ", ") + name;
        }
        bad(key + ": there is no method '" + method + "'; allowed is " + allowed);
    }

    /** A folder has the results of one configuration. Where it was made with another one, what was trained there does
    not compare with what would be trained now. */
    void checkFolder() const
    {
        std::string text = "pretrain_steps: " + pretrainSteps + "\npretrain_size: " + pretrainSize +
                           "\npretrain_rate: " + pretrainRate + "\ntrials: " + trials + "\n";
        for (const auto& one : settings)
            text += one.first + ": " + one.second + "\n";
        for (const auto& method : own)
            for (const auto& one : method.second)
                text += method.first + "." + one.first + ": " + one.second + "\n";
        const std::string path = out + "/settings.txt";
        const FileLock lock(out + "/.lock");
        if (!fs::exists(path))
        {
            if (fs::exists(resultsPath()))
                bad("'" + out + "' has results but no settings.txt; give another folder");
            writeWholeFile(path, text);
            return;
        }
        const std::string difference = firstDifference(text, readWholeFile(path));
        if (!difference.empty())
            bad("'" + out + "' has results of another configuration: it is " + difference +
                "; give another folder, or remove what is there");
    }

    std::string resultsPath() const { return out + "/results.json"; }
    std::string folderOf(int seed, const std::string& run) const
    {
        return out + "/seed" + std::to_string(seed) + "/" + run;
    }

    //! Whether a seed has tried what there is to try.
    bool isChosen(const std::string& method) const
    {
        const std::vector<Result> results = readResults(resultsPath());
        return std::any_of(results.begin(), results.end(), [&](const Result& r) { return r.method == method; });
    }

    //! Runs a method with a seed, if it has no result yet.
    void runSeed(const std::string& method, int seed, FileLock::Kind kind)
    {
        settings["seed"] = std::to_string(seed);
        pretrain(seed);
        fs::create_directories(folderOf(seed, method));
        const FileLock mine(folderOf(seed, method) + "/.lock", kind);
        if (mine.held() && !find(readResults(resultsPath()), method, seed))
            add(runMethod(method, seed));
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
        std::fprintf(stderr, "seed %d: %s: test %.4f, hit rate %s\n", result.seed, result.method.c_str(), result.value,
                     hitRateText(result.hitRate).c_str());
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
        std::fprintf(stderr, "seed %d: pretraining of the task network, %s steps at %s pixels\n", seed,
                     pretrainSteps.c_str(), pretrainSize.c_str());
        const double seconds = train(pretrainingKeys(), folder, true, {}).seconds;
        writeWholeFile(folder + "/seconds", std::to_string(seconds) + "\n");
    }

    Settings pretrainingKeys() const
    {
        Settings s = settings;
        s["method"] = "uniform";
        const Size small = sizeOf(makingOf(settings), "zoomed", 1);
        s["zoomed"] = s["size"] = pretrainSize;
        if (small.width != small.height)
        {
            const int width = int(whole({{"pretrain_size", pretrainSize}}, "pretrain_size", 1, 1 << 15));
            s["zoomed"] = textOf(Size(width, std::max(1, cvRound(double(width) * small.height / small.width))));
        }
        s["steps"] = pretrainSteps;
        s["task_rate"] = pretrainRate;
        addOwn(PRETRAINING, s);
        return s;
    }

    void addOwn(const std::string& of, Settings& s) const
    {
        const auto special = own.find(of);
        if (special != own.end())
            for (const auto& one : special->second)
                s[one.first] = one.second;
    }

    //! What a method tries with its first seed: settings `KEY=VALUE`, or one that is empty.
    std::vector<std::string> trialsOf(const std::string& method) const
    {
        const auto special = own.find(method);
        const bool mine = special != own.end() && special->second.count("trials");
        std::vector<std::string> all = splitAt(mine ? special->second.at("trials") : trials, ';');
        if (all.empty())
            all.push_back("");
        return all;
    }

    //! The settings of a method's trial, as they are given.
    Settings keysOf(const std::string& method, const std::string& trial) const
    {
        Settings s = settings;
        const bool zooms = method.compare(0, 5, "zoom_") == 0;
        const bool uniform = method.compare(0, 8, "uniform_") == 0 || method == "full"; // at a size of its own
        s["method"] = zooms ? "zoom" : uniform ? "uniform" : method;
        if (zooms)
            s["grid"] = method.substr(5);
        addOwn(method, s);
        s.erase("trials");
        if (trial.empty())
            return s;
        const size_t equals = trial.find('=');
        if (equals == std::string::npos)
            bad("trials: '" + trial + "' is not KEY=VALUE");
        s[trial.substr(0, equals)] = trial.substr(equals + 1);
        return s;
    }

    //! And as they are used: some methods have a size of their own.
    Settings settingsOf(const std::string& method, const std::string& trial) const
    {
        Settings s = keysOf(method, trial);
        if (method == "uniform_equal_cost")
        {
            const Settings making = makingOf(s);
            const Size small = sizeOf(making, "zoomed", 1);
            const int64_t cost = costOf(making, "zoom", small);
            // Of the same aspect, as far as whole pixels allow.
            const auto scaled = [&](int width) {
                return Size(width, std::max(1, cvRound(double(width) * small.height / small.width)));
            };
            int width = 1;
            while (costOf(making, "uniform", scaled(width + 1)) <= cost)
                ++width;
            s["zoomed"] = textOf(scaled(width));
        }
        else if (method == "uniform_double" || method == "full")
        {
            const Settings making = makingOf(s);
            const Size small = sizeOf(making, "zoomed", 1);
            s["zoomed"] = method == "full" ? making.at("frame") : textOf(Size(2 * small.width, 2 * small.height));
            s["size"] = std::to_string(sizeOf(s, "zoomed", 1).width);
        }
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
        s.emplace("steps", std::to_string(TrainerOptions().steps));
        const int steps = int(whole(s, "steps", 2, 1000000000));
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

    //! The first seed of a method runs all trials; validation chooses, and the other seeds take that one.
    Result runMethod(const std::string& method, int seed)
    {
        // Another call may have another first seed.
        FileLock choosing(out + "/." + method + ".lock");
        std::vector<std::string> mine = trialsOf(method);
        const std::vector<Result> known = readResults(resultsPath());
        const Result* first = nullptr;
        for (const Result& r : known)
            if (r.method == method && (!first || r.seed < first->seed))
                first = &r;
        if (first)
            mine.assign(1, first->trial);
        if (mine.size() == 1)
            choosing.release();
        Result result = {};
        result.method = method;
        result.seed = seed;
        if (pretrainSteps != "0")
            std::ifstream(folderOf(seed, "pretrained") + "/seconds") >> result.seconds;
        Trained best;
        std::string bestFolder;
        const std::string folder = folderOf(seed, method);
        for (size_t t = 0; t < mine.size(); ++t)
        {
            const std::string trialFolder = mine.size() == 1 ? folder : folder + "_" + std::to_string(t);
            std::fprintf(stderr, "seed %d: %s, trial %d of %d\n", seed, method.c_str(), int(t + 1), int(mine.size()));
            const Trained trained = runTrial(settingsOf(method, mine[t]), trialFolder, seed, method);
            result.seconds += trained.seconds;
            result.metric = trained.validation.metricName;
            result.lowerIsBetter = trained.validation.lowerIsBetter;
            const double sign = result.lowerIsBetter ? -1 : 1;
            if (best.system && sign * trained.validation.metric <= sign * best.validation.metric)
                continue;
            best = trained;
            bestFolder = trialFolder;
            result.trial = mine[t];
        }
        if (bestFolder != folder)
        {
            fs::create_directories(folder);
            for (const char* file : {"model.pt", "samples.png", "curves.png", "log.csv", "log.json"})
                writeWholeFile(folder + "/" + file, readWholeFile(bestFolder + "/" + file));
        }
        const auto test = dataset(best.making, data::TEST);
        Objective objective = objectiveOf(best.making);
        torch::Tensor findings;
        if (objective.judge)
            objective.judge = [&findings, judge = objective.judge](const torch::Tensor& found, Evaluation& evaluation) {
                findings = found;
                judge(found, evaluation);
            };
        const Evaluation e = evaluate(*best.system, test, 64, objective);
        result.value = e.metric;
        result.details = e.details;
        result.hitRate = e.hitRate;
        result.validation = best.validation.metric;
        result.madds = double(nn::multiplyAdds(*best.system, test->channels(), test->frameSize()));
        setTimes(result, measure(*best.system, *test));
#ifdef ZOOM_TRAIN_WITH_DETECTORS
        if (isDetector(best.making))
        {
            result.input = best.making.at("zoomed");
            result.taskMadds = double(costOf(best.making, "uniform", best.system->resampler()->zoomedSize()));
            result.figures = detectionFigures(namesOf(best.making), findings);
        }
#endif
        return result;
    }

    static void setTimes(Result& result, const Times& times)
    {
        result.ms = times.all;
        result.zoomMs = times.zoom;
        result.taskMs = times.task;
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
            setTimes(r, measure(*loadSystem(model, making), *dataset(making, data::TEST)));
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
