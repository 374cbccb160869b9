// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_LOW_RES_FRAME_HPP
#define OPENCV_ZOOM_LOW_RES_FRAME_HPP

#include "ocl_pyramid.hpp"
#include "pyramid.hpp"
#include "transform_impl.hpp"

#include "kernels/forward_row.hpp"

namespace cv {
namespace zoom {

//! Makes the small copy of a frame that a saliency estimator sees, from the frame's pyramid.
class LowResFrame
{
public:
    /** @param pyramids one per plane, started; the levels that are needed are built
    @param planes one interleaved image (1, 3 or 4 channels) or the planes of a 4:2:0 picture
    @param size of the result
    @param rgb true when interleaved images are in RGB order
    @return 8UC3 in BGR order, valid until the next call */
    const Mat& make(Pyramid* pyramids, const Planes& planes, int chromaSite, Size size, bool rgb);

    /** @brief The same from an interleaved image on the OpenCL device, which brings nothing but the result to the host.
    @param lowRes output, valid until the next call
    @return false when the device cannot do it */
    bool make(OclPyramid& pyramid, Size size, bool rgb, Mat& lowRes);

    //! Where a plane that was made elsewhere goes, at the low-res size and in its own type, before join().
    Mat& planeAt(int slot, Size size, int type);

    //! The result from all planes. @param count 1 for an interleaved image
    const Mat& join(int count, bool rgb);

private:
    //! One plane of the picture at the low-res size.
    void reduce(Pyramid& pyramid, const Mat& plane, const kernels::PlaneAxes& axes, Size size, int slot);

    const Mat& asBytes(int slot);                 //!< reduced[slot] as 8U
    const Mat& asBGR(const Mat& image, bool rgb); //!< an interleaved 8U image

    kernels::ForwardRows rows;
    Mat reduced[3]; //!< every plane in its own type
    Mat bytes[3];   //!< the same in 8U
    Mat merged, result;
};

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_LOW_RES_FRAME_HPP
