// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_PRECOMP_HPP
#define OPENCV_ZOOM_TRAIN_PRECOMP_HPP

// For the kernels, which know nothing of torch.
#include "opencv2/core.hpp"

#endif // OPENCV_ZOOM_TRAIN_PRECOMP_HPP
