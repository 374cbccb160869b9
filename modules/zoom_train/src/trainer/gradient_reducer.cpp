// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "opencv2/zoom_train/distributed.hpp"

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/function_hook.h>
#include <torch/csrc/autograd/variable.h>

#include <mutex>

namespace cv {
namespace zoom_train {

using torch::Tensor;

namespace {

const int64_t FIRST_BUCKET_BYTES = 1 << 20; // smaller: the sooner the first one goes, the more of backward() is left

struct Bucket
{
    std::vector<size_t> members;
    std::vector<int64_t> offsets; // of the members' gradients in flat
    Tensor flat;                  // the gradients, then for every member 1 if there is one
    size_t missing = 0;           // members whose gradient has not come
    std::unique_ptr<ProcessGroup::Pending> pending;
};

} // namespace

struct GradientReducer::Impl
{
    ProcessGroup& group;
    std::vector<Tensor> parameters;
    std::vector<size_t> bucketOf;
    std::vector<Bucket> buckets;
    std::vector<std::pair<std::shared_ptr<torch::autograd::Node>, uintptr_t>> hooks;
    std::mutex mutex;               // gradients on a GPU come from a thread of its own
    size_t sent = 0, sentEarly = 0; // buckets of this step; of the last one, before finish()

    explicit Impl(ProcessGroup& _group) : group(_group) {}

    struct Hook : torch::autograd::FunctionPostHook
    {
        Hook(Impl& _owner, size_t _parameter) : owner(_owner), parameter(_parameter) {}
        torch::autograd::variable_list operator()(const torch::autograd::variable_list& outputs,
                                                  const torch::autograd::variable_list&) override
        {
            owner.ready(parameter);
            return outputs;
        }
        Impl& owner;
        size_t parameter;
    };

    void makeBuckets()
    {
        bucketOf.resize(parameters.size());
        int64_t elements = 0;
        const auto close = [&] {
            if (buckets.empty())
                return;
            Bucket& b = buckets.back();
            b.flat = torch::empty({elements + int64_t(b.members.size())}, parameters[b.members[0]].options()).detach();
            b.missing = b.members.size();
        };
        for (size_t i = parameters.size(); i-- > 0;)
        {
            const Tensor& p = parameters[i];
            const int64_t limit = buckets.size() == 1 ? std::min(FIRST_BUCKET_BYTES, group.options().bucketBytes)
                                                      : group.options().bucketBytes;
            const bool fits = !buckets.empty() &&
                              parameters[buckets.back().members[0]].options().type_equal(p.options()) &&
                              parameters[buckets.back().members[0]].device() == p.device() &&
                              (elements + p.numel()) * int64_t(p.element_size()) <= limit;
            if (!fits)
            {
                close();
                buckets.emplace_back();
                elements = 0;
            }
            bucketOf[i] = buckets.size() - 1;
            buckets.back().members.push_back(i);
            buckets.back().offsets.push_back(elements);
            elements += p.numel();
        }
        close();
    }

    void ready(size_t parameter)
    {
        const std::lock_guard<std::mutex> lock(mutex);
        Bucket& bucket = buckets[bucketOf[parameter]];
        if (bucket.missing > 0)
            --bucket.missing;
        while (sent < buckets.size() && buckets[sent].missing == 0)
            send(buckets[sent++]);
    }

    void send(Bucket& bucket)
    {
        const torch::NoGradGuard noGrad;
        const int64_t flags = bucket.flat.numel() - int64_t(bucket.members.size());
        std::vector<double> used;
        for (size_t m = 0; m < bucket.members.size(); ++m)
        {
            const Tensor& p = parameters[bucket.members[m]];
            Tensor place = bucket.flat.narrow(0, bucket.offsets[m], p.numel());
            if (p.grad().defined())
                place.copy_(p.grad().reshape({-1}));
            else
                place.zero_();
            used.push_back(p.grad().defined() ? 1 : 0);
        }
        bucket.flat.narrow(0, flags, int64_t(used.size())).copy_(torch::tensor(used));
        bucket.flat.div_(double(group.size())); // before the sum, which could overflow
        bucket.pending = group.startSum(bucket.flat);
    }

    void receive(Bucket& bucket)
    {
        const torch::NoGradGuard noGrad;
        bucket.pending->wait();
        bucket.pending.reset();
        const int64_t flags = bucket.flat.numel() - int64_t(bucket.members.size());
        const Tensor used =
            bucket.flat.narrow(0, flags, int64_t(bucket.members.size())).to(torch::kCPU, torch::kDouble);
        for (size_t m = 0; m < bucket.members.size(); ++m)
        {
            Tensor& p = parameters[bucket.members[m]];
            if (used[int64_t(m)].item<double>() == 0)
                continue;
            const Tensor mean = bucket.flat.narrow(0, bucket.offsets[m], p.numel()).view(p.sizes());
            if (p.grad().defined())
                p.mutable_grad().copy_(mean);
            else
                p.mutable_grad() = mean.clone();
        }
        bucket.missing = bucket.members.size();
    }
};

GradientReducer::GradientReducer(ProcessGroup& group, const std::vector<Tensor>& parameters) : impl(new Impl(group))
{
    for (const Tensor& p : parameters)
        if (p.requires_grad())
            impl->parameters.push_back(p);
    impl->makeBuckets();
    for (size_t i = 0; i < impl->parameters.size(); ++i)
    {
        // Kept, since a parameter holds what accumulates its gradient only weakly.
        std::shared_ptr<torch::autograd::Node> node = torch::autograd::impl::grad_accumulator(impl->parameters[i]);
        const uintptr_t key = node->add_post_hook(std::make_unique<Impl::Hook>(*impl, i));
        impl->hooks.emplace_back(std::move(node), key);
    }
}

GradientReducer::~GradientReducer()
{
    for (auto& hook : impl->hooks)
        hook.first->del_post_hook(hook.second);
}

void GradientReducer::finish()
{
    impl->sentEarly = impl->sent;
    while (impl->sent < impl->buckets.size())
        impl->send(impl->buckets[impl->sent++]);
    for (Bucket& bucket : impl->buckets)
        impl->receive(bucket);
    impl->sent = 0;
}

size_t GradientReducer::buckets() const
{
    return impl->buckets.size();
}

size_t GradientReducer::sentEarly() const
{
    return impl->sentEarly;
}

} // namespace zoom_train
} // namespace cv
