// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_WHOLE_PLANE_HPP
#define OPENCV_ZOOM_KERNELS_WHOLE_PLANE_HPP

#include "plane_map.hpp"

namespace cv {
namespace zoom {
namespace kernels {

//! The whole of a plane at another size. The grid lies in the host's memory.
inline PlaneMap wholePlane(const PlaneAxes& to, const PlaneAxes& from)
{
    static const float identity[] = {0, 0, 1, 0, 0, 1, 1, 1};
    return {identity, 2, 2, to, from};
}

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_WHOLE_PLANE_HPP
