// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef OPENCV_ZOOM_HPP
#define OPENCV_ZOOM_HPP

/**
@defgroup zoom Saliency-driven zooming before a network

A network takes a few hundred pixels a side, a camera gives thousands. Uniform downsampling throws away
exactly the small things that matter. This module looks at a small copy of the frame, estimates where
the task needs detail (a saliency map), and resamples the full frame so that salient areas get more of
the output's pixels @cite Recasens2018. The network behind it is unchanged and costs what it cost
before; what it finds is mapped back to frame coordinates. cv::zoom::SaliencySampler does all of it for the frames of
a stream; its parts can be used one by one.

@dot
digraph zoom {
  rankdir=LR; bgcolor=transparent;
  node [shape=box, fontname=Helvetica, fontsize=10, style=filled, fillcolor=white];
  edge [fontname=Helvetica, fontsize=9];
  frame [label="frame"]; low [label="low-res frame"]; saliency [label="saliency"]; grid [label="grid"];
  zoomed [label="zoomed frame"]; task [label="network"]; back [label="boxes in the frame"];
  frame -> low [label="area"];
  low -> saliency [label="SaliencyEstimator"];
  saliency -> grid [label="saliencyToGrid()"];
  grid -> zoomed [label="ZoomTransform::zoom()"];
  frame -> zoomed;
  zoomed -> task;
  task -> back [label="frameBoxes()"];
}
@enddot

Tutorials: @ref tutorial_zoom_picture, @ref tutorial_zoom_detector, @ref tutorial_zoom_gstreamer.

![One saliency map, the three kinds of grid, and what they make of the frame](grids.jpg)

Vocabulary and coordinates, used by every function of the module:

- **frame**: the full-resolution image; **zoomed frame**: the resampled output, any size and aspect.
- Normalised coordinates are continuous over the image *extent*: 0 is the left (top) edge of the first
  pixel, 1 the right (bottom) edge of the last one; the centre of pixel i of n is (i+0.5)/n. This is
  the convention of cv::resize, so an identity grid reproduces cv::resize.
- **grid**: Gh x Gw nodes, 32FC2, (u, v) with x first: the normalised frame coordinates where the node
  samples. Node (i, j) stands at the normalised zoomed coordinate (j/(Gw-1), i/(Gh-1)); between nodes
  the grid is interpolated bilinearly.
- **saliency**: 32FC1, not negative, finite, any positive sum (it is normalised where it is used). It is
  either *node-valued* (Gh x Gw, value (i, j) belongs to node (i, j): what cv::zoom::saliencyToGrid takes)
  or *pixel-centred* (like an image, cell k of n covers [k/n, (k+1)/n]: what estimators and networks
  give). cv::zoom::saliencyToNodes turns the second into the first.
- **magnification** at a point of the zoomed frame: \f$1/\sqrt{\det J}\f$, J the Jacobian of the map
  zoomed -> frame in normalised coordinates. A uniform resize has 1 everywhere.
- **coverage**: the part of the frame's area that the zoomed frame shows.
- *Points* are in pixels with integer coordinates at pixel centres, as in cv::remap and cv::KeyPoint;
  *rectangles* are in pixels with integer coordinates at pixel edges, as in cv::Rect.

How it is computed, with figures: @ref sampling. How much of this may change: @ref stability.
*/

#include "opencv2/zoom/blob.hpp"
#include "opencv2/zoom/boxes.hpp"
#include "opencv2/zoom/dnn.hpp"
#include "opencv2/zoom/draw.hpp"
#include "opencv2/zoom/estimators.hpp"
#include "opencv2/zoom/grid.hpp"
#include "opencv2/zoom/sampler.hpp"
#include "opencv2/zoom/transform.hpp"

#endif // OPENCV_ZOOM_HPP
