// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "trainer/checkpoint.hpp"
#include "trainer/whole_file.hpp"

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>

namespace cv {
namespace zoom_train {

namespace {

const char* const MARK = "cv_zoom checkpoint 1";

} // namespace

CheckpointWriter::CheckpointWriter()
{
    text("mark", MARK);
}

void CheckpointWriter::text(const std::string& name, const std::string& value)
{
    archive.write(name, c10::IValue(value));
}

void CheckpointWriter::texts(const std::string& name, const std::vector<std::string>& values)
{
    text(name + "_count", std::to_string(values.size()));
    for (size_t i = 0; i < values.size(); ++i)
        text(name + std::to_string(i), values[i]);
}

void CheckpointWriter::tensor(const std::string& name, const torch::Tensor& value)
{
    archive.write(name, value.detach().cpu(), true); // readable where there is no such device
}

void CheckpointWriter::tensors(const std::string& name,
                               const std::vector<std::pair<std::string, torch::Tensor>>& values)
{
    // Archives take no name with a dot in it, as parameters have.
    std::string names;
    for (size_t i = 0; i < values.size(); ++i)
    {
        names += values[i].first + "\n";
        tensor(name + std::to_string(i), values[i].second);
    }
    text(name + "_names", names);
}

void CheckpointWriter::optimizer(const torch::optim::Optimizer& value)
{
    torch::serialize::OutputArchive inner;
    value.save(inner);
    archive.write("optimizer", inner);
}

void CheckpointWriter::write(const std::string& path)
{
    writeWholeFile(path, [&](const std::string& temporary) {
        try
        {
            archive.save_to(temporary);
        }
        catch (const c10::Error& e)
        {
            CV_Error(Error::StsError, "'" + path + "' cannot be written: " + e.what_without_backtrace());
        }
    });
}

CheckpointReader::CheckpointReader(const std::string& _path) : path(_path)
{
    if (!std::filesystem::exists(path))
        fail("does not exist");
    load([&] { archive.load_from(path); });
}

CheckpointReader::CheckpointReader(const std::string& _path, const std::string& content) : path(_path)
{
    std::istringstream in(content);
    load([&] { archive.load_from(in); });
}

void CheckpointReader::load(const std::function<void()>& read)
{
    std::string got;
    try
    {
        read();
        got = text("mark");
    }
    catch (const std::exception&) // of several kinds, from LibTorch
    {
        fail("is damaged, or no checkpoint");
    }
    if (got != MARK)
        fail("has the mark '" + got + "', expected '" + MARK + "'");
}

void CheckpointReader::fail(const std::string& why) const
{
    CV_Error(Error::StsParseError, "Checkpoint '" + path + "' " + why);
}

std::string CheckpointReader::text(const std::string& name)
{
    c10::IValue value;
    if (!archive.try_read(name, value) || !value.isString())
        fail("has no text '" + name + "'");
    return value.toStringRef();
}

std::vector<std::string> CheckpointReader::texts(const std::string& name)
{
    c10::IValue count;
    if (!archive.try_read(name + "_count", count)) // it was written before there were such texts
        return std::vector<std::string>();
    std::vector<std::string> values(size_t(std::atoi(text(name + "_count").c_str())));
    for (size_t i = 0; i < values.size(); ++i)
        values[i] = text(name + std::to_string(i));
    return values;
}

torch::Tensor CheckpointReader::tensor(const std::string& name)
{
    torch::Tensor value;
    if (!archive.try_read(name, value, true))
        fail("has no tensor '" + name + "'");
    return value;
}

std::vector<std::pair<std::string, torch::Tensor>> CheckpointReader::tensors(const std::string& name)
{
    std::istringstream names(text(name + "_names"));
    std::vector<std::pair<std::string, torch::Tensor>> values;
    std::string one;
    while (std::getline(names, one))
        values.emplace_back(one, tensor(name + std::to_string(values.size())));
    return values;
}

void CheckpointReader::optimizer(torch::optim::Optimizer& value)
{
    torch::serialize::InputArchive inner;
    if (!archive.try_read("optimizer", inner))
        fail("has no state of the optimiser");
    value.load(inner);
}

std::vector<std::pair<std::string, torch::Tensor>> stateOf(const torch::nn::Module& module)
{
    std::vector<std::pair<std::string, torch::Tensor>> state;
    for (const auto& p : module.named_parameters())
        state.emplace_back(p.key(), p.value());
    for (const auto& b : module.named_buffers())
        state.emplace_back(b.key(), b.value());
    return state;
}

bool isOfOffsets(const std::string& parameter)
{
    return parameter.find(".offsets.") != std::string::npos;
}

static std::string listOf(const std::vector<std::string>& names)
{
    const size_t most = 8;
    std::string text;
    for (size_t i = 0; i < std::min(names.size(), most); ++i)
        text += (i ? ", '" : "'") + names[i] + "'";
    return text + (names.size() > most ? cv::format(" and %d more", int(names.size() - most)) : "");
}

void setState(torch::nn::Module& module, const std::vector<std::pair<std::string, torch::Tensor>>& state,
              const CheckpointReader& from, const std::string& prefix)
{
    torch::NoGradGuard noGrad;
    const std::map<std::string, torch::Tensor> values(state.begin(), state.end());
    std::vector<std::pair<torch::Tensor, torch::Tensor>> copies; // to, from: all of them or none
    std::vector<std::string> missing, left;
    std::string otherSize;
    for (const auto& mine : stateOf(module))
    {
        if (mine.first.compare(0, prefix.size(), prefix) != 0)
            continue;
        const auto found = values.find(mine.first);
        if (found == values.end())
        {
            // They begin as a plain convolution: that of a plain network goes on in a deformable one.
            (!prefix.empty() && isOfOffsets(mine.first) ? left : missing).push_back(mine.first);
            continue;
        }
        if (found->second.sizes() != mine.second.sizes())
        {
            std::ostringstream sizes;
            sizes << found->second.sizes() << ", expected " << mine.second.sizes();
            if (otherSize.empty())
                otherSize = "has '" + mine.first + "' of another size, " + sizes.str();
            continue;
        }
        copies.emplace_back(mine.second, found->second);
    }
    if (!missing.empty())
        from.fail("lacks " + listOf(missing) + ": it is of another system");
    if (!otherSize.empty())
        from.fail(otherSize);
    if (copies.empty())
        from.fail("cannot be used for '" + prefix + "': nothing in this system begins so that is in it");
    for (auto& copy : copies)
        copy.first.copy_(copy.second);
    if (!left.empty())
        std::fprintf(stderr, "zoom_train: %d tensors are read, %s are left as they were\n", int(copies.size()),
                     listOf(left).c_str());
}

void saveModule(torch::nn::Module& module, const std::string& description, const std::string& path)
{
    CheckpointWriter writer;
    writer.text("description", description);
    writer.tensors("state", stateOf(module));
    writer.write(path);
}

std::string loadModule(torch::nn::Module& module, const std::string& path, const std::string& prefix)
{
    CheckpointReader reader(path);
    setState(module, reader.tensors("state"), reader, prefix);
    return reader.text("description");
}

std::string readDescription(const std::string& path)
{
    return CheckpointReader(path).text("description");
}

} // namespace zoom_train
} // namespace cv
