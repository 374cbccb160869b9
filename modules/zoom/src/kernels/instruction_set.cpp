// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "instruction_set.simd.hpp"

#include "kernels/instruction_set.simd_declarations.hpp"

#include <algorithm>

namespace cv {
namespace zoom {
namespace kernels {

namespace {

InstructionSet bestInstructionSet()
{
    if (!checkHardwareSupport(CV_CPU_AVX2) || !checkHardwareSupport(CV_CPU_FMA3))
        return INSTRUCTION_SET_BASELINE;
    return checkHardwareSupport(CV_CPU_AVX512_SKX) ? INSTRUCTION_SET_AVX512_SKX : INSTRUCTION_SET_AVX2;
}

} // namespace

// Zero, the baseline, for those who call before this is initialised.
std::atomic<int> usableInstructionSet(bestInstructionSet());

void limitInstructionSet(InstructionSet most)
{
    usableInstructionSet = std::min(bestInstructionSet(), most);
}

InstructionSet instructionSetInUse()
{
    CV_CPU_DISPATCH(instructionSetInUse, (), CV_CPU_DISPATCH_MODES_ALL);
}

} // namespace kernels
} // namespace zoom
} // namespace cv
