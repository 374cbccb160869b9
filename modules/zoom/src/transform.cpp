// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "grid_generator.hpp"
#include "parallel.hpp"
#include "transform_impl.hpp"

#include <atomic>
#include <limits>

namespace cv {
namespace zoom {

namespace {

void checkImageSize(Size size, const char* name)
{
    if (size.width < 1 || size.height < 1 || size.width > 65536 || size.height > 65536)
        CV_Error_(Error::StsOutOfRange, ("%s is %dx%d; 1x1 to 65536x65536 is allowed", name, size.width, size.height));
}

double magnificationOf(double determinant)
{
    return determinant > 0 ? 1 / std::sqrt(determinant) : std::numeric_limits<double>::infinity();
}

} // namespace

ZoomTransform::ZoomTransform() = default;

ZoomTransform::ZoomTransform(InputArray grid, Size frameSize, Size zoomedSize)
{
    assign(grid, frameSize, zoomedSize);
}

void ZoomTransform::assign(InputArray _grid, Size frameSize, Size zoomedSize)
{
    const Mat grid = _grid.getMat();
    if (grid.type() != CV_32FC2)
        CV_Error_(Error::StsUnsupportedFormat,
                  ("grid has type %s; CV_32FC2 is needed", typeToString(grid.type()).c_str()));
    checkGridSize(grid.size(), "grid");
    Point at;
    if (!checkRange(grid, true, &at))
        CV_Error_(Error::StsBadArg, ("grid is not finite at row %d, column %d", at.y, at.x));
    checkImageSize(frameSize, "frameSize");
    checkImageSize(zoomedSize, "zoomedSize");
    if (isSole())
    {
        // What the last other owner read must have been read before it is written here.
        std::atomic_thread_fence(std::memory_order_acquire);
        p->assign(grid, frameSize, zoomedSize);
    }
    else
    {
        p = makePtr<Impl>(grid, frameSize, zoomedSize);
    }
}

bool ZoomTransform::empty() const
{
    return !p;
}

const ZoomTransform::Impl& ZoomTransform::getImpl() const
{
    if (!p)
        CV_Error(Error::StsBadArg, "the ZoomTransform is empty");
    return *p;
}

Size ZoomTransform::frameSize() const
{
    return p ? p->frameSize : Size();
}

Size ZoomTransform::zoomedSize() const
{
    return p ? p->zoomedSize : Size();
}

void ZoomTransform::getGrid(OutputArray grid) const
{
    getImpl().geometry->grid().copyTo(grid);
}

ZoomTransform ZoomTransform::resized(Size frameSize, Size zoomedSize) const
{
    checkImageSize(frameSize, "frameSize");
    checkImageSize(zoomedSize, "zoomedSize");
    ZoomTransform t;
    t.p = makePtr<Impl>(getImpl().geometry, frameSize, zoomedSize);
    return t;
}

void ZoomTransform::magnification(OutputArray _magnification) const
{
    const GridGeometry& geometry = *getImpl().geometry;
    const Size size = p->zoomedSize;
    const double cells = double(geometry.columns() - 1) * (geometry.rows() - 1);
    _magnification.create(size, CV_32FC1);
    Mat map = _magnification.getMat();
    parallelFor(Range(0, size.height), [&](const Range& range) {
        for (int y = range.start; y < range.end; ++y)
        {
            const auto row = math::latticePosition((y + 0.5) / size.height, geometry.rows());
            for (int x = 0; x < size.width; ++x)
            {
                const auto column = math::latticePosition((x + 0.5) / size.width, geometry.columns());
                const math::Cell<double> cell = geometry.cell(row.cell, column.cell);
                const double det = cells * math::cross(cell.dx(row.t), cell.dy(column.t));
                map.at<float>(y, x) = det > 0 ? float(1 / std::sqrt(det)) : 0.f;
            }
        }
    });
}

double ZoomTransform::minMagnification() const
{
    return magnificationOf(getImpl().geometry->certificate().maxDeterminant);
}

double ZoomTransform::maxMagnification() const
{
    return magnificationOf(getImpl().geometry->certificate().minDeterminant);
}

double ZoomTransform::coverage() const
{
    return getImpl().geometry->coverage();
}

bool ZoomTransform::isCertified() const
{
    return getImpl().geometry->certificate().oneToOne();
}

} // namespace zoom
} // namespace cv
