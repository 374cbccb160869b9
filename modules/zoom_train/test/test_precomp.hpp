// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_TEST_PRECOMP_HPP
#define OPENCV_ZOOM_TRAIN_TEST_PRECOMP_HPP

#include "opencv2/ts.hpp"

#include "opencv2/zoom.hpp"
#include "opencv2/zoom_train.hpp"

#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/autograd/autograd.h>
#include <torch/script.h>
#include <torch/torch.h>

// Skips a test that is not for this machine or this build, in CI, too.
#ifdef __OPENCV_BUILD
#define ZOOM_SKIP_HERE(message) throw SkipTestException(message)
#else
#define ZOOM_SKIP_HERE(message) GTEST_SKIP() << message
#endif

#endif // OPENCV_ZOOM_TRAIN_TEST_PRECOMP_HPP
