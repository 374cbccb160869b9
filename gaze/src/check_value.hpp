// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_CHECK_VALUE_HPP
#define ZOOM_GAZE_CHECK_VALUE_HPP

#include "opencv2/core.hpp"

namespace gaze {

//! Throws cv::Exception that names the value if it is not from @p low to @p high, or not a number.
inline void checkValue(const char* name, double value, double low, double high)
{
    if (!(value >= low && value <= high)) // NaN fails
        CV_Error(cv::Error::StsOutOfRange, cv::format("%s is %g; allowed is %g to %g", name, value, low, high));
}

//! For visitFields().
struct FieldCheck
{
    template <typename T>
    void operator()(const char* name, const T& value, double low, double high) const
    {
        checkValue(name, double(value), low, high);
    }
};

} // namespace gaze

#endif // ZOOM_GAZE_CHECK_VALUE_HPP
