// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "parallel.hpp"
#include "pyramid.hpp"

#include "kernels/box_reduce.hpp"

namespace cv {
namespace zoom {

int pyramidLevels(Size image, float maxWidthX, float maxWidthY)
{
    return math::pyramidLevel(maxWidthX, maxWidthY, math::possibleLevels(std::max(image.width, image.height))) + 1;
}

namespace {

kernels::ImageView viewOf(const Mat& image)
{
    return {image.data, image.step, image.cols, image.rows};
}

} // namespace

void Pyramid::start(const Mat& image)
{
    type = image.type();
    pyramid.levels = 1;
    pyramid.level[0] = viewOf(image);
}

void Pyramid::require(int levels)
{
    CV_INSTRUMENT_REGION();
    CV_Assert(levels <= math::MAX_LEVEL + 1);
    const int present = pyramid.levels;
    if (levels <= present)
        return;
    const kernels::BoxReduceRow reduce = kernels::boxReduceRow(CV_MAT_DEPTH(type), CV_MAT_CN(type));
    CV_Assert(reduce);
    for (int l = present; l < levels; ++l)
    {
        const kernels::ImageView& finer = pyramid.level[l - 1];
        reduced[l - 1].create((finer.height + 1) / 2, (finer.width + 1) / 2, type);
        pyramid.level[l] = viewOf(reduced[l - 1]);
    }
    pyramid.levels = levels;

    // A strip holds one row of the coarsest level and all that is below it: every level is made while the rows under it
    // are still in the cache, and the image is read once.
    parallelFor(Range(0, pyramid.level[levels - 1].height), [&](const Range& range) {
        for (int strip = range.start; strip < range.end; ++strip)
            for (int l = present; l < levels; ++l)
            {
                const kernels::ImageView& finer = pyramid.level[l - 1];
                Mat& level = reduced[l - 1];
                const int rows = 1 << (levels - 1 - l);
                const int last = std::min((strip + 1) * rows, level.rows);
                for (int y = strip * rows; y < last; ++y)
                    reduce(finer.row<uchar>(2 * y), finer.row<uchar>(std::min(2 * y + 1, finer.height - 1)),
                           finer.width, level.ptr(y), math::roundsUp(l));
            }
    });
}

} // namespace zoom
} // namespace cv
