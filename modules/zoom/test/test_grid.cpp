// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "reference.hpp"
#include "test_errors.hpp"
#include "test_precomp.hpp"

#include "opencv2/core/utils/filesystem.hpp"

#include <functional>

namespace opencv_test {
namespace {

using namespace cv::zoom;

//! Parameters under which the grids of the published implementations are reproduced: no mixing, no mending.
GridParams publishedParams(int mode, int border)
{
    GridParams p;
    p.mode = mode;
    p.gridSize = Size();
    p.borderType = border;
    p.uniformMix = 0;
    p.minMagnification = p.maxMagnification = 0;
    return p;
}

TEST(Zoom_Golden, grids_agree_with_the_published_implementations)
{
    const std::string folder = testFolder("ZOOM_GOLDEN");
    std::vector<String> files;
    if (!folder.empty() && utils::fs::isDirectory(folder))
        utils::fs::glob(folder, "*.yml.gz", files);
    if (files.empty())
        ZOOM_SKIP("ZOOM_GOLDEN names no folder with reference grids: '" + folder + "'");
    for (const String& file : files)
    {
        SCOPED_TRACE(file);
        FileStorage fs(file, FileStorage::READ);
        ASSERT_TRUE(fs.isOpened());
        Mat saliency, expected, grid;
        fs["saliency"] >> saliency;
        fs["grid"] >> expected;
        const double fwhm = double(fs["fwhm"]);
        const int radius = int(fs["radius"]);
        ASSERT_EQ(std::min(saliency.rows, saliency.cols) - 1, radius);
        GridParams params =
            publishedParams(String(fs["mode"]) == "separable" ? GRID_SEPARABLE : GRID_ATTRACTION,
                            String(fs["border"]) == "replicate" ? BORDER_REPLICATE : BORDER_REFLECT_101);
        params.sigma = fwhm / (2 * std::sqrt(2 * std::log(2.0))) / radius;
        saliencyToGrid(saliency, grid, params);
        ASSERT_EQ(expected.size(), grid.size());
        ASSERT_EQ(expected.type(), grid.type());
        EXPECT_LE(cvtest::norm(expected, grid, NORM_INF), 1e-5);
    }
}

//! The attraction as DESIGN defines it, node by node over the padded map.
Mat attractionByDefinition(const Mat& saliency, double sigma, bool reflect, bool separable)
{
    const int rows = saliency.rows, columns = saliency.cols, radius = std::min(rows, columns) - 1;
    const double s = sigma * radius;
    const auto fold = [reflect](int i, int n) {
        if (!reflect)
            return std::min(std::max(i, 0), n - 1);
        while (i < 0 || i >= n)
            i = i < 0 ? -i : 2 * (n - 1) - i;
        return i;
    };
    Mat grid(rows, columns, CV_32FC2);
    for (int i = 0; i < rows; ++i)
        for (int j = 0; j < columns; ++j)
        {
            double weight[2] = {}, moment[2] = {};
            for (int di = -radius; di <= radius; ++di)
                for (int dj = -radius; dj <= radius; ++dj)
                {
                    const int r = fold(i + di, rows), c = fold(j + dj, columns);
                    const double kx = std::exp(-0.5 * dj * dj / (s * s)), ky = std::exp(-0.5 * di * di / (s * s));
                    double sx = saliency.at<float>(r, c), sy = sx;
                    if (separable)
                    {
                        sx = di == 0 ? sum(saliency.col(c))[0] : 0;
                        sy = dj == 0 ? sum(saliency.row(r))[0] : 0;
                    }
                    const double wx = separable ? kx : kx * ky, wy = separable ? ky : kx * ky;
                    weight[0] += wx * sx;
                    weight[1] += wy * sy;
                    moment[0] += wx * sx * (j + dj);
                    moment[1] += wy * sy * (i + di);
                }
            const double u = moment[0] / weight[0] / (columns - 1), v = moment[1] / weight[1] / (rows - 1);
            grid.at<Vec2f>(i, j) =
                Vec2f(float(std::min(std::max(u, 0.0), 1.0)), float(std::min(std::max(v, 0.0), 1.0)));
        }
    return grid;
}

typedef testing::TestWithParam<std::tuple<int, int, Size>> Zoom_GridDefinition;

TEST_P(Zoom_GridDefinition, generator_agrees_with_the_definition)
{
    const int mode = std::get<0>(GetParam()), border = std::get<1>(GetParam());
    const Size size = std::get<2>(GetParam());
    Mat saliency(size, CV_32F), grid;
    RNG rng(5);
    rng.fill(saliency, RNG::UNIFORM, 0, 1);
    for (const double sigma : {0.1, 0.3, 1.0})
    {
        GridParams params = publishedParams(mode, border);
        params.sigma = sigma;
        saliencyToGrid(saliency, grid, params);
        const Mat expected =
            attractionByDefinition(saliency, sigma, border == BORDER_REFLECT_101, mode == GRID_SEPARABLE);
        EXPECT_LE(cvtest::norm(expected, grid, NORM_INF), 1e-6) << "sigma " << sigma;
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_GridDefinition,
                        testing::Combine(testing::Values(int(GRID_ATTRACTION), int(GRID_SEPARABLE)),
                                         testing::Values(int(BORDER_REFLECT_101), int(BORDER_REPLICATE)),
                                         testing::Values(Size(11, 11), Size(17, 9), Size(5, 14), Size(2, 2))));

TEST(Zoom_Grid, constant_saliency_gives_the_identity)
{
    Mat grid, identity;
    for (const int mode : {GRID_ATTRACTION, GRID_SEPARABLE, GRID_TRANSPORT})
    {
        GridParams params;
        params.mode = mode;
        params.gridSize = Size(21, 13);
        saliencyToGrid(Mat(13, 21, CV_32F, Scalar(0.25)), grid, params);
        identityGrid(Size(21, 13), identity);
        EXPECT_LE(cvtest::norm(identity, grid, NORM_INF), 1e-6) << "mode " << mode;
    }
}

TEST(Zoom_Grid, reflecting_border_keeps_the_outline_of_the_frame)
{
    for (const int mode : {GRID_ATTRACTION, GRID_SEPARABLE, GRID_TRANSPORT})
        expectOutlineOfFrame(blobGrid(Size(31, 17), Point2d(0.1, 0.9), mode));
}

TEST(Zoom_Grid, separable_grid_keeps_boxes_upright)
{
    const Mat grid = blobGrid(Size(31, 31), Point2d(0.3, 0.6), GRID_SEPARABLE);
    for (int i = 0; i < grid.rows; ++i)
        for (int j = 0; j < grid.cols; ++j)
        {
            ASSERT_EQ(grid.at<Vec2f>(0, j)[0], grid.at<Vec2f>(i, j)[0]);
            ASSERT_EQ(grid.at<Vec2f>(i, 0)[1], grid.at<Vec2f>(i, j)[1]);
        }
}

TEST(Zoom_Grid, magnifies_where_the_saliency_is)
{
    for (const int mode : {GRID_ATTRACTION, GRID_SEPARABLE, GRID_TRANSPORT})
    {
        const ZoomTransform t(blobGrid(Size(31, 31), Point2d(0.3, 0.6), mode), Size(1000, 1000), Size(200, 200));
        std::vector<Point2f> salient = {Point2f(300, 600)}, zoomed;
        t.toZoomedPoints(salient, zoomed);
        Mat magnification;
        t.magnification(magnification);
        EXPECT_GT(magnification.at<float>(cvRound(zoomed[0].y), cvRound(zoomed[0].x)), 1.3f) << "mode " << mode;
        EXPECT_LT(magnification.at<float>(5, 195), 1.f) << "mode " << mode;
    }
}

TEST(Zoom_Grid, takes_double_maps_and_regions_of_interest)
{
    Mat big(60, 60, CV_64F, Scalar(-1)), grid, expected;
    Mat saliency = big(Rect(10, 20, 31, 31));
    blob(Size(31, 31), Point2d(0.4, 0.5), 0.12, 0.15).convertTo(saliency, CV_64F);
    saliencyToGrid(saliency, grid);
    saliencyToGrid(blob(Size(31, 31), Point2d(0.4, 0.5), 0.12, 0.15), expected);
    EXPECT_LE(cvtest::norm(expected, grid, NORM_INF), 1e-6);
}

// Bad input ---------------------------------------------------------------------------------------------------------

TEST(Zoom_GridErrors, bad_saliency_is_refused_by_name)
{
    const Mat good(31, 31, CV_32F, Scalar(1));
    const auto with = [&good](float value) {
        Mat bad = good.clone();
        bad.at<float>(3, 4) = value;
        return bad;
    };
    const Mat maps[] = {Mat(),
                        Mat(31, 31, CV_8U, Scalar(1)),
                        Mat(31, 31, CV_32FC2, Scalar::all(1)),
                        Mat(30, 31, CV_32F, Scalar(1)),
                        with(std::numeric_limits<float>::quiet_NaN()),
                        with(std::numeric_limits<float>::infinity()),
                        with(-1e-6f),
                        Mat(31, 31, CV_32F, Scalar(0))};
    for (const Mat& map : maps)
    {
        Mat grid;
        const std::string message = errorOf([&] { saliencyToGrid(map, grid); });
        EXPECT_NE(std::string::npos, message.find("saliency"))
            << map.size() << " type " << map.type() << ": " << message;
        EXPECT_TRUE(grid.empty());
    }
}

TEST(Zoom_GridErrors, parameters_out_of_range_are_refused_by_name)
{
    const double nan = std::numeric_limits<double>::quiet_NaN();
    struct Case
    {
        const char* name;
        std::function<void(GridParams&)> set;
    };
    const Case cases[] = {
        {"mode", [](GridParams& p) { p.mode = 3; }},
        {"mode", [](GridParams& p) { p.mode = -1; }},
        {"gridSize", [](GridParams& p) { p.gridSize = Size(1, 31); }},
        {"gridSize", [](GridParams& p) { p.gridSize = Size(31, 513); }},
        {"sigma", [](GridParams& p) { p.sigma = 0; }},
        {"sigma", [](GridParams& p) { p.sigma = -0.1; }},
        {"sigma", [](GridParams& p) { p.sigma = 11; }},
        {"sigma", [nan](GridParams& p) { p.sigma = nan; }},
        {"borderType", [](GridParams& p) { p.borderType = BORDER_WRAP; }},
        {"uniformMix", [](GridParams& p) { p.uniformMix = -0.01; }},
        {"uniformMix", [](GridParams& p) { p.uniformMix = 1.01; }},
        {"minMagnification", [](GridParams& p) { p.minMagnification = 1.1; }},
        {"minMagnification", [nan](GridParams& p) { p.minMagnification = nan; }},
        {"maxMagnification", [](GridParams& p) { p.maxMagnification = 0.9; }},
    };
    for (const Case& c : cases)
    {
        GridParams params;
        c.set(params);
        Mat grid;
        const std::string message = errorOf([&] { saliencyToGrid(Mat(31, 31, CV_32F, Scalar(1)), grid, params); });
        EXPECT_NE(std::string::npos, message.find(c.name)) << c.name << ": '" << message << "'";
    }
}

TEST(Zoom_GridParams, what_is_written_is_read_back)
{
    GridParams p, q;
    p.mode = GRID_SEPARABLE;
    p.gridSize = Size(41, 23);
    p.sigma = 0.25;
    p.borderType = BORDER_REPLICATE;
    p.uniformMix = 0.3;
    p.minMagnification = 0.5;
    p.maxMagnification = 5;
    FileStorage out("grid.yml", FileStorage::WRITE | FileStorage::MEMORY);
    out << "grid"
        << "{";
    p.write(out);
    out << "}";
    FileStorage in(out.releaseAndGetString(), FileStorage::READ | FileStorage::MEMORY);
    q.read(in["grid"]);
    EXPECT_EQ(p.mode, q.mode);
    EXPECT_EQ(p.gridSize, q.gridSize);
    EXPECT_EQ(p.sigma, q.sigma);
    EXPECT_EQ(p.borderType, q.borderType);
    EXPECT_EQ(p.uniformMix, q.uniformMix);
    EXPECT_EQ(p.minMagnification, q.minMagnification);
    EXPECT_EQ(p.maxMagnification, q.maxMagnification);
}

TEST(Zoom_GridParams, bad_fields_of_a_file_are_refused_by_name)
{
    const char* files[][2] = {{"mode", "%YAML:1.0\n---\ngrid:\n  mode: fisheye\n"},
                              {"border", "%YAML:1.0\n---\ngrid:\n  border: wrap\n"},
                              {"sigma", "%YAML:1.0\n---\ngrid:\n  sigma: wide\n"},
                              {"grid_size", "%YAML:1.0\n---\ngrid:\n  grid_size: 31\n"},
                              {"uniformMix", "%YAML:1.0\n---\ngrid:\n  uniform_mix: 2.0\n"}};
    for (const auto& file : files)
    {
        FileStorage fs(file[1], FileStorage::READ | FileStorage::MEMORY);
        GridParams params;
        const std::string message = errorOf([&] { params.read(fs["grid"]); });
        EXPECT_NE(std::string::npos, message.find(file[0])) << message;
    }
}

} // namespace
} // namespace opencv_test
