// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_BLOB_WARP_HPP
#define OPENCV_ZOOM_BLOB_WARP_HPP

#include "opencv2/zoom/blob.hpp"

#include "pyramid.hpp"

#include "kernels/forward_row.hpp"

namespace cv {
namespace zoom {

//! Throws when a field cannot be; the message names it. @param channels of the frames; 3 for planes
void checkBlobParams(const BlobParams& params, int channels);

//! One picture's place in a batch.
struct BlobEntry
{
    Mat& blob; //!< N x C x height x width
    int index;
    const BlobParams& params;
};

/** @brief Warps an image, row by row, straight into a blob of the zoomed size.
@param source, rows, interpolation as warpPlane() takes them
@param type of the image */
void warpToBlob(const kernels::PyramidView& source, int type, const kernels::ForwardRows& rows, int interpolation,
                const BlobEntry& entry);

/** @brief The same from the planes of a 4:2:0 picture, 8U.
@param planes their pyramids: luma and one (interleaved) or two planes of chroma
@param count of planes
@param luma, chroma where the zoomed picture's pixels sample in them, every pixel in all of them */
void warpPlanesToBlob(const Pyramid* planes, int count, const kernels::ForwardRows& luma,
                      const kernels::ForwardRows& chroma, int interpolation, const BlobEntry& entry);

//! Writes an image that is zoomed already.
void imageToBlob(const Mat& zoomed, const BlobEntry& entry);

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_BLOB_WARP_HPP
