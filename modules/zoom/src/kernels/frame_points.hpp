// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_FRAME_POINTS_HPP
#define OPENCV_ZOOM_KERNELS_FRAME_POINTS_HPP

#include <cstddef>

namespace cv {
namespace zoom {
namespace kernels {

//! Points (x, y) to be mapped. Steps are from point to point, in values.
template <typename T>
struct PointRows
{
    const T* points;
    std::size_t step;
    T* mapped;
    std::size_t mappedStep;
    unsigned char* valid; //!< 255 or 0 is written; may be null
    std::size_t validStep;
    int count;
};

//! A grid between pixel coordinates (integers at pixel centres) of the zoomed frame and of the frame.
struct FramePointMap
{
    const float* grid; //!< rows x columns interleaved (u, v)
    int rows, columns;
    double zoomedWidth, zoomedHeight, frameWidth, frameHeight;
};

/** @brief Zoomed frame -> frame. A point is valid when it is in the zoomed frame; others are moved to its border.
@return whether all points are finite; those that are not are mapped to anything */
bool framePoints(const FramePointMap& map, const PointRows<float>& rows);
bool framePoints(const FramePointMap& map, const PointRows<double>& rows);

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_FRAME_POINTS_HPP
