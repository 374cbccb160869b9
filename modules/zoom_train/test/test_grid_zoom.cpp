// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "gradcheck.hpp"

namespace opencv_test {

namespace {

//! The identity, pulled towards a point and disturbed: magnified there and reduced elsewhere.
at::Tensor zoomingGrid(int n, int gh, int gw, uint64_t seed, double strength = 0.6)
{
    const at::Tensor noise = uniform({n, gh, gw, 2}, -0.05, 0.05, seed);
    at::Tensor grid = at::empty({n, gh, gw, 2}, at::kDouble);
    auto g = grid.accessor<double, 4>();
    for (int b = 0; b < n; ++b)
        for (int i = 0; i < gh; ++i)
            for (int j = 0; j < gw; ++j)
            {
                const double x = double(j) / (gw - 1), y = double(i) / (gh - 1);
                g[b][i][j][0] = x - strength * std::sin(2 * CV_PI * x) / (2 * CV_PI);
                g[b][i][j][1] = y - strength * std::sin(2 * CV_PI * y) / (2 * CV_PI);
            }
    return grid + noise * at::tensor({1.0 / (gw - 1), 1.0 / (gh - 1)}, at::kDouble) * 4;
}

Operation zoomTo(int h, int w, bool antialias)
{
    return [=](const Tensors& in) { return cv::zoom_train::gridZoom(in[0], in[1], h, w, antialias); };
}

//! The same from stock operators: the grid brought to the output's pixels, then sampled.
at::Tensor zoomOfAten(const at::Tensor& image, const at::Tensor& grid, int h, int w)
{
    const auto options = at::TensorOptions(image.scalar_type());
    const at::Tensor x = (at::arange(w, options) + 0.5) / w * 2 - 1, y = (at::arange(h, options) + 0.5) / h * 2 - 1;
    const at::Tensor centres =
        at::stack({x.expand({h, w}), y.unsqueeze(1).expand({h, w})}, -1).unsqueeze(0).expand({grid.size(0), h, w, 2});
    const at::Tensor full = at::grid_sampler_2d(grid.permute({0, 3, 1, 2}), centres, 0, 1, true);
    return at::grid_sampler_2d(image, full.permute({0, 2, 3, 1}) * 2 - 1, 0, 1, false);
}

cv::Mat interleaved(const at::Tensor& t)
{
    const at::Tensor c = t.permute({1, 2, 0}).contiguous();
    return cv::Mat(int(c.size(0)), int(c.size(1)), CV_32FC(int(c.size(2))), c.data_ptr()).clone();
}

at::Tensor planar(const cv::Mat& m)
{
    return at::from_blob(m.data, {m.rows, m.cols, m.channels()}, at::kFloat).clone().permute({2, 0, 1});
}

cv::Mat gridMat(const at::Tensor& t)
{
    const at::Tensor c = t.contiguous();
    return cv::Mat(int(c.size(0)), int(c.size(1)), CV_32FC2, c.data_ptr()).clone();
}

struct ThreadCount
{
    explicit ThreadCount(int n) : before(at::get_num_threads()) { at::set_num_threads(n); }
    ~ThreadCount() { at::set_num_threads(before); }
    const int before;
};

} // namespace

TEST(TrainGridZoom, linear_gradients_are_those_of_central_differences)
{
    checkGradients(zoomTo(6, 7, false), {uniform({2, 3, 9, 11}, -1, 1, 1), zoomingGrid(2, 4, 5, 2)});
    // Samples beyond the border, a single channel, an image of one row.
    checkGradients(zoomTo(7, 5, false), {uniform({1, 1, 6, 5}, -1, 1, 3), zoomingGrid(1, 3, 4, 4) * 1.4 - 0.2});
    checkGradients(zoomTo(3, 5, false), {uniform({1, 2, 1, 8}, -1, 1, 5), zoomingGrid(1, 2, 4, 6)});
}

TEST(TrainGridZoom, antialiased_gradients_are_those_of_central_differences)
{
    // Reductions by 2.5, by 6 (two pyramid levels) and one-sided, then magnification, where boxes are one pixel wide.
    checkGradients(zoomTo(6, 5, true), {uniform({2, 2, 15, 13}, -1, 1, 1), zoomingGrid(2, 4, 5, 2)});
    checkGradients(zoomTo(5, 4, true), {uniform({1, 2, 29, 27}, -1, 1, 3), zoomingGrid(1, 4, 4, 4)});
    checkGradients(zoomTo(4, 14, true), {uniform({1, 1, 33, 15}, -1, 1, 5), zoomingGrid(1, 4, 4, 6)});
    checkGradients(zoomTo(12, 13, true), {uniform({1, 2, 5, 6}, -1, 1, 7), zoomingGrid(1, 4, 4, 8)});
    checkGradients(zoomTo(5, 6, true), {uniform({1, 2, 21, 19}, -1, 1, 9), zoomingGrid(1, 3, 4, 10) * 1.5 - 0.25});
}

TEST(TrainGridZoom, gradient_of_float_is_that_of_double)
{
    for (const bool antialias : {false, true})
        checkFloatGradients(zoomTo(12, 17, antialias), {uniform({2, 3, 40, 50}, -1, 1, 1), zoomingGrid(2, 7, 5, 2)},
                            1e-4);
}

TEST(TrainGridZoom, gradient_goes_through_the_grid_to_the_saliency)
{
    cv::zoom::GridParams p;
    p.gridSize = cv::Size();
    p.sigma = 0.2;
    for (const int mode : {cv::zoom::GRID_ATTRACTION, cv::zoom::GRID_SEPARABLE, cv::zoom::GRID_TRANSPORT})
        for (const bool antialias : {false, true})
        {
            p.mode = mode;
            checkGradients(
                [&](const Tensors& in) {
                    const at::Tensor nodes = cv::zoom_train::saliencyToNodes(in[0], 6, 7);
                    return cv::zoom_train::gridZoom(in[1], cv::zoom_train::saliencyToGrid(nodes, p), 6, 5, antialias);
                },
                {uniform({2, 1, 5, 5}, 0.1, 2, 21), uniform({2, 2, 19, 17}, -1, 1, 22)},
                mode == cv::zoom::GRID_TRANSPORT ? 1e-5 : 1e-6);
        }
}

TEST(TrainGridZoom, forward_is_the_one_of_opencv)
{
    for (const auto& size : {cv::Size(200, 150), cv::Size(31, 47), cv::Size(640, 90)})
        for (const auto& out : {cv::Size(40, 32), cv::Size(63, 20), cv::Size(8, 8)})
        {
            const at::Tensor image = uniform({2, 3, size.height, size.width}, 0, 1, 1).to(at::kFloat);
            const at::Tensor grid = zoomingGrid(2, 9, 11, 2).to(at::kFloat);
            for (const bool antialias : {false, true})
            {
                const at::Tensor ours = cv::zoom_train::gridZoom(image, grid, out.height, out.width, antialias);
                for (int b = 0; b < 2; ++b)
                {
                    cv::Mat expected;
                    cv::zoom::ZoomTransform(gridMat(grid[b]), size, out)
                        .zoom(interleaved(image[b]), expected, antialias ? cv::INTER_AREA : cv::INTER_LINEAR);
                    EXPECT_LT(distance(planar(expected), ours[b]), 1e-5) << size << out << antialias;
                }
            }
        }
}

TEST(TrainGridZoom, linear_is_grid_sample_of_the_interpolated_grid)
{
    const at::Tensor image = uniform({3, 2, 21, 30}, -1, 1, 1), grid = zoomingGrid(3, 6, 8, 2) * 1.2 - 0.1;
    const Operation theirs = [](const Tensors& in) { return zoomOfAten(in[0], in[1], 13, 17); };
    const Operation ours = zoomTo(13, 17, false);
    EXPECT_LT(distance(ours({image, grid}), theirs({image, grid})), 1e-12);
    const at::Tensor weights = uniform({3, 2, 13, 17}, -1, 1, 3);
    const Tensors a = gradients(ours, {image, grid}, weights), b = gradients(theirs, {image, grid}, weights);
    EXPECT_LT(distance(a[0], b[0]), 1e-12);
    EXPECT_LT(distance(a[1], b[1]), 1e-10);
}

TEST(TrainGridZoom, gradients_do_not_depend_on_the_number_of_threads)
{
    for (const int n : {1, 5})
        for (const bool antialias : {false, true})
        {
            const Tensors inputs = {uniform({n, 3, 64, 80}, -1, 1, 1).to(at::kFloat),
                                    zoomingGrid(n, 6, 6, 2).to(at::kFloat)};
            const at::Tensor weights = uniform({n, 3, 24, 20}, -1, 1, 3).to(at::kFloat);
            Tensors one, four;
            {
                ThreadCount threads(1);
                one = gradients(zoomTo(24, 20, antialias), inputs, weights);
            }
            {
                ThreadCount threads(4);
                four = gradients(zoomTo(24, 20, antialias), inputs, weights);
            }
            EXPECT_EQ(0, distance(one[0], four[0]));
            EXPECT_EQ(0, distance(one[1], four[1]));
        }
}

TEST(TrainGridZoom, many_channels_are_the_channels_one_by_one)
{
    const at::Tensor image = uniform({1, 37, 30, 20}, -1, 1, 1), grid = zoomingGrid(1, 5, 5, 2);
    const at::Tensor weights = uniform({1, 37, 8, 9}, -1, 1, 3);
    const Operation operation = zoomTo(8, 9, true);
    const Tensors all = gradients(operation, {image, grid}, weights);
    at::Tensor sum = at::zeros_like(grid);
    for (int c = 0; c < 37; ++c)
    {
        const at::Tensor one = image.narrow(1, c, 1);
        EXPECT_EQ(0, distance(operation({image, grid}).narrow(1, c, 1), operation({one, grid})));
        const Tensors part = gradients(operation, {one, grid}, weights.narrow(1, c, 1));
        EXPECT_EQ(0, distance(all[0].narrow(1, c, 1), part[0]));
        sum += part[1];
    }
    EXPECT_LT(distance(all[1], sum), 1e-11);
}

TEST(TrainGridUnzoom, gradients_are_those_of_central_differences)
{
    const Operation operation = [](const Tensors& in) { return cv::zoom_train::gridUnzoom(in[0], in[1], 12, 11); };
    checkGradients(operation, {uniform({2, 2, 7, 9}, -1, 1, 1), zoomingGrid(2, 4, 5, 2)}, 1e-5);
    // Some pixels of the frame are not covered, some samples lie beyond the border's pixel centres.
    const Tensors inside = {uniform({1, 1, 7, 9}, -1, 1, 3), zoomingGrid(1, 4, 3, 4, 0.4) * 0.7 + 0.1};
    EXPECT_GT((operation(inside) == 0).sum().item<int64_t>(), 10);
    checkGradients(operation, inside, 1e-5);
    checkFloatGradients(operation, {uniform({2, 3, 30, 20}, -1, 1, 1), zoomingGrid(2, 7, 5, 2)}, 1e-3);
}

TEST(TrainGridUnzoom, forward_is_the_one_of_opencv)
{
    for (const double scale : {1.0, 0.8}) // covering the frame, and not
    {
        const at::Tensor zoomed = uniform({2, 3, 40, 56}, 0, 1, 1).to(at::kFloat);
        const at::Tensor grid = (zoomingGrid(2, 9, 11, 2) * scale + 0.1 * (1 - scale)).to(at::kFloat);
        const at::Tensor ours = cv::zoom_train::gridUnzoom(zoomed, grid, 90, 100);
        for (int b = 0; b < 2; ++b)
        {
            cv::Mat expected;
            cv::zoom::ZoomTransform(gridMat(grid[b]), cv::Size(100, 90), cv::Size(56, 40))
                .unzoom(interleaved(zoomed[b]), expected, cv::INTER_LINEAR);
            EXPECT_LT(distance(planar(expected), ours[b]), 1e-5);
        }
    }
}

TEST(TrainGridUnzoom, undoes_the_zoom_of_a_linear_ramp)
{
    const at::Tensor ramp = (at::arange(60, at::kDouble) / 60).expand({1, 1, 50, 60});
    const at::Tensor grid = zoomingGrid(1, 7, 7, 1);
    const at::Tensor zoomed = cv::zoom_train::gridZoom(ramp, grid, 200, 240, false);
    const at::Tensor back = cv::zoom_train::gridUnzoom(zoomed, grid, 50, 60);
    const at::Tensor miss = (back - ramp).abs().narrow(2, 5, 40).narrow(3, 5, 50); // away from the border
    EXPECT_LT(miss.max().item<double>(), 1e-3);
}

} // namespace opencv_test
