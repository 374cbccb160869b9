// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_ESTIMATORS_GAUSSIAN_SMOOTHING_HPP
#define OPENCV_ZOOM_ESTIMATORS_GAUSSIAN_SMOOTHING_HPP

#include "../precomp.hpp"

#include <vector>

namespace cv {
namespace zoom {

/** @brief cv::GaussianBlur with the default border for maps of one size.

GaussianBlur makes its kernel and its filter anew in every call, and allocates for them. */
class GaussianSmoothing
{
public:
    /** @brief A kernel of @p taps values, an odd number.
    @param sigma standard deviation in pixels; 0 takes the one that OpenCV gives to a kernel of this length */
    GaussianSmoothing(Size size, int taps, double sigma = 0);

    //! A kernel as long as GaussianBlur makes it for a standard deviation of @p sigma pixels.
    GaussianSmoothing(Size size, double sigma);

    //! @param map 32FC1 of the size given, smoothed in place
    void apply(Mat& map);

private:
    const int radius;
    Mat_<float> kernel;              //!< one row: from the middle outwards
    std::vector<int> borders;        //!< columns that continue a row: radius to its left, radius to its right
    Mat_<float> padded;              //!< a row with its borders
    Mat_<float> smoothed;            //!< the map after the pass along its rows
    std::vector<const float*> sides; //!< operands of a pass
};

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_ESTIMATORS_GAUSSIAN_SMOOTHING_HPP
