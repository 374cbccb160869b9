// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TEST_ERRORS_HPP
#define OPENCV_ZOOM_TEST_ERRORS_HPP

#include "test_precomp.hpp"

#include <functional>
#include <ostream>
#include <string>

namespace opencv_test {

//! The message of the cv::Exception that a call throws; says so when it throws none.
inline std::string errorOf(const std::function<void()>& call)
{
    try
    {
        call();
    }
    catch (const cv::Exception& e)
    {
        return e.err;
    }
    return "(no error)";
}

//! A call that must be refused, with a message that holds all of these words: the argument, what was got.
struct RefusedCall
{
    const char* name;
    std::vector<std::string> words;
    std::function<void()> call;
};

inline std::ostream& operator<<(std::ostream& out, const RefusedCall& refused)
{
    return out << refused.name;
}

inline void expectRefused(const RefusedCall& refused)
{
    const std::string error = errorOf(refused.call);
    for (const std::string& word : refused.words)
        EXPECT_NE(std::string::npos, error.find(word)) << "no '" << word << "' in: " << error;
}

//! Names a parameterised test after its case.
inline std::string refusedName(const ::testing::TestParamInfo<RefusedCall>& info)
{
    return info.param.name;
}

} // namespace opencv_test

#endif // OPENCV_ZOOM_TEST_ERRORS_HPP
