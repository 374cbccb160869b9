// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_OCL_PYRAMID_HPP
#define OPENCV_ZOOM_OCL_PYRAMID_HPP

#include "opencv2/core.hpp"

#include <vector>

namespace cv {
namespace zoom {

/** @brief An image on the OpenCL device and the box pyramid above it: the counterpart of Pyramid.

All levels above the image lie in one buffer, which is kept from one image to the next: OpenCL C has no arrays of
pointers to buffers. */
class OclPyramid
{
public:
    //! As the kernels read it, in the order of an int4.
    struct Level
    {
        int offset, step, width, height;
    };

    /** @brief Starts with an image (8U, 16U or 32F, 1 to 4 channels) and no level above it.
    @return false when the kernels cannot address it */
    bool start(const UMat& image);

    //! Builds what is missing to @p levels levels, the image included. @return false when the device cannot
    bool require(int levels);

    const UMat& image() const { return base; }
    //! The levels above the image; the image itself where there is none.
    const UMat& reducedLevels() const { return levels.size() > 1 ? reduced : base; }
    const std::vector<Level>& view() const { return levels; }

private:
    bool reserve();

    UMat base, reduced;
    std::vector<Level> levels;
};

//! Build options for the kernels that handle images of a type.
String oclTypeOptions(int type);

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_OCL_PYRAMID_HPP
