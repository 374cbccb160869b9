// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_TEST_REAL_DATA_HPP
#define ZOOM_DETECTORS_TEST_REAL_DATA_HPP

#include "opencv2/imgproc.hpp"
#include "opencv2/videoio.hpp"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>

namespace detectors {

const char* const VTEST = "/usr/share/doc/opencv-doc/examples/data/vtest.avi";

//! Real data lies outside the project; where it must be there, its absence is a failure.
class RealData : public testing::Test
{
protected:
    static std::string data(const std::string& name)
    {
        const char* const folder = std::getenv("ZOOM_DATA");
        return std::string(folder ? folder : "../shared/data") + "/" + name;
    }

    void require(const std::string& path)
    {
        if (std::filesystem::exists(path))
            return;
        const char* const ci = std::getenv("CI");
        if (ci && std::string(ci) == "true")
            FAIL() << path << " is absent";
        GTEST_SKIP() << path << " is absent; see ZOOM_DATA";
    }

    static cv::Mat videoFrame(const std::string& path, int number)
    {
        cv::VideoCapture video(path);
        cv::Mat frame;
        for (int i = 0; i <= number; i++)
            video.read(frame);
        return frame;
    }

    static cv::Mat reduced(const cv::Mat& image, cv::Size size)
    {
        cv::Mat small;
        cv::resize(image, small, size, 0, 0, cv::INTER_AREA);
        return small;
    }
};

#define REQUIRE_FILE(path)                                                                                             \
    require(path);                                                                                                     \
    if (IsSkipped() || HasFatalFailure())                                                                              \
    return

} // namespace detectors

#endif // ZOOM_DETECTORS_TEST_REAL_DATA_HPP
