// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_HPP
#define OPENCV_ZOOM_TRAIN_HPP

#include "opencv2/zoom_train/data.hpp"
#include "opencv2/zoom_train/detection.hpp"
#include "opencv2/zoom_train/distill.hpp"
#include "opencv2/zoom_train/export.hpp"
#include "opencv2/zoom_train/gaze.hpp"
#include "opencv2/zoom_train/nn.hpp"
#include "opencv2/zoom_train/operators.hpp"
#include "opencv2/zoom_train/trainer.hpp"

/**
@defgroup zoom_train Training of saliency-driven zooming, on LibTorch

The zoom of @ref zoom as differentiable operators and modules of LibTorch, so that the saliency is learned from the loss
of the task behind it @cite Recasens2018. From the bottom up:

- **operators**, forward and backward: cv::zoom_train::saliencyToNodes(), cv::zoom_train::saliencyToGrid(),
  cv::zoom_train::gridZoom(), cv::zoom_train::gridUnzoom(). With the loss \f$L\f$, the zoomed image
  \f$J = g(I; u(S))\f$ and the network \f$S = f_s(I_l; \theta)\f$ they make
  \f[ \frac{\partial L}{\partial \theta} = \frac{\partial L}{\partial J}\,\frac{\partial g}{\partial u}\,
  \frac{\partial u}{\partial S}\,\frac{\partial f_s}{\partial \theta}; \f]
- **networks and samplers** in cv::zoom_train::nn: cv::zoom_train::nn::SaliencySampler, task and saliency networks, and
  what zooming is compared with;
- **data sets** in cv::zoom_train::data: generators, files, or a class of one's own;
- **training**: cv::zoom_train::Trainer, on several processes with cv::zoom_train::ProcessGroup;
- **export**: cv::zoom_train::exportModel() writes what cv::zoom::SaliencySampler::create() loads.

The tool `zoom_train` does all of it without a line of code. Tutorial: @ref tutorial_zoom_train.
*/

#endif // OPENCV_ZOOM_TRAIN_HPP
