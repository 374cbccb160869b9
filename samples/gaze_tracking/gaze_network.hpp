// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_GAZE_NETWORK_HPP
#define GAZE_TRACKING_GAZE_NETWORK_HPP

#include "zoom_gaze/calibration.hpp"

#include "opencv2/dnn.hpp"

//! A gaze network as zoom_train exports it: inputs `image` and `rays`, outputs `gaze` and `features`.
class GazeNetwork
{
public:
    //! Runs it once. Throws cv::Exception that names the file if it is no such network.
    explicit GazeNetwork(const std::string& onnx);

    cv::Size inputSize() const { return input; }

    /** @param image blob of one frame, RGB, (value - PIXEL_MEAN) * PIXEL_SCALE
    @param rays of its cells, see gaze::Rays
    @param[out] estimate gaze and features; the distance is left as it is
    @return log-odds that the eyes show the gaze */
    double look(const cv::Mat& image, const cv::Mat& rays, gaze::GazeEstimate& estimate);

    // As zoom_train feeds its networks (zoom_train/data.hpp).
    static constexpr double PIXEL_MEAN = 102, PIXEL_SCALE = 1 / 255.;

private:
    cv::dnn::Net net;
    cv::Size input;
    std::vector<cv::String> outputNames;
    std::vector<cv::Mat> outputs;
};

#endif // GAZE_TRACKING_GAZE_NETWORK_HPP
