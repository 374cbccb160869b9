// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "frame_points.simd.hpp"

#include "kernels/frame_points.simd_declarations.hpp"

namespace cv {
namespace zoom {
namespace kernels {

bool framePoints(const FramePointMap& map, const PointRows<float>& rows)
{
    CV_CPU_DISPATCH(framePoints, (map, rows), CV_CPU_DISPATCH_MODES_ALL);
}

bool framePoints(const FramePointMap& map, const PointRows<double>& rows)
{
    CV_CPU_DISPATCH(framePoints, (map, rows), CV_CPU_DISPATCH_MODES_ALL);
}

} // namespace kernels
} // namespace zoom
} // namespace cv
