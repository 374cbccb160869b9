// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_SAMPLES_YUNET_DETECTOR_HPP
#define ZOOM_SAMPLES_YUNET_DETECTOR_HPP

#include "detector.hpp"

#include "opencv2/dnn.hpp"

namespace samples {

/** The face detector YuNet of 2023 in ONNX format. cv::FaceDetectorYN decodes it from OpenCV 4.8 on only, so the
decoding is done here: at strides 8, 16 and 32 the network gives a class score, an objectness and a box per cell. */
class YuNetDetector : public Detector
{
public:
    YuNetDetector(const std::string& model, double threshold);

    std::vector<Detection> detect(const cv::Mat& image) override;
    cv::Size acceptedSize(cv::Size wanted) const override;

private:
    cv::dnn::Net net;
    float threshold;
};

} // namespace samples

#endif // ZOOM_SAMPLES_YUNET_DETECTOR_HPP
