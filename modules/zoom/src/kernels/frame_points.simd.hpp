// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "frame_points.hpp"

#include "../cpu_dispatch.hpp"
#include "../math/lattice.hpp"

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

bool framePoints(const FramePointMap& map, const PointRows<float>& rows);
bool framePoints(const FramePointMap& map, const PointRows<double>& rows);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

namespace {

template <typename T>
bool mapToFrame(const FramePointMap& map, const PointRows<T>& rows)
{
    const double stepX = (map.columns - 1) / map.zoomedWidth, stepY = (map.rows - 1) / map.zoomedHeight;
    const double lastX = map.columns - 1, lastY = map.rows - 1;
    bool finite = true;
    for (int k = 0; k < rows.count; ++k)
    {
        const T* from = rows.points + size_t(k) * rows.step;
        const double x = double(from[0]) + 0.5, y = double(from[1]) + 0.5;
        finite &= (x - x == 0) & (y - y == 0); // infinity and NaN differ from themselves
        // The lower limit comes first: what is not a number becomes that.
        const double s = math::smaller(math::larger(0.0, x * stepX), lastX);
        const double t = math::smaller(math::larger(0.0, y * stepY), lastY);
        const int j = math::smaller(int(s), map.columns - 2), i = math::smaller(int(t), map.rows - 2);
        const double alongX = s - j, alongY = t - i;
        // Both nodes of the cell's upper and lower edge at once: (u, v, u, v) in one vector.
        const float* upper = map.grid + 2 * (size_t(i) * size_t(map.columns) + size_t(j));
        const float* lower = upper + 2 * size_t(map.columns);
        double side[4];
        for (int c = 0; c < 4; ++c)
            side[c] = math::lerp(double(upper[c]), double(lower[c]), alongY);
        T* to = rows.mapped + size_t(k) * rows.mappedStep;
        to[0] = T(math::lerp(side[0], side[2], alongX) * map.frameWidth - 0.5);
        to[1] = T(math::lerp(side[1], side[3], alongX) * map.frameHeight - 0.5);
        if (rows.valid)
            rows.valid[size_t(k) * rows.validStep] =
                (x >= 0) & (x <= map.zoomedWidth) & (y >= 0) & (y <= map.zoomedHeight) ? 255 : 0;
    }
    return finite;
}

} // namespace

bool framePoints(const FramePointMap& map, const PointRows<float>& rows)
{
    return mapToFrame(map, rows);
}

bool framePoints(const FramePointMap& map, const PointRows<double>& rows)
{
    return mapToFrame(map, rows);
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
