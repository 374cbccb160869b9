// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_KERNELS_SYMMETRIC_SUM_HPP
#define OPENCV_ZOOM_KERNELS_SYMMETRIC_SUM_HPP

namespace cv {
namespace zoom {
namespace kernels {

/** @brief One line of a pass of a symmetric separable filter:
result[j] = weights[0]*middle[j] + sum over k from 1 to radius of weights[k]*(before[k][j] + after[k][j]).
@param sides before[1], after[1], before[2], after[2], ...
@param result must not overlap the operands */
void symmetricSum(const float* middle, const float* const* sides, const float* weights, int radius, int count,
                  float* result);

} // namespace kernels
} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_KERNELS_SYMMETRIC_SUM_HPP
