// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_NOISE_HPP
#define ZOOM_GAZE_NOISE_HPP

#include <cmath>
#include <cstdint>

namespace gaze {

//! Random values at the points of a lattice that repeats every 256 points, -1 to 1.
extern const float* const NOISE_TABLE;

inline float latticeNoise(int x, int y)
{
    return NOISE_TABLE[(y & 255) * 256 + (x & 255)];
}

//! Smooth noise, about -1 to 1, with details of size 1.
inline float noise(float x, float y)
{
    const float fx = std::floor(x), fy = std::floor(y);
    const int ix = int(fx), iy = int(fy);
    float tx = x - fx, ty = y - fy;
    tx = tx * tx * (3 - 2 * tx);
    ty = ty * ty * (3 - 2 * ty);
    const float a = latticeNoise(ix, iy), b = latticeNoise(ix + 1, iy);
    const float c = latticeNoise(ix, iy + 1), d = latticeNoise(ix + 1, iy + 1);
    const float top = a + (b - a) * tx, bottom = c + (d - c) * tx;
    return top + (bottom - top) * ty;
}

//! Noise with details of half, a quarter and an eighth of the size on top.
inline float fractalNoise(float x, float y)
{
    return 0.55f * noise(x, y) + 0.28f * noise(2 * x + 17, 2 * y + 5) + 0.17f * noise(4 * x + 3, 4 * y + 41);
}

} // namespace gaze

#endif // ZOOM_GAZE_NOISE_HPP
