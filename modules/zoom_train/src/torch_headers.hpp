// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_TORCH_HEADERS_HPP
#define OPENCV_ZOOM_TRAIN_TORCH_HEADERS_HPP

// The heavy headers, compiled once (the module's precompiled header).
#include <ATen/ATen.h>
#include <ATen/Parallel.h>
#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/csrc/autograd/custom_function.h>
#include <torch/library.h>
#include <torch/script.h>
#include <torch/torch.h>

#endif // OPENCV_ZOOM_TRAIN_TORCH_HEADERS_HPP
