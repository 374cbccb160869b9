// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TRAIN_FIRST_DIFFERENCE_HPP
#define OPENCV_ZOOM_TRAIN_FIRST_DIFFERENCE_HPP

#include <sstream>
#include <string>

namespace cv {
namespace zoom_train {

//! The first line in which two configurations differ, "'GOT', expected 'EXPECTED'"; empty where there is none.
inline std::string firstDifference(const std::string& got, const std::string& expected)
{
    std::istringstream a(got), b(expected);
    std::string lineA, lineB;
    do
    {
        if (!std::getline(a, lineA))
            lineA = "nothing";
        if (!std::getline(b, lineB))
            lineB = "nothing";
        if (lineA != lineB)
            return "'" + lineA + "', expected '" + lineB + "'";
    } while (a || b);
    return std::string();
}

} // namespace zoom_train
} // namespace cv

#endif // OPENCV_ZOOM_TRAIN_FIRST_DIFFERENCE_HPP
