// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_MATH_PORTABLE_HPP
#define OPENCV_ZOOM_MATH_PORTABLE_HPP

// The mathematics of one output element is written once, in the headers of this folder, for host and device code.
// These headers depend on nothing but the C++ standard library, and on nothing of it that a CUDA compiler takes for
// host code alone: no std::min(), no std::numeric_limits.

#include <cmath>

// Always inlined: the files that are compiled for several instruction sets must not leave a copy for one of them where
// the linker could take it for another.
#if defined(__CUDACC__)
#define ZOOM_INLINE __host__ __device__ __forceinline__
#elif defined(__GNUC__)
#define ZOOM_INLINE inline __attribute__((always_inline))
#elif defined(_MSC_VER)
#define ZOOM_INLINE __forceinline
#else
#define ZOOM_INLINE inline
#endif

namespace cv {
namespace zoom {
namespace math {

template <typename T>
ZOOM_INLINE T smaller(T a, T b)
{
    return b < a ? b : a;
}

template <typename T>
ZOOM_INLINE T larger(T a, T b)
{
    return a < b ? b : a;
}

template <typename T>
ZOOM_INLINE T clamped(T x, T low, T high)
{
    return smaller(larger(x, low), high);
}

//! A point or a vector of the plane, x first.
template <typename T>
struct Vec
{
    T x, y;
};

template <typename T>
ZOOM_INLINE Vec<T> operator+(Vec<T> a, Vec<T> b)
{
    return {a.x + b.x, a.y + b.y};
}

template <typename T>
ZOOM_INLINE Vec<T> operator-(Vec<T> a, Vec<T> b)
{
    return {a.x - b.x, a.y - b.y};
}

template <typename T>
ZOOM_INLINE Vec<T> operator*(T k, Vec<T> a)
{
    return {k * a.x, k * a.y};
}

//! Third component of the cross product: the signed area that a and b span.
template <typename T>
ZOOM_INLINE T cross(Vec<T> a, Vec<T> b)
{
    return a.x * b.y - a.y * b.x;
}

template <typename T>
ZOOM_INLINE T dot(Vec<T> a, Vec<T> b)
{
    return a.x * b.x + a.y * b.y;
}

} // namespace math
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_MATH_PORTABLE_HPP
