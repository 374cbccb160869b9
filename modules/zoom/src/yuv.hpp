// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_YUV_HPP
#define OPENCV_ZOOM_YUV_HPP

#include "opencv2/zoom/blob.hpp"

namespace cv {
namespace zoom {

/** @brief The conversion of Y, U and V, as 8 bits store them, to B, G and R from 0 to 255: 3x3 and a column to add.
@param matrix one of cv::zoom::YuvMatrices */
inline Matx34d yuvToBGR(int matrix, bool fullRange)
{
    const double kr = matrix == YUV_BT709 ? 0.2126 : matrix == YUV_BT2020 ? 0.2627 : 0.299;
    const double kb = matrix == YUV_BT709 ? 0.0722 : matrix == YUV_BT2020 ? 0.0593 : 0.114;
    const double kg = 1 - kr - kb;
    const double y = fullRange ? 1 : 255. / 219, c = fullRange ? 1 : 255. / 224;
    const double black = fullRange ? 0 : 16, grey = 128;
    const double bu = 2 * (1 - kb) * c, rv = 2 * (1 - kr) * c, gu = -bu * kb / kg, gv = -rv * kr / kg;
    return Matx34d(y, bu, 0, -y * black - bu * grey,         //
                   y, gu, gv, -y * black - (gu + gv) * grey, //
                   y, 0, rv, -y * black - rv * grey);
}

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_YUV_HPP
