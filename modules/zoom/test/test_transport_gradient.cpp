// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// The gradient of transport grids, which zoom_train's operators give to torch.

#include "test_precomp.hpp"

#include "../src/kernels/transport.hpp"

#include <functional>

namespace opencv_test {
namespace {

using cv::zoom::kernels::TransportSolver;

//! A density as a trained network gives it: peaks of about a node on a floor, smoothed. 64FC1.
Mat_<double> peaks(Size nodes, int count, double floor, RNG& rng)
{
    Mat_<double> s(nodes, 0.0);
    for (int k = 0; k < count; ++k)
        s(rng.uniform(2, nodes.height - 2), rng.uniform(2, nodes.width - 2)) += rng.uniform(0.5, 1.5);
    GaussianBlur(s, s, Size(), 1.7, 1.7, BORDER_REFLECT_101);
    return s * (1 - floor) / sum(s)[0] + floor / double(nodes.area());
}

//! What the logarithm of a density changes by: smooth noise with a root mean square of 1.
Mat_<double> direction(Size nodes, RNG& rng)
{
    Mat_<double> noise(nodes);
    rng.fill(noise, RNG::NORMAL, 0, 1);
    GaussianBlur(noise, noise, Size(), 1.6, 1.6, BORDER_REFLECT_101);
    return noise / std::sqrt(noise.dot(noise) / double(noise.total()));
}

Mat_<double> moved(const Mat_<double>& density, const Mat_<double>& along, double step)
{
    Mat_<double> factor;
    cv::exp(step * along, factor);
    return density.mul(factor);
}

//! The nodes, rows x 2*columns, interleaved.
Mat_<double> solve(TransportSolver& solver, const Mat_<double>& density)
{
    Mat_<double> grid(density.rows, 2 * density.cols);
    solver.solveExactly(density.ptr<double>(), density.rows, density.cols, grid.ptr<double>());
    return grid;
}

Mat_<double> centralDifference(const Mat_<double>& density, const Mat_<double>& along, double step)
{
    TransportSolver above, below;
    return (solve(above, moved(density, along, step)) - solve(below, moved(density, along, -step))) / (2 * step);
}

//! How much sum(gradGrid*grid) changes along a direction of the density's logarithm, by the gradient.
double promised(TransportSolver& solver, const Mat_<double>& gradGrid, const Mat_<double>& density,
                const Mat_<double>& along)
{
    Mat_<double> gradient(density.size());
    EXPECT_TRUE(solver.gradDensity(gradGrid.ptr<double>(), gradient.ptr<double>()));
    return gradient.dot(density.mul(along));
}

double relativeDistance(const Mat_<double>& a, const Mat_<double>& b)
{
    return cv::norm(a, b, NORM_L2) / cv::norm(b, NORM_L2);
}

//! Calls visit(density, solver) for maps whose nodes leave the potential; the solver holds the solution.
int visitBentMaps(int tries, const std::function<void(const Mat_<double>&, TransportSolver&, RNG&)>& visit)
{
    int bent = 0;
    for (int k = 0; k < tries; ++k)
    {
        RNG rng(uint64(900 + k));
        const Size nodes(k % 3 == 1 ? 15 : 21, k % 3 == 2 ? 15 : 21);
        const Mat_<double> density = peaks(nodes, 2 + k % 2, 0.02, rng);
        TransportSolver solver;
        solve(solver, density);
        if (!solver.leftPotential() || solver.reachedPower() < 1)
            continue;
        ++bent;
        visit(density, solver, rng);
    }
    return bent;
}

TEST(Zoom_TransportGradient, on_the_potential_is_that_of_central_differences)
{
    for (const Size& nodes : {Size(21, 21), Size(13, 18), Size(18, 13)})
    {
        RNG rng(uint64(nodes.width));
        const Mat_<double> density = peaks(nodes, 1, 0.1, rng);
        TransportSolver solver;
        solve(solver, density);
        ASSERT_FALSE(solver.leftPotential());
        for (int k = 0; k < 4; ++k)
        {
            const Mat_<double> along = direction(nodes, rng), expected = centralDifference(density, along, 1e-5);
            Mat_<double> weights(expected.size());
            rng.fill(weights, RNG::NORMAL, 0, 1);
            EXPECT_NEAR(weights.dot(expected), promised(solver, weights, density, along),
                        1e-5 * cv::norm(weights, NORM_L2) * cv::norm(expected, NORM_L2))
                << nodes;
        }
    }
}

//! Bilinear interpolation; x and y in nodes.
double densityAt(const Mat_<double>& s, double x, double y)
{
    const int j = std::min(std::max(int(x), 0), s.cols - 2), i = std::min(std::max(int(y), 0), s.rows - 2);
    const double a = x - j, b = y - i;
    return (1 - b) * ((1 - a) * s(i, j) + a * s(i, j + 1)) + b * ((1 - a) * s(i + 1, j) + a * s(i + 1, j + 1));
}

//! Mass in the image of the cell at (i, j) of a grid, by 40 x 40 midpoints; the density's mean is 1.
double cellMass(const Mat_<double>& density, const Mat_<double>& grid, int i, int j)
{
    const int n = 40;
    const auto node = [&](int r, int c) {
        return Vec2d(grid(r, 2 * c) * (density.cols - 1), grid(r, 2 * c + 1) * (density.rows - 1));
    };
    const Vec2d a = node(i, j), b = node(i, j + 1), c = node(i + 1, j), d = node(i + 1, j + 1);
    double mass = 0;
    for (int p = 0; p < n; ++p)
        for (int q = 0; q < n; ++q)
        {
            const double s = (q + 0.5) / n, t = (p + 0.5) / n;
            const Vec2d at = (1 - t) * ((1 - s) * a + s * b) + t * ((1 - s) * c + s * d);
            const Vec2d dx = (1 - t) * (b - a) + t * (d - c), dy = (1 - s) * (c - a) + s * (d - b);
            mass += densityAt(density, at[0], at[1]) * (dx[0] * dy[1] - dx[1] * dy[0]) / (n * n);
        }
    return mass;
}

//! Scaled to the mean of 1 that its bilinear interpolant shall have.
Mat_<double> normalised(const Mat_<double>& density)
{
    double mass = 0;
    for (int i = 0; i + 1 < density.rows; ++i)
        for (int j = 0; j + 1 < density.cols; ++j)
            mass += 0.25 * (density(i, j) + density(i, j + 1) + density(i + 1, j) + density(i + 1, j + 1));
    return density * ((density.rows - 1) * (density.cols - 1) / mass);
}

// Whatever way the nodes went, every cell holds its share: of a sum of masses in which the density counts only as far
// as it moves the nodes, the derivative is known. That is half of what a grid can do, and exact.
TEST(Zoom_TransportGradient, of_free_nodes_keeps_every_mass)
{
    const int bent = visitBentMaps(9, [](const Mat_<double>& density, TransportSolver& solver, RNG& rng) {
        Mat_<double> grid = solve(solver, density), weights(density.rows - 1, density.cols - 1);
        rng.fill(weights, RNG::NORMAL, 0, 1);
        const Mat_<double> here = normalised(density);
        const auto massesAround = [&](int i, int j) { // weighted, of the cells that share a node
            double sum = 0;
            for (int r = std::max(i - 1, 0); r <= std::min(i, weights.rows - 1); ++r)
                for (int c = std::max(j - 1, 0); c <= std::min(j, weights.cols - 1); ++c)
                    sum += weights(r, c) * cellMass(here, grid, r, c);
            return sum;
        };
        Mat_<double> gradGrid(grid.size(), 0.0);
        const double step = 1e-5;
        for (int i = 0; i < density.rows; ++i)
            for (int j = 0; j < density.cols; ++j)
                for (const int axis : {0, 1})
                {
                    const bool fixed = axis == 0 ? j == 0 || j == density.cols - 1 : i == 0 || i == density.rows - 1;
                    if (fixed)
                        continue;
                    double& coordinate = grid(i, 2 * j + axis);
                    const double kept = coordinate;
                    coordinate = kept + step;
                    const double above = massesAround(i, j);
                    coordinate = kept - step;
                    gradGrid(i, 2 * j + axis) = (above - massesAround(i, j)) / (2 * step);
                    coordinate = kept;
                }
        for (int k = 0; k < 3; ++k)
        {
            const Mat_<double> along = direction(density.size(), rng);
            const Mat_<double> above = normalised(moved(density, along, 1e-4)),
                               below = normalised(moved(density, along, -1e-4));
            double expected = 0, scale = 0;
            for (int i = 0; i < weights.rows; ++i)
                for (int j = 0; j < weights.cols; ++j)
                {
                    const double change = (cellMass(above, grid, i, j) - cellMass(below, grid, i, j)) / 2e-4;
                    expected -= weights(i, j) * change;
                    scale += weights(i, j) * weights(i, j) * change * change;
                }
            EXPECT_NEAR(expected, promised(solver, gradGrid, density, along), 0.02 * std::sqrt(scale))
                << density.size();
        }
    });
    EXPECT_GE(bent, 3);
}

// The way to free nodes has jumps, and between them the gradient is an approximation: this is how good a one. Judged
// where central differences with two steps agree. The shortest move alone, without the potential's part of the way, has
// a correlation of 0.77.
TEST(Zoom_TransportGradient, of_free_nodes_is_near_that_of_central_differences)
{
    std::vector<double> shares, errors;
    double productSum = 0, promisedSum = 0, observedSum = 0;
    int all = 0;
    const int bent = visitBentMaps(24, [&](const Mat_<double>& density, TransportSolver& solver, RNG& rng) {
        for (int k = 0; k < 3; ++k)
        {
            const Mat_<double> along = direction(density.size(), rng);
            const Mat_<double> coarse = centralDifference(density, along, 1e-3),
                               fine = centralDifference(density, along, 1e-4);
            ++all;
            if (relativeDistance(coarse, fine) > 0.05)
                continue;
            shares.push_back(promised(solver, fine, density, along) / fine.dot(fine));
            for (int w = 0; w < 8; ++w)
            {
                Mat_<double> weights(fine.size());
                rng.fill(weights, RNG::NORMAL, 0, 1);
                weights /= cv::norm(fine, NORM_L2);
                const double expected = weights.dot(fine), got = promised(solver, weights, density, along);
                productSum += expected * got;
                promisedSum += got * got;
                observedSum += expected * expected;
            }
        }
    });
    ASSERT_GE(bent, 5);
    ASSERT_GE(shares.size(), 6u);
    std::sort(shares.begin(), shares.end());
    const double middle = shares[shares.size() / 2], correlation = productSum / std::sqrt(promisedSum * observedSum);
    std::cout << format("%d maps, %d of %d directions smooth; share of the nodes' move along itself: median %.2f, from "
                        "%.2f to %.2f; correlation for random weights %.3f\n",
                        bent, int(shares.size()), all, middle, shares.front(), shares.back(), correlation);
    EXPECT_GE(middle, 0.75);
    EXPECT_LE(middle, 1.15);
    EXPECT_GE(correlation, 0.9);
}

} // namespace
} // namespace opencv_test
