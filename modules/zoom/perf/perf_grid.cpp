// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "perf_scene.hpp"

namespace opencv_test {
namespace {

typedef tuple<GridMode, Size> GridTestParams;
typedef TestBaseWithParam<GridTestParams> Zoom_Grid;

PERF_TEST_P(Zoom_Grid, saliencyToGrid,
            testing::Combine(GridMode::all(), testing::Values(Size(31, 31), Size(48, 27), Size(64, 64))))
{
    GridParams params;
    params.mode = get<0>(GetParam());
    params.gridSize = get<1>(GetParam());
    const Mat saliency = salientArea(params.gridSize);
    Mat grid(params.gridSize, CV_32FC2);
    declare.in(saliency).out(grid);

    TEST_CYCLE() cv::zoom::saliencyToGrid(saliency, grid, params);

    expectMagnifies(grid);
    SANITY_CHECK_NOTHING();
}

typedef TestBaseWithParam<Size> Zoom_Nodes;

PERF_TEST_P(Zoom_Nodes, saliencyToNodes, testing::Values(Size(96, 72), Size(640, 360)))
{
    const Mat map = ramp(GetParam(), CV_32FC1);
    Mat nodes(31, 31, CV_32FC1);
    declare.in(map).out(nodes);

    TEST_CYCLE() cv::zoom::saliencyToNodes(map, nodes, nodes.size());

    EXPECT_NEAR(0.5, nodes.at<float>(15, 15), 1e-3);
    SANITY_CHECK_NOTHING();
}

} // namespace
} // namespace opencv_test
