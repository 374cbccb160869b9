// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "trainer/checkpoint.hpp"
#include "trainer/whole_file.hpp"

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

void setState(torch::nn::Module& module, const std::vector<std::pair<std::string, torch::Tensor>>& state,
              const CheckpointReader& from, const std::string& prefix)
{
    torch::NoGradGuard noGrad;
    std::map<std::string, torch::Tensor> values(state.begin(), state.end());
    bool any = false;
    for (auto& mine : stateOf(module))
    {
        // With a prefix, what the other system does not have (a deformable one's offsets) keeps its beginning.
        if (mine.first.compare(0, prefix.size(), prefix) != 0 || (!prefix.empty() && !values.count(mine.first)))
            continue;
        const auto found = values.find(mine.first);
        if (found == values.end())
            from.fail("lacks '" + mine.first + "': it is of another system");
        if (found->second.sizes() != mine.second.sizes())
        {
            std::ostringstream sizes;
            sizes << found->second.sizes() << ", expected " << mine.second.sizes();
            from.fail("has '" + mine.first + "' of another size, " + sizes.str());
        }
        mine.second.copy_(found->second);
        any = true;
    }
    if (!any)
        from.fail("has nothing whose name begins with '" + prefix + "'");
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
