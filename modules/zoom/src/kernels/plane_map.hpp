// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_PLANE_MAP_HPP
#define OPENCV_ZOOM_KERNELS_PLANE_MAP_HPP

#include "../math/portable.hpp"

namespace cv {
namespace zoom {
namespace kernels {

//! One axis of a plane: pixel k has its centre at the normalised coordinate origin + k*step of the picture.
struct PixelAxis
{
    double origin, step;

    ZOOM_INLINE double normalised(double k) const { return origin + k * step; }
    //! Continuous position in the plane (0 is the left edge of its first pixel) of a normalised coordinate.
    ZOOM_INLINE double position(double normalisedCoordinate) const
    {
        return (normalisedCoordinate - origin) / step + 0.5;
    }
};

//! A plane of a picture: the whole of an interleaved image, or the luma or chroma of a planar one.
struct PlaneAxes
{
    PixelAxis x, y;
    int width, height;
};

//! A grid between a plane of the zoomed frame and the same plane of the frame.
struct PlaneMap
{
    const float* grid; //!< rows x columns interleaved (u, v)
    int rows, columns;
    PlaneAxes zoomed, frame;
};

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_PLANE_MAP_HPP
