// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_EXCEPTION_REASON_HPP
#define OPENCV_ZOOM_EXCEPTION_REASON_HPP

#include "precomp.hpp"

namespace cv {
namespace zoom {

//! What an exception says, without the place in the source and the error code that cv::Exception::what() adds: for the
//! message of another one.
inline String exceptionReason(const std::exception& exception)
{
    const cv::Exception* ours = dynamic_cast<const cv::Exception*>(&exception);
    return ours && !ours->err.empty() ? ours->err : String(exception.what());
}

} // namespace zoom
} // namespace cv

#endif // OPENCV_ZOOM_EXCEPTION_REASON_HPP
