// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "zoom_kernel.hpp"

#include "cpu_dispatch.hpp"
#include "math/footprint.hpp"
#include "math/lattice.hpp"
#include "ops/cpu/bilinear_tap.hpp"

#include <algorithm>

namespace cv {
namespace zoom_train {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

void zoomForward(ZoomPlan<float>& plan, const float* image, int channels, float* zoomed);
void zoomForward(ZoomPlan<double>& plan, const double* image, int channels, double* zoomed);
void zoomBackward(ZoomPlan<float>& plan, const float* image, int channels, const float* gradZoomed, float* gradImage,
                  bool withGrid);
void zoomBackward(ZoomPlan<double>& plan, const double* image, int channels, const double* gradZoomed,
                  double* gradImage, bool withGrid);

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

namespace {

namespace math = zoom::math;

//! A wild grid must not overflow the sampler's integers (as in modules/zoom).
inline double bounded(double normalised)
{
    return math::clamped(normalised, -1.0, 2.0);
}

template <typename T>
math::LatticePosition<double> latticeRow(const ZoomPlan<T>& plan, int row)
{
    return math::latticePosition((row + 0.5) / plan.shape.zoomedHeight, plan.shape.rows);
}

//! Fills in where the pixels of a row sample: positions, and box widths where boxes are averaged.
template <typename T>
void placeRow(ZoomPlan<T>& plan, int row)
{
    const ZoomShape& s = plan.shape;
    const auto p = latticeRow(plan, row);
    const size_t first = 2 * size_t(p.cell) * s.columns;
    const T *upper = plan.grid + first, *lower = upper + 2 * s.columns;
    const double* fraction = plan.fraction.data();
    const auto at = [&](int k) { return bounded(math::lerp(double(upper[k]), double(lower[k]), p.t)); };
    for (int j = 0; j + 1 < s.columns; ++j)
    {
        const int from = plan.begin[j], to = plan.begin[j + 1];
        if (from == to)
            continue;
        const double left = s.width * at(2 * j), end = s.width * at(2 * j + 2);
        const double top = s.height * at(2 * j + 1), bottom = s.height * at(2 * j + 3);
        double *x = plan.x.data(), *y = plan.y.data();
        for (int k = from; k < to; ++k)
        {
            x[k] = math::lerp(left, end, fraction[k]);
            y[k] = math::lerp(top, bottom, fraction[k]);
        }
        if (!s.antialias)
            continue;
        const T *upperWidths = plan.nodeWidths.data() + first, *lowerWidths = upperWidths + 2 * s.columns;
        const auto width = [&](int k) { return math::lerp(upperWidths[k], lowerWidths[k], T(p.t)); };
        const T wx0 = width(2 * j), wx1 = width(2 * j + 2), wy0 = width(2 * j + 1), wy1 = width(2 * j + 3);
        T *widthX = plan.widthX.data(), *widthY = plan.widthY.data();
        for (int k = from; k < to; ++k)
        {
            widthX[k] = math::lerp(wx0, wx1, T(fraction[k]));
            widthY[k] = math::lerp(wy0, wy1, T(fraction[k]));
        }
    }
}

//! Fills in the bilinear taps of a row.
template <typename T>
void findTaps(ZoomPlan<T>& plan)
{
    const int n = plan.shape.zoomedWidth, w = plan.shape.width, h = plan.shape.height;
    const double *x = plan.x.data(), *y = plan.y.data();
    int *offset = plan.offset.data(), *right = plan.right.data(), *below = plan.below.data();
    T *tx = plan.tx.data(), *ty = plan.ty.data();
    for (int k = 0; k < n; ++k)
    {
        const auto tap = BilinearTap<T>::at(x[k], y[k], w, h);
        offset[k] = tap.offset;
        right[k] = tap.right;
        below[k] = tap.below;
        tx[k] = tap.tx;
        ty[k] = tap.ty;
    }
}

template <typename T>
void bilinearRow(const ZoomPlan<T>& plan, const T* image, T* out)
{
    const int n = plan.shape.zoomedWidth;
    const int *offset = plan.offset.data(), *right = plan.right.data(), *below = plan.below.data();
    const T *tx = plan.tx.data(), *ty = plan.ty.data();
    for (int k = 0; k < n; ++k)
    {
        const BilinearTap<T> tap = {offset[k], right[k], below[k], tx[k], ty[k]};
        out[k] = tap.value(image);
    }
}

//! Adds the gradients with respect to the positions of a row, of one channel.
template <typename T>
void bilinearRowToPosition(ZoomPlan<T>& plan, const T* image, const T* grad)
{
    const int n = plan.shape.zoomedWidth;
    const int *offset = plan.offset.data(), *right = plan.right.data(), *below = plan.below.data();
    const T *tx = plan.tx.data(), *ty = plan.ty.data();
    T *toX = plan.toX.data(), *toY = plan.toY.data();
    for (int k = 0; k < n; ++k)
    {
        const BilinearTap<T> tap = {offset[k], right[k], below[k], tx[k], ty[k]};
        toX[k] += grad[k] * tap.byX(image);
        toY[k] += grad[k] * tap.byY(image);
    }
}

//! Adds the gradient of a row to one channel of the image.
template <typename T>
void bilinearRowToImage(const ZoomPlan<T>& plan, const T* grad, T* gradImage)
{
    const int n = plan.shape.zoomedWidth;
    const int *offset = plan.offset.data(), *right = plan.right.data(), *below = plan.below.data();
    const T *tx = plan.tx.data(), *ty = plan.ty.data();
    for (int k = 0; k < n; ++k)
    {
        const BilinearTap<T> tap = {offset[k], right[k], below[k], tx[k], ty[k]};
        tap.add(grad[k], gradImage);
    }
}

//! The texels of the box of one pixel, in a level of the pyramid.
template <typename T>
struct Box
{
    int level;
    T texel; //!< texels of the level per pixel
    math::BoxSpan<T> x, y;
    bool wideX, wideY; //!< whether the width counts: no narrower than a texel
    int column[math::MAX_BOX_TEXELS + 1], row[math::MAX_BOX_TEXELS + 1]; //!< offsets into a row, into the level
    T shareX[math::MAX_BOX_TEXELS + 1], shareY[math::MAX_BOX_TEXELS + 1];

    Box(const ZoomPlan<T>& plan, int k)
    {
        const T widthX = plan.widthX[k], widthY = plan.widthY[k];
        level = math::pyramidLevel(float(widthX), float(widthY), plan.levels);
        texel = T(math::texelScale(level));
        x = math::BoxSpan<T>::at(plan.x[k] * texel, widthX * texel);
        y = math::BoxSpan<T>::at(plan.y[k] * texel, widthY * texel);
        wideX = widthX * texel >= 1;
        wideY = widthY * texel >= 1;
        const auto& l = plan.level[level];
        fill(x, l.width, 1, column, shareX);
        fill(y, l.height, l.width, row, shareY);
    }

    static void fill(const math::BoxSpan<T>& span, int size, int stride, int* at, T* share)
    {
        for (int i = 0; i < span.count; ++i)
        {
            at[i] = stride * math::clamped(span.first + i, 0, size - 1);
            share[i] = span.weight(i);
        }
    }

    T mean(const T* texels) const
    {
        T sum = 0;
        for (int r = 0; r < y.count; ++r)
            sum += shareY[r] * rowMean(texels + row[r]);
        return sum;
    }

    T rowMean(const T* texels) const
    {
        T sum = 0;
        for (int c = 0; c < x.count; ++c)
            sum += shareX[c] * texels[column[c]];
        return sum;
    }

    T columnMean(const T* texels) const
    {
        T sum = 0;
        for (int r = 0; r < y.count; ++r)
            sum += shareY[r] * texels[row[r]];
        return sum;
    }

    //! Adds the gradients with respect to the box, of one channel.
    void addPosition(const T* texels, T grad, T& toX, T& toY, T& toWidthX, T& toWidthY) const
    {
        const T m = mean(texels), g = grad * texel;
        const T left = columnMean(texels + column[0]), right = columnMean(texels + column[x.count - 1]);
        const T top = rowMean(texels + row[0]), bottom = rowMean(texels + row[y.count - 1]);
        toX += g * x.byCentre(left, right);
        toY += g * y.byCentre(top, bottom);
        if (wideX)
            toWidthX += g * x.byWidth(left, right, m);
        if (wideY)
            toWidthY += g * y.byWidth(top, bottom, m);
    }

    void addTexels(T grad, T* toTexels) const
    {
        for (int r = 0; r < y.count; ++r)
        {
            const T part = grad * shareY[r];
            for (int c = 0; c < x.count; ++c)
                toTexels[row[r] + column[c]] += part * shareX[c];
        }
    }
};

//! Averages a level to the next coarser one.
template <typename T>
void reduceLevel(const T* finer, int width, int height, T* coarser)
{
    const int pairs = width / 2;
    for (int y = 0; y < height; y += 2)
    {
        const T *a = finer + size_t(y) * width, *b = y + 1 < height ? a + width : a;
        for (int x = 0; x < pairs; ++x)
            coarser[x] = math::reduced(a[2 * x], a[2 * x + 1], b[2 * x], b[2 * x + 1]);
        if (width & 1)
            coarser[pairs] = math::reduced(a[width - 1], a[width - 1], b[width - 1], b[width - 1]);
        coarser += pairs + (width & 1);
    }
}

//! The adjoint of reduceLevel(): adds the coarser level's gradient to the finer one's.
template <typename T>
void expandLevel(const T* coarser, int width, int height, T* finer)
{
    const int pairs = width / 2;
    for (int y = 0; y < height; y += 2)
    {
        T *a = finer + size_t(y) * width, *b = y + 1 < height ? a + width : a;
        for (int x = 0; x < pairs; ++x)
        {
            const T part = T(0.25) * coarser[x];
            a[2 * x] += part;
            a[2 * x + 1] += part;
            b[2 * x] += part;
            b[2 * x + 1] += part;
        }
        if (width & 1)
        {
            const T part = T(0.5) * coarser[pairs];
            a[width - 1] += part;
            b[width - 1] += part;
        }
        coarser += pairs + (width & 1);
    }
}

template <typename T>
void buildPyramid(ZoomPlan<T>& plan, const T* image, int channels)
{
    for (int c = 0; c < channels; ++c)
    {
        const T* finer = image + size_t(c) * plan.shape.height * plan.shape.width;
        for (int l = 1; l < plan.levels; ++l)
        {
            T* coarser = plan.pyramid.data() + c * plan.pyramidSize + plan.level[l].start;
            reduceLevel(finer, plan.level[l - 1].width, plan.level[l - 1].height, coarser);
            finer = coarser;
        }
    }
}

//! Passes the gradient of the pyramid's levels down to the image.
template <typename T>
void collapsePyramid(ZoomPlan<T>& plan, int channels, T* gradImage)
{
    for (int c = 0; c < channels; ++c)
        for (int l = plan.levels - 1; l > 0; --l)
        {
            T* part = plan.toPyramid.data() + c * plan.pyramidSize;
            T* finer =
                l > 1 ? part + plan.level[l - 1].start : gradImage + size_t(c) * plan.shape.height * plan.shape.width;
            expandLevel(part + plan.level[l].start, plan.level[l - 1].width, plan.level[l - 1].height, finer);
        }
}

//! Takes the gradients with respect to where the pixels of a row sample to the nodes beside the row.
template <typename T>
void rowToNodes(ZoomPlan<T>& plan, int row)
{
    const ZoomShape& s = plan.shape;
    const auto p = latticeRow(plan, row);
    const double* fraction = plan.fraction.data();
    double* toColumns = plan.toColumns.data();
    std::fill(plan.toColumns.begin(), plan.toColumns.end(), 0.0);
    for (int j = 0; j + 1 < s.columns; ++j)
    {
        const auto gather = [&](const T* grad, double* out) {
            double sum = 0, after = 0;
            for (int k = plan.begin[j]; k < plan.begin[j + 1]; ++k)
            {
                sum += grad[k];
                after += fraction[k] * grad[k];
            }
            out[0] += sum - after;
            out[4] += after;
        };
        gather(plan.toX.data(), toColumns + 4 * j);
        gather(plan.toY.data(), toColumns + 4 * j + 1);
        if (s.antialias)
        {
            gather(plan.toWidthX.data(), toColumns + 4 * j + 2);
            gather(plan.toWidthY.data(), toColumns + 4 * j + 3);
        }
    }

    const size_t first = 2 * size_t(p.cell) * s.columns, next = 2 * size_t(s.columns);
    for (int j = 0; j < s.columns; ++j)
        for (const int axis : {0, 1})
        {
            const size_t at = first + 2 * j + axis;
            const double normalised = math::lerp(double(plan.grid[at]), double(plan.grid[at + next]), p.t);
            if (normalised > -1 && normalised < 2)
            {
                const double grad = toColumns[4 * j + axis] * (axis ? s.height : s.width);
                plan.toNodes[at] += (1 - p.t) * grad;
                plan.toNodes[at + next] += p.t * grad;
            }
            if (s.antialias)
            {
                const double grad = toColumns[4 * j + 2 + axis];
                plan.toNodeWidths[at] += (1 - p.t) * grad;
                plan.toNodeWidths[at + next] += p.t * grad;
            }
        }
}

template <typename T>
void forward(ZoomPlan<T>& plan, const T* image, int channels, T* zoomed)
{
    const ZoomShape& s = plan.shape;
    const size_t plane = size_t(s.height) * s.width, zoomedPlane = size_t(s.zoomedHeight) * s.zoomedWidth;
    if (s.antialias)
        buildPyramid(plan, image, channels);
    for (int row = 0; row < s.zoomedHeight; ++row, zoomed += s.zoomedWidth)
    {
        placeRow(plan, row);
        if (!s.antialias)
        {
            findTaps(plan);
            for (int c = 0; c < channels; ++c)
                bilinearRow(plan, image + c * plane, zoomed + c * zoomedPlane);
            continue;
        }
        for (int k = 0; k < s.zoomedWidth; ++k)
        {
            const Box<T> box(plan, k);
            const T* texels = box.level ? plan.pyramid.data() + plan.level[box.level].start : image;
            const size_t step = box.level ? plan.pyramidSize : plane;
            for (int c = 0; c < channels; ++c)
                zoomed[c * zoomedPlane + k] = box.mean(texels + c * step);
        }
    }
}

template <typename T>
void backward(ZoomPlan<T>& plan, const T* image, int channels, const T* gradZoomed, T* gradImage, bool withGrid)
{
    const ZoomShape& s = plan.shape;
    const size_t plane = size_t(s.height) * s.width, zoomedPlane = size_t(s.zoomedHeight) * s.zoomedWidth;
    if (s.antialias && withGrid)
        buildPyramid(plan, image, channels);
    for (int row = 0; row < s.zoomedHeight; ++row)
    {
        const T* grad = gradZoomed + size_t(row) * s.zoomedWidth;
        placeRow(plan, row);
        for (std::vector<T>* values : {&plan.toX, &plan.toY, &plan.toWidthX, &plan.toWidthY})
            std::fill(values->begin(), values->end(), T(0));
        if (!s.antialias)
        {
            findTaps(plan);
            for (int c = 0; c < channels; ++c)
            {
                if (withGrid)
                    bilinearRowToPosition(plan, image + c * plane, grad + c * zoomedPlane);
                if (gradImage)
                    bilinearRowToImage(plan, grad + c * zoomedPlane, gradImage + c * plane);
            }
        }
        else
        {
            for (int k = 0; k < s.zoomedWidth; ++k)
            {
                const Box<T> box(plan, k);
                const size_t start = plan.level[box.level].start, step = box.level ? plan.pyramidSize : plane;
                for (int c = 0; c < channels; ++c)
                {
                    const T g = grad[c * zoomedPlane + k];
                    if (withGrid)
                        box.addPosition((box.level ? plan.pyramid.data() + start : image) + c * step, g, plan.toX[k],
                                        plan.toY[k], plan.toWidthX[k], plan.toWidthY[k]);
                    if (gradImage)
                        box.addTexels(g, (box.level ? plan.toPyramid.data() + start : gradImage) + c * step);
                }
            }
        }
        if (withGrid)
            rowToNodes(plan, row);
    }
    if (s.antialias && gradImage)
        collapsePyramid(plan, channels, gradImage);
}

} // namespace

void zoomForward(ZoomPlan<float>& plan, const float* image, int channels, float* zoomed)
{
    forward(plan, image, channels, zoomed);
}

void zoomForward(ZoomPlan<double>& plan, const double* image, int channels, double* zoomed)
{
    forward(plan, image, channels, zoomed);
}

void zoomBackward(ZoomPlan<float>& plan, const float* image, int channels, const float* gradZoomed, float* gradImage,
                  bool withGrid)
{
    backward(plan, image, channels, gradZoomed, gradImage, withGrid);
}

void zoomBackward(ZoomPlan<double>& plan, const double* image, int channels, const double* gradZoomed,
                  double* gradImage, bool withGrid)
{
    backward(plan, image, channels, gradZoomed, gradImage, withGrid);
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom_train
} // namespace cv
