// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef OPENCV_ZOOM_TEST_PRECOMP_HPP
#define OPENCV_ZOOM_TEST_PRECOMP_HPP

#include "opencv2/ts.hpp"
#include "opencv2/zoom.hpp"

#include <cstdlib>
#include <string>

namespace opencv_test {

//! Folder named by an environment variable, or an empty string when it is not there.
inline std::string testFolder(const char* variable)
{
    const char* value = std::getenv(variable);
    return value ? value : "";
}

} // namespace opencv_test

// Skips a test that needs something this machine lacks. Where CI=true that is an error: there it must be present.
#ifdef __OPENCV_BUILD
#define ZOOM_SKIP(message) throw SkipTestException(message)
#else
#define ZOOM_SKIP(message)                                                                                             \
    do                                                                                                                 \
    {                                                                                                                  \
        const char* zoomCi = std::getenv("CI");                                                                        \
        if (zoomCi && std::string(zoomCi) == "true")                                                                   \
            FAIL() << "in CI this must be present: " << message;                                                       \
        GTEST_SKIP() << message;                                                                                       \
    } while (false)
#endif

// Skips a test that is not for this machine or this build, in CI, too.
#ifdef __OPENCV_BUILD
#define ZOOM_SKIP_HERE(message) throw SkipTestException(message)
#else
#define ZOOM_SKIP_HERE(message) GTEST_SKIP() << message
#endif

#endif // OPENCV_ZOOM_TEST_PRECOMP_HPP
