// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "ocl_pyramid.hpp"

#include "math/footprint.hpp"
#include "ocl_launch.hpp"

#include <limits>

namespace cv {
namespace zoom {

namespace {

const size_t MAX_INT = size_t(std::numeric_limits<int>::max());

//! What every level's first texel is aligned to, in bytes.
const size_t LEVEL_ALIGNMENT = 64;

} // namespace

String oclTypeOptions(int type)
{
    const int depth = CV_MAT_DEPTH(type);
    const char* name = depth == CV_8U ? "uchar" : depth == CV_16U ? "ushort" : "float";
    return depth == CV_32F ? format("-D T=float -D CN=%d -D FLOAT -D FROM_FLOAT=convert_float", CV_MAT_CN(type))
                           : format("-D T=%s -D CN=%d -D FROM_FLOAT=convert_%s_sat_rte", name, CV_MAT_CN(type), name);
}

bool OclPyramid::start(const UMat& image)
{
    if (image.offset > MAX_INT || image.step > MAX_INT)
        return false;
    base = image;
    levels.assign(1, {int(base.offset), int(base.step), base.cols, base.rows});
    return true;
}

//! Makes room for every level that the image can have, so that no level moves later.
bool OclPyramid::reserve()
{
    size_t bytes = 0;
    for (Size size = base.size(); size.width > 1 || size.height > 1;)
    {
        size = Size((size.width + 1) / 2, (size.height + 1) / 2);
        bytes += alignSize(size_t(size.width) * size.height * base.elemSize(), int(LEVEL_ALIGNMENT));
    }
    if (bytes > MAX_INT)
        return false;
    if (reduced.total() < bytes)
        reduced.create(1, int(bytes), CV_8U);
    return true;
}

bool OclPyramid::require(int count)
{
    if (count <= int(levels.size()))
        return true;
    CV_Assert(count <= math::MAX_LEVEL + 1);
    if (levels.size() == 1 && !reserve())
        return false;
    while (int(levels.size()) < count)
    {
        const int l = int(levels.size());
        const Level finer = levels.back();
        Level level = {0, 0, (finer.width + 1) / 2, (finer.height + 1) / 2};
        level.step = level.width * int(base.elemSize());
        if (l > 1)
            level.offset =
                int(alignSize(size_t(finer.offset) + size_t(finer.step) * finer.height, int(LEVEL_ALIGNMENT)));

        ocl::Kernel kernel = oclKernel(OclProgram::BOX_REDUCE, "boxReduce", oclTypeOptions(base.type()));
        if (kernel.empty())
            return false;
        kernel.args(ocl::KernelArg::PtrReadOnly(l == 1 ? base : reduced), finer.offset, finer.step, finer.width,
                    finer.height, ocl::KernelArg::PtrReadWrite(reduced), level.offset, level.step, level.width,
                    level.height, math::roundsUp(l) ? 2u : 1u);
        if (!oclLaunch(kernel, Size(level.width, level.height)))
            return false;
        levels.push_back(level);
    }
    return true;
}

} // namespace zoom
} // namespace cv
