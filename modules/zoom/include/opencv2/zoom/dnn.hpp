// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef OPENCV_ZOOM_DNN_HPP
#define OPENCV_ZOOM_DNN_HPP

#include "opencv2/core.hpp"

namespace cv {
namespace zoom {

//! @addtogroup zoom
//! @{

/** @brief Makes cv::dnn know the operators of an ONNX file that holds the whole chain: saliency network, grid,
sampling, task network.

Call it once before cv::dnn::readNetFromONNX(); further calls do nothing. It may be called from several threads. Nothing
is registered without it. The layers run on the CPU, in 32F, whatever the target of the network is; they are there as
long as the process is.

**SaliencyToGrid** of the domain `cv_zoom` is cv::zoom::saliencyToGrid() for a batch.
- Input `saliency`: N x 1 x rows x columns, finite, not negative, every map with a positive sum.
- Output `grid`: N x rows x columns x 2, the normalised frame coordinates (u, v) of the nodes.
- Output `sampling`, if there is a `zoomed_size`: N x rows x columns x 2, where in the frame every pixel of a zoomed
  frame of that size samples. GridSample takes it with `align_corners` 0: -1 and 1 are the edges of the frame.
- Attributes `mode`, `grid_size`, `sigma`, `border`, `uniform_mix`, `min_magnification`, `max_magnification`: the fields
  of cv::zoom::GridParams by the names that they have in model files. One that is absent has its default.
- Attribute `pixel_centred`: 0 (default), the map has values at the nodes; 1, it is what networks give and is brought to
  the nodes first, as by cv::zoom::saliencyToNodes().
- Attribute `zoomed_size`: columns and rows of the zoomed frame in pixels, 1 to 32768 each.

**GridZoom** of the domain `cv_zoom` is cv::zoom::ZoomTransform::zoom() for a batch, plane by plane.
- Input `frame`: N x C x H x W.
- Input `grid`: N x rows x columns x 2 as of SaliencyToGrid, 2 to 512 nodes a side, finite; may be a constant.
- Output `zoomed`: N x C x rows x columns.
- Attribute `zoomed_size`: columns and rows of the zoomed frame in pixels, 1 to 32768 each; required.
- Attribute `interpolation`: `area` (default, antialiased), `linear` or `nearest`.

**GridSample** is that of ONNX (opset 16) for N x C x H x W, in the mode `bilinear`, which is `linear` since opset 20.
The `padding_mode` is `zeros`, `border` or `reflection`, `align_corners` 0 or 1. The grid may be a constant. A cv::dnn
that has a GridSample keeps it.

An attribute that is wrong is an error when the file is read or, at the latest, when it is run; the message names it. A
map of unusable values is one in cv::dnn::Net::forward().

The layers have the types `cv_zoom.SaliencyToGrid` and so on. Where OPENCV_DNN_CUSTOM_ONNX_TYPE_INCLUDE_DOMAIN_NAME is 0
in the environment, cv::dnn leaves the domain out when it reads a file, and finds GridSample only. */
CV_EXPORTS_W void registerDnnLayers();

//! @}

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_DNN_HPP
