// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_BLOB_VALUES_HPP
#define OPENCV_ZOOM_BLOB_VALUES_HPP

#include "opencv2/zoom/blob.hpp"

#include "kernels/blob_row.hpp"
#include "yuv.hpp"

namespace cv {
namespace zoom {

//! Which channel of the blob a pixel's channel goes to, and the reverse.
inline int blobChannel(const BlobParams& params, int channel)
{
    return params.swapRB && channel < 3 ? 2 - channel : channel;
}

//! Mean and scale by the blob's channels; `inPixelOrder` by the pixels' channels.
inline kernels::BlobScale blobScale(const BlobParams& params, int channels, bool inPixelOrder)
{
    kernels::BlobScale scale = {};
    for (int c = 0; c < channels; ++c)
    {
        const int from = inPixelOrder ? blobChannel(params, c) : c;
        scale.mean[c] = float(params.mean[from]);
        scale.scale[c] = float(params.scale[from]);
    }
    return scale;
}

//! From YUV to the colours of the blob.
inline kernels::YuvToColor blobColors(const BlobParams& params)
{
    const Matx34d toBGR = yuvToBGR(params.yuvMatrix, params.fullRange);
    kernels::YuvToColor color;
    for (int c = 0; c < 3; ++c)
        for (int k = 0; k < 4; ++k)
            color.rows[c][k] = float(toBGR(blobChannel(params, c), k));
    return color;
}

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_BLOB_VALUES_HPP
