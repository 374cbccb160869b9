// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_MATH_LATTICE_HPP
#define OPENCV_ZOOM_MATH_LATTICE_HPP

#include "portable.hpp"

#include <cstddef>

namespace cv {
namespace zoom {
namespace math {

//! A position along one axis of a lattice: between node `cell` and the next one, at fraction t in [0, 1].
template <typename T>
struct LatticePosition
{
    int cell;
    T t;
};

//! Where the normalised coordinate x stands among @p nodes nodes that span [0, 1]; outside it, on the nearest end.
template <typename T>
ZOOM_INLINE LatticePosition<T> latticePosition(T x, int nodes)
{
    const T p = clamped(x, T(0), T(1)) * T(nodes - 1);
    const int cell = smaller(int(p), nodes - 2);
    return {cell, p - T(cell)};
}

//! Where p stands among the centres 0 to pixels-1; beyond the outermost ones, on the nearest.
template <typename T>
ZOOM_INLINE LatticePosition<T> positionAmongCentres(T p, int pixels)
{
    p = clamped(p, T(0), T(pixels - 1));
    const int cell = larger(0, smaller(int(p), pixels - 2));
    return {cell, p - T(cell)};
}

//! Where node k of @p nodes stands among the centres of @p pixels pixels; beyond the outermost centres, on the nearest
//! one.
template <typename T>
ZOOM_INLINE LatticePosition<T> nodeAmongPixels(int k, int nodes, int pixels)
{
    return positionAmongCentres(T(k) * T(pixels) / T(nodes - 1) - T(0.5), pixels);
}

//! Where the centre of pixel k of @p count stands among the centres of @p pixels pixels over the same extent.
template <typename T>
ZOOM_INLINE LatticePosition<T> pixelAmongPixels(int k, int count, int pixels)
{
    return positionAmongCentres((T(k) + T(0.5)) * T(pixels) / T(count) - T(0.5), pixels);
}

template <typename T>
ZOOM_INLINE T lerp(T a, T b, T t)
{
    return a + t * (b - a);
}

//! A node of a grid of interleaved (u, v).
template <typename T>
ZOOM_INLINE Vec<double> gridNode(const T* grid, int columns, int i, int j)
{
    const T* p = grid + 2 * (std::size_t(i) * std::size_t(columns) + std::size_t(j));
    return {double(p[0]), double(p[1])};
}

//! A bilinear cell: origin + s*x + t*y + s*t*twist for (s, t) in [0, 1]^2.
template <typename T>
struct Cell
{
    Vec<T> origin, x, y, twist;

    ZOOM_INLINE Vec<T> at(T s, T t) const { return origin + s * x + t * y + (s * t) * twist; }
    ZOOM_INLINE Vec<T> dx(T t) const { return x + t * twist; } //!< derivative along s
    ZOOM_INLINE Vec<T> dy(T s) const { return y + s * twist; } //!< derivative along t
};

//! The cell whose upper left node is (row, column) of a grid of interleaved (u, v).
template <typename T, typename G>
ZOOM_INLINE Cell<T> latticeCell(const G* grid, int columns, int row, int column)
{
    const G* a = grid + 2 * (row * columns + column);
    const G* b = a + 2 * columns;
    const Vec<T> p00 = {T(a[0]), T(a[1])}, p01 = {T(a[2]), T(a[3])};
    const Vec<T> p10 = {T(b[0]), T(b[1])}, p11 = {T(b[2]), T(b[3])};
    return {p00, p01 - p00, p10 - p00, p11 - p10 - (p01 - p00)};
}

//! Derivative of a node's value along one axis, per lattice step: central inside, one-sided at the ends.
template <typename T>
ZOOM_INLINE T nodeDerivative(const T* value, int stride, int index, int nodes)
{
    const int before = index > 0 ? -stride : 0, after = index < nodes - 1 ? stride : 0;
    const T d = value[after] - value[before];
    return before && after ? T(0.5) * d : d;
}

} // namespace math
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_MATH_LATTICE_HPP
