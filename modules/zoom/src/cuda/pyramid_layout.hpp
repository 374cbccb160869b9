// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_PYRAMID_LAYOUT_HPP
#define OPENCV_ZOOM_CUDA_PYRAMID_LAYOUT_HPP

#include "../kernels/image_view.hpp"

#include <cstddef>

namespace cv {
namespace zoom {
namespace gpu {
//! Where the levels above an image lie in one piece of memory.
struct PyramidLayout
{
    struct Level
    {
        std::size_t offset, step;
        int width, height;
    };
    Level level[math::MAX_LEVEL + 1]; //!< the first one is the image, which lies elsewhere
    int levels;
    std::size_t bytes; //!< of the memory; 0 for an image of one pixel

    enum
    {
        ALIGNMENT = 256 //!< of rows and levels, in bytes
    };

    static PyramidLayout of(int width, int height, std::size_t pixelBytes)
    {
        PyramidLayout layout = {};
        layout.level[0] = {0, 0, width, height};
        layout.levels = math::possibleLevels(math::larger(width, height));
        for (int l = 1; l < layout.levels; ++l)
        {
            const Level& finer = layout.level[l - 1];
            Level& level = layout.level[l];
            level = {layout.bytes, 0, (finer.width + 1) / 2, (finer.height + 1) / 2};
            level.step = (std::size_t(level.width) * pixelBytes + ALIGNMENT - 1) / ALIGNMENT * ALIGNMENT;
            layout.bytes += level.step * std::size_t(level.height);
        }
        return layout;
    }
};

//! An image and all levels above it. @param memory layout.bytes of device memory
inline kernels::PyramidView pyramidIn(void* memory, const kernels::ImageView& image, const PyramidLayout& layout)
{
    kernels::PyramidView pyramid = {};
    pyramid.levels = layout.levels;
    pyramid.level[0] = image;
    for (int l = 1; l < layout.levels; ++l)
    {
        const PyramidLayout::Level& level = layout.level[l];
        pyramid.level[l] = {static_cast<unsigned char*>(memory) + level.offset, level.step, level.width, level.height};
    }
    return pyramid;
}

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_PYRAMID_LAYOUT_HPP
