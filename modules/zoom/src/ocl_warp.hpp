// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_OCL_WARP_HPP
#define OPENCV_ZOOM_OCL_WARP_HPP

#include "ocl_pyramid.hpp"
#include "transform_impl.hpp"

namespace cv {
namespace zoom {

// All of these return false, having thrown nothing, when OpenCL is off or cannot do the case: then the CPU does it.
// Arguments that are wrong are such a case.

//! Warps one image on the device, as warpPlane() does. @param zoomed allocated; the levels that are needed are built
bool oclWarp(OclPyramid& source, const kernels::PlaneMap& map, const UMat& zoomed, int interpolation);

//! Whether the kernels take an image, which should have the given size.
bool oclTakes(InputArray image, Size size);

//! ZoomTransform::zoom() of a UMat from which @p pyramid was started.
bool oclZoom(const ZoomTransform::Impl& transform, OclPyramid& pyramid, InputArray frame, OutputArray zoomed,
             int interpolation);

//! ZoomTransform::zoom() of a UMat.
bool oclZoom(const ZoomTransform::Impl& transform, InputArray frame, OutputArray zoomed, int interpolation);

//! ZoomTransform::unzoom() of a UMat, for grids that are one-to-one.
bool oclUnzoom(const ZoomTransform::Impl& transform, InputArray zoomed, OutputArray frame, int interpolation);

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_OCL_WARP_HPP
