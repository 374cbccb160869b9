// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_ESTIMATORS_ESTIMATOR_HPP
#define OPENCV_ZOOM_ESTIMATORS_ESTIMATOR_HPP

// What the estimators have in common.

#include "../precomp.hpp"

namespace cv {
namespace zoom {

//! Throws unless @p inputSize, an argument of create(), is at least @p smallest on both sides.
void checkInputSize(Size inputSize, int smallest);

//! The low-res frame that estimate() was given; throws unless it is 8UC3 of @p inputSize.
Mat lowResFrame(InputArray lowRes, Size inputSize);

//! Grey levels of a low-res frame as floats. Kept by an estimator for the sake of its buffers.
class LowResGrey
{
public:
    //! Checks as lowResFrame() does; the result, 32FC1 with values from 0 to 255, is valid until the next call.
    const Mat& read(InputArray lowRes, Size inputSize);

private:
    Mat bytes, grey;
};

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_ESTIMATORS_ESTIMATOR_HPP
