// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// Grids must not allocate once their size is known. Counts what the thread asks operator new for: every container,
// every matrix (its header lives there) and every buffer that outgrows the stack.
#include "reference.hpp"
#include "test_precomp.hpp"

#include <new>

namespace {

thread_local long allocations = 0;

void* countedAllocation(std::size_t size)
{
    ++allocations;
    void* p = std::malloc(size > 0 ? size : 1);
    if (!p)
        throw std::bad_alloc();
    return p;
}

} // namespace

void* operator new(std::size_t size)
{
    return countedAllocation(size);
}

void* operator new[](std::size_t size)
{
    return countedAllocation(size);
}

void operator delete(void* p) noexcept
{
    std::free(p);
}

void operator delete[](void* p) noexcept
{
    std::free(p);
}

void operator delete(void* p, std::size_t) noexcept
{
    std::free(p);
}

void operator delete[](void* p, std::size_t) noexcept
{
    std::free(p);
}

namespace opencv_test {
namespace {

using namespace cv::zoom;

TEST(Zoom_GridMemory, the_counter_counts)
{
    const long before = allocations;
    const Mat m(3, 3, CV_8U);
    std::vector<int> v(100);
    EXPECT_GE(allocations - before, 2);
}

typedef testing::TestWithParam<std::tuple<int, Size>> Zoom_GridMemoryOf;

TEST_P(Zoom_GridMemoryOf, nothing_is_allocated_after_the_first_grid_of_a_size)
{
    GridParams params;
    params.mode = std::get<0>(GetParam());
    params.gridSize = std::get<1>(GetParam());
    if (params.mode == GRID_TRANSPORT)
        params.sigma = 0.05;
    RNG rng(6);
    // Smooth, rough enough for mending, and one that lets the nodes of a transport grid leave the potential.
    std::vector<Mat> maps(3, Mat());
    maps[0] = blob(params.gridSize, Point2d(0.4, 0.5), 0.12, 0.15);
    maps[1].create(params.gridSize, CV_32F);
    rng.fill(maps[1], RNG::UNIFORM, 0, 1);
    maps[2] = blob(params.gridSize, Point2d(0.1, 0.2), 0.03, 0.001) + blob(params.gridSize, Point2d(0.8, 0.7), 0.03, 0);
    Mat grid;
    saliencyToGrid(maps[0], grid, params);
    const long before = allocations;
    for (const Mat& map : maps)
        saliencyToGrid(map, grid, params);
    EXPECT_EQ(0, allocations - before);
}

INSTANTIATE_TEST_CASE_P(/**/, Zoom_GridMemoryOf,
                        testing::Values(std::make_tuple(int(GRID_ATTRACTION), Size(31, 31)),
                                        std::make_tuple(int(GRID_ATTRACTION), Size(200, 40)),
                                        std::make_tuple(int(GRID_SEPARABLE), Size(31, 31)),
                                        std::make_tuple(int(GRID_SEPARABLE), Size(300, 100)),
                                        std::make_tuple(int(GRID_TRANSPORT), Size(23, 31)),
                                        std::make_tuple(int(GRID_TRANSPORT), Size(80, 12))));

} // namespace
} // namespace opencv_test
