// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// What every operator keeps to: shapes, types, strides, empty batches, the dispatcher, one derivative, errors by name.
#include "gradcheck.hpp"

#include <ATen/core/stack.h>

namespace opencv_test {

using namespace cv::zoom_train;

namespace {

//! An operator with arguments that suit it; sizes differ along every dimension.
struct Example
{
    const char* name;
    Tensors inputs;
    Operation operation;
};

std::ostream& operator<<(std::ostream& out, const Example& example)
{
    return out << example.name;
}

at::Tensor someGrid(int n)
{
    const at::Tensor x = at::arange(5, at::kDouble) / 4, y = at::arange(4, at::kDouble).unsqueeze(1) / 3;
    const at::Tensor identity = at::stack({x.expand({4, 5}), y.expand({4, 5})}, -1);
    return identity.unsqueeze(0) + uniform({n, 4, 5, 2}, -0.04, 0.04, 5);
}

std::vector<Example> examples()
{
    cv::zoom::GridParams separable, transport;
    separable.mode = cv::zoom::GRID_SEPARABLE;
    transport.mode = cv::zoom::GRID_TRANSPORT;
    return {
        {"saliency_to_nodes",
         {uniform({3, 1, 6, 8}, 0, 1, 1)},
         [](const Tensors& in) { return saliencyToNodes(in[0], 5, 7); }},
        {"attraction", {uniform({3, 1, 6, 8}, 0, 1, 2)}, [](const Tensors& in) { return saliencyToGrid(in[0]); }},
        {"separable",
         {uniform({3, 1, 6, 8}, 0, 1, 3)},
         [=](const Tensors& in) { return saliencyToGrid(in[0], separable); }},
        {"transport",
         {uniform({3, 1, 6, 8}, 0.2, 1, 3)},
         [=](const Tensors& in) { return saliencyToGrid(in[0], transport); }},
        {"linear",
         {uniform({3, 2, 20, 18}, 0, 1, 4), someGrid(3)},
         [](const Tensors& in) { return gridZoom(in[0], in[1], 6, 7, false); }},
        {"antialiased",
         {uniform({3, 2, 20, 18}, 0, 1, 5), someGrid(3)},
         [](const Tensors& in) { return gridZoom(in[0], in[1], 6, 7, true); }},
        {"unzoom",
         {uniform({3, 2, 6, 7}, 0, 1, 6), someGrid(3)},
         [](const Tensors& in) { return gridUnzoom(in[0], in[1], 20, 18); }},
    };
}

class TrainOperator : public ::testing::TestWithParam<Example>
{
};

Tensors mapped(const Tensors& inputs, const std::function<at::Tensor(const at::Tensor&)>& change)
{
    Tensors changed;
    for (const at::Tensor& input : inputs)
        changed.push_back(change(input));
    return changed;
}

} // namespace

TEST_P(TrainOperator, takes_any_strides)
{
    const Operation& operation = GetParam().operation;
    const at::Tensor expected = operation(GetParam().inputs);
    const at::Tensor weights = uniform(expected.sizes(), -1, 1, 1);
    const Tensors grads = gradients(operation, GetParam().inputs, weights);
    // Reversed dimensions, gaps between values, one image for the whole batch.
    const Tensors reversed = mapped(GetParam().inputs, [](const at::Tensor& t) {
        return t.permute({3, 2, 1, 0}).contiguous().permute({3, 2, 1, 0});
    });
    const Tensors sparse = mapped(GetParam().inputs, [](const at::Tensor& t) {
        return at::stack({t, -t}, -1).select(-1, 0);
    });
    for (const Tensors& inputs : {reversed, sparse})
    {
        ASSERT_FALSE(inputs[0].is_contiguous());
        EXPECT_EQ(0, distance(expected, operation(inputs)));
        Tensors leaves = mapped(inputs, [](const at::Tensor& t) { return t.detach().set_requires_grad(true); });
        const at::Tensor odd = weights.transpose(-1, -2).contiguous().transpose(-1, -2);
        const Tensors same = torch::autograd::grad({operation(leaves)}, leaves, {odd});
        for (size_t i = 0; i < grads.size(); ++i)
            EXPECT_EQ(0, distance(grads[i], same[i]));
    }
    const Tensors expanded = mapped(GetParam().inputs, [](const at::Tensor& t) {
        return t.narrow(0, 0, 1).expand({3, -1, -1, -1});
    });
    EXPECT_EQ(0, distance(expected.narrow(0, 0, 1), operation(expanded).narrow(0, 2, 1)));
}

TEST_P(TrainOperator, takes_an_empty_batch)
{
    const Operation& operation = GetParam().operation;
    const Tensors empty = mapped(GetParam().inputs, [](const at::Tensor& t) { return t.narrow(0, 0, 0); });
    const at::Tensor result = operation(empty);
    std::vector<int64_t> sizes = operation(GetParam().inputs).sizes().vec();
    sizes[0] = 0;
    EXPECT_EQ(sizes, result.sizes().vec());
    const Tensors grads = gradients(operation, empty, result);
    for (size_t i = 0; i < grads.size(); ++i)
        EXPECT_EQ(empty[i].sizes(), grads[i].sizes());
}

TEST_P(TrainOperator, gives_shape_and_type_on_the_meta_device)
{
    for (const auto type : {at::kFloat, at::kDouble})
    {
        const Tensors inputs = mapped(GetParam().inputs, [&](const at::Tensor& t) { return t.to(type); });
        const Tensors meta = mapped(inputs, [&](const at::Tensor& t) {
            return at::empty(t.sizes(), t.options().device(at::kMeta)).set_requires_grad(true);
        });
        const at::Tensor real = GetParam().operation(inputs), shape = GetParam().operation(meta);
        EXPECT_TRUE(shape.is_meta());
        EXPECT_EQ(real.sizes(), shape.sizes());
        EXPECT_EQ(type, real.scalar_type());
        EXPECT_EQ(type, shape.scalar_type());
        const Tensors grads = torch::autograd::grad({shape}, meta, {at::empty_like(shape)});
        for (size_t i = 0; i < grads.size(); ++i)
            EXPECT_EQ(inputs[i].sizes(), grads[i].sizes());
    }
}

TEST_P(TrainOperator, a_second_derivative_is_an_error)
{
    const Tensors leaves =
        mapped(GetParam().inputs, [](const at::Tensor& t) { return t.detach().clone().set_requires_grad(true); });
    const at::Tensor loss = GetParam().operation(leaves).square().sum();
    const Tensors grads = torch::autograd::grad({loss}, leaves, {}, true, true);
    const std::string error = torchError([&] { torch::autograd::grad({grads[0].sum()}, {leaves[0]}); });
    EXPECT_NE(std::string::npos, error.find("differentiable once")) << error;
    EXPECT_NE(std::string::npos, error.find("cv_zoom::")) << error;
}

TEST_P(TrainOperator, computes_only_the_gradients_that_are_wanted)
{
    const Example& example = GetParam();
    const at::Tensor weights = uniform(example.operation(example.inputs).sizes(), -1, 1, 1);
    const Tensors all = gradients(example.operation, example.inputs, weights);
    for (size_t i = 0; i < example.inputs.size(); ++i)
    {
        Tensors inputs = example.inputs;
        inputs[i] = inputs[i].detach().clone().set_requires_grad(true);
        const Tensors one = torch::autograd::grad({(example.operation(inputs) * weights).sum()}, {inputs[i]});
        EXPECT_EQ(0, distance(all[i], one[0])) << i;
    }
}

INSTANTIATE_TEST_CASE_P(/**/, TrainOperator, ::testing::ValuesIn(examples()),
                        [](const auto& test) { return std::string(test.param.name); });

TEST(TrainDispatcher, finds_the_operators_by_name)
{
    const Tensors in = examples()[5].inputs;
    const auto call = [](const char* name, torch::jit::Stack stack) {
        c10::Dispatcher::singleton().findSchemaOrThrow(name, "").callBoxed(&stack);
        return stack.at(0).toTensor();
    };
    EXPECT_EQ(0, distance(gridZoom(in[0], in[1], 6, 7, true), call("cv_zoom::grid_zoom", {in[0], in[1], 6, 7, true})));
    const at::Tensor s = uniform({2, 1, 9, 9}, 0.1, 1, 1);
    const cv::zoom::GridParams p;
    EXPECT_EQ(0, distance(saliencyToGrid(s),
                          call("cv_zoom::saliency_to_grid", {s, p.mode, p.sigma, p.borderType, p.uniformMix,
                                                             p.minMagnification, p.maxMagnification})));
    EXPECT_EQ(0, distance(saliencyToNodes(s, 4, 5), call("cv_zoom::saliency_to_nodes", {s, 4, 5})));
    EXPECT_EQ(0, distance(gridUnzoom(in[0], in[1], 9, 8), call("cv_zoom::grid_unzoom", {in[0], in[1], 9, 8})));
}

namespace {

//! A call that must be refused with a message that holds these words.
struct RefusedCall
{
    const char* name;
    std::vector<std::string> words;
    std::function<void()> call;
};

std::ostream& operator<<(std::ostream& out, const RefusedCall& refused)
{
    return out << refused.name;
}

void saliencyWith(const std::function<void(cv::zoom::GridParams&)>& change)
{
    cv::zoom::GridParams p;
    change(p);
    saliencyToGrid(at::ones({1, 1, 5, 5}), p);
}

std::vector<RefusedCall> refusedCalls()
{
    const at::Tensor map = at::ones({1, 1, 5, 5}), image = at::ones({2, 3, 8, 8}), grid = at::rand({2, 3, 3, 2});
    const auto valueAt = [=](double value) {
        return [=] {
            at::Tensor bad = at::ones({2, 1, 5, 5});
            bad[1][0][2][3] = value;
            saliencyToGrid(bad);
        };
    };
    return {
        {"map_of_two_channels",
         {"map", "[2, 2, 5, 5]", "[N, 1, h, w]"},
         [] {
             saliencyToNodes(at::ones({2, 2, 5, 5}), 3, 3);
         }},
        {"map_of_integers",
         {"map", "Int", "float and double"},
         [] {
             saliencyToNodes(at::ones({1, 1, 5, 5}, at::kInt), 3, 3);
         }},
        {"undefined_map", {"map", "undefined"}, [] { saliencyToNodes(at::Tensor(), 3, 3); }},
        {"one_row_of_nodes", {"gh", "1", "2 to 512"}, [=] { saliencyToNodes(map, 1, 3); }},
        {"too_many_nodes", {"gw", "513", "2 to 512"}, [=] { saliencyToNodes(map, 3, 513); }},
        {"saliency_of_three_dimensions", {"saliency", "[1, 5, 5]"}, [=] { saliencyToGrid(map[0]); }},
        {"saliency_of_one_row",
         {"saliency", "2 to 512"},
         [] {
             saliencyToGrid(at::ones({1, 1, 1, 5}));
         }},
        {"saliency_of_half", {"saliency", "Half", "float and double"}, [=] { saliencyToGrid(map.to(at::kHalf)); }},
        {"negative_saliency", {"saliency", "negative"}, valueAt(-1)},
        {"nan_saliency", {"saliency", "NaN"}, valueAt(std::numeric_limits<double>::quiet_NaN())},
        {"infinite_saliency", {"saliency", "infinite"}, valueAt(std::numeric_limits<double>::infinity())},
        {"zero_saliency", {"saliency", "sums to 0"}, [=] { saliencyToGrid(map * 0); }},
        {"mode", {"mode", "7"}, [] { saliencyWith([](auto& p) { p.mode = 7; }); }},
        {"transport_of_many_nodes",
         {"saliency", "129", "transport", "128"},
         [] {
             cv::zoom::GridParams p;
             p.mode = cv::zoom::GRID_TRANSPORT;
             saliencyToGrid(at::ones({1, 1, 9, 129}), p);
         }},
        {"sigma", {"sigma", "0"}, [] { saliencyWith([](auto& p) { p.sigma = 0; }); }},
        {"border", {"border", "reflect101"}, [] { saliencyWith([](auto& p) { p.borderType = cv::BORDER_WRAP; }); }},
        {"uniform_mix", {"uniform_mix", "1.5"}, [] { saliencyWith([](auto& p) { p.uniformMix = 1.5; }); }},
        {"min_magnification",
         {"min_magnification", "2"},
         [] { saliencyWith([](auto& p) { p.minMagnification = 2; }); }},
        {"max_magnification",
         {"max_magnification", "0.5"},
         [] { saliencyWith([](auto& p) { p.maxMagnification = 0.5; }); }},
        {"image_of_three_dimensions", {"image", "[3, 8, 8]"}, [=] { gridZoom(image[0], grid, 4, 4); }},
        {"image_without_pixels",
         {"image", "[2, 3, 0, 8]"},
         [=] {
             gridZoom(at::ones({2, 3, 0, 8}), grid, 4, 4);
         }},
        {"grid_of_triples",
         {"grid", "[2, 3, 3, 3]"},
         [=] {
             gridZoom(image, at::rand({2, 3, 3, 3}), 4, 4);
         }},
        {"grid_of_one_row",
         {"grid", "2 to 512"},
         [=] {
             gridZoom(image, at::rand({2, 1, 3, 2}), 4, 4);
         }},
        {"grid_of_another_batch",
         {"grid", "image", "batch"},
         [=] {
             gridZoom(image, at::rand({1, 3, 3, 2}), 4, 4);
         }},
        {"grid_of_another_type", {"grid", "Double", "image"}, [=] { gridZoom(image, grid.to(at::kDouble), 4, 4); }},
        {"no_height", {"h is 0"}, [=] { gridZoom(image, grid, 0, 4); }},
        {"no_width", {"w is -1"}, [=] { gridZoom(image, grid, 4, -1); }},
        {"unzoom_of_another_batch",
         {"grid", "zoomed", "batch"},
         [=] {
             gridUnzoom(image, at::rand({1, 3, 3, 2}), 4, 4);
         }},
        {"unzoom_to_nothing", {"height is 0"}, [=] { gridUnzoom(image, grid, 0, 4); }},
    };
}

class TrainOperatorRefuses : public ::testing::TestWithParam<RefusedCall>
{
};

} // namespace

TEST_P(TrainOperatorRefuses, with_a_message_that_names_it)
{
    const std::string error = torchError(GetParam().call);
    for (const std::string& word : GetParam().words)
        EXPECT_NE(std::string::npos, error.find(word)) << "no '" << word << "' in: " << error;
}

INSTANTIATE_TEST_CASE_P(/**/, TrainOperatorRefuses, ::testing::ValuesIn(refusedCalls()),
                        [](const auto& test) { return std::string(test.param.name); });

} // namespace opencv_test
