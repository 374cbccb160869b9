// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "unzoom_kernel.hpp"

#include "math/inverse_cell.hpp"
#include "ops/cpu/bilinear_tap.hpp"

#include <algorithm>

namespace cv {
namespace zoom_train {
namespace kernels {

namespace math = zoom::math;

using math::Cell;
using math::Vec;

namespace {

//! First pixel of n whose centre is not before the normalised coordinate; the centres decide, not a rounded product.
int firstPixel(double normalised, int n)
{
    int first = int(math::clamped(normalised * n - 1, 0.0, double(n)));
    while (first < n && (first + 0.5) / n < normalised)
        ++first;
    return first;
}

} // namespace

template <typename T>
UnzoomPlan<T>::UnzoomPlan(const UnzoomShape& s) : shape(s), owner(size_t(s.height) * s.width)
{
}

template <typename T>
void UnzoomPlan<T>::setGrid(const T* nodes)
{
    grid = nodes;
    std::fill(owner.begin(), owner.end(), -1);
    for (int i = 0; i + 1 < shape.rows; ++i)
        for (int j = 0; j + 1 < shape.columns; ++j)
        {
            const auto node = [&](int k) {
                const T* p = grid + 2 * ((i + k / 2) * shape.columns + j + k % 2);
                return Vec<double>{double(p[0]), double(p[1])};
            };
            const int ends[4][2] = {{0, 1}, {2, 3}, {0, 2}, {1, 3}};
            math::CellEdge<double> edges[4];
            double top = 1e30, bottom = -1e30;
            for (int k = 0; k < 4; ++k)
            {
                edges[k].set(node(ends[k][0]), node(ends[k][1]));
                top = std::min(top, edges[k].top);
                bottom = std::max(bottom, edges[k].bottom);
            }
            const int end = firstPixel(bottom, shape.height);
            for (int y = firstPixel(top, shape.height); y < end; ++y)
            {
                double left = 1e30, right = -1e30;
                for (const auto& edge : edges)
                    edge.cut((y + 0.5) / shape.height, left, right);
                int* row = owner.data() + size_t(y) * shape.width;
                const int first = firstPixel(left, shape.width), last = firstPixel(right, shape.width);
                if (first < last)
                    std::fill(row + first, row + last, i * shape.columns + j);
            }
        }
}

//! Calls visit(pixel, first node of its cell, cell, place in the cell, tap in the zoomed image).
template <typename T>
template <typename Visit>
void UnzoomPlan<T>::visitPixels(Visit visit) const
{
    const double stepX = double(shape.zoomedWidth) / (shape.columns - 1);
    const double stepY = double(shape.zoomedHeight) / (shape.rows - 1);
    size_t pixel = 0;
    for (int y = 0; y < shape.height; ++y)
        for (int x = 0; x < shape.width; ++x, ++pixel)
        {
            const int node = owner[pixel];
            if (node < 0)
                continue;
            const int row = node / shape.columns, column = node % shape.columns;
            const Cell<double> cell = math::latticeCell<double>(grid, shape.columns, row, column);
            const Vec<double> p = math::inverseCell(cell, {(x + 0.5) / shape.width, (y + 0.5) / shape.height});
            const Vec<double> at = {math::clamped(p.x, 0.0, 1.0), math::clamped(p.y, 0.0, 1.0)};
            visit(pixel, node, cell, at,
                  BilinearTap<T>::at(stepX * (column + at.x), stepY * (row + at.y), shape.zoomedWidth,
                                     shape.zoomedHeight));
        }
}

template <typename T>
void UnzoomPlan<T>::forward(const T* zoomed, int channels, T* frame) const
{
    const size_t plane = size_t(shape.height) * shape.width;
    const size_t zoomedPlane = size_t(shape.zoomedHeight) * shape.zoomedWidth;
    std::fill(frame, frame + plane * channels, T(0));
    visitPixels([&](size_t pixel, int, const Cell<double>&, Vec<double>, const BilinearTap<T>& tap) {
        for (int c = 0; c < channels; ++c)
            frame[c * plane + pixel] = tap.value(zoomed + c * zoomedPlane);
    });
}

template <typename T>
void UnzoomPlan<T>::backward(const T* zoomed, int channels, const T* gradFrame, T* gradZoomed, T* gradGrid)
{
    const size_t plane = size_t(shape.height) * shape.width;
    const size_t zoomedPlane = size_t(shape.zoomedHeight) * shape.zoomedWidth;
    const double stepX = double(shape.zoomedWidth) / (shape.columns - 1);
    const double stepY = double(shape.zoomedHeight) / (shape.rows - 1);
    toNodes.assign(gradGrid ? 2 * size_t(shape.rows) * shape.columns : 0, 0.0);
    visitPixels([&](size_t pixel, int node, const Cell<double>& cell, Vec<double> at, const BilinearTap<T>& tap) {
        Vec<double> toPosition = {0, 0};
        for (int c = 0; c < channels; ++c)
        {
            const T grad = gradFrame[c * plane + pixel];
            if (gradGrid)
            {
                toPosition.x += double(grad) * tap.byX(zoomed + c * zoomedPlane);
                toPosition.y += double(grad) * tap.byY(zoomed + c * zoomedPlane);
            }
            if (gradZoomed)
                tap.add(grad, gradZoomed + c * zoomedPlane);
        }
        if (!gradGrid)
            return;
        Vec<double> nodes[4];
        math::inverseCellAdjoint(cell, at, {stepX * toPosition.x, stepY * toPosition.y}, nodes);
        for (int k = 0; k < 4; ++k)
        {
            double* to = &toNodes[2 * (size_t(node) + (k / 2) * shape.columns + k % 2)];
            to[0] += nodes[k].x;
            to[1] += nodes[k].y;
        }
    });
    if (gradGrid)
        std::copy(toNodes.begin(), toNodes.end(), gradGrid);
}

template class UnzoomPlan<float>;
template class UnzoomPlan<double>;

} // namespace kernels
} // namespace zoom_train
} // namespace cv
