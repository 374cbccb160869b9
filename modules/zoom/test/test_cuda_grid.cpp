// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// The grids of src/cuda against those of the CPU.
#include "reference.hpp"
#include "test_cuda_images.hpp"

#include "../src/cuda/grid_task.hpp"

#include <limits>

namespace opencv_test {
namespace {

using namespace cv::zoom;
using gpu::GridReport;

gpu::DeviceMatrices matricesOf(KernelBackend& backend, const gpu::AxisOfLattice& axis)
{
    kernels::AttractionMatrices matrices;
    matrices.build(axis.nodes, axis.radius, axis.sigma, axis.reflect);
    return {uploaded(backend, matrices.weight), uploaded(backend, matrices.moment), matrices.pitch};
}

Mat gridOn(KernelBackend& backend, const Mat& saliency, const GridParams& params, GridReport* report = nullptr)
{
    const GuardedImage map(backend, saliency);
    GuardedImage nodes(backend, saliency.size(), CV_32FC2);
    gpu::GridTask task = gpu::gridTask(params, saliency.size());
    task.saliency = map.pixels();
    task.step = map.step();
    task.isDouble = saliency.depth() == CV_64F;
    task.alongX = matricesOf(backend, gpu::AxisOfLattice::of(params, saliency.size(), true));
    task.alongY = matricesOf(backend, gpu::AxisOfLattice::of(params, saliency.size(), false));
    task.grid = reinterpret_cast<float*>(nodes.pixels());
    task.gridStep = nodes.step();
    task.report = backend.allocate<GridReport>(1);
    backend.makeGrid(task);
    GridReport got;
    backend.copy(&got, task.report, sizeof(got));
    if (report)
        *report = got;
    return nodes.download();
}

typedef testing::TestWithParam<std::tuple<int, int, int, Size>> Zoom_CudaGrid;

TEST_P(Zoom_CudaGrid, agrees_with_the_CPU)
{
    ZOOM_NEEDS_BACKEND(backend, std::get<0>(GetParam()));
    GridParams params;
    params.mode = std::get<1>(GetParam());
    params.borderType = std::get<2>(GetParam());
    params.gridSize = std::get<3>(GetParam());
    RNG rng(5);
    int mended = 0;
    for (const bool limited : {true, false})
        for (const double sigma : {0.05, 0.1, 0.3, 1.0}) // the narrow ones break the limits
            for (const int type : {CV_32F, CV_64F})
            {
                params.sigma = sigma;
                params.minMagnification = limited ? 0.98 : 0;
                params.maxMagnification = limited ? 1.02 : 0;
                params.uniformMix = limited ? 0.1 : 0;
                Mat saliency(params.gridSize, type), expected;
                rng.fill(saliency, RNG::UNIFORM, 0, 1);
                saliencyToGrid(saliency, expected, params);
                GridReport report;
                const Mat grid = gridOn(*backend, saliency, params, &report);
                EXPECT_LE(cvtest::norm(expected, grid, NORM_INF), 1e-6) << "sigma " << sigma << " limited " << limited;
                EXPECT_EQ(1, report.usable);
                EXPECT_NEAR(sum(saliency)[0], report.sum, 1e-6 * report.sum);
                mended += report.share > 0;
            }
    if (params.gridSize.area() > 100)
    {
        EXPECT_GT(mended, 0) << "nothing was mended, so nothing is shown of it";
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_CudaGrid,
                        testing::Combine(backendKinds(), testing::Values(int(GRID_ATTRACTION), int(GRID_SEPARABLE)),
                                         testing::Values(int(BORDER_REFLECT_101), int(BORDER_REPLICATE)),
                                         testing::Values(Size(31, 31), Size(11, 11), Size(17, 9), Size(5, 14),
                                                         Size(2, 2), Size(130, 67))));

typedef testing::TestWithParam<int> Zoom_CudaGrids;

TEST_P(Zoom_CudaGrids, largest_lattice_agrees_with_the_CPU)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    GridParams params;
    params.gridSize = GetParam() == ON_DEVICE ? Size(512, 512) : Size(512, 20);
    const Mat saliency = blob(params.gridSize, Point2d(0.4, 0.5), 0.12, 0.15);
    for (const int mode : {GRID_ATTRACTION, GRID_SEPARABLE})
    {
        params.mode = mode;
        Mat expected;
        saliencyToGrid(saliency, expected, params);
        EXPECT_LE(cvtest::norm(expected, gridOn(*backend, saliency, params), NORM_INF), 1e-6);
    }
}

TEST_P(Zoom_CudaGrids, reflecting_border_keeps_the_outline_of_the_frame)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    for (const int mode : {GRID_ATTRACTION, GRID_SEPARABLE})
        for (const Size nodes : {Size(31, 17), Size(64, 48)})
        {
            GridParams params;
            params.mode = mode;
            expectOutlineOfFrame(gridOn(*backend, blob(nodes, Point2d(0.1, 0.9), 0.12, 0.15), params));
        }
}

//! Maps that bend the outline: what is above is settled by corners alone.
TEST_P(Zoom_CudaGrids, mending_is_that_of_the_CPU_for_steep_maps)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    RNG rng(11);
    int mended = 0;
    for (int k = 0; k < 150; ++k)
    {
        GridParams params;
        params.borderType = BORDER_REPLICATE;
        params.gridSize = Size(rng.uniform(2, 40), rng.uniform(2, 40));
        params.sigma = std::exp(rng.uniform(std::log(0.01), std::log(2.0)));
        params.uniformMix = k % 5 == 0 ? 0 : rng.uniform(0., 0.5);
        params.minMagnification = k % 3 == 0 ? 0 : 0.25;
        params.maxMagnification = k % 4 == 0 ? 0 : 8;
        Mat saliency(params.gridSize, CV_32F), expected;
        rng.fill(saliency, RNG::UNIFORM, -12, 12);
        exp(saliency, saliency);
        saliencyToGrid(saliency, expected, params);
        GridReport report;
        const Mat grid = gridOn(*backend, saliency, params, &report);
        ASSERT_LE(cvtest::norm(expected, grid, NORM_INF), 2e-6) << "map " << k << ", share " << report.share;
        mended += report.share > 0;
    }
    EXPECT_GT(mended, 50);
}

TEST_P(Zoom_CudaGrids, unusable_maps_give_the_identity_and_say_so)
{
    ZOOM_NEEDS_BACKEND(backend, GetParam());
    for (const Size nodes : {Size(31, 31), Size(64, 48)})
    {
        Mat identity;
        identityGrid(nodes, identity);
        for (const float bad :
             {std::numeric_limits<float>::quiet_NaN(), std::numeric_limits<float>::infinity(), -1e-6f})
            for (const int type : {CV_32F, CV_64F})
            {
                Mat saliency(nodes, type, Scalar(1));
                if (type == CV_32F)
                    saliency.at<float>(nodes.height - 1, 4) = bad;
                else
                    saliency.at<double>(nodes.height - 1, 4) = bad;
                GridReport report;
                EXPECT_EQ(0, cvtest::norm(identity, gridOn(*backend, saliency, GridParams(), &report), NORM_INF));
                EXPECT_EQ(0, report.usable);
            }
        GridReport report;
        const Mat zero(nodes, CV_32F, Scalar(0));
        EXPECT_EQ(0, cvtest::norm(identity, gridOn(*backend, zero, GridParams(), &report), NORM_INF));
        EXPECT_EQ(0, report.usable);
    }
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_CudaGrids, backendKinds());

} // namespace
} // namespace opencv_test
