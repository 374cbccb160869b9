// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_PRECOMP_HPP
#define OPENCV_ZOOM_PRECOMP_HPP

#include "opencv2/core.hpp"
#include "opencv2/core/utility.hpp"
#include "opencv2/imgproc.hpp"
#include "opencv2/zoom.hpp"

#ifdef __OPENCV_BUILD
#include "opencv2/core/private.hpp"
#endif
#ifndef CV_INSTRUMENT_REGION // an installed OpenCV keeps its tracing macros to itself
#define CV_INSTRUMENT_REGION()
#endif

#endif // OPENCV_ZOOM_PRECOMP_HPP
