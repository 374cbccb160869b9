// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_LAUNCH_SHAPE_HPP
#define OPENCV_ZOOM_CUDA_LAUNCH_SHAPE_HPP

#include <cstddef>

// How many threads a kernel is started with, and what shared memory they get: host code, tested without a GPU.

namespace cv {
namespace zoom {
namespace gpu {

//! As CUDA's <<<dim3(gridX, gridY), dim3(blockX, blockY), sharedBytes>>>.
struct LaunchShape
{
    unsigned gridX, gridY, blockX, blockY;
    std::size_t sharedBytes;
};

enum
{
    WARP_BLOCK_X = 32, //!< pixels of the block that warps: a warp's pixels lie side by side
    WARP_BLOCK_Y = 4,
    NODE_THREADS = 128, //!< of a block that handles nodes one by one
    GRID_THREADS = 512, //!< of the block that makes a grid
    TILE_THREADS = 256, //!< of a block that handles a tile
    REDUCE_TILE = 64,   //!< pixels a side of what a block of the pyramid reads
    REDUCE_LEVELS = 6,  //!< levels that one launch makes: a tile's last one is a single texel
    UNZOOM_TILE_X = 64, //!< pixels of the frame that a block fills
    UNZOOM_TILE_Y = 16,
    UNZOOM_CELLS = 256, //!< that are looked at together
    UNZOOM_SPANS = 32,  //!< cells whose rows of pixels are found together
    MAX_NODES_A_SIDE = 512
};

//! Shared memory that every device gives to a block without being asked.
constexpr std::size_t SHARED_MEMORY = 48 * 1024;

inline unsigned blocksFor(int items, int perBlock)
{
    return unsigned((items + perBlock - 1) / perBlock);
}

//! One thread per pixel.
inline LaunchShape pixelShape(int width, int height)
{
    return {blocksFor(width, WARP_BLOCK_X), blocksFor(height, WARP_BLOCK_Y), WARP_BLOCK_X, WARP_BLOCK_Y, 0};
}

//! One thread per node.
inline LaunchShape nodeShape(int nodes)
{
    return {blocksFor(nodes, NODE_THREADS), 1, NODE_THREADS, 1, 0};
}

//! One block per tile of the finest level that is read.
inline LaunchShape reduceShape(int width, int height)
{
    return {blocksFor(width, REDUCE_TILE), blocksFor(height, REDUCE_TILE), TILE_THREADS, 1, 0};
}

//! One block per tile of the frame.
inline LaunchShape unzoomShape(int width, int height)
{
    return {blocksFor(width, UNZOOM_TILE_X), blocksFor(height, UNZOOM_TILE_Y), TILE_THREADS, 1, 0};
}

//! Doubles that the grid generator works in: the mixed map, two pulled ones, and the nodes, which lie over the first.
inline std::size_t gridScratchValues(int rows, int columns)
{
    return 4 * std::size_t(rows) * std::size_t(columns);
}

//! Whether one block can make the grid in its shared memory; larger ones take several launches.
inline bool fitsOneBlock(int rows, int columns)
{
    return gridScratchValues(rows, columns) * sizeof(double) <= SHARED_MEMORY - 1024; // the rest is for sums
}

//! The block that makes a grid.
inline LaunchShape gridShape(int rows, int columns)
{
    const bool fits = fitsOneBlock(rows, columns);
    return {1, 1, GRID_THREADS, 1, fits ? gridScratchValues(rows, columns) * sizeof(double) : 0};
}

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_LAUNCH_SHAPE_HPP
