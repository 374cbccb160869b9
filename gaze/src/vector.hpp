// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_VECTOR_HPP
#define ZOOM_GAZE_VECTOR_HPP

#include "opencv2/core.hpp"

#include <algorithm>
#include <cmath>

namespace gaze {

//! Three floats: a point, a direction or a colour (RGB). cv::Vec3f is no match for it in inner loops.
struct V3
{
    float x = 0, y = 0, z = 0;

    V3() = default;
    V3(float x_, float y_, float z_) : x(x_), y(y_), z(z_) {}
    explicit V3(float all) : x(all), y(all), z(all) {}
    template <typename T>
    explicit V3(const cv::Vec<T, 3>& v) : x(float(v[0])), y(float(v[1])), z(float(v[2]))
    {
    }

    V3 operator+(const V3& o) const { return {x + o.x, y + o.y, z + o.z}; }
    V3 operator-(const V3& o) const { return {x - o.x, y - o.y, z - o.z}; }
    V3 operator-() const { return {-x, -y, -z}; }
    V3 operator*(const V3& o) const { return {x * o.x, y * o.y, z * o.z}; }
    V3 operator*(float s) const { return {x * s, y * s, z * s}; }
    V3& operator+=(const V3& o) { return *this = *this + o; }
    V3& operator*=(float s) { return *this = *this * s; }
    V3& operator*=(const V3& o) { return *this = *this * o; }
};

inline float dot(const V3& a, const V3& b)
{
    return a.x * b.x + a.y * b.y + a.z * b.z;
}

inline V3 cross(const V3& a, const V3& b)
{
    return {a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x};
}

inline V3 unit(const V3& v)
{
    return v * (1 / std::sqrt(std::max(dot(v, v), 1e-20f)));
}

inline float mix(float a, float b, float share)
{
    return a + (b - a) * share;
}

inline V3 mix(const V3& a, const V3& b, float share)
{
    return a + (b - a) * share;
}

inline float clamp01(float x)
{
    return std::min(std::max(x, 0.f), 1.f);
}

//! 0 below @p low, 1 above @p high, smooth between; falls where low is more than high.
inline float smoothstep(float low, float high, float x)
{
    const float t = clamp01((x - low) / (high - low));
    return t * t * (3 - 2 * t);
}

//! A bump like exp(-x²), which ends at 2.
inline float bumpOfSquare(float square)
{
    const float t = std::max(1 - 0.25f * square, 0.f);
    return t * t * t * t;
}

inline float bump(float x)
{
    return bumpOfSquare(x * x);
}

inline float bump(float x, float y, float width, float height)
{
    x /= width;
    y /= height;
    return bumpOfSquare(x * x + y * y);
}

//! Falls about as exp(-x), for x from 0.
inline float fade(float x)
{
    const float t = 1 / (1 + 0.25f * x);
    return t * t * t * t;
}

struct M3
{
    V3 rows[3];

    M3() : rows{V3(1, 0, 0), V3(0, 1, 0), V3(0, 0, 1)} {}
    template <typename T>
    explicit M3(const cv::Matx<T, 3, 3>& m)
    {
        for (int i = 0; i < 3; ++i)
            rows[i] = V3(float(m(i, 0)), float(m(i, 1)), float(m(i, 2)));
    }
    V3 operator*(const V3& v) const { return {dot(rows[0], v), dot(rows[1], v), dot(rows[2], v)}; }
};

} // namespace gaze

#endif // ZOOM_GAZE_VECTOR_HPP
