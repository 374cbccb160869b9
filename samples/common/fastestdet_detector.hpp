// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_SAMPLES_FASTESTDET_DETECTOR_HPP
#define ZOOM_SAMPLES_FASTESTDET_DETECTOR_HPP

#include "detector.hpp"

#include "opencv2/dnn.hpp"

namespace samples {

/** FastestDet in ONNX format: 80 kinds of things, one box per cell of a 22x22 map. When `coco.names` lies beside the
model, the labels have names. */
class FastestDetDetector : public Detector
{
public:
    FastestDetDetector(const std::string& model, double threshold);

    std::vector<Detection> detect(const cv::Mat& image) override;
    cv::Size acceptedSize(cv::Size wanted) const override;
    bool hasFixedSize() const override { return true; }
    std::string labelName(int label) const override;

private:
    cv::dnn::Net net;
    float threshold;
    std::vector<std::string> names;
};

} // namespace samples

#endif // ZOOM_SAMPLES_FASTESTDET_DETECTOR_HPP
