// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_HPP
#define OPENCV_ZOOM_TRAIN_HPP

#include "opencv2/zoom_train/data.hpp"
#include "opencv2/zoom_train/detection.hpp"
#include "opencv2/zoom_train/distill.hpp"
#include "opencv2/zoom_train/export.hpp"
#include "opencv2/zoom_train/nn.hpp"
#include "opencv2/zoom_train/operators.hpp"
#include "opencv2/zoom_train/trainer.hpp"

/** @defgroup zoom_train Training of saliency-driven zooming, on LibTorch */

#endif // OPENCV_ZOOM_TRAIN_HPP
