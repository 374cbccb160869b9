// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "zoom_kernel.simd.hpp"

#include "ops/cpu/zoom_kernel.simd_declarations.hpp"

namespace cv {
namespace zoom_train {
namespace kernels {

namespace math = zoom::math;

namespace {

//! Widths of the box at a node, in pixels of the image, from the grid's derivatives there.
struct NodeBox
{
    double ux, uy, vx, vy; //!< derivatives in pixels of the image per pixel of the zoomed image

    template <typename T>
    NodeBox(const ZoomShape& s, const T* node, int i, int j)
    {
        const double stepX = double(s.columns - 1) / s.zoomedWidth, stepY = double(s.rows - 1) / s.zoomedHeight;
        ux = s.width * stepX * math::nodeDerivative(node, 2, j, s.columns);
        uy = s.width * stepY * math::nodeDerivative(node, 2 * s.columns, i, s.rows);
        vx = s.height * stepX * math::nodeDerivative(node + 1, 2, j, s.columns);
        vy = s.height * stepY * math::nodeDerivative(node + 1, 2 * s.columns, i, s.rows);
    }

    double widthX() const { return math::boxWidth(ux, uy); }
    double widthY() const { return math::boxWidth(vx, vy); }
};

//! The adjoint of math::nodeDerivative(): adds the gradient to the nodes beside.
void addNodeDerivative(double* node, int stride, int index, int nodes, double grad)
{
    const int before = index > 0 ? -stride : 0, after = index < nodes - 1 ? stride : 0;
    const double part = before && after ? 0.5 * grad : grad;
    node[after] += part;
    node[before] -= part;
}

} // namespace

template <typename T>
ZoomPlan<T>::ZoomPlan(const ZoomShape& s)
    : shape(s), begin(s.columns, s.zoomedWidth), fraction(s.zoomedWidth), x(s.zoomedWidth), y(s.zoomedWidth)
{
    const size_t n = size_t(s.zoomedWidth);
    int column = -1;
    for (int k = 0; k < s.zoomedWidth; ++k)
    {
        const auto p = math::latticePosition((k + 0.5) / s.zoomedWidth, s.columns);
        fraction[k] = p.t;
        while (column < p.cell)
            begin[++column] = k;
    }
    for (std::vector<T>* values : {&toX, &toY})
        values->resize(n);
    if (s.antialias)
    {
        for (std::vector<T>* values : {&widthX, &widthY, &toWidthX, &toWidthY})
            values->resize(n);
    }
    else
    {
        for (std::vector<int>* values : {&offset, &right, &below})
            values->resize(n);
        for (std::vector<T>* values : {&tx, &ty})
            values->resize(n);
    }
    toColumns.resize(4 * size_t(s.columns));
}

template <typename T>
void ZoomPlan<T>::setGrid(const T* nodes)
{
    grid = nodes;
    const size_t size = 2 * size_t(shape.rows) * shape.columns;
    toNodes.assign(size, 0.0);
    if (!shape.antialias)
        return;
    toNodeWidths.assign(size, 0.0);
    nodeWidths.resize(size);
    T widest = 1, highest = 1;
    for (int i = 0; i < shape.rows; ++i)
        for (int j = 0; j < shape.columns; ++j)
        {
            const size_t at = 2 * (size_t(i) * shape.columns + j);
            const NodeBox box(shape, grid + at, i, j);
            // A box wider than the image would only repeat its border.
            nodeWidths[at] = T(math::clamped(box.widthX(), 1.0, double(shape.width)));
            nodeWidths[at + 1] = T(math::clamped(box.widthY(), 1.0, double(shape.height)));
            widest = math::larger(widest, nodeWidths[at]);
            highest = math::larger(highest, nodeWidths[at + 1]);
        }
    levels = math::pyramidLevel(float(widest), float(highest),
                                math::possibleLevels(math::larger(shape.width, shape.height))) +
             1;
    level[0] = {shape.width, shape.height, 0};
    pyramidSize = 0;
    for (int l = 1; l < levels; ++l)
    {
        level[l] = {(level[l - 1].width + 1) / 2, (level[l - 1].height + 1) / 2, pyramidSize};
        pyramidSize += size_t(level[l].width) * level[l].height;
    }
}

template <typename T>
void ZoomPlan<T>::takeGridGradient(T* gradGrid) const
{
    std::vector<double> sum = toNodes;
    const ZoomShape& s = shape;
    for (int i = 0; s.antialias && i < s.rows; ++i)
        for (int j = 0; j < s.columns; ++j)
        {
            const size_t at = 2 * (size_t(i) * s.columns + j);
            const NodeBox box(s, grid + at, i, j);
            const double stepX = double(s.columns - 1) / s.zoomedWidth, stepY = double(s.rows - 1) / s.zoomedHeight;
            const double wx = box.widthX(), wy = box.widthY();
            if (wx > 1 && wx < s.width)
            {
                const double k = toNodeWidths[at] * s.width / wx;
                addNodeDerivative(&sum[at], 2, j, s.columns, k * stepX * box.ux);
                addNodeDerivative(&sum[at], 2 * s.columns, i, s.rows, k * stepY * box.uy);
            }
            if (wy > 1 && wy < s.height)
            {
                const double k = toNodeWidths[at + 1] * s.height / wy;
                addNodeDerivative(&sum[at + 1], 2, j, s.columns, k * stepX * box.vx);
                addNodeDerivative(&sum[at + 1], 2 * s.columns, i, s.rows, k * stepY * box.vy);
            }
        }
    std::copy(sum.begin(), sum.end(), gradGrid);
}

namespace {

template <typename T>
void dispatchForward(ZoomPlan<T>& plan, const T* image, int channels, T* zoomed)
{
    CV_CPU_DISPATCH(zoomForward, (plan, image, channels, zoomed), CV_CPU_DISPATCH_MODES_ALL);
}

template <typename T>
void dispatchBackward(ZoomPlan<T>& plan, const T* image, int channels, const T* gradZoomed, T* gradImage, bool withGrid)
{
    CV_CPU_DISPATCH(zoomBackward, (plan, image, channels, gradZoomed, gradImage, withGrid), CV_CPU_DISPATCH_MODES_ALL);
}

} // namespace

template <typename T>
void ZoomPlan<T>::forward(const T* image, int channels, T* zoomed)
{
    pyramid.resize(pyramidSize * channels);
    dispatchForward(*this, image, channels, zoomed);
}

template <typename T>
void ZoomPlan<T>::backward(const T* image, int channels, const T* gradZoomed, T* gradImage, bool withGrid)
{
    // Memory is made here: what is compiled for several instruction sets instantiates nothing that the linker could
    // share.
    if (withGrid)
        pyramid.resize(pyramidSize * channels);
    if (gradImage)
        toPyramid.assign(pyramidSize * channels, T(0));
    dispatchBackward(*this, image, channels, gradZoomed, gradImage, withGrid);
}

template struct ZoomPlan<float>;
template struct ZoomPlan<double>;

} // namespace kernels
} // namespace zoom_train
} // namespace cv
