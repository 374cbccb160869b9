// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "opencv2/zoom_train/detection.hpp"

#include <torch/script.h>

#include <sstream>

namespace cv {
namespace zoom_train {
namespace nn {

using torch::Tensor;

namespace {

class TorchScriptNetwork : public Network
{
public:
    TorchScriptNetwork(const std::string& _path, const PixelRange& pixels) : path(_path)
    {
        const auto row = [](const std::vector<double>& values) {
            return torch::tensor(values, torch::kDouble).view({1, -1, 1, 1});
        };
        if (pixels.mean.size() != pixels.scale.size())
            CV_Error(Error::StsBadArg, cv::format("PixelRange has %d numbers in mean and %d in scale",
                                                  int(pixels.mean.size()), int(pixels.scale.size())));
        if (!pixels.mean.empty())
        {
            // From what the samplers give: ours = (value - PIXEL_MEAN)*PIXEL_SCALE
            factor = register_buffer("pixel_factor", (row(pixels.scale) / data::PIXEL_SCALE).to(torch::kFloat));
            shift = register_buffer("pixel_shift",
                                    ((data::PIXEL_MEAN - row(pixels.mean)) * row(pixels.scale)).to(torch::kFloat));
        }
        try
        {
            script = torch::jit::load(path);
        }
        catch (const c10::Error& e)
        {
            CV_Error(Error::StsBadArg,
                     "The TorchScript network '" + path + "' cannot be read: " + e.what_without_backtrace());
        }
        // Registered here, so that they are optimised, stored and restored like any other's. '.' is not allowed.
        const auto plain = [](std::string name) {
            std::replace(name.begin(), name.end(), '.', '_');
            return name;
        };
        for (const auto& p : script.named_parameters())
        {
            p.value.set_requires_grad(true);
            register_parameter(plain(p.name), p.value);
        }
        for (const auto& b : script.named_buffers())
            register_buffer(plain(b.name), b.value);
        TorchScriptNetwork::train(); // whatever mode it was stored in
    }

    Tensor forward(const Tensor& images) override
    {
        if (!factor.defined())
            return oneTensor(script.forward({images}), images);
        TORCH_CHECK(factor.size(1) == images.size(1), "TorchScript network: PixelRange is for ", factor.size(1),
                    " channels, the images have ", images.size(1));
        return oneTensor(script.forward({images * factor + shift}), images);
    }

    void train(bool on = true) override
    {
        Network::train(on);
        script.train(on);
    }

protected:
    //! What the script has given for images, as one tensor.
    virtual Tensor oneTensor(const c10::IValue& given, const Tensor&) const { return given.toTensor(); }

    const std::string path;

private:
    torch::jit::Module script;
    Tensor factor, shift;
};

class TorchScriptDetector : public TorchScriptNetwork
{
public:
    TorchScriptDetector(const std::string& file, int64_t _labels, const PixelRange& pixels)
        : TorchScriptNetwork(file, pixels), labels(_labels)
    {
    }

private:
    typedef std::vector<std::pair<std::string, c10::IValue>> Outputs; // by name

    Tensor oneTensor(const c10::IValue& given, const Tensor& images) const override
    {
        const Outputs all = outputsOf(given);
        std::vector<Tensor> maps;
        for (const char* name : NAMES)
            for (const auto& one : all)
                if (one.first == name && one.second.isTensor())
                    maps.push_back(one.second.toTensor());
        bool fits = maps.size() == 3;
        for (size_t i = 0; fits && i < 3; ++i)
            fits = maps[i].dim() == 4 && maps[i].size(0) == images.size(0) &&
                   maps[i].size(1) == (i == 0 ? labels : 2) && maps[i].sizes().slice(2) == maps[0].sizes().slice(2);
        TORCH_CHECK(fits, "The TorchScript detector '", path, "' gives ", textOf(all), " for ", images.size(0),
                    " images; allowed is heatmap [", images.size(0), ", ", labels,
                    ", rows, columns], a map for each label, with size and offset [", images.size(0),
                    ", 2, rows, columns], as a tuple or a list in this order, or as a dict with these names");
        return torch::cat(maps, 1);
    }

    static Outputs outputsOf(const c10::IValue& given)
    {
        Outputs all;
        const auto addNext = [&all](const c10::IValue& one) {
            all.emplace_back(all.size() < 3 ? NAMES[all.size()] : "", one);
        };
        if (given.isTuple())
            for (const c10::IValue& one : given.toTupleRef().elements())
                addNext(one);
        else if (given.isList())
            for (const c10::IValue& one : given.toListRef())
                addNext(one);
        else if (given.isGenericDict())
            for (const auto& one : given.toGenericDict())
                all.emplace_back(one.key().isString() ? one.key().toStringRef() : "", one.value());
        else
            all.emplace_back("", given);
        return all;
    }

    static std::string textOf(const Outputs& all)
    {
        std::ostringstream text;
        for (size_t i = 0; i < all.size(); ++i)
        {
            text << (i ? ", " : "") << all[i].first << (all[i].first.empty() ? "" : ": ");
            if (all[i].second.isTensor())
                text << "a tensor " << all[i].second.toTensor().sizes();
            else
                text << "a " << all[i].second.tagKind();
        }
        return all.empty() ? "nothing" : text.str();
    }

    static constexpr const char* NAMES[] = {"heatmap", "size", "offset"};

    int64_t labels;
};

} // namespace

std::shared_ptr<Network> loadTorchScript(const std::string& path, const PixelRange& pixels)
{
    return std::make_shared<TorchScriptNetwork>(path, pixels);
}

std::shared_ptr<Network> loadTorchScriptDetector(const std::string& path, int64_t labels, const PixelRange& pixels)
{
    TORCH_CHECK(labels > 0, "loadTorchScriptDetector: labels is ", labels, "; allowed is 1 or more");
    return std::make_shared<TorchScriptDetector>(path, labels, pixels);
}

} // namespace nn
} // namespace zoom_train
} // namespace cv
