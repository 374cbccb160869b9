// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_ESTIMATORS_IMAGE_SPECTRUM_HPP
#define OPENCV_ZOOM_ESTIMATORS_IMAGE_SPECTRUM_HPP

#include "../precomp.hpp"

#include "opencv2/core/hal/hal.hpp"

namespace cv {
namespace zoom {

/** @brief The Fourier transform of real images of one size, and the way back.

cv::dft plans every call anew, and allocates for it. Here the plans of a row and of a column are made once; running them
allocates nothing (but in OpenCV for sides with a prime factor above 128).

Of the spectrum one half is kept, since the other has the conjugate values: F(-u, -v) = conj F(u, v). It is transposed:
row u holds the horizontal frequency u, from 0 to width/2, and column v the vertical one, from 0 to height-1. */
class ImageSpectrum
{
public:
    explicit ImageSpectrum(Size size);

    //! @param image 32FC1 @return the spectrum, 32FC2, to be read and changed until the next call
    Mat_<Vec2f>& transform(const Mat& image);

    //! The image that belongs to the spectrum, 32FC1; divided by the number of pixels, so that it undoes transform().
    void invert(Mat& image);

private:
    const Size size;
    Ptr<hal::DFT1D> ofRow, ofColumn, inverseOfRow, inverseOfColumn;
    Mat_<Vec2f> spectrum;
    Mat_<Vec2f> columns;      //!< after the pass along the rows, transposed: a row per horizontal frequency
    Mat_<Vec2f> line, result; //!< what a plan reads and writes
};

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_ESTIMATORS_IMAGE_SPECTRUM_HPP
