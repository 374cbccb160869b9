// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_WARP_PIXEL_HPP
#define OPENCV_ZOOM_CUDA_WARP_PIXEL_HPP

#include "../kernels/forward_line.hpp"
#include "../kernels/sample_pixel.hpp"

namespace cv {
namespace zoom {
namespace gpu {

//! How a pixel is sampled. Bilinear interpolation is that of boxes of width 1.
enum Sampling
{
    SAMPLE_NEAREST,
    SAMPLE_BOXES
};

//! Where the pixels of a zoomed plane sample, and what. All pointers are device memory.
struct WarpSource
{
    kernels::PlaneMap map;
    const float* nodeBoxes; //!< boxAtNode() of all nodes, interleaved; null for boxes of width 1
    kernels::PyramidView pyramid;
    Sampling sampling;
};

//! A plane to be warped.
struct WarpTask
{
    WarpSource source;
    unsigned char* out;
    std::size_t step; //!< bytes from row to row of the output
};

//! Samples one pixel. @param out CN values
template <typename T, int CN>
ZOOM_INLINE void samplePixel(const kernels::PyramidView& pyramid, Sampling sampling, double x, double y, float widthX,
                             float widthY, T* out)
{
    if (sampling == SAMPLE_NEAREST)
    {
        const T* pixel = kernels::nearestPixel<T, CN>(pyramid.level[0], x, y);
        for (int c = 0; c < CN; ++c)
            out[c] = pixel[c];
        return;
    }
    float mean[CN];
    kernels::meanOfPixel<T, CN>(pyramid, x, y, widthX, widthY, mean);
    for (int c = 0; c < CN; ++c)
        out[c] = kernels::PixelValue<T>::of(mean[c]);
}

//! Samples the pixel of a zoomed plane in the frame's.
template <typename T, int CN>
ZOOM_INLINE void samplePixel(const WarpSource& source, int column, int row, T* out)
{
    const kernels::ForwardPixel at = kernels::ForwardPixel::of(source.map, source.nodeBoxes, column, row);
    samplePixel<T, CN>(source.pyramid, source.sampling, at.x, at.y, at.widthX, at.widthY, out);
}

template <typename T, int CN>
ZOOM_INLINE void warpPixel(const WarpTask& task, int column, int row)
{
    T* out = reinterpret_cast<T*>(task.out + std::size_t(row) * task.step) + std::size_t(CN) * std::size_t(column);
    samplePixel<T, CN>(task.source, column, row, out);
}

//! Writes the box of node k. @param boxes of all nodes, interleaved
ZOOM_INLINE void writeNodeBox(const kernels::PlaneMap& map, int k, float* boxes)
{
    const math::Vec<float> box = kernels::boxAtNode(map, k / map.columns, k % map.columns);
    boxes[2 * k] = box.x;
    boxes[2 * k + 1] = box.y;
}

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_WARP_PIXEL_HPP
