// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The certificate and mending of grids: what saliencyToGrid() returns must be one-to-one and within the limits,
// whatever the map. The judge is code of this file, in double.
#include "reference.hpp"
#include "test_precomp.hpp"

#include "../src/kernels/certificate.hpp"

namespace opencv_test {
namespace {

using namespace cv::zoom;

//! Every kind of map that has been trouble somewhere.
enum MapKind
{
    NOISE,
    STEEP_NOISE,
    ONE_HOT,
    CONSTANT,
    RAMP,
    STEEP_RAMP,
    NEAR_ZERO,
    TWO_CORNERS,
    CHEQUERS,
    STRIPES,
    PEAKS,
    SMOOTH,
    MAP_KINDS
};

Mat mapOfKind(int kind, Size size, RNG& rng)
{
    Mat s(size, CV_32F, Scalar(0));
    const auto randomNode = [&] { return Point(rng.uniform(0, size.width), rng.uniform(0, size.height)); };
    const auto fill = [&s](const auto& value) {
        for (int i = 0; i < s.rows; ++i)
            for (int j = 0; j < s.cols; ++j)
                s.at<float>(i, j) = float(value(i, j));
    };
    const double a = rng.uniform(-1., 1.), b = rng.uniform(-1., 1.);
    const auto along = [&](int i, int j) { return a * j / (size.width - 1) + b * i / (size.height - 1); };
    switch (kind)
    {
    case NOISE:
        rng.fill(s, RNG::UNIFORM, 0, 1);
        break;
    case STEEP_NOISE:
        rng.fill(s, RNG::UNIFORM, -12, 12);
        exp(s, s);
        break;
    case ONE_HOT:
        s.at<float>(randomNode()) = 1;
        break;
    case CONSTANT:
        s.setTo(rng.uniform(1e-3, 1e3));
        break;
    case RAMP:
        fill([&](int i, int j) { return 2 + along(i, j); });
        break;
    case STEEP_RAMP:
        fill([&](int i, int j) { return std::exp(15 * along(i, j)); });
        break;
    case NEAR_ZERO:
        rng.fill(s, RNG::UNIFORM, 0, 1e-30);
        break;
    case TWO_CORNERS:
        s.at<float>(0, 0) = 1;
        s.at<float>(size.height - 1, size.width - 1) = rng.uniform(0.f, 1.f) + 1e-3f;
        break;
    case CHEQUERS:
        fill([](int i, int j) { return (i + j) % 2; });
        break;
    case STRIPES:
        fill([&](int i, int j) { return (a > 0 ? i : j) % 3 == 0; });
        break;
    case PEAKS:
        for (int k = 0; k < 4; ++k)
            s.at<float>(randomNode()) += rng.uniform(0.1f, 5.f);
        break;
    default: // SMOOTH
        s = blob(size, Point2d(rng.uniform(0., 1.), rng.uniform(0., 1.)), rng.uniform(0.1, 0.3), 0.2);
    }
    if (sum(s)[0] == 0)
        s.at<float>(0, 0) = 1;
    return s;
}

//! The outline of a grid once round, from the first node along the top.
std::vector<Point2d> outlineOf(const Mat& grid)
{
    std::vector<Point2d> outline;
    const auto add = [&](int i, int j) {
        const Vec2f p = grid.at<Vec2f>(i, j);
        outline.push_back(Point2d(p[0], p[1]));
    };
    for (int j = 0; j < grid.cols; ++j)
        add(0, j);
    for (int i = 1; i < grid.rows; ++i)
        add(i, grid.cols - 1);
    for (int j = grid.cols - 2; j >= 0; --j)
        add(grid.rows - 1, j);
    for (int i = grid.rows - 2; i > 0; --i)
        add(i, 0);
    return outline;
}

//! Whether no two sides of the polygon that are not neighbours touch.
bool isSimple(const std::vector<Point2d>& p)
{
    const size_t n = p.size();
    const auto turn = [](Point2d a, Point2d b, Point2d c) { return (b - a).cross(c - a); };
    for (size_t k = 0; k < n; ++k)
        for (size_t m = k + 2; m < n; ++m)
        {
            if (k == 0 && m == n - 1)
                continue;
            const Point2d a = p[k], b = p[k + 1], c = p[m], d = p[(m + 1) % n];
            if (std::max(a.x, b.x) < std::min(c.x, d.x) || std::max(c.x, d.x) < std::min(a.x, b.x) ||
                std::max(a.y, b.y) < std::min(c.y, d.y) || std::max(c.y, d.y) < std::min(a.y, b.y))
                continue;
            if (turn(a, b, c) * turn(a, b, d) <= 0 && turn(c, d, a) * turn(c, d, b) <= 0)
                return false;
        }
    return true;
}

//! Whether every side runs on along its axis.
bool isMonotone(const Mat& grid)
{
    for (const int i : {0, grid.rows - 1})
        for (int j = 1; j < grid.cols; ++j)
            if (!(grid.at<Vec2f>(i, j)[0] > grid.at<Vec2f>(i, j - 1)[0]))
                return false;
    for (const int j : {0, grid.cols - 1})
        for (int i = 1; i < grid.rows; ++i)
            if (!(grid.at<Vec2f>(i, j)[1] > grid.at<Vec2f>(i - 1, j)[1]))
                return false;
    return true;
}

bool keepsFrame(const GridParams& params)
{
    return params.mode == GRID_TRANSPORT || params.borderType == BORDER_REFLECT_101;
}

//! Everything that a grid of saliencyToGrid() promises.
void expectSound(const Mat& grid, const GridParams& params)
{
    const auto range = reference::determinants(grid);
    EXPECT_GT(range.first, 0);
    // How far beyond the limits a determinant is, less what storing the nodes as float may do to it.
    double tooSmall = -1, tooLarge = -1;
    const double kx = grid.cols - 1, ky = grid.rows - 1, rounding = std::numeric_limits<float>::epsilon();
    const double least = 1 / std::pow(params.maxMagnification, 2), most = 1 / std::pow(params.minMagnification, 2);
    for (int i = 0; i + 1 < grid.rows; ++i)
        for (int j = 0; j + 1 < grid.cols; ++j)
            for (int corner = 0; corner < 4; ++corner)
            {
                const int row = i + corner / 2, column = j + corner % 2;
                const Vec2d x = kx * (Vec2d(grid.at<Vec2f>(row, j + 1)) - Vec2d(grid.at<Vec2f>(row, j)));
                const Vec2d y = ky * (Vec2d(grid.at<Vec2f>(i + 1, column)) - Vec2d(grid.at<Vec2f>(i, column)));
                const double det = x[0] * y[1] - x[1] * y[0];
                const double slack = rounding * (ky * cv::norm(x, NORM_L1) + kx * cv::norm(y, NORM_L1));
                tooSmall = std::max(tooSmall, least - det - slack);
                tooLarge = std::max(tooLarge, det - most - slack);
            }
    EXPECT_LE(tooSmall, 1e-9);
    EXPECT_LE(tooLarge, 1e-6);
    EXPECT_TRUE(isMonotone(grid));
    EXPECT_TRUE(isSimple(outlineOf(grid)));
    double low, high;
    minMaxLoc(grid.reshape(1), &low, &high);
    EXPECT_GE(low, 0);
    EXPECT_LE(high, 1);
    if (keepsFrame(params))
        expectOutlineOfFrame(grid);
    const ZoomTransform t(grid, Size(640, 480), Size(320, 240));
    EXPECT_TRUE(t.isCertified());
    EXPECT_NEAR(t.maxMagnification(), 1 / std::sqrt(range.first), 1e-6 * t.maxMagnification());
    EXPECT_NEAR(t.minMagnification(), 1 / std::sqrt(range.second), 1e-6);
}

typedef testing::TestWithParam<std::tuple<int, int>> Zoom_Certificate;

TEST_P(Zoom_Certificate, every_grid_is_one_to_one_and_within_the_limits)
{
    RNG rng(11);
    GridParams params;
    params.mode = std::get<0>(GetParam());
    params.borderType = std::get<1>(GetParam());
    const bool transport = params.mode == GRID_TRANSPORT; // a rough map takes it up to a second
    const int maps = transport ? 40 * MAP_KINDS : 120 * MAP_KINDS, largest = transport ? 24 : 40;
    for (int k = 0; k < maps && !HasFailure(); ++k)
    {
        params.gridSize = Size(rng.uniform(2, largest), rng.uniform(2, largest));
        params.sigma = std::exp(rng.uniform(std::log(0.01), std::log(2.0)));
        params.uniformMix = k % 5 == 0 ? 0 : rng.uniform(0., 0.5);
        params.minMagnification = k % 7 == 0 ? rng.uniform(0.05, 0.9) : 0.25;
        params.maxMagnification = k % 7 == 0 ? rng.uniform(1.05, 20.) : 8;
        SCOPED_TRACE(
            format("map %d, %dx%d nodes, sigma %g", k, params.gridSize.width, params.gridSize.height, params.sigma));
        Mat grid;
        saliencyToGrid(mapOfKind(k % MAP_KINDS, params.gridSize, rng), grid, params);
        expectSound(grid, params);
    }
}

TEST_P(Zoom_Certificate, holds_for_every_size)
{
    RNG rng(12);
    GridParams params;
    params.mode = std::get<0>(GetParam());
    params.borderType = std::get<1>(GetParam());
    const bool transport = params.mode == GRID_TRANSPORT;
    const auto expectSoundGrid = [&](Size size, int kind) {
        SCOPED_TRACE(format("%dx%d nodes, kind %d", size.width, size.height, kind));
        params.gridSize = size;
        Mat grid;
        saliencyToGrid(mapOfKind(kind, size, rng), grid, params);
        expectSound(grid, params);
    };
    for (int n = 2; n <= 128 && !HasFailure(); ++n)
    {
        // The time of a transport grid grows with the fourth power of the narrow side and with the roughness of the
        // map: squares beyond 24 have a smooth map, beyond 64 the two borders share them, and long shapes are narrow.
        const bool large = transport && n > 24;
        if (!large || n <= 64 || n % 2 == int(params.borderType == BORDER_REPLICATE))
            expectSoundGrid(Size(n, n), large ? int(SMOOTH) : n % MAP_KINDS);
        const int other = 2 + (37 * n) % (transport ? 9 : 127);
        expectSoundGrid(Size(n, other), (n + 5) % MAP_KINDS);
        expectSoundGrid(Size(other, n), (n + 3) % MAP_KINDS);
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_Certificate,
                        testing::Combine(testing::Values(int(GRID_ATTRACTION), int(GRID_SEPARABLE),
                                                         int(GRID_TRANSPORT)),
                                         testing::Values(int(BORDER_REFLECT_101), int(BORDER_REPLICATE))));

//! Values along one axis of a separable grid, of a given roughness, that may crop, stand still or go back.
std::vector<double> randomAxis(int n, RNG& rng)
{
    std::vector<double> axis(n);
    const double roughness = rng.uniform(0., 6.), backwards = rng.uniform(0, 4) == 0 ? 0.2 : 0;
    const double begin = rng.uniform(0, 2) ? 0 : rng.uniform(0., 0.4),
                 end = rng.uniform(0, 2) ? 1 : rng.uniform(0.6, 1.);
    for (int k = 1; k < n; ++k)
        axis[k] = axis[k - 1] + std::exp(roughness * rng.gaussian(0.5)) - backwards * rng.uniform(0., 2.);
    const double last = axis.back();
    for (double& a : axis)
        a = std::abs(last) > 1e-3 ? begin + (end - begin) * a / last : begin + a;
    return axis;
}

TEST(Zoom_Mending, separable_grids_are_mended_as_any_other)
{
    RNG rng(3);
    int mended = 0, untouched = 0;
    for (int k = 0; k < 6000; ++k)
    {
        const int rows = rng.uniform(2, 40), columns = rng.uniform(2, 40);
        std::vector<double> u = randomAxis(columns, rng), v = randomAxis(rows, rng), grid;
        for (int i = 0; i < rows; ++i)
            for (int j = 0; j < columns; ++j)
            {
                grid.push_back(u[j]);
                grid.push_back(v[i]);
            }
        const double least = std::exp(rng.uniform(std::log(1e-4), 0.)), most = std::exp(rng.uniform(0., std::log(1e3)));
        const double expected = kernels::mendGrid(grid.data(), rows, columns, least, most);
        const double share = kernels::mendSeparableGrid(u.data(), columns, v.data(), rows, least, most);
        ++(share > 0 ? mended : untouched);
        // Either may need one more round, which adds a margin of 1e-9.
        ASSERT_NEAR(expected, share, 2e-9) << "grid " << k << ", " << columns << "x" << rows;
        for (int i = 0; i < rows; ++i)
            for (int j = 0; j < columns; ++j)
            {
                ASSERT_NEAR(grid[2 * (i * columns + j)], u[j], 1e-8);
                ASSERT_NEAR(grid[2 * (i * columns + j) + 1], v[i], 1e-8);
            }
    }
    EXPECT_GT(mended, 500);
    EXPECT_GT(untouched, 50);
}

TEST(Zoom_Mending, a_grid_within_the_limits_stays_as_it_is)
{
    GridParams params, reference;
    reference.minMagnification = reference.maxMagnification = 0;
    Mat mended, raw;
    const Mat saliency = blob(Size(31, 31), Point2d(0.4, 0.5), 0.12, 0.3);
    saliencyToGrid(saliency, mended, params);
    saliencyToGrid(saliency, raw, reference);
    EXPECT_EQ(0, cvtest::norm(mended, raw, NORM_INF));
}

TEST(Zoom_Mending, blends_with_the_identity_by_no_more_than_needed)
{
    GridParams params, unlimited;
    params.maxMagnification = 1.5;
    params.minMagnification = 0.01;
    unlimited.minMagnification = unlimited.maxMagnification = 0;
    Mat mended, raw, identity;
    const Mat saliency = blob(Size(31, 31), Point2d(0.4, 0.5), 0.12, 0.15);
    saliencyToGrid(saliency, mended, params);
    saliencyToGrid(saliency, raw, unlimited);
    identityGrid(Size(31, 31), identity);
    const double share = cvtest::norm(mended, raw, NORM_L2) / cvtest::norm(identity, raw, NORM_L2);
    ASSERT_GT(share, 0.05);
    const Mat expected = (1 - share) * raw + share * identity;
    EXPECT_LE(cvtest::norm(expected, mended, NORM_INF), 1e-6);
    // The limit is met exactly: less would break it.
    EXPECT_NEAR(1.5, 1 / std::sqrt(reference::determinants(mended).first), 1e-3);
}

TEST(Zoom_Mending, share_changes_little_with_the_saliency)
{
    GridParams params;
    params.maxMagnification = 1.3;
    Mat before, after;
    for (int k = 0; k < 40; ++k)
    {
        saliencyToGrid(blob(Size(31, 31), Point2d(0.3 + 0.005 * k, 0.5), 0.12, 0.15), after, params);
        if (k > 0)
        {
            EXPECT_LE(cvtest::norm(before, after, NORM_INF), 0.01) << "step " << k;
        }
        before = after.clone();
    }
}

TEST(Zoom_Mending, limits_of_zero_leave_a_folded_grid_alone_and_it_is_not_certified)
{
    GridParams params;
    params.gridSize = Size();
    params.borderType = BORDER_REPLICATE;
    params.uniformMix = params.minMagnification = params.maxMagnification = 0;
    params.sigma = 0.03;
    Mat grid, saliency(31, 31, CV_32F, Scalar(0));
    saliency.at<float>(15, 15) = 1;
    saliencyToGrid(saliency, grid, params);
    const ZoomTransform t(grid, Size(640, 480), Size(320, 240));
    EXPECT_FALSE(t.isCertified());
    EXPECT_LE(reference::determinants(grid).first, 0);
}

TEST(Zoom_Mending, a_grid_whose_outline_crosses_itself_is_not_certified)
{
    // A strip bent round until its ends overlap: no cell is folded, yet it is not one-to-one.
    const int n = 41;
    Mat grid(3, n, CV_32FC2);
    for (int i = 0; i < 3; ++i)
        for (int j = 0; j < n; ++j)
        {
            const double angle = 1.2 * 2 * CV_PI * j / (n - 1), radius = 0.2 + 0.1 * i;
            grid.at<Vec2f>(i, j) = Vec2f(float(0.5 + radius * std::sin(angle)), float(0.5 + radius * std::cos(angle)));
        }
    ASSERT_GT(reference::determinants(grid).first, 0);
    EXPECT_FALSE(ZoomTransform(grid, Size(100, 100), Size(50, 50)).isCertified());
}

} // namespace
} // namespace opencv_test
