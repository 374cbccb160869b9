// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_REDUCE_TILE_HPP
#define OPENCV_ZOOM_CUDA_REDUCE_TILE_HPP

#include "../kernels/image_view.hpp"
#include "launch_shape.hpp"

namespace cv {
namespace zoom {
namespace gpu {

//! Levels of a pyramid to be made from the next finer one, all in device memory.
struct ReduceTask
{
    kernels::PyramidView pyramid;
    int first, count; //!< levels first to first + count - 1 are made; at most REDUCE_LEVELS
};

enum
{
    //! Texels of a tile in all the levels that are made of it: 32x32, 16x16 and so on.
    REDUCE_TEXELS = REDUCE_TILE * REDUCE_TILE / 3
};

/** @brief Makes what lies over one tile of REDUCE_TILE x REDUCE_TILE texels of level first - 1.

Every level is made from the one before while that is still in shared memory, so the image is read once.
@param memory REDUCE_TEXELS pixels */
template <typename T, int CN, typename Block>
ZOOM_INLINE void reduceTile(const Block& block, const ReduceTask& task, int tileX, int tileY, T* memory)
{
    const T* finer = nullptr; // of shared memory; null for the image
    int finerSide = REDUCE_TILE;
    T* coarser = memory;
    for (int l = task.first; l < task.first + task.count; ++l)
    {
        const kernels::ImageView &from = task.pyramid.level[l - 1], &to = task.pyramid.level[l];
        const int side = finerSide / 2, originX = tileX * side, originY = tileY * side;
        const bool up = math::roundsUp(l);
        block.forEach(side * side, [&](int k) {
            const int column = k % side, row = k / side, x = originX + column, y = originY + row;
            if (x >= to.width || y >= to.height)
                return;
            // Where the finer level ends within these four texels, its last ones count twice.
            const int right = 2 * x + 1 < from.width, below = 2 * y + 1 < from.height;
            const T *upper, *lower;
            if (finer)
            {
                upper = finer + CN * (2 * row * finerSide + 2 * column);
                lower = upper + CN * below * finerSide;
            }
            else
            {
                upper = from.row<T>(2 * y) + std::size_t(CN) * std::size_t(2 * x);
                lower = from.row<T>(2 * y + below) + std::size_t(CN) * std::size_t(2 * x);
            }
            T* texel = const_cast<T*>(to.row<T>(y)) + std::size_t(CN) * std::size_t(x);
            for (int c = 0; c < CN; ++c)
            {
                const T mean = math::reduced(upper[c], upper[c + CN * right], lower[c], lower[c + CN * right], up);
                coarser[CN * k + c] = mean;
                texel[c] = mean;
            }
        });
        finer = coarser;
        finerSide = side;
        coarser += CN * side * side;
    }
}

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_REDUCE_TILE_HPP
