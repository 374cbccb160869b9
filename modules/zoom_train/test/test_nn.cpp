// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "test_precomp.hpp"

#include "opencv2/zoom_train/nn.hpp"

#include <torch/script.h>

#include <cstdio>
#include <fstream>
#include <set>

namespace opencv_test {
namespace {

using namespace cv::zoom_train;
using torch::Tensor;

double farthest(const Tensor& a, const Tensor& b)
{
    EXPECT_EQ(a.sizes(), b.sizes());
    return (a - b).abs().max().item<double>();
}

//! Frames with something to see everywhere: smooth, different from place to place.
Tensor frames(int64_t n, int64_t c, int64_t rows, int64_t columns)
{
    torch::manual_seed(3);
    return torch::upsample_bilinear2d(torch::rand({n, c, 6, 7}), {rows, columns}, false);
}

TEST(ZoomTrain_AreaDownsample, equals_inter_area_at_any_ratio)
{
    torch::manual_seed(1);
    const Tensor image = torch::rand({2, 3, 45, 61});
    for (const Size size : {Size(61, 45), Size(20, 15), Size(17, 13), Size(7, 44)})
    {
        const Tensor ours = nn::areaDownsample(image, size.height, size.width);
        for (int n = 0; n < 2; ++n)
            for (int c = 0; c < 3; ++c)
            {
                Mat expected;
                resize(Mat(45, 61, CV_32F, image[n][c].contiguous().data_ptr()), expected, size, 0, 0, INTER_AREA);
                const Mat got(size, CV_32F, ours[n][c].contiguous().data_ptr());
                EXPECT_LE(cvtest::norm(got, expected, NORM_INF), 1e-5) << size;
            }
    }
}

// It is linear, and keeps the mean: so does what comes back.
TEST(ZoomTrain_AreaDownsample, has_the_gradient_of_means)
{
    const Tensor image = torch::rand({1, 2, 45, 61}, torch::kDouble).requires_grad_();
    const Tensor weights = torch::rand({1, 2, 13, 17}, torch::kDouble);
    (nn::areaDownsample(image, 13, 17) * weights).sum().backward();
    EXPECT_NEAR(image.grad().sum().item<double>(), weights.sum().item<double>(), 1e-9);
    EXPECT_NEAR((image.grad() * image).sum().item<double>(),
                (nn::areaDownsample(image, 13, 17) * weights).sum().item<double>(), 1e-9);
}

TEST(ZoomTrain_Uniform, equals_resize)
{
    const Tensor image = frames(2, 1, 96, 128);
    nn::UniformResampler uniform(Size(32, 24));
    EXPECT_LE(farthest(uniform.forward(image), torch::avg_pool2d(image, 4)), 1e-5);
    uniform.setZoomedSize(Size(128, 96)); // full resolution
    EXPECT_LE(farthest(uniform.forward(image), image), 1e-5);
}

class SystemTest : public testing::TestWithParam<std::string>
{
protected:
    std::shared_ptr<nn::System> make() const
    {
        torch::manual_seed(7);
        nn::SystemOptions options;
        options.method = GetParam();
        options.taskWidth = 12;
        options.sampler.zoomed = Size(24, 24);
        options.sampler.lowRes = Size(32, 32);
        return nn::makeSystem(options);
    }
};

// What makes one pretraining serve all: at the start every method that does not crop sees what uniform sampling sees.
TEST_P(SystemTest, starts_as_the_uniform_one_unless_it_crops)
{
    const Tensor x = frames(3, 1, 96, 96);
    const auto system = make();
    system->eval();
    const Tensor zoomed = system->resampler()->forward(x);
    nn::UniformResampler uniform(Size(24, 24));
    const double difference = farthest(zoomed, uniform.forward(x));
    if (GetParam().find("crop") == 0)
        EXPECT_GE(difference, 0.01);
    else
        EXPECT_LE(difference, 1e-3);
}

TEST_P(SystemTest, every_parameter_that_can_learn_gets_a_gradient_at_any_size)
{
    const Tensor x = frames(4, 1, 96, 96);
    const auto system = make();
    // The last layers are zero in the beginning, so nothing flows to what is before them.
    {
        torch::NoGradGuard noGrad;
        for (auto& p : system->named_parameters())
            if (p.key().find("last") != std::string::npos || p.key().find("offsets") != std::string::npos)
                p.value().add_(0.02 * torch::randn_like(p.value()));
    }
    for (const Size size : {Size(24, 24), Size(33, 20)})
    {
        system->resampler()->setZoomedSize(size);
        system->zero_grad();
        const Tensor y = system->forward(x);
        ASSERT_EQ(y.sizes(), (std::vector<int64_t>{4, 10}));
        EXPECT_EQ(system->resampler()->lastZoomed().sizes(), (std::vector<int64_t>{4, 1, size.height, size.width}));
        torch::nn::functional::cross_entropy(y, torch::arange(4)).backward();
        for (const auto& p : system->named_parameters())
        {
            if (GetParam() == "crop_peak" && p.key().find("resampler") == 0)
                continue; // the maximum's place has no gradient
            // A softmax does not change with a constant added to all its logits.
            if (p.key() == "resampler.saliency.last.bias")
                continue;
            ASSERT_TRUE(p.value().grad().defined()) << p.key();
            EXPECT_GT(p.value().grad().abs().max().item<double>(), 0) << p.key();
        }
    }
}

TEST_P(SystemTest, weights_of_the_task_have_the_same_names)
{
    nn::SystemOptions options;
    options.method = "uniform";
    options.taskWidth = 12;
    const auto plain = nn::makeSystem(options);
    const auto parameters = make()->named_parameters();
    for (const auto& p : plain->task()->named_parameters())
    {
        const Tensor* same = parameters.find("task." + p.key());
        ASSERT_NE(same, nullptr) << p.key();
        EXPECT_EQ(same->sizes(), p.value().sizes());
    }
}

INSTANTIATE_TEST_CASE_P(ZoomTrain, SystemTest, testing::ValuesIn(nn::methods()));

TEST(ZoomTrain_System, unknown_names_are_errors_that_list_the_allowed_ones)
{
    nn::SystemOptions options;
    options.method = "warp";
    try
    {
        nn::makeSystem(options);
        FAIL() << "no error";
    }
    catch (const cv::Exception& e)
    {
        EXPECT_NE(e.err.find("stn_tps"), std::string::npos) << e.err;
    }
    options.method = "zoom";
    options.saliencyNetwork = "vgg";
    EXPECT_THROW(nn::makeSystem(options), cv::Exception);
}

TEST(ZoomTrain_System, a_network_of_ones_own_is_the_task_of_any_method)
{
    struct SumImpl : torch::nn::Module
    {
        Tensor forward(const Tensor& x) { return weight * x.sum({2, 3}); }
        Tensor weight = register_parameter("weight", torch::full({1, 1}, 0.5f));
    };
    nn::SystemOptions options;
    options.task = nn::wrap(torch::nn::AnyModule(std::make_shared<SumImpl>()));
    options.sampler.zoomed = Size(20, 16);
    const Tensor x = frames(2, 1, 96, 96);
    for (const std::string& method : nn::methods())
    {
        options.method = method;
        if (method.find("dcn") == 0)
        {
            EXPECT_THROW(nn::makeSystem(options), cv::Exception) << method;
            continue;
        }
        const auto system = nn::makeSystem(options);
        EXPECT_EQ(system->task(), options.task) << method;
        EXPECT_NE(system->named_parameters().find("task.module.weight"), nullptr) << method;
        const Tensor y = system->forward(x), zoomed = system->resampler()->lastZoomed();
        EXPECT_EQ(zoomed.sizes(), (std::vector<int64_t>{2, 1, 16, 20})) << method;
        EXPECT_LE(farthest(y, 0.5 * zoomed.sum({2, 3})), 1e-3) << method;
    }
    options.method = "zoom";
    options.taskFile = "net.pt";
    EXPECT_THROW(nn::makeSystem(options), cv::Exception) << "two task networks";
}

TEST(ZoomTrain_SaliencySampler, magnifies_where_the_network_says)
{
    // A network that answers with the brightness of the low-res frame, strongly.
    struct BrightImpl : torch::nn::Module
    {
        Tensor forward(const Tensor& x) { return 6 * x; }
    };
    nn::SaliencySamplerOptions options;
    options.lowRes = Size(24, 24);
    options.zoomed = Size(48, 48);
    for (const auto output : {nn::SaliencySamplerOptions::SOFTMAX, nn::SaliencySamplerOptions::SIGMOID})
    {
        options.output = output;
        nn::SaliencySampler sampler(nn::wrap(torch::nn::AnyModule(std::make_shared<BrightImpl>())), options);
        Tensor x = torch::full({1, 1, 96, 96}, output == nn::SaliencySamplerOptions::SIGMOID ? -1.f : 0.f);
        x.slice(2, 20, 32).slice(3, 60, 72).fill_(1);
        sampler.forward(x);
        const Tensor at = torch::tensor({66.f / 96, 26.f / 96}).view({1, 2});
        const Tensor away = torch::tensor({0.2f, 0.85f}).view({1, 2});
        EXPECT_GT(nn::magnificationAt(sampler.lastGrid(), at).item<double>(), 1.5);
        EXPECT_LT(nn::magnificationAt(sampler.lastGrid(), away).item<double>(), 1);
        EXPECT_EQ(sampler.lastSaliency().sizes(), (std::vector<int64_t>{1, 1, 31, 31}));
        const Tensor peak = sampler.lastSaliency().flatten().argmax();
        EXPECT_NEAR(double(peak.item<int64_t>() / 31), 26. / 96 * 30, 1.5);
        EXPECT_NEAR(double(peak.item<int64_t>() % 31), 66. / 96 * 30, 1.5);
    }
}

TEST(ZoomTrain_Crop, peak_shows_the_part_around_the_maximum_and_stays_inside)
{
    struct BrightImpl : torch::nn::Module
    {
        Tensor forward(const Tensor& x) { return 6 * x; }
    };
    nn::SaliencySamplerOptions options;
    options.lowRes = options.zoomed = Size(24, 24);
    const auto net = nn::wrap(torch::nn::AnyModule(std::make_shared<BrightImpl>()));
    nn::CropResampler crop(net, options, nn::CropResampler::PEAK, 0.25);
    Tensor x = torch::zeros({2, 1, 96, 96});
    x[0].slice(1, 48, 52).slice(2, 60, 64).fill_(1);
    x[1].slice(1, 0, 4).slice(2, 92, 96).fill_(1); // in a corner
    const Tensor zoomed = crop.forward(x);
    EXPECT_LE(farthest(zoomed[0], x[0].slice(1, 38, 62).slice(2, 50, 74)), 1e-4);
    EXPECT_LE(farthest(zoomed[1], x[1].slice(1, 0, 24).slice(2, 72, 96)), 1e-4);
}

TEST(ZoomTrain_Transformer, parameters_do_what_their_names_say)
{
    const auto at = [](const Tensor& grid, int row, int column) {
        return Point2f(grid[0][row][column][0].item<float>(), grid[0][row][column][1].item<float>());
    };
    const int N = nn::TransformerResampler::NODES;
    // u = 0.5 + 0.5*(0.5*x + 0.2): half the width, moved by a tenth of the frame
    nn::TransformerResampler affine(nn::TransformerResampler::AFFINE, 1, Size(32, 32), Size(24, 24));
    const Tensor g = affine.gridOf(torch::tensor({-0.5f, 0.f, 0.2f, 0.f, 0.f, 0.f}).view({1, 6}));
    EXPECT_NEAR(at(g, 0, 0).x, 0.35, 1e-5);
    EXPECT_NEAR(at(g, N - 1, N - 1).x, 0.85, 1e-5);
    EXPECT_NEAR(at(g, N - 1, N - 1).y, 1, 1e-5);
    // The last row of the matrix: what is right is divided by more
    nn::TransformerResampler projective(nn::TransformerResampler::PROJECTIVE, 1, Size(32, 32), Size(24, 24));
    const Tensor p = projective.gridOf(torch::tensor({0.f, 0.f, 0.f, 0.f, 0.f, 0.f, 0.5f, 0.f}).view({1, 8}));
    EXPECT_NEAR(at(p, 0, N - 1).x, 0.5 + 0.5 / 1.5, 1e-5);
    EXPECT_NEAR(at(p, 0, 0).x, 0.5 - 0.5 / 0.5, 1e-5);
    // A spline goes through its control points, and is exactly affine if they move so.
    nn::TransformerResampler spline(nn::TransformerResampler::THIN_PLATE_SPLINE, 1, Size(32, 32), Size(24, 24));
    Tensor moved = torch::zeros({1, 16, 2});
    moved[0][5][0] = 0.1f; // at (1/3, 1/3): node (10, 10) of 31
    const Tensor s = spline.gridOf(moved.view({1, 32}));
    EXPECT_NEAR(at(s, 10, 10).x, 1. / 3 + 0.1, 1e-4);
    EXPECT_NEAR(at(s, 20, 10).x, 1. / 3, 1e-4);
    EXPECT_NEAR(at(s, 10, 10).y, 1. / 3, 1e-4);
    moved.zero_();
    moved.select(2, 1).fill_(0.05f);
    EXPECT_NEAR(at(spline.gridOf(moved.view({1, 32})), 3, 17).y, 3. / 30 + 0.05, 1e-4);
}

TEST(ZoomTrain_DeformableConvolution, is_a_convolution_at_the_places_that_the_offsets_say)
{
    torch::manual_seed(2);
    const auto d = torch::dtype(torch::kDouble);
    const Tensor x = torch::rand({2, 3, 9, 8}, d), weight = torch::randn({4, 3, 3, 3}, d);
    for (int64_t stride : {1, 2})
    {
        const Tensor plain = torch::conv2d(x, weight, {}, stride, 1);
        const int64_t h = plain.size(2), w = plain.size(3);
        const Tensor zero = torch::zeros({2, 18, h, w}, d);
        EXPECT_LE(farthest(nn::deformableConvolution(x, zero, {}, weight, stride, 1), plain), 1e-12);
        const Tensor half = torch::full({2, 9, h, w}, 0.5, d);
        EXPECT_LE(farthest(nn::deformableConvolution(x, zero, half, weight, stride, 1), plain * 0.5), 1e-12);
        // All taps one pixel further to the right: the convolution of the moved image.
        Tensor right = zero.clone();
        right.view({2, 9, 2, h, w}).select(2, 1).fill_(1);
        const Tensor moved = torch::constant_pad_nd(x.slice(3, 1), {0, 1});
        const Tensor expected = torch::conv2d(moved, weight, {}, stride, 1);
        const Tensor got = nn::deformableConvolution(x, right, {}, weight, stride, 1);
        // In the first column the moved image has lost what the offset tap still sees.
        EXPECT_LE(farthest(got.slice(3, 1), expected.slice(3, 1)), 1e-12);
    }
    // Against the definition, tap by tap, at odd offsets, the border included
    const Tensor offset = torch::randn({2, 18, 9, 8}, d) * 1.7, mask = torch::rand({2, 9, 9, 8}, d);
    const Tensor got = nn::deformableConvolution(x, offset, mask, weight, 1, 1);
    const auto pixel = [&](int n, int c, int y, int xx) {
        return y < 0 || xx < 0 || y >= 9 || xx >= 8 ? 0. : x[n][c][y][xx].item<double>();
    };
    for (const Point p : {Point(0, 0), Point(7, 8), Point(3, 4)})
    {
        double sum = 0;
        for (int c = 0; c < 3; ++c)
            for (int k = 0; k < 9; ++k)
            {
                const double py = p.y - 1 + k / 3 + offset[1][2 * k][p.y][p.x].item<double>();
                const double px = p.x - 1 + k % 3 + offset[1][2 * k + 1][p.y][p.x].item<double>();
                const int y0 = cvFloor(py), x0 = cvFloor(px);
                const double fy = py - y0, fx = px - x0;
                const double value = (1 - fy) * ((1 - fx) * pixel(1, c, y0, x0) + fx * pixel(1, c, y0, x0 + 1)) +
                                     fy * ((1 - fx) * pixel(1, c, y0 + 1, x0) + fx * pixel(1, c, y0 + 1, x0 + 1));
                sum += value * mask[1][k][p.y][p.x].item<double>() * weight[2][c][k / 3][k % 3].item<double>();
            }
        EXPECT_NEAR(got[1][2][p.y][p.x].item<double>(), sum, 1e-9) << p;
    }
}

TEST(ZoomTrain_DeformableConvolution, gradients_are_central_differences)
{
    torch::manual_seed(4);
    const auto d = torch::dtype(torch::kDouble);
    std::vector<Tensor> in = {torch::rand({1, 2, 6, 5}, d), 0.3 + 0.4 * torch::rand({1, 18, 6, 5}, d),
                              torch::rand({1, 9, 6, 5}, d), torch::randn({3, 2, 3, 3}, d)};
    const Tensor direction = torch::randn({1, 3, 6, 5}, d);
    const auto f = [&] { return (nn::deformableConvolution(in[0], in[1], in[2], in[3], 1, 1) * direction).sum(); };
    for (Tensor& t : in)
        t.requires_grad_();
    f().backward();
    torch::NoGradGuard noGrad;
    for (Tensor& t : in)
        for (int k : {0, 7, 13})
        {
            Tensor flat = t.view(-1);
            const double h = 1e-6, kept = flat[k].item<double>();
            flat[k] = kept + h;
            const double above = f().item<double>();
            flat[k] = kept - h;
            const double below = f().item<double>();
            flat[k] = kept;
            EXPECT_NEAR(t.grad().reshape(-1)[k].item<double>(), (above - below) / (2 * h), 1e-6);
        }
}

// Deformable baselines start as the plain network that they are pretrained as, and can learn to differ from it.
TEST(ZoomTrain_Networks, a_deformable_residual_network_starts_as_the_plain_one)
{
    nn::SystemOptions options;
    options.taskNetwork = "resnet18";
    options.taskWidth = 4;
    options.sampler.zoomed = Size(80, 64); // 3x2 places in the last stage
    options.method = "uniform";
    torch::manual_seed(8);
    const auto plain = nn::makeSystem(options);
    plain->eval();
    const Tensor x = frames(2, 1, 96, 120), expected = plain->forward(x);
    for (const char* method : {"dcn_v1", "dcn_v2"})
    {
        options.method = method;
        const auto system = nn::makeSystem(options);
        system->eval();
        {
            torch::NoGradGuard noGrad;
            auto mine = system->named_parameters();
            for (const auto& p : plain->named_parameters())
            {
                Tensor* const same = mine.find(p.key());
                ASSERT_NE(same, nullptr) << method << ": " << p.key();
                same->copy_(p.value());
            }
        }
        const Tensor y = system->forward(x);
        EXPECT_LE(farthest(y, expected), 1e-5) << method;
        torch::nn::functional::cross_entropy(y, torch::arange(2)).backward();
        std::set<std::string> deformed;
        for (const auto& p : system->named_parameters())
        {
            ASSERT_TRUE(p.value().grad().defined()) << method << ": " << p.key();
            const size_t at = p.key().find(".offsets.");
            if (at == std::string::npos)
                continue;
            deformed.insert(p.key().substr(0, at));
            EXPECT_GT(p.value().grad().abs().max().item<double>(), 0) << method << ": " << p.key();
        }
        EXPECT_EQ(deformed, (std::set<std::string>{"task.trunk.stage4_0.first", "task.trunk.stage4_0.second",
                                                   "task.trunk.stage4_1.first", "task.trunk.stage4_1.second"}));
        options.taskNetwork = "centre";
        EXPECT_THROW(nn::makeSystem(options), cv::Exception) << method;
        options.taskNetwork = "resnet18";
    }
}

TEST(ZoomTrain_Networks, cost_is_counted_layer_by_layer)
{
    nn::SystemOptions options;
    options.method = "uniform";
    options.taskWidth = 12;
    options.sampler.zoomed = Size(24, 24);
    const auto system = nn::makeSystem(options);
    const int64_t w[] = {1, 12, 16, 24, 32, 48, 48}, side[] = {24, 12, 12, 6, 6, 3};
    int64_t expected = 48 * 10;
    for (int i = 0; i < 6; ++i)
        expected += side[i] * side[i] * 9 * w[i] * w[i + 1];
    EXPECT_EQ(nn::multiplyAdds(*system, 1, Size(96, 96)), expected);
}

TEST(ZoomTrain_Networks, residual_networks_take_any_size)
{
    nn::ResNet18 task(3, 5, 8);
    EXPECT_EQ(task.forward(torch::rand({2, 3, 50, 71})).sizes(), (std::vector<int64_t>{2, 5}));
    nn::ResNetSaliency saliency(3, 8);
    const Tensor map = saliency.forward(torch::rand({2, 3, 96, 96}));
    EXPECT_EQ(map.sizes(), (std::vector<int64_t>{2, 1, 6, 6}));
    EXPECT_EQ(map.abs().max().item<float>(), 0) << "does not start uniform";
}

TEST(ZoomTrain_TorchScript, goes_behind_a_sampler_and_learns_unless_frozen)
{
    const std::string path = cv::tempfile(".pt");
    torch::jit::Module script("net");
    script.register_parameter("weight", torch::full({1, 4}, 2.f), false);
    script.define("def forward(self, x):\n    return x.mean([2, 3]) * self.weight\n");
    script.save(path);
    for (const bool frozen : {false, true})
    {
        nn::SystemOptions options;
        options.taskFile = path;
        options.taskFrozen = frozen;
        options.sampler.zoomed = Size(24, 24);
        const auto system = nn::makeSystem(options);
        const Tensor x = frames(2, 1, 96, 96), y = system->forward(x);
        EXPECT_LE(farthest(y, system->resampler()->lastZoomed().mean({2, 3}) * torch::full({1, 4}, 2.f)), 1e-5);
        y.sum().backward();
        const Tensor* weight = system->named_parameters().find("task.weight");
        ASSERT_NE(weight, nullptr);
        EXPECT_EQ(weight->grad().defined(), !frozen);
        EXPECT_TRUE(system->named_parameters().find("resampler.saliency.last.weight")->grad().defined());
    }
    std::ofstream(path) << "not a network";
    EXPECT_THROW(nn::loadTorchScript(path), cv::Exception);
    std::remove(path.c_str());
}

} // namespace
} // namespace opencv_test
