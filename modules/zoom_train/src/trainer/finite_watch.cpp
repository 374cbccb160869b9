// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "trainer/finite_watch.hpp"

#include "opencv2/core.hpp"

namespace cv {
namespace zoom_train {

using torch::Tensor;

namespace {

thread_local FiniteWatch* watching = nullptr;

//! Calls visit(tensor) for every tensor with real values in it.
template <typename Visitor>
void visitValues(const c10::IValue& value, const Visitor& visit)
{
    if (value.isList())
    {
        for (const c10::IValue& one : value.toListRef())
            visitValues(one, visit);
    }
    else if (value.isTensor())
    {
        const Tensor& tensor = value.toTensor();
        if (tensor.defined() && tensor.layout() == c10::kStrided && tensor.is_floating_point())
            visit(tensor);
    }
}

bool finite(const Tensor& tensor)
{
    return tensor.isfinite().all().item<bool>();
}

//! Such an operation computes nothing: it gives memory with anything in it, or a constant, which a mask has as
//! infinity.
bool computesNothing(const std::string& operation)
{
    for (const char* part : {"empty", "resize_", "fill", "full"})
        if (operation.find(part) != std::string::npos)
            return true;
    return false;
}

//! "block2.convolution" for "block2.convolution.weight"
std::string layerOf(const std::string& weight)
{
    const size_t dot = weight.rfind('.');
    const std::string last = dot == std::string::npos ? "" : weight.substr(dot + 1);
    return last == "weight" || last == "bias" ? weight.substr(0, dot) : weight;
}

} // namespace

FiniteWatch::FiniteWatch(const torch::nn::Module& module)
{
    CV_Assert(!watching);
    for (const auto& p : module.named_parameters())
        layers[p.value().unsafeGetTensorImpl()] = layerOf(p.key());
    // What batch normalisation has seen may be spoiled by the very values that are looked for.
    for (const auto& b : module.named_buffers())
        layers[b.value().unsafeGetTensorImpl()] = "";
    watching = this;
    handle = at::addThreadLocalCallback(at::RecordFunctionCallback(begin, end)
                                            .needsInputs(true)
                                            .needsOutputs(true)
                                            .scopes({at::RecordScope::FUNCTION}));
}

FiniteWatch::~FiniteWatch()
{
    at::removeCallback(handle);
    watching = nullptr;
}

// Only the outermost operations count, those that a network calls: what they are made of has infinities of its own, as
// the value that a maximum begins with.
std::unique_ptr<at::ObserverContext> FiniteWatch::begin(const at::RecordFunction& function)
{
    const at::RecordFunctionGuard unseen(false); // what is computed here
    if (watching->depth++ == 0)
        watching->look(function);
    return nullptr;
}

void FiniteWatch::look(const at::RecordFunction& function)
{
    bool some = false, good = found.empty() && !computesNothing(function.name());
    layer.clear();
    for (const c10::IValue& input : function.inputs())
        visitValues(input, [&](const Tensor& tensor) {
            const auto known = layers.find(tensor.unsafeGetTensorImpl());
            if (known == layers.end())
            {
                some = true;
                good = good && finite(tensor);
            }
            else if (layer.empty())
                layer = known->second;
        });
    suspect = some && good;
    if (!layer.empty())
        lastLayer = layer;
}

void FiniteWatch::end(const at::RecordFunction& function, at::ObserverContext*)
{
    const at::RecordFunctionGuard unseen(false);
    FiniteWatch& watch = *watching;
    if (--watch.depth > 0 || !watch.suspect)
        return;
    bool good = true;
    for (const c10::IValue& output : function.outputs()) // none where it has thrown
        visitValues(output, [&](const Tensor& tensor) { good = good && finite(tensor); });
    if (good)
        return;
    if (!watch.layer.empty())
        watch.found = "layer '" + watch.layer + "'";
    else
        watch.found = function.name() + (watch.lastLayer.empty() ? "" : " behind layer '" + watch.lastLayer + "'");
}

} // namespace zoom_train
} // namespace cv
