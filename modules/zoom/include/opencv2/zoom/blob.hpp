// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_BLOB_HPP
#define OPENCV_ZOOM_BLOB_HPP

#include "opencv2/core.hpp"

namespace cv {
namespace zoom {

//! @addtogroup zoom
//! @{

//! Which matrix turns a video's YUV into RGB.
enum YuvMatrices
{
    YUV_BT601 = 0, //!< standard definition, JPEG
    YUV_BT709 = 1, //!< high definition
    YUV_BT2020 = 2 //!< ultra high definition, non-constant luminance
};

/** @brief How the pixels of zoomed frames become the values of a network's input.

A value is (pixel - mean[c])*scale[c], where c is the channel *of the blob*: after the exchange that swapRB asks for.
cv::dnn::blobFromImages has the same order (subtract, then multiply; mean as the network's channels come), with one
scale factor for all channels; its result for the zoomed frames is equal.

Pixels are in their own units: 0 to 255 for 8U and for planes, 0 to 65535 for 16U, as they are for 32F. */
struct CV_EXPORTS_W_SIMPLE BlobParams
{
    CV_WRAP BlobParams() : scale(Scalar::all(1)), swapRB(false), ddepth(CV_32F), yuvMatrix(YUV_BT601), fullRange(false)
    {
    }

    CV_PROP_RW Scalar mean;   //!< subtracted from every channel, in the blob's channel order; default 0
    CV_PROP_RW Scalar scale;  //!< factor of every channel, in the blob's channel order; default 1
    CV_PROP_RW bool swapRB;   //!< exchanges the first and the third channel: from BGR(A) to RGB(A); default false
    CV_PROP_RW int ddepth;    //!< CV_32F (default) or CV_16F; values beyond 16F's range become infinite
    CV_PROP_RW int yuvMatrix; //!< for planes: one of cv::zoom::YuvMatrices, default YUV_BT601
    CV_PROP_RW bool
        fullRange; //!< for planes: Y, U and V use 0 to 255, not Y 16 to 235, U and V 16 to 240; default false
};

//! @}

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_BLOB_HPP
