// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "instruction_set.hpp"

#include "../cpu_dispatch.hpp"

#include "opencv2/core/hal/intrin.hpp"

namespace cv {
namespace zoom {
namespace kernels {
CV_CPU_OPTIMIZATION_NAMESPACE_BEGIN

InstructionSet instructionSetInUse();

#ifndef CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY

InstructionSet instructionSetInUse()
{
#if CV_AVX512_SKX
    return INSTRUCTION_SET_AVX512_SKX;
#elif CV_AVX2
    return INSTRUCTION_SET_AVX2;
#else
    return INSTRUCTION_SET_BASELINE;
#endif
}

#endif // CV_CPU_OPTIMIZATION_DECLARATIONS_ONLY
CV_CPU_OPTIMIZATION_NAMESPACE_END
} // namespace kernels
} // namespace zoom
} // namespace cv
