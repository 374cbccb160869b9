// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "precomp.hpp"

#include "ocl_launch.hpp"

#include "exception_reason.hpp"

#include "opencv2/core/utils/logger.hpp"

#ifdef HAVE_OPENCL
#include "opencl_kernels_zoom.hpp"
#endif

#include <atomic>

namespace cv {
namespace zoom {

namespace {

std::atomic<int> launches(0);

} // namespace

int oclLaunches()
{
    return launches;
}

ocl::Kernel oclKernel(OclProgram program, const char* name, const String& options)
{
#ifdef HAVE_OPENCL
    const ocl::ProgramSource& source = program == OclProgram::ATTRACTION   ? ocl::zoom::attraction_oclsrc
                                       : program == OclProgram::BOX_REDUCE ? ocl::zoom::box_reduce_oclsrc
                                                                           : ocl::zoom::warp_oclsrc;
    return ocl::Kernel(name, source, options);
#else
    CV_UNUSED(program);
    CV_UNUSED(name);
    CV_UNUSED(options);
    return ocl::Kernel();
#endif
}

bool oclLaunch(ocl::Kernel& kernel, Size items, Size group)
{
    size_t groups[] = {size_t(group.width), size_t(group.height)};
    size_t sizes[] = {alignSize(size_t(items.width), group.width), alignSize(size_t(items.height), group.height)};
    if (!kernel.run(2, sizes, groups, false))
        return false;
    ++launches;
    return true;
}

void oclFailed(const Exception& e)
{
    CV_LOG_ONCE_WARNING(
        NULL, "zoom: OpenCL failed, the CPU takes over (later failures are not reported): " << exceptionReason(e));
}

} // namespace zoom
} // namespace cv
