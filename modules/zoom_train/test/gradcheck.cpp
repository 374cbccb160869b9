// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "gradcheck.hpp"

namespace opencv_test {

namespace {

//! Deterministic values, the same on every version of torch.
class Random
{
public:
    explicit Random(uint64_t seed) : rng(seed * 7919 + 1) {}
    double next() { return rng.uniform(0., 1.); }

private:
    cv::RNG rng;
};

const double STEP = 1e-6;

} // namespace

at::Tensor uniform(at::IntArrayRef sizes, double low, double high, uint64_t seed)
{
    at::Tensor values = at::empty(sizes, at::kDouble);
    Random random(seed);
    double* p = values.data_ptr<double>();
    for (int64_t k = 0; k < values.numel(); ++k)
        p[k] = low + (high - low) * random.next();
    return values;
}

double distance(const at::Tensor& a, const at::Tensor& b)
{
    if (a.sizes() != b.sizes())
        return std::numeric_limits<double>::infinity();
    return a.numel() ? (a.to(at::kDouble) - b.to(at::kDouble)).abs().max().item<double>() : 0;
}

Tensors gradients(const Operation& operation, const Tensors& inputs, const at::Tensor& weights)
{
    Tensors leaves;
    for (const at::Tensor& input : inputs)
        leaves.push_back(input.detach().clone().set_requires_grad(true));
    const at::Tensor loss = (operation(leaves) * weights).sum();
    return torch::autograd::grad({loss}, leaves);
}

void checkGradients(const Operation& operation, const Tensors& inputs, double tolerance)
{
    const at::Tensor weights = uniform(operation(inputs).sizes(), -1, 1, 12345);
    const Tensors analytic = gradients(operation, inputs, weights);
    at::NoGradGuard noGrad;
    Tensors moved;
    for (const at::Tensor& input : inputs)
        moved.push_back(input.detach().clone().contiguous());
    const auto loss = [&] { return (operation(moved) * weights).sum().item<double>(); };
    const double here = loss();
    for (size_t i = 0; i < inputs.size(); ++i)
    {
        const at::Tensor expected = analytic[i].contiguous();
        ASSERT_EQ(inputs[i].sizes(), expected.sizes());
        const double* gradient = expected.data_ptr<double>();
        const double scale = std::max(1.0, expected.abs().max().item<double>());
        double* value = moved[i].data_ptr<double>();
        for (int64_t k = 0; k < moved[i].numel(); ++k)
        {
            const double kept = value[k];
            value[k] = kept + STEP;
            const double above = loss();
            value[k] = kept - STEP;
            const double below = loss();
            value[k] = kept;
            const double right = (above - here) / STEP, left = (here - below) / STEP;
            ASSERT_NEAR(left, right, 1e-3 * scale) << "kink within the step: input " << i << ", value " << k;
            ASSERT_NEAR((above - below) / (2 * STEP), gradient[k], tolerance * scale)
                << "input " << i << ", value " << k;
        }
    }
}

void checkFloatGradients(const Operation& operation, const Tensors& inputs, double tolerance)
{
    Tensors exact, rounded;
    for (const at::Tensor& input : inputs)
    {
        rounded.push_back(input.to(at::kFloat));
        exact.push_back(rounded.back().to(at::kDouble));
    }
    const at::Tensor weights = uniform(operation(exact).sizes(), -1, 1, 12345).to(at::kFloat);
    const Tensors inDouble = gradients(operation, exact, weights.to(at::kDouble));
    const Tensors inFloat = gradients(operation, rounded, weights);
    for (size_t i = 0; i < inputs.size(); ++i)
    {
        EXPECT_EQ(at::kFloat, inFloat[i].scalar_type());
        const double scale = std::max(1.0, inDouble[i].abs().max().item<double>());
        EXPECT_LT(distance(inDouble[i], inFloat[i]), tolerance * scale) << "input " << i;
    }
}

std::string torchError(const std::function<void()>& call)
{
    try
    {
        call();
    }
    catch (const c10::Error& e)
    {
        return e.what_without_backtrace();
    }
    return "(no error)";
}

} // namespace opencv_test
