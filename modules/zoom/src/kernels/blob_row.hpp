// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_BLOB_ROW_HPP
#define OPENCV_ZOOM_KERNELS_BLOB_ROW_HPP

namespace cv {
namespace zoom {
namespace kernels {

//! What the value of a channel becomes in a blob: (value - mean) * scale.
struct BlobScale
{
    float mean[4], scale[4];
};

/** @brief Writes a row of interleaved pixels to the channels of a blob.
@param pixels, count the row
@param scale of every channel of the pixels
@param channels where the row's values of every channel of the pixels go */
typedef void (*BlobRow)(const void* pixels, int count, const BlobScale& scale, void* const* channels);

//! The function for pixels of a depth (CV_8U, CV_16U, CV_32F) with 1, 3 or 4 channels and a blob of a depth (CV_32F,
//! CV_16F); null for others.
BlobRow blobRow(int depth, int channels, int blobDepth);

//! From Y, U and V as stored, in levels of 8 bits, to the colours of the blob: a row per channel, the last column
//! added.
struct YuvToColor
{
    float rows[3][4];
};

/** @brief Writes a row of YUV pixels to the three channels of a blob. Colours are cut off to 0 to 255 as conversions to
8 bits do, but not rounded.
@param luma a row of Y
@param chroma rows with a sample per luma sample: interleaved U and V, or one of each */
typedef void (*BlobYuvRow)(const unsigned char* luma, const unsigned char* const* chroma, int count,
                           const YuvToColor& color, const BlobScale& scale, void* const* channels);

//! The function for 1 (interleaved) or 2 planes of chroma and a blob of a depth (CV_32F, CV_16F); null for others.
BlobYuvRow blobYuvRow(int chromaPlanes, int blobDepth);

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_BLOB_ROW_HPP
