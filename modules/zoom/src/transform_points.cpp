// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "transform_impl.hpp"

namespace cv {
namespace zoom {

namespace {

typedef math::Vec<double> Point2;

//! Points per task of the parallel loop.
const int POINTS_PER_TASK = 1024;

/** @brief Reads points or rectangles as rows of @p width doubles.

Accepts what a std::vector of cv::Point_ or cv::Rect_ gives (one row or column of `width` channels) and N x width matrices
of one channel. */
Mat readRows(InputArray array, int width, const char* name)
{
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
        {
            Mat rows;
            m.convertTo(rows, CV_64F);
            if (!checkRange(rows))
                CV_Error_(Error::StsBadArg, ("%s holds a value that is not finite", name));
            return rows;
        }
    }
    CV_Error_(Error::StsUnsupportedFormat,
              ("%s is %dx%d of type %s; N x %d of one channel or N of %d channels, 32S, 32F or 64F, is needed", name, m.cols,
               m.rows, typeToString(m.type()).c_str(), width, width));
}

void checkPointDepth(InputArray points)
{
    if (!points.empty() && points.depth() != CV_32F && points.depth() != CV_64F)
        CV_Error_(Error::StsUnsupportedFormat,
                  ("points have type %s; 32F or 64F is needed", typeToString(points.type()).c_str()));
}

/** @brief Maps points and writes them in the shape they came in.
@param map (point, result) -> whether the result is valid */
template <typename Map>
void mapPoints(InputArray _points, OutputArray _mapped, OutputArray _valid, const Map& map)
{
    checkPointDepth(_points);
    Mat points = readRows(_points, 2, "points");
    const int count = points.rows;
    Mat valid(count, 1, CV_8UC1);
    parallel_for_(Range(0, (count + POINTS_PER_TASK - 1) / POINTS_PER_TASK), [&](const Range& range) {
        const int end = std::min(range.end * POINTS_PER_TASK, count);
        for (int k = range.start * POINTS_PER_TASK; k < end; ++k)
        {
            double* p = points.ptr<double>(k);
            Point2 mapped = {0, 0};
            valid.at<uchar>(k) = map(Point2{p[0], p[1]}, mapped) ? 255 : 0;
            p[0] = mapped.x;
            p[1] = mapped.y;
        }
    });
    if (_points.empty())
    {
        _mapped.release();
    }
    else
    {
        const Mat shape = _points.getMat();
        points.reshape(shape.channels(), shape.rows).convertTo(_mapped, shape.depth());
    }
    if (_valid.needed())
        valid.copyTo(_valid);
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

/** @brief Maps rectangles one by one.
@param bound (box) -> Bound of its image in normalised coordinates */
template <typename BoundOf>
void mapRects(InputArray _rects, OutputArray _mapped, Size from, Size to, const BoundOf& bound)
{
    const Mat rects = readRows(_rects, 4, "rects");
    Mat mapped(rects.rows, 4, CV_64F);
    for (int k = 0; k < rects.rows; ++k)
    {
        const Box box(rects.ptr<double>(k), from);
        const Rect2d r = box.empty() ? Rect2d() : bound(box).rect(to);
        double* out = mapped.ptr<double>(k);
        out[0] = r.x;
        out[1] = r.y;
        out[2] = r.width;
        out[3] = r.height;
    }
    // A std::vector of Rect2d takes a column of 4-channel elements, a matrix takes either.
    if (_mapped.kind() == _InputArray::STD_VECTOR)
        mapped.reshape(4, rects.rows).copyTo(_mapped);
    else
        mapped.copyTo(_mapped);
}

} // namespace

void ZoomTransform::toFramePoints(InputArray points, OutputArray framePoints, OutputArray valid) const
{
    CV_INSTRUMENT_REGION();
    const Impl& self = getImpl();
    mapPoints(points, framePoints, valid, [&self](Point2 point, Point2& mapped) {
        const Point2 zoomed = normalised(point, self.zoomedSize);
        mapped = pixels(self.geometry->toFrame(zoomed), self.frameSize);
        return zoomed.x >= 0 && zoomed.x <= 1 && zoomed.y >= 0 && zoomed.y <= 1;
    });
}

void ZoomTransform::toZoomedPoints(InputArray points, OutputArray zoomedPoints, OutputArray valid) const
{
    CV_INSTRUMENT_REGION();
    const Impl& self = getImpl();
    mapPoints(points, zoomedPoints, valid, [&self](Point2 point, Point2& mapped) {
        Point2 zoomed;
        const bool shown = self.geometry->toZoomed(normalised(point, self.frameSize), zoomed);
        mapped = pixels(zoomed, self.zoomedSize);
        return shown;
    });
}

void ZoomTransform::toFrameRects(InputArray rects, OutputArray frameRects) const
{
    CV_INSTRUMENT_REGION();
    const Impl& self = getImpl();
    const GridGeometry& geometry = *self.geometry;
    mapRects(rects, frameRects, self.zoomedSize, self.frameSize, [&geometry](const Box& box) {
        // Within a cell the image of an upright line is straight, so its ends and its crossings with the lattice's lines
        // bound it exactly.
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
    mapRects(rects, zoomedRects, self.frameSize, self.zoomedSize, [&](const Box& box) {
        // The image of the outline is curved within a cell, so it is sampled: at every frame pixel, but no less than 16 and
        // no more than 512 times a side.
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

} // namespace zoom
} // namespace cv
