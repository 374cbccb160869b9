// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "grid_boxes.hpp"
#include "parallel.hpp"
#include "transform_impl.hpp"

#include "kernels/frame_points.hpp"

#include <atomic>
#include <type_traits>

namespace cv {
namespace zoom {

namespace {

typedef math::Vec<double> Point2;

//! Points per task of the parallel loop.
const int POINTS_PER_TASK = 2048;

/** @brief An output of one row per element, in the type that is computed.

One of another fixed type (a vector of int rectangles) is converted at the end. */
class TypedOutput
{
public:
    TypedOutput(OutputArray array, int rows, int columns, int type)
        : output(array), converts(array.fixedType() && array.type() != type)
    {
        if (converts)
            values.create(rows, columns, type);
        else
        {
            output.create(rows, columns, type);
            values = output.getMat();
        }
        elements = values.rows == 1 && rows > 1 ? values.reshape(0, rows) : values; // a vector's header is a row
    }

    template <typename T>
    T* row(int k)
    {
        return elements.ptr<T>(k);
    }

    size_t step() const { return elements.step1(); } //!< from row to row, in values

    void finish() const
    {
        if (converts)
            values.copyTo(output);
    }

private:
    OutputArray output;
    bool converts;
    Mat values, elements;
};

/** @brief The values of rectangles as rows of 4; no copy where it can be helped.

Accepts what a std::vector of cv::Rect_ gives (one row or column of 4 channels) and N x 4 matrices of one channel. */
Mat rectRows(InputArray array, const char* name)
{
    const int width = 4;
    Mat m = array.getMat();
    if (m.empty())
        return Mat(0, width, CV_64F);
    const int depth = m.depth();
    const bool numbers = depth == CV_32S || depth == CV_32F || depth == CV_64F;
    if (numbers && m.dims == 2)
    {
        if (m.channels() == width && (m.cols == 1 || m.rows == 1))
            m = (m.isContinuous() ? m : m.clone()).reshape(1, int(m.total()));
        if (m.channels() == 1 && m.cols == width)
            return m;
    }
    CV_Error_(Error::StsUnsupportedFormat,
              ("%s are %dx%d of type %s; N x 4 of one channel or N of 4 channels, 32S, 32F or 64F, is needed", name,
               m.cols, m.rows, typeToString(m.type()).c_str()));
}

//! Row k of rectRows().
void readRect(const Mat& rects, int k, double (&rect)[4])
{
    for (int c = 0; c < 4; ++c)
        rect[c] = rects.depth() == CV_32S   ? rects.ptr<int>(k)[c]
                  : rects.depth() == CV_32F ? rects.ptr<float>(k)[c]
                                            : rects.ptr<double>(k)[c];
}

//! What is wrong with points that are no matrix or vector of them.
[[noreturn]] void refusePoints(const Mat& m)
{
    CV_Error_(Error::StsUnsupportedFormat,
              ("points are %dx%d of type %s; N x 2 of one channel or N of 2 channels, 32F or 64F, is needed", m.cols,
               m.rows, typeToString(m.type()).c_str()));
}

template <typename T>
kernels::PointRows<T> pointRows(const Mat& points, Mat& mapped, TypedOutput* valid)
{
    return {points.ptr<T>(),
            points.step1(),
            mapped.ptr<T>(),
            mapped.step1(),
            valid ? valid->row<uchar>(0) : nullptr,
            valid ? valid->step() : 0,
            points.rows};
}

template <typename T, typename MapRows>
void mapInParallel(const kernels::PointRows<T>& all, const MapRows& mapRows)
{
    std::atomic<bool> finite(true);
    const int count = all.count;
    parallelFor(Range(0, (count + POINTS_PER_TASK - 1) / POINTS_PER_TASK), [&](const Range& range) {
        const int first = range.start * POINTS_PER_TASK;
        kernels::PointRows<T> part = all;
        part.points += size_t(first) * all.step;
        part.mapped += size_t(first) * all.mappedStep;
        part.valid += all.valid ? size_t(first) * all.validStep : 0;
        part.count = std::min(range.end * POINTS_PER_TASK, count) - first;
        if (!mapRows(part))
            finite = false;
    });
    if (!finite)
        CV_Error(Error::StsBadArg, "points hold a value that is not finite");
}

/** @brief Maps points and writes them in the type and shape they came in.
@param mapRows maps kernels::PointRows of float or double and returns whether all were finite */
template <typename MapRows>
void mapPoints(InputArray _points, OutputArray _mapped, OutputArray _valid, const MapRows& mapRows)
{
    const Mat points = _points.getMat();
    if (points.empty())
    {
        _mapped.release();
        if (_valid.needed())
            _valid.release();
        return;
    }
    const int depth = points.depth();
    const bool pairs = points.channels() == 2 && (points.cols == 1 || points.rows == 1);
    if ((depth != CV_32F && depth != CV_64F) || points.dims != 2 ||
        (!pairs && (points.channels() != 1 || points.cols != 2)))
        refusePoints(points);

    _mapped.create(points.size(), points.type());
    Mat mapped = _mapped.getMat();
    // A row of points becomes a column of them; both headers refer to the data itself.
    const Mat in = pairs && points.rows == 1 ? points.reshape(1, points.cols) : points.reshape(1);
    Mat out = pairs && mapped.rows == 1 ? mapped.reshape(1, mapped.cols) : mapped.reshape(1);
    const auto mapTo = [&](TypedOutput* valid) {
        if (depth == CV_32F)
            mapInParallel(pointRows<float>(in, out, valid), mapRows);
        else
            mapInParallel(pointRows<double>(in, out, valid), mapRows);
    };
    if (!_valid.needed())
        return mapTo(nullptr);
    TypedOutput valid(_valid, in.rows, 1, CV_8UC1);
    mapTo(&valid);
    valid.finish();
}

//! Pixel coordinates (integers at pixel centres) <-> normalised coordinates.
Point2 normalised(Point2 p, Size size)
{
    return {(p.x + 0.5) / size.width, (p.y + 0.5) / size.height};
}

Point2 pixels(Point2 p, Size size)
{
    return {p.x * size.width - 0.5, p.y * size.height - 0.5};
}

//! The smallest upright rectangle around points.
class Bound
{
public:
    void add(Point2 p)
    {
        low = {math::smaller(low.x, p.x), math::smaller(low.y, p.y)};
        high = {math::larger(high.x, p.x), math::larger(high.y, p.y)};
    }

    //! In pixels of an image (integers at pixel edges); empty when nothing was added.
    Rect2d rect(Size size) const
    {
        if (low.x > high.x || low.y > high.y)
            return Rect2d();
        return Rect2d(low.x * size.width, low.y * size.height, (high.x - low.x) * size.width,
                      (high.y - low.y) * size.height);
    }

private:
    Point2 low = {1e30, 1e30}, high = {-1e30, -1e30};
};

//! A rectangle in normalised coordinates, clipped to the image.
struct Box
{
    double x0, y0, x1, y1;

    Box(const double* rect, Size size)
        : x0(math::clamped(rect[0] / size.width, 0.0, 1.0)), y0(math::clamped(rect[1] / size.height, 0.0, 1.0)),
          x1(math::clamped((rect[0] + rect[2]) / size.width, 0.0, 1.0)),
          y1(math::clamped((rect[1] + rect[3]) / size.height, 0.0, 1.0))
    {
    }
    bool empty() const { return !(x0 < x1 && y0 < y1); }
};

/** @brief Adds the part of the zoomed frame's own outline whose image lies in the box.

Where the zoomed frame crops the box, its outline takes the place of the box's. */
void addShownOutline(const GridGeometry& geometry, const Box& box, Bound& bound)
{
    const auto add = [&](Point2 zoomed) {
        const Point2 p = geometry.toFrame(zoomed);
        if (p.x >= box.x0 && p.x <= box.x1 && p.y >= box.y0 && p.y <= box.y1)
            bound.add(zoomed);
    };
    // Fine enough that a side's cut by the box is found to a 16th of a cell.
    const int stepsX = 16 * (geometry.columns() - 1), stepsY = 16 * (geometry.rows() - 1);
    for (int k = 0; k <= stepsX; ++k)
    {
        add({double(k) / stepsX, 0.0});
        add({double(k) / stepsX, 1.0});
    }
    for (int k = 0; k <= stepsY; ++k)
    {
        add({0.0, double(k) / stepsY});
        add({1.0, double(k) / stepsY});
    }
}

//! Nothing where the sides leave nothing between them.
Bound boundOf(const Sides& sides)
{
    Bound bound;
    if (sides.left < sides.right && sides.top < sides.bottom)
    {
        bound.add({sides.left, sides.top});
        bound.add({sides.right, sides.bottom});
    }
    return bound;
}

/** @brief Maps rectangles one by one.
@param name of the argument, for errors
@param bound (box) -> Bound of its image in normalised coordinates */
template <typename BoundOf>
void mapRects(InputArray _rects, const char* name, OutputArray _mapped, Size from, Size to, const BoundOf& bound)
{
    const Mat rects = rectRows(_rects, name);
    double rect[4];
    for (int k = 0; k < rects.rows; ++k)
    {
        readRect(rects, k, rect);
        for (const double value : rect)
            if (!std::isfinite(value))
                CV_Error(Error::StsBadArg, std::string(name) + " hold a value that is not finite");
    }
    // A std::vector of Rect2d takes a column of 4-channel elements, a matrix takes either.
    const bool vector = _mapped.kind() == _InputArray::STD_VECTOR;
    TypedOutput mapped(_mapped, rects.rows, vector ? 1 : 4, vector ? CV_64FC4 : CV_64FC1);
    for (int k = 0; k < rects.rows; ++k)
    {
        readRect(rects, k, rect);
        const Box box(rect, from);
        const Rect2d r = box.empty() ? Rect2d() : bound(box).rect(to);
        double* out = mapped.row<double>(k);
        out[0] = r.x;
        out[1] = r.y;
        out[2] = r.width;
        out[3] = r.height;
    }
    mapped.finish();
}

} // namespace

void ZoomTransform::toFramePoints(InputArray points, OutputArray framePoints, OutputArray valid) const
{
    CV_INSTRUMENT_REGION();
    const Impl& self = getImpl();
    const GridGeometry& geometry = *self.geometry;
    const kernels::FramePointMap map = {geometry.data(),
                                        geometry.rows(),
                                        geometry.columns(),
                                        double(self.zoomedSize.width),
                                        double(self.zoomedSize.height),
                                        double(self.frameSize.width),
                                        double(self.frameSize.height)};
    mapPoints(points, framePoints, valid, [&map](const auto& rows) { return kernels::framePoints(map, rows); });
}

void ZoomTransform::toZoomedPoints(InputArray points, OutputArray zoomedPoints, OutputArray valid) const
{
    CV_INSTRUMENT_REGION();
    const Impl& self = getImpl();
    mapPoints(points, zoomedPoints, valid, [&self](const auto& rows) {
        for (int k = 0; k < rows.count; ++k)
        {
            const auto* from = rows.points + size_t(k) * rows.step;
            if (!std::isfinite(from[0]) || !std::isfinite(from[1]))
                return false;
            Point2 zoomed;
            const bool shown = self.geometry->toZoomed(normalised({from[0], from[1]}, self.frameSize), zoomed);
            if (rows.valid)
                rows.valid[size_t(k) * rows.validStep] = shown ? 255 : 0;
            const Point2 mapped = pixels(zoomed, self.zoomedSize);
            auto* to = rows.mapped + size_t(k) * rows.mappedStep;
            to[0] = std::decay_t<decltype(*to)>(mapped.x);
            to[1] = std::decay_t<decltype(*to)>(mapped.y);
        }
        return true;
    });
}

void ZoomTransform::toFrameRects(InputArray rects, OutputArray frameRects) const
{
    CV_INSTRUMENT_REGION();
    const Impl& self = getImpl();
    const GridGeometry& geometry = *self.geometry;
    mapRects(rects, "rects", frameRects, self.zoomedSize, self.frameSize, [&geometry](const Box& box) {
        // Within a cell the image of an upright line is straight, so its ends and its crossings with the lattice's
        // lines bound it exactly.
        Bound bound;
        const int columns = geometry.columns(), rows = geometry.rows();
        const auto horizontal = [&](double y) {
            bound.add(geometry.toFrame({box.x0, y}));
            bound.add(geometry.toFrame({box.x1, y}));
            for (int j = cvCeil(box.x0 * (columns - 1)); j <= cvFloor(box.x1 * (columns - 1)); ++j)
                bound.add(geometry.toFrame({double(j) / (columns - 1), y}));
        };
        const auto vertical = [&](double x) {
            for (int i = cvCeil(box.y0 * (rows - 1)); i <= cvFloor(box.y1 * (rows - 1)); ++i)
                bound.add(geometry.toFrame({x, double(i) / (rows - 1)}));
        };
        horizontal(box.y0);
        horizontal(box.y1);
        vertical(box.x0);
        vertical(box.x1);
        return bound;
    });
}

void ZoomTransform::toZoomedRects(InputArray rects, OutputArray zoomedRects) const
{
    CV_INSTRUMENT_REGION();
    const Impl& self = getImpl();
    const GridGeometry& geometry = *self.geometry;
    mapRects(rects, "rects", zoomedRects, self.frameSize, self.zoomedSize, [&](const Box& box) {
        // The image of the outline is curved within a cell, so it is sampled: at every frame pixel, but no less than 16
        // and no more than 512 times a side.
        Bound bound;
        const auto add = [&](double x, double y) {
            Point2 zoomed;
            if (geometry.toZoomed({x, y}, zoomed))
                bound.add(zoomed);
        };
        const int stepsX = math::clamped(cvCeil((box.x1 - box.x0) * self.frameSize.width), 16, 512);
        const int stepsY = math::clamped(cvCeil((box.y1 - box.y0) * self.frameSize.height), 16, 512);
        for (int k = 0; k <= stepsX; ++k)
        {
            const double x = math::lerp(box.x0, box.x1, double(k) / stepsX);
            add(x, box.y0);
            add(x, box.y1);
        }
        for (int k = 1; k < stepsY; ++k)
        {
            const double y = math::lerp(box.y0, box.y1, double(k) / stepsY);
            add(box.x0, y);
            add(box.x1, y);
        }
        if (geometry.coverage() < 1 || !geometry.certificate().oneToOne())
            addShownOutline(geometry, box, bound);
        return bound;
    });
}

void frameBoxes(const ZoomTransform& transform, InputArray boxes, OutputArray mapped)
{
    CV_INSTRUMENT_REGION();
    const ZoomTransform::Impl& self = transform.getImpl();
    mapRects(boxes, "boxes", mapped, self.zoomedSize, self.frameSize, [&self](const Box& box) {
        return boundOf(frameSides(*self.geometry, {box.x0, box.y0, box.x1, box.y1}));
    });
}

void zoomedBoxes(const ZoomTransform& transform, InputArray boxes, OutputArray mapped)
{
    CV_INSTRUMENT_REGION();
    const ZoomTransform::Impl& self = transform.getImpl();
    mapRects(boxes, "boxes", mapped, self.frameSize, self.zoomedSize, [&self](const Box& box) {
        Sides zoomed;
        const bool shown = zoomedSides(*self.geometry, {box.x0, box.y0, box.x1, box.y1}, zoomed);
        return shown ? boundOf(zoomed) : Bound();
    });
}

} // namespace zoom
} // namespace cv
