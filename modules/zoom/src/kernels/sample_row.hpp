// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_SAMPLE_ROW_HPP
#define OPENCV_ZOOM_KERNELS_SAMPLE_ROW_HPP

#include "image_view.hpp"

namespace cv {
namespace zoom {
namespace kernels {

//! Where a run of output pixels samples, in pixels of level 0, continuous (0 is the left edge of the first pixel).
struct SampleRun
{
    const double *x, *y;
    const float *widthX, *widthY; //!< of the box around every point; read by the box sampler alone
    int count;
};

//! Writes `count` pixels to @p out. Beyond the border the outermost pixels are repeated.
typedef void (*SampleRow)(const PyramidView& source, const SampleRun& run, void* out);

//! Samplers for a depth (CV_8U, CV_16U, CV_32F) and 1 to 4 channels; null for others.
SampleRow boxSampleRow(int depth, int channels);      //!< mean over boxes, from the pyramid
SampleRow bilinearSampleRow(int depth, int channels); //!< level 0 only
SampleRow nearestSampleRow(int depth, int channels);  //!< level 0 only: the pixel that contains the point

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_SAMPLE_ROW_HPP
