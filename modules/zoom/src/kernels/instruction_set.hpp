// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_INSTRUCTION_SET_HPP
#define OPENCV_ZOOM_KERNELS_INSTRUCTION_SET_HPP

#include "opencv2/core/cvdef.h"

#include <atomic>

namespace cv {
namespace zoom {
namespace kernels {

//! Instruction sets that kernels are compiled for, by OpenCV's names. Every one includes those before it.
enum InstructionSet
{
    INSTRUCTION_SET_BASELINE = 0, //!< what the compiler's options allow everywhere
    INSTRUCTION_SET_AVX2 = 1,     //!< with FMA3
    INSTRUCTION_SET_AVX512_SKX = 2
};

//! The one that the kernels were compiled for which a call made now would run.
CV_EXPORTS InstructionSet instructionSetInUse();

/** @brief Keeps the stand-alone build from using more than an instruction set; for tests.

In an OpenCV tree OpenCV's own macros choose, and this changes nothing. */
CV_EXPORTS void limitInstructionSet(InstructionSet most);

extern std::atomic<int> usableInstructionSet; //!< the best of this machine, within the limit

inline bool isUsable(InstructionSet set)
{
    return set <= usableInstructionSet.load(std::memory_order_relaxed);
}

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_INSTRUCTION_SET_HPP
