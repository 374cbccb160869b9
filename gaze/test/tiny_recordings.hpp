// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_TINY_RECORDINGS_HPP
#define ZOOM_GAZE_TINY_RECORDINGS_HPP

#include "opencv2/imgcodecs.hpp"

#include <filesystem>
#include <fstream>
#include <string>

namespace gaze {

//! Writes small data sets in the layouts of the real ones.
class TinyRecordings
{
public:
    explicit TinyRecordings(const std::filesystem::path& folder_) : folder(folder_) {}

    void write(const std::filesystem::path& file, const std::string& text) const
    {
        std::filesystem::create_directories((folder / file).parent_path());
        std::ofstream(folder / file) << text;
    }

    void image(const std::filesystem::path& file, cv::Size size = cv::Size(64, 48)) const
    {
        std::filesystem::create_directories((folder / file).parent_path());
        if (!cv::imwrite((folder / file).string(), cv::Mat(size, CV_8UC3, cv::Scalar(1, 2, 3))))
            CV_Error(cv::Error::StsError, "cannot write " + file.string());
    }

    //! A recording of three frames, of which the second has no eyes; the files look as GazeCapture's.
    void gazeCapture(const std::string& name, const std::string& split, cv::Size size = cv::Size(64, 48)) const
    {
        write(name + "/info.json",
              "{\"TotalFrames\": 3, \"NumFaceDetections\": 3, \"NumEyeDetections\": 2, \"Dataset\": \"" + split +
                  "\", \"DeviceName\": \"iPhone 6\"}");
        write(name + "/appleFace.json", "{\"H\": [200.5, 201, 202], \"W\": [200, 201, 202], \"X\": [100, 101, 102.25], "
                                        "\"Y\": [150, 151, 152], \"IsValid\": [1, 1, 1]}");
        write(name + "/appleLeftEye.json",
              "{\"X\": [120, 0, 121], \"Y\": [40, 0, 41], \"W\": [50, 0, 51], \"H\": [52, 0, 53], "
              "\"IsValid\": [1, 0, 1]}");
        write(name + "/appleRightEye.json",
              "{\"X\": [20, 0, 21], \"Y\": [42, 0, 43], \"W\": [50, 0, 51], \"H\": [52, 0, 53], "
              "\"IsValid\": [1, 0, 1]}");
        write(name + "/dotInfo.json",
              "{\"DotNum\": [0, 0, 1], \"XPts\": [160, 160, 20], \"YPts\": [284, 284, 30], "
              "\"XCam\": [1.064, 1.064, -1.5e+00], \"YCam\": [-6.0055, -6.0055, -1], \"Time\": [0.1, 0.2, 0.3]}");
        write(name + "/screen.json", "{\"H\": [568, 568, 568], \"W\": [320, 320, 320], \"Orientation\": [1, 1, 1]}");
        write(name + "/frames.json", "[\"00000.jpg\", \"00001.jpg\", \"00002.jpg\"]");
        for (const char* frame : {"00000.jpg", "00001.jpg", "00002.jpg"})
            image(name + "/frames/" + frame, size);
    }

    //! A participant of two frames, as MPIIFaceGaze's.
    void mpii(const std::string& name, cv::Size size = cv::Size(64, 48)) const
    {
        std::string text;
        for (int i = 1; i <= 2; ++i)
        {
            image(name + "/day01/000" + std::to_string(i) + ".jpg", size);
            text += "day01/000" + std::to_string(i) +
                    ".jpg 500 300 220 210 260 212 320 214 360 216 250 300 330 302 "
                    "-0.1 0.2 0.3 10 20 600 12 24 598 " +
                    std::to_string(-35 * i) + ".5 82 3.5 " + (i == 1 ? "left" : "right") + "\n";
        }
        write(name + "/" + name + ".txt", text);
    }

private:
    std::filesystem::path folder;
};

} // namespace gaze

#endif // ZOOM_GAZE_TINY_RECORDINGS_HPP
