// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Stands in for OpenCV's test module where the tests are built on an installed OpenCV, which does not ship it: the
// few names of it that the tests use, over the system's GoogleTest.

#ifndef OPENCV_ZOOM_STANDALONE_TS_HPP
#define OPENCV_ZOOM_STANDALONE_TS_HPP

#include <gtest/gtest.h>

#include "opencv2/core.hpp"
#include "opencv2/core/utility.hpp"
#include "opencv2/core/utils/logger.hpp"
#include "opencv2/imgproc.hpp"

// The name in OpenCV's own copy of GoogleTest, which the system's has too, but deprecated.
#undef INSTANTIATE_TEST_CASE_P
#define INSTANTIATE_TEST_CASE_P INSTANTIATE_TEST_SUITE_P

namespace cvtest {

inline double norm(cv::InputArray a, cv::InputArray b, int type)
{
    return cv::norm(a, b, type);
}

} // namespace cvtest

namespace opencv_test {
using namespace cv;
using namespace cvtest;

// What OpenCV's module has of its own beside cv's: these are called with their namespace, or do not compile there.
#define ZOOM_GUARDED_SYMBOL(name)                                                                                      \
    class named_with_its_namespace_##name                                                                              \
    {                                                                                                                  \
    };                                                                                                                 \
    using name = named_with_its_namespace_##name;
ZOOM_GUARDED_SYMBOL(norm)
ZOOM_GUARDED_SYMBOL(add)
ZOOM_GUARDED_SYMBOL(multiply)
ZOOM_GUARDED_SYMBOL(divide)
ZOOM_GUARDED_SYMBOL(transpose)
ZOOM_GUARDED_SYMBOL(copyMakeBorder)
ZOOM_GUARDED_SYMBOL(filter2D)
ZOOM_GUARDED_SYMBOL(compare)
ZOOM_GUARDED_SYMBOL(minMaxIdx)
ZOOM_GUARDED_SYMBOL(threshold)
} // namespace opencv_test

// OpenCV's thread pool is not instrumented.
#ifdef __SANITIZE_THREAD__
#define CV_TEST_ONE_THREAD cv::setNumThreads(1);
#else
#define CV_TEST_ONE_THREAD
#endif

#define CV_TEST_MAIN(resources, ...)                                                                                   \
    int main(int argc, char** argv)                                                                                    \
    {                                                                                                                  \
        ::testing::InitGoogleTest(&argc, argv);                                                                        \
        cv::utils::logging::setLogLevel(cv::utils::logging::LOG_LEVEL_ERROR);                                          \
        CV_TEST_ONE_THREAD                                                                                             \
        return RUN_ALL_TESTS();                                                                                        \
    }

#endif // OPENCV_ZOOM_STANDALONE_TS_HPP
