// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_CENTRE_INPUT_HPP
#define OPENCV_ZOOM_TRAIN_CENTRE_INPUT_HPP

#include "opencv2/core.hpp"

namespace cv {
namespace zoom_train {

/** @brief An exported CentreNet puts levels together without cutting them: its input has to halve four times.
@param function that is asked for it, for the error */
void checkCentreInput(const char* function, Size input);

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_CENTRE_INPUT_HPP
