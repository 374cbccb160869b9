// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_CUDA_BLOB_PIXEL_HPP
#define OPENCV_ZOOM_CUDA_BLOB_PIXEL_HPP

#include "../kernels/blob_row.hpp"
#include "../math/blob_value.hpp"
#include "warp_pixel.hpp"

namespace cv {
namespace zoom {
namespace gpu {

//! A picture's place in a blob, in device memory. Rows are contiguous.
struct BlobPlace
{
    void* channel[4];         //!< by the pixels' channels; of planes by the blob's
    kernels::BlobScale scale; //!< likewise
};

//! An image to be warped into a blob.
struct BlobTask
{
    WarpSource source;
    BlobPlace place;
};

//! NV12 to be warped into a blob: every pixel samples its own luma and its own chroma.
struct YuvBlobTask
{
    WarpSource luma, chroma;
    kernels::YuvToColor color;
    BlobPlace place;
};

//! @tparam D float, or the compiler's type of half precision
template <typename D>
ZOOM_INLINE void storeValue(const BlobPlace& place, int channel, std::size_t pixel, float value)
{
    static_cast<D*>(place.channel[channel])[pixel] =
        D(math::blobValue(value, place.scale.mean[channel], place.scale.scale[channel]));
}

//! Every value is rounded as a pixel of the zoomed frame would be.
template <typename T, int CN, typename D>
ZOOM_INLINE void blobPixel(const BlobTask& task, int column, int row)
{
    T pixel[CN];
    samplePixel<T, CN>(task.source, column, row, pixel);
    const std::size_t at = std::size_t(row) * std::size_t(task.source.map.zoomed.width) + std::size_t(column);
    for (int c = 0; c < CN; ++c)
        storeValue<D>(task.place, c, at, float(pixel[c]));
}

template <typename D>
ZOOM_INLINE void yuvBlobPixel(const YuvBlobTask& task, int column, int row)
{
    std::uint8_t y[1], uv[2];
    samplePixel<std::uint8_t, 1>(task.luma, column, row, y);
    samplePixel<std::uint8_t, 2>(task.chroma, column, row, uv);
    const std::size_t at = std::size_t(row) * std::size_t(task.luma.map.zoomed.width) + std::size_t(column);
    for (int c = 0; c < 3; ++c)
        storeValue<D>(task.place, c, at, math::colorOfYuv(y[0], uv[0], uv[1], task.color.rows[c]));
}

} // namespace gpu
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_CUDA_BLOB_PIXEL_HPP
