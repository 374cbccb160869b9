// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_TRANSFORM_PRIVATE_HPP
#define GST_ZOOM_TRANSFORM_PRIVATE_HPP

#include <gst/zoom/gstzoomtransform.h>

#include <opencv2/zoom/transform.hpp>

// For the elements of this plugin only; not installed. Returns a new reference; throws cv::Exception on an empty one.
GST_ZOOM_API GstZoomTransform* gst_zoom_transform_new_from_cv(const cv::zoom::ZoomTransform& transform);

// What the transform is made of.
GST_ZOOM_API const cv::zoom::ZoomTransform& gst_zoom_transform_peek_cv(const GstZoomTransform* transform);

#endif // GST_ZOOM_TRANSFORM_PRIVATE_HPP
