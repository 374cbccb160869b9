// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_MATH_BLOB_VALUE_HPP
#define OPENCV_ZOOM_MATH_BLOB_VALUE_HPP

#include "portable.hpp"

namespace cv {
namespace zoom {
namespace math {

//! What a channel of a pixel becomes in a blob.
ZOOM_INLINE float blobValue(float pixel, float mean, float scale)
{
    return (pixel - mean) * scale;
}

//! A colour of a YUV pixel, cut off to what 8 bits hold but not rounded. @param row factors of Y, U and V, and what is
//! added
ZOOM_INLINE float colorOfYuv(float y, float u, float v, const float (&row)[4])
{
    return clamped(y * row[0] + (u * row[1] + (v * row[2] + row[3])), 0.f, 255.f);
}

} // namespace math
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_MATH_BLOB_VALUE_HPP
