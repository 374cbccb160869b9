// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_HIT_RATE_HPP
#define OPENCV_ZOOM_TRAIN_HIT_RATE_HPP

#include "opencv2/core.hpp"

#include <cmath>

namespace cv {
namespace zoom_train {

//! Evaluation::hitRate as it is shown: "-" where no sample has a target.
inline std::string hitRateText(double hitRate)
{
    return std::isnan(hitRate) ? "-" : cv::format("%.3f", hitRate);
}

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_HIT_RATE_HPP
