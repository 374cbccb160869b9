// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "gradcheck.hpp"

#include <map>

namespace opencv_test {

namespace {

cv::zoom::GridParams params(int mode, int border, double sigma = 0.15, double least = 0, double most = 0)
{
    cv::zoom::GridParams p;
    p.mode = mode;
    p.borderType = border;
    p.sigma = sigma;
    p.minMagnification = least;
    p.maxMagnification = most;
    p.gridSize = cv::Size();
    return p;
}

//! Random values with a peak: grids that move far.
at::Tensor peaked(int n, int gh, int gw, uint64_t seed, double height = 20)
{
    at::Tensor s = uniform({n, 1, gh, gw}, 0.1, 1, seed);
    for (int b = 0; b < n; ++b)
        s[b][0][(gh / 2 + b) % gh][(gw / 3 + b) % gw] += height;
    return s;
}

Operation toGrid(const cv::zoom::GridParams& p)
{
    return [p](const Tensors& in) { return cv::zoom_train::saliencyToGrid(in[0], p); };
}

cv::Mat plane(const at::Tensor& t, int channels = 1)
{
    const at::Tensor c = t.contiguous();
    return cv::Mat(int(c.size(0)), int(c.size(1)),
                   CV_MAKETYPE(c.scalar_type() == at::kFloat ? CV_32F : CV_64F, channels), c.data_ptr())
        .clone();
}

at::Tensor tensorOf(const cv::Mat& m)
{
    std::vector<int64_t> sizes = {m.rows, m.cols};
    if (m.channels() > 1)
        sizes.push_back(m.channels());
    return at::from_blob(m.data, sizes, at::kFloat).clone();
}

typedef std::tuple<int, int> ModeAndBorder;

std::string modeName(const ::testing::TestParamInfo<ModeAndBorder>& info)
{
    return std::string(std::get<0>(info.param) == cv::zoom::GRID_ATTRACTION ? "attraction" : "separable") +
           (std::get<1>(info.param) == cv::BORDER_REFLECT_101 ? "_reflect101" : "_replicate");
}

class TrainSaliencyToGrid : public ::testing::TestWithParam<ModeAndBorder>
{
protected:
    cv::zoom::GridParams of(double sigma = 0.15, double least = 0, double most = 0) const
    {
        return params(std::get<0>(GetParam()), std::get<1>(GetParam()), sigma, least, most);
    }
};

} // namespace

TEST_P(TrainSaliencyToGrid, gradient_without_limits_is_that_of_central_differences)
{
    checkGradients(toGrid(of()), {peaked(2, 6, 9, 1)});
}

TEST_P(TrainSaliencyToGrid, gradient_of_float_is_that_of_double)
{
    checkFloatGradients(toGrid(of()), {peaked(2, 9, 6, 2)}, 1e-5);
    checkFloatGradients(toGrid(of(0.15, 0.25, 1.5)), {peaked(1, 9, 6, 3)}, 1e-4);
}

TEST_P(TrainSaliencyToGrid, gradient_goes_through_the_mending_share)
{
    for (const uint64_t seed : {1, 2, 3})
    {
        const at::Tensor s = peaked(1, 7, 6, seed);
        // Too strong a magnification, then too strong a reduction.
        for (const auto& limited : {of(0.15, 0, 1.3), of(0.15, 0.8, 0)})
        {
            EXPECT_GT(distance(cv::zoom_train::saliencyToGrid(s, of()), cv::zoom_train::saliencyToGrid(s, limited)),
                      1e-3)
                << "the limit must act";
            checkGradients(toGrid(limited), {s});
        }
    }
}

// A spike at the side, with nothing but the order of the outline's nodes to keep: these steps decide, where any does.
TEST_P(TrainSaliencyToGrid, gradient_goes_through_the_share_that_the_outline_asks_for)
{
    int mended = 0;
    for (const uint64_t seed : {1, 2, 3, 4})
    {
        at::Tensor s = uniform({1, 1, 7, 8}, 0.1, 1, seed);
        s[0][0][int(seed)][0] += 400;
        const auto limited = of(0.12, 1e-6, 0);
        mended +=
            distance(cv::zoom_train::saliencyToGrid(s, of(0.12)), cv::zoom_train::saliencyToGrid(s, limited)) > 1e-9;
        checkGradients(toGrid(limited), {s});
    }
    // The reflected map keeps the corners where they are, and a mean over a whole side's nodes is a mild one.
    EXPECT_EQ(mended > 0, std::get<0>(GetParam()) == int(cv::zoom::GRID_ATTRACTION) &&
                              std::get<1>(GetParam()) == int(cv::BORDER_REPLICATE));
}

TEST_P(TrainSaliencyToGrid, forward_is_the_one_of_opencv)
{
    for (const auto& p : {of(), of(0.1, 0.25, 8), of(0.3, 0.5, 1.5)})
        for (const auto& size : {cv::Size(31, 31), cv::Size(17, 40), cv::Size(2, 2)})
        {
            const at::Tensor s = peaked(3, size.height, size.width, 7).to(at::kFloat);
            const at::Tensor grids = cv::zoom_train::saliencyToGrid(s, p);
            for (int b = 0; b < 3; ++b)
            {
                cv::Mat expected;
                cv::zoom::saliencyToGrid(plane(s[b][0]), expected, p);
                EXPECT_LT(distance(tensorOf(expected), grids[b]), 1e-6) << size;
            }
        }
}

TEST_P(TrainSaliencyToGrid, takes_the_largest_lattice)
{
    const at::Tensor s = peaked(1, 512, 512, 3, 50);
    const Tensors grads = gradients(toGrid(of()), {s}, uniform({1, 512, 512, 2}, -1, 1, 4));
    // Scaling the map changes nothing, so its gradient has no part along the map.
    EXPECT_LT(std::abs((grads[0] * s).sum().item<double>()), 1e-9 * grads[0].abs().sum().item<double>());
    EXPECT_GT(grads[0].abs().max().item<double>(), 0);
}

INSTANTIATE_TEST_CASE_P(/**/, TrainSaliencyToGrid,
                        ::testing::Combine(::testing::Values(int(cv::zoom::GRID_ATTRACTION),
                                                             int(cv::zoom::GRID_SEPARABLE)),
                                           ::testing::Values(int(cv::BORDER_REFLECT_101), int(cv::BORDER_REPLICATE))),
                        modeName);

TEST(TrainSaliency, attraction_is_the_padded_convolution_of_aten)
{
    const int gh = 9, gw = 12, radius = 8;
    const double sigma = 0.2, nodes = sigma * radius;
    const at::Tensor s = peaked(2, gh, gw, 5), d = at::arange(-radius, radius + 1, at::kDouble);
    const at::Tensor k = (-0.5 * (d / nodes).square()).exp(), kernel = (k.unsqueeze(1) * k).view({1, 1, 17, 17});
    for (const int border : {cv::BORDER_REFLECT_101, cv::BORDER_REPLICATE})
    {
        auto p = params(cv::zoom::GRID_ATTRACTION, border, sigma);
        p.uniformMix = 0;
        const at::Tensor ours = cv::zoom_train::saliencyToGrid(s, p);
        const std::vector<int64_t> pad(4, radius);
        const at::Tensor padded =
            border == cv::BORDER_REPLICATE ? at::replication_pad2d(s, pad) : at::reflection_pad2d(s, pad);
        const at::Tensor x = at::arange(-radius, gw + radius, at::kDouble) / (gw - 1);
        const at::Tensor y = at::arange(-radius, gh + radius, at::kDouble).unsqueeze(1) / (gh - 1);
        const at::Tensor weight = at::conv2d(padded, kernel);
        const at::Tensor u = at::conv2d(padded * x, kernel) / weight, v = at::conv2d(padded * y, kernel) / weight;
        const at::Tensor theirs = at::cat({u, v}, 1).permute({0, 2, 3, 1}).clamp(0, 1);
        EXPECT_LT(distance(ours, theirs), 1e-12);
    }
}

TEST(TrainSaliency, nodes_are_those_of_opencv)
{
    for (const auto& size : {cv::Size(12, 12), cv::Size(5, 40), cv::Size(1, 3), cv::Size(1, 1)})
    {
        const at::Tensor map = uniform({2, 1, size.height, size.width}, 0, 1, 9).to(at::kFloat);
        const at::Tensor nodes = cv::zoom_train::saliencyToNodes(map, 9, 14);
        for (int b = 0; b < 2; ++b)
        {
            cv::Mat expected;
            cv::zoom::saliencyToNodes(plane(map[b][0]), expected, cv::Size(14, 9));
            EXPECT_LT(distance(tensorOf(expected), nodes[b][0]), 1e-6) << size;
        }
    }
}

TEST(TrainSaliency, gradient_of_nodes_is_that_of_central_differences)
{
    const Operation operation = [](const Tensors& in) { return cv::zoom_train::saliencyToNodes(in[0], 7, 4); };
    for (const auto& size : {cv::Size(6, 5), cv::Size(3, 11), cv::Size(1, 4)})
    {
        const at::Tensor map = uniform({2, 1, size.height, size.width}, -1, 1, 3);
        checkGradients(operation, {map});
        checkFloatGradients(operation, {map}, 1e-6);
    }
}

namespace {

//! A smooth hill, mild enough for the potential's solution, with some noise so that no two cells are alike.
at::Tensor hill(int n, int gh, int gw, double height, uint64_t seed)
{
    at::Tensor s = uniform({n, 1, gh, gw}, 0.9, 1.1, seed);
    const at::Tensor x = at::arange(gw, at::kDouble) / (gw - 1) - 0.4;
    const at::Tensor y = (at::arange(gh, at::kDouble) / (gh - 1) - 0.6).unsqueeze(1);
    return s + height * (-(x * x + y * y) / (2 * 0.2 * 0.2)).exp();
}

} // namespace

TEST(TrainTransport, gradient_is_that_of_central_differences)
{
    // Smoothed and not, more rows and more columns, a density that is cut off to the limits, the mending.
    for (const double sigma : {0.0, 0.1})
    {
        checkGradients(toGrid(params(cv::zoom::GRID_TRANSPORT, cv::BORDER_REFLECT_101, sigma)), {hill(2, 7, 9, 2, 1)},
                       1e-5);
        checkGradients(toGrid(params(cv::zoom::GRID_TRANSPORT, cv::BORDER_REPLICATE, sigma)), {hill(1, 9, 6, 2, 2)},
                       1e-5);
        checkGradients(toGrid(params(cv::zoom::GRID_TRANSPORT, cv::BORDER_REFLECT_101, sigma, 0.9, 1.2)),
                       {hill(1, 8, 7, 3, 3)}, 1e-5);
        checkGradients(toGrid(params(cv::zoom::GRID_TRANSPORT, cv::BORDER_REPLICATE, sigma, 0.9, 1.2)),
                       {hill(1, 7, 8, 3, 5)}, 1e-5);
    }
}

TEST(TrainTransport, gradient_of_float_is_that_of_double)
{
    for (const int border : {cv::BORDER_REFLECT_101, cv::BORDER_REPLICATE})
        for (const double sigma : {0.0, 0.1})
            checkFloatGradients(toGrid(params(cv::zoom::GRID_TRANSPORT, border, sigma, 0.25, 8)),
                                {hill(2, 9, 12, 2, 4)}, 1e-4);
}

TEST(TrainTransport, forward_is_the_one_of_opencv)
{
    const auto p = params(cv::zoom::GRID_TRANSPORT, cv::BORDER_REFLECT_101, 0.05, 0.25, 8);
    // Mild ones, and one as trained networks give them, where the nodes leave the potential.
    for (const at::Tensor& s : {hill(2, 31, 31, 4, 5).to(at::kFloat), (hill(1, 21, 21, 60, 6) - 0.9).to(at::kFloat)})
    {
        const at::Tensor grids = cv::zoom_train::saliencyToGrid(s, p);
        for (int64_t b = 0; b < s.size(0); ++b)
        {
            cv::Mat expected;
            cv::zoom::saliencyToGrid(plane(s[b][0]), expected, p);
            EXPECT_LT(distance(tensorOf(expected), grids[b]), 1e-5);
        }
    }
}

namespace {

//! Two peaks on a low floor, as a trained network gives them: the nodes between them leave the potential.
at::Tensor twoPeaks(int gh, int gw, double width, uint64_t seed)
{
    at::Tensor s = uniform({1, 1, gh, gw}, 0.002, 0.004, seed);
    const at::Tensor place = uniform({2, 3}, 0, 1, seed + 100);
    for (int k = 0; k < 2; ++k)
    {
        const at::Tensor x = at::arange(gw, at::kDouble) / (gw - 1) - (0.1 + 0.8 * place[k][0]);
        const at::Tensor y = (at::arange(gh, at::kDouble) / (gh - 1) - (0.1 + 0.8 * place[k][1])).unsqueeze(1);
        s = s + (0.5 + place[k][2]) * (-(x * x + y * y) / (2 * width * width)).exp();
    }
    return s;
}

} // namespace

TEST(TrainTransport, gradient_of_free_nodes_is_finite_and_leaves_the_scale_alone)
{
    for (const int border : {cv::BORDER_REFLECT_101, cv::BORDER_REPLICATE})
        for (const bool smoothed : {false, true})
            for (const uint64_t seed : {8, 10, 11, 20})
            {
                auto p = params(cv::zoom::GRID_TRANSPORT, border, smoothed ? 0.08 : 0, 0.1, 0);
                p.uniformMix = 0.02;
                const at::Tensor s = twoPeaks(seed % 2 ? 21 : 15, 21, smoothed ? 0.03 : 0.08, seed);
                const at::Tensor weights = uniform({1, s.size(2), 21, 2}, -1, 1, 10 * seed);
                const at::Tensor change = gradients(toGrid(p), {s}, weights)[0] * s;
                ASSERT_TRUE(change.isfinite().all().item<bool>());
                EXPECT_GT(change.abs().max().item<double>(), 0);
                EXPECT_LT(std::abs(change.sum().item<double>()), 1e-6 * change.abs().sum().item<double>());
            }
}

TEST(TrainTransport, free_nodes_have_a_gradient_that_follows_the_solution)
{
    // Spikes, for which the nodes leave the potential: the gradient is an approximation, which Zoom_TransportGradient
    // measures, but it must point the same way, and scaling the map must change nothing.
    const auto p = params(cv::zoom::GRID_TRANSPORT, cv::BORDER_REFLECT_101, 0, 0, 0);
    const at::Tensor s = peaked(1, 15, 15, 4, 60), weights = uniform({1, 15, 15, 2}, -1, 1, 6);
    const at::Tensor gradient = gradients(toGrid(p), {s}, weights)[0];
    EXPECT_TRUE(gradient.isfinite().all().item<bool>());
    EXPECT_GT(gradient.abs().max().item<double>(), 0);
    EXPECT_LT(std::abs((gradient * s).sum().item<double>()), 1e-6 * (gradient * s).abs().sum().item<double>());
    // Downhill is downhill: a short step against the gradient lowers the sum that it is of.
    const auto loss = [&](const at::Tensor& map) { return (toGrid(p)({map}) * weights).sum().item<double>(); };
    const at::Tensor step = 1e-3 * gradient / gradient.abs().max();
    const double promised = (gradient * step).sum().item<double>(), got = loss(s + step) - loss(s - step);
    EXPECT_GT(got, 0.4 * 2 * promised);
    EXPECT_LT(got, 2.5 * 2 * promised);
}

} // namespace opencv_test
