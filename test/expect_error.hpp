// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_TEST_EXPECT_ERROR_HPP
#define ZOOM_TEST_EXPECT_ERROR_HPP

#include "opencv2/core.hpp"

#include <gtest/gtest.h>

#include <functional>
#include <string>
#include <vector>

//! Expects a cv::Exception whose message holds all of @p words.
inline void expectError(const std::function<void()>& call, const std::vector<std::string>& words)
{
    try
    {
        call();
        ADD_FAILURE() << "no error";
    }
    catch (const cv::Exception& error)
    {
        for (const std::string& word : words)
            EXPECT_NE(error.err.find(word), std::string::npos) << "'" << word << "' is not in: " << error.err;
    }
}

#endif // ZOOM_TEST_EXPECT_ERROR_HPP
