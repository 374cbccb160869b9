// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "../precomp.hpp"

#include "sample_row.simd.hpp"

#include "kernels/sample_row.simd_declarations.hpp"

namespace cv {
namespace zoom {
namespace kernels {

SampleRow boxSampleRow(int depth, int channels)
{
    CV_CPU_DISPATCH(boxSampleRow, (depth, channels), CV_CPU_DISPATCH_MODES_ALL);
}

SampleRow bilinearSampleRow(int depth, int channels)
{
    CV_CPU_DISPATCH(bilinearSampleRow, (depth, channels), CV_CPU_DISPATCH_MODES_ALL);
}

SampleRow nearestSampleRow(int depth, int channels)
{
    CV_CPU_DISPATCH(nearestSampleRow, (depth, channels), CV_CPU_DISPATCH_MODES_ALL);
}

} // namespace kernels
} // namespace zoom
} // namespace cv
