// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_OCL_LAUNCH_HPP
#define OPENCV_ZOOM_OCL_LAUNCH_HPP

#include "opencv2/core/ocl.hpp"

namespace cv {
namespace zoom {

//! Number of OpenCL kernels of this module that were started: the tests assert by it that the device did the work.
CV_EXPORTS int oclLaunches();

//! The files of src/opencl/.
enum class OclProgram
{
    ATTRACTION,
    BOX_REDUCE,
    WARP
};

//! A kernel of a file, compiled with the options; an empty one when it does not compile or OpenCV is built without
//! OpenCL.
ocl::Kernel oclKernel(OclProgram program, const char* name, const String& options);

/** @brief Starts a kernel without waiting for it, in work-groups that cover the items and may reach beyond them.
@return false when the device refuses it */
bool oclLaunch(ocl::Kernel& kernel, Size items, Size group = Size(16, 16));

//! Reports, once, why OpenCL is given up for a call.
void oclFailed(const Exception& e);

/** @brief Runs `attempt` when OpenCL is on. What fails on the device, memory included, makes it false: then the CPU
does the work, and bad arguments are refused there. */
template <typename Attempt>
bool tryOpenCL(const Attempt& attempt)
{
    if (!ocl::useOpenCL())
        return false;
    try
    {
        return attempt();
    }
    catch (const Exception& e)
    {
        oclFailed(e);
        return false;
    }
}

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_OCL_LAUNCH_HPP
