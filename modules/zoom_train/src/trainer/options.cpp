// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "opencv2/zoom_train/trainer.hpp"

#include <cmath>
#include <sstream>

namespace cv {
namespace zoom_train {

namespace {

[[noreturn]] void bad(const std::string& what, const std::string& got, const std::string& allowed)
{
    CV_Error(Error::StsBadArg, what + " is '" + got + "'; allowed is " + allowed);
}

double number(const std::string& what, const std::string& text)
{
    char* end = nullptr;
    const double value = std::strtod(text.c_str(), &end);
    if (text.empty() || *end || !std::isfinite(value))
        bad(what, text, "a number");
    return value;
}

//! Reads or writes every field by its key: one list for both.
template <typename Visitor>
void visit(TrainerOptions& o, Visitor& v)
{
    v("steps", o.steps, 1, 1e9);
    v("batch", o.batch, 1, 1e6);
    v("seed", o.seed);
    v("optimizer", o.optimizer, "adam", "sgd");
    v("precision", o.precision, "float32", "bfloat16");
    v("momentum", o.momentum, 0, 1);
    v("weight_decay", o.weightDecay, 0, 1e3);
    v("task_rate", o.taskRate);
    v("saliency_rate", o.saliencyRate);
    v("last_layer_factor", o.lastLayerFactor, 0, 1e6);
    v("restart", o.restart, -1, 1);
    v("clip", o.clip, 0, 1e9);
    v("averaging", o.averaging, 0, 1);
    v("size", o.size);
    v("uniform", o.uniform);
    v("freeze_task", o.freezeTask);
    v("blur", o.blur);
    v("blur_least", o.blurLeast, 0, 1);
}

//! Those that do not change the result.
template <typename Visitor>
void visitRest(TrainerOptions& o, Visitor& v)
{
    v("device", o.device);
    v("loader_threads", o.loaderThreads, 0, 256);
    v("validate_every", o.validateEvery, 1, 1e9);
    v("checkpoint_every", o.checkpointEvery, 1, 1e9);
    v("stop_after", o.stopAfter, 0, 1e9);
}

void checkDevice(const std::string& name)
{
    bool valid = true;
    try
    {
        const torch::Device device(name);
        valid = device.is_cpu() || device.is_cuda();
    }
    catch (const c10::Error&)
    {
        valid = false;
    }
    if (!valid)
        bad("device", name, "cpu, cuda or cuda:NUMBER");
    if (name.compare(0, 4, "cuda") == 0 && !torch::cuda::is_available())
        bad("device", name, "cpu: LibTorch finds no CUDA device here");
    const auto zoom = c10::Dispatcher::singleton().findSchema({"cv_zoom::grid_zoom", ""});
    if (name.compare(0, 4, "cuda") == 0 && (!zoom || !zoom->hasKernelForDispatchKey(c10::DispatchKey::CUDA)))
        bad("device", name, "cpu: this build of zoom_train has no operators for CUDA");
}

//! Checks values that are there already.
struct Checker
{
    template <typename T>
    void operator()(const char* name, T& field, double low, double high) const
    {
        if (!(field >= low && field <= high))
            bad(name, std::to_string(field), cv::format("a number from %g to %g", low, high));
    }
    void operator()(const char*, uint64_t&) const {}
    void operator()(const char*, Schedule&) const {}
    void operator()(const char*, std::string& device) const { checkDevice(device); }
    void operator()(const char* name, std::string& field, const char* one, const char* other) const
    {
        if (field != one && field != other)
            bad(name, field, std::string(one) + " or " + other);
    }
};

struct Setter
{
    const std::string &key, &value;
    bool found = false;
    std::string keys;

    bool is(const char* name)
    {
        keys += (keys.empty() ? "" : ", ") + std::string(name);
        const bool same = key == name;
        found = found || same;
        return same;
    }
    double inside(double low, double high) const
    {
        const double x = number(key, value);
        if (x < low || x > high)
            bad(key, value, cv::format("a number from %g to %g", low, high));
        return x;
    }
    double whole(double low, double high) const
    {
        const double x = inside(low, high);
        if (x != std::floor(x))
            bad(key, value, cv::format("a whole number from %g to %g", low, high));
        return x;
    }
    void operator()(const char* name, int& field, double low, double high)
    {
        if (is(name))
            field = int(whole(low, high));
    }
    void operator()(const char* name, double& field, double low, double high)
    {
        if (is(name))
            field = inside(low, high);
    }
    void operator()(const char* name, uint64_t& field)
    {
        if (is(name))
            field = uint64_t(whole(0, 1e15));
    }
    void operator()(const char* name, Schedule& field)
    {
        if (is(name))
            field = Schedule(value);
    }
    void operator()(const char* name, std::string& device)
    {
        if (!is(name))
            return;
        checkDevice(value);
        device = value;
    }
    void operator()(const char* name, std::string& field, const char* one, const char* other)
    {
        if (!is(name))
            return;
        std::string wanted = value;
        Checker()(name, wanted, one, other);
        field = value;
    }
};

//! Of what decides the result: visit() only.
struct Writer
{
    std::ostringstream out;

    template <typename T>
    void line(const char* name, const T& value)
    {
        out.precision(17);
        out << name << ": " << value << "\n";
    }
    template <typename T>
    void operator()(const char* name, T& field, double, double)
    {
        line(name, field);
    }
    void operator()(const char* name, uint64_t& field) { line(name, field); }
    void operator()(const char* name, Schedule& field) { line(name, field.text()); }
    void operator()(const char* name, std::string& field, const char*, const char*) { line(name, field); }
};

} // namespace

Schedule::Schedule(const std::string& text) : written(text)
{
    const char* const allowed = "a number, or 'linear', 'geometric', 'cosine' or 'step' and points progress:value with "
                                "rising progress from 0 to 1";
    std::istringstream words(text);
    std::string word;
    while (words >> word)
    {
        const size_t colon = word.find(':');
        if (colon != std::string::npos)
        {
            const double progress = number("schedule", word.substr(0, colon));
            if (progress < 0 || progress > 1 || (!points.empty() && progress <= points.back().first))
                bad("schedule", text, allowed);
            points.emplace_back(progress, number("schedule", word.substr(colon + 1)));
        }
        else if (!points.empty())
            bad("schedule", text, allowed);
        else if (word == "linear" || word == "geometric" || word == "cosine" || word == "step")
            kind = word == "linear" ? LINEAR : word == "geometric" ? GEOMETRIC : word == "cosine" ? COSINE : STEP;
        else
            points.emplace_back(1, number("schedule", word)); // a plain number
    }
    if (points.empty())
        bad("schedule", text, allowed);
    for (const auto& p : points)
        if (kind == GEOMETRIC && p.second <= 0)
            bad("schedule", text, "positive values where it is geometric");
}

double Schedule::at(double progress) const
{
    size_t i = 0;
    while (i < points.size() && points[i].first <= progress)
        ++i;
    if (i == 0 || i == points.size())
        return points[i == 0 ? 0 : i - 1].second;
    const auto &a = points[i - 1], &b = points[i];
    const double t = (progress - a.first) / (b.first - a.first);
    switch (kind)
    {
    case GEOMETRIC:
        return a.second * std::pow(b.second / a.second, t);
    case COSINE:
        return b.second + (a.second - b.second) * 0.5 * (1 + std::cos(CV_PI * t));
    case STEP:
        return a.second;
    default:
        return a.second + (b.second - a.second) * t;
    }
}

void TrainerOptions::check() const
{
    Checker checker;
    TrainerOptions copy = *this;
    visit(copy, checker);
    visitRest(copy, checker);
}

void TrainerOptions::set(const std::string& key, const std::string& value)
{
    Setter setter{key, value, false, std::string()};
    visit(*this, setter);
    visitRest(*this, setter);
    if (!setter.found)
        bad("A key of the configuration", key, setter.keys);
}

std::string TrainerOptions::text() const
{
    Writer writer;
    TrainerOptions copy = *this;
    visit(copy, writer);
    return writer.out.str();
}

} // namespace zoom_train
} // namespace cv
