// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
// How kernels are started, and what memory they get: needs no GPU.
#include "test_precomp.hpp"

#include "../src/cuda/grid_block.hpp"
#include "../src/cuda/launch_shape.hpp"
#include "../src/cuda/pyramid_layout.hpp"
#include "../src/cuda/reduce_tile.hpp"
#include "../src/cuda/thread_block.hpp"
#include "../src/cuda/unzoom_tile.hpp"

#include <functional>

namespace opencv_test {
namespace {

using namespace cv::zoom;
using gpu::LaunchShape;

//! Sizes at which a launch may be off by one.
const int EDGES[] = {1,   2,   3,   31,  32,   33,   63,   64,   65,   127,  128,  129,   255,
                     256, 257, 511, 512, 1023, 1024, 1025, 3840, 4095, 4096, 4097, 65535, 65536};

//! The blocks cover all of the items, and none of them only what is beyond.
void expectCovered(unsigned blocks, int perBlock, int items)
{
    EXPECT_GE(int64(blocks) * perBlock, items);
    EXPECT_LT((int64(blocks) - 1) * perBlock, items);
}

//! What every device of compute capability 7.5 and later takes.
void expectAllowed(const LaunchShape& shape)
{
    EXPECT_LE(shape.gridX, 2147483647u);
    EXPECT_LE(shape.gridY, 65535u);
    EXPECT_LE(shape.blockX * shape.blockY, 1024u);
    EXPECT_EQ(0u, shape.blockX * shape.blockY % 32) << "not of whole warps";
    EXPECT_LE(shape.sharedBytes, gpu::SHARED_MEMORY);
}

TEST(Zoom_CudaLaunch, images_of_every_size_are_covered)
{
    struct
    {
        const char* name;
        LaunchShape (*shape)(int, int);
        int perBlockX, perBlockY;
    } const kernels[] = {{"pixels", gpu::pixelShape, gpu::WARP_BLOCK_X, gpu::WARP_BLOCK_Y},
                         {"reduce", gpu::reduceShape, gpu::REDUCE_TILE, gpu::REDUCE_TILE},
                         {"unzoom", gpu::unzoomShape, gpu::UNZOOM_TILE_X, gpu::UNZOOM_TILE_Y}};
    for (const auto& kernel : kernels)
        for (const int width : EDGES)
            for (const int height : EDGES)
            {
                SCOPED_TRACE(format("%s of %dx%d", kernel.name, width, height));
                const LaunchShape shape = kernel.shape(width, height);
                expectAllowed(shape);
                expectCovered(shape.gridX, kernel.perBlockX, width);
                expectCovered(shape.gridY, kernel.perBlockY, height);
            }
}

TEST(Zoom_CudaLaunch, nodes_of_every_lattice_are_covered)
{
    for (int columns = 2; columns <= gpu::MAX_NODES_A_SIDE; columns += columns < 70 ? 1 : 17)
        for (int rows = 2; rows <= gpu::MAX_NODES_A_SIDE; rows += rows < 70 ? 1 : 17)
        {
            const LaunchShape nodes = gpu::nodeShape(rows * columns), grid = gpu::gridShape(rows, columns);
            expectAllowed(nodes);
            expectCovered(nodes.gridX, int(nodes.blockX), rows * columns);
            expectAllowed(grid);
            ASSERT_LE(grid.blockX, unsigned(gpu::ThreadBlock::MAX_WARPS) * 32);
            // Marginals lie where a whole map has room.
            ASSERT_LE(rows + columns, rows * columns);
            if (gpu::fitsOneBlock(rows, columns))
                ASSERT_EQ(gpu::gridScratchValues(rows, columns) * sizeof(double), grid.sharedBytes);
            else
                ASSERT_EQ(0u, grid.sharedBytes);
        }
    EXPECT_TRUE(gpu::fitsOneBlock(31, 31));
    EXPECT_TRUE(gpu::fitsOneBlock(38, 38));
    EXPECT_FALSE(gpu::fitsOneBlock(64, 64));
    EXPECT_TRUE(gpu::fitsOneBlock(2, 512));
}

TEST(Zoom_CudaLaunch, shared_memory_of_tiles_fits_every_device)
{
    EXPECT_LE(sizeof(gpu::UnzoomMemory), gpu::SHARED_MEMORY);
    EXPECT_LE(size_t(gpu::REDUCE_TEXELS) * 4 * sizeof(float), gpu::SHARED_MEMORY);
    int texels = 0;
    for (int side = gpu::REDUCE_TILE / 2; side > 0; side /= 2)
        texels += side * side;
    EXPECT_EQ(texels, int(gpu::REDUCE_TEXELS));
    EXPECT_EQ(1, gpu::REDUCE_TILE >> gpu::REDUCE_LEVELS) << "a tile must end in one texel for the next launch";
}

TEST(Zoom_CudaPyramidLayout, levels_halve_and_lie_apart)
{
    for (const size_t pixelBytes : {1, 2, 3, 4, 6, 8, 12, 16})
        for (const int width : EDGES)
            for (const int height : EDGES)
            {
                const gpu::PyramidLayout layout = gpu::PyramidLayout::of(width, height, pixelBytes);
                ASSERT_GE(layout.levels, 1);
                ASSERT_LE(layout.levels, int(math::MAX_LEVEL) + 1);
                EXPECT_EQ(width, layout.level[0].width);
                EXPECT_EQ(height, layout.level[0].height);
                size_t end = 0;
                for (int l = 1; l < layout.levels; ++l)
                {
                    const auto &level = layout.level[l], &finer = layout.level[l - 1];
                    ASSERT_EQ((finer.width + 1) / 2, level.width);
                    ASSERT_EQ((finer.height + 1) / 2, level.height);
                    ASSERT_GE(level.offset, end);
                    ASSERT_EQ(0u, level.offset % gpu::PyramidLayout::ALIGNMENT);
                    ASSERT_EQ(0u, level.step % gpu::PyramidLayout::ALIGNMENT);
                    ASSERT_GE(level.step, size_t(level.width) * pixelBytes);
                    end = level.offset + level.step * size_t(level.height);
                }
                ASSERT_EQ(end, layout.bytes);
                const auto& last = layout.level[layout.levels - 1];
                if (layout.levels <= math::MAX_LEVEL)
                {
                    EXPECT_EQ(1, std::max(last.width, last.height)) << width << "x" << height;
                }
            }
}

TEST(Zoom_CudaPyramidLayout, offsets_beyond_2_GB_do_not_overflow)
{
    const gpu::PyramidLayout layout = gpu::PyramidLayout::of(65536, 65536, 12);
    EXPECT_EQ(size_t(32768) * 12, layout.level[1].step);
    EXPECT_EQ(size_t(32768) * 12 * 32768, layout.level[2].offset);
    EXPECT_GT(layout.bytes, size_t(12) << 30);
    unsigned char* const memory = nullptr;
    const kernels::PyramidView view = gpu::pyramidIn(memory, {nullptr, 0, 65536, 65536}, layout);
    EXPECT_EQ(layout.levels, view.levels);
    EXPECT_EQ(layout.level[5].offset, size_t(view.level[5].data - memory));
    EXPECT_EQ(layout.level[5].step, view.level[5].step);
    EXPECT_EQ(2048, view.level[5].width);
}

TEST(Zoom_CudaGridSteps, every_step_of_the_outline_is_met_once)
{
    typedef math::Outline<double> Outline;
    for (const Size nodes : {Size(2, 2), Size(2, 5), Size(7, 2), Size(31, 17)})
    {
        const Outline outline = {nullptr, nodes.height, nodes.width, 0};
        const int steps = 2 * (nodes.width - 1) + 2 * (nodes.height - 1);
        std::vector<std::vector<int>> met(4);
        for (int k = 0; k < steps; ++k)
        {
            int step = k;
            const Outline::Side side = gpu::outlineSide(outline, step);
            met[side].push_back(step);
        }
        for (const Outline::Side side : {Outline::TOP, Outline::BOTTOM, Outline::LEFT, Outline::RIGHT})
        {
            ASSERT_EQ(size_t(outline.steps(side)), met[side].size());
            for (size_t k = 0; k < met[side].size(); ++k)
                EXPECT_EQ(int(k), met[side][k]);
        }
    }
}

} // namespace
} // namespace opencv_test
