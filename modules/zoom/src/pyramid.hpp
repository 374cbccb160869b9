// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_PYRAMID_HPP
#define OPENCV_ZOOM_PYRAMID_HPP

#include "opencv2/core.hpp"

#include "kernels/image_view.hpp"

namespace cv {
namespace zoom {

//! Number of pyramid levels, the image included, that boxes of these widths can ask for.
int pyramidLevels(Size image, float maxWidthX, float maxWidthY);

/** @brief An image and the box pyramid above it.

The image is referred to, neither copied nor kept alive; the levels' memory is kept from one image to the next. */
class Pyramid
{
public:
    //! Starts with an image (8U, 16U or 32F, 1 to 4 channels) and no level above it. It must outlive the pyramid's use.
    void start(const Mat& image);

    //! Builds what is missing to @p levels levels, the image included, in one pass over the coarsest that is there.
    void require(int levels);

    const kernels::PyramidView& view() const { return pyramid; }

private:
    int type = 0; //!< of the image
    Mat reduced[math::MAX_LEVEL];
    kernels::PyramidView pyramid;
};

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_PYRAMID_HPP
