// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "yunet_detector.hpp"

#include "suppression.hpp"

#include <cmath>

namespace samples {

namespace {

const int STRIDES[] = {8, 16, 32};
const int COARSEST_STRIDE = 32;
const float DEFAULT_THRESHOLD = 0.6f;
const float OVERLAP = 0.3f; // as in cv::FaceDetectorYN

} // namespace

YuNetDetector::YuNetDetector(const std::string& model, double _threshold)
    : net(cv::dnn::readNetFromONNX(model)), threshold(_threshold < 0 ? DEFAULT_THRESHOLD : float(_threshold))
{
    if (net.getUnconnectedOutLayersNames().size() != 12)
        CV_Error(cv::Error::StsBadArg, cv::format("model '%s' has %d outputs; a YuNet of 2023 has 12", model.c_str(),
                                                  int(net.getUnconnectedOutLayersNames().size())));
}

cv::Size YuNetDetector::acceptedSize(cv::Size wanted) const
{
    const auto round = [](int length) {
        return std::max(cvRound(double(length) / COARSEST_STRIDE), 1) * COARSEST_STRIDE;
    };
    return cv::Size(round(wanted.width), round(wanted.height));
}

std::vector<Detection> YuNetDetector::detect(const cv::Mat& image)
{
    std::vector<cv::String> names;
    for (int stride : STRIDES)
        for (const char* kind : {"cls", "obj", "bbox"})
            names.push_back(cv::format("%s_%d", kind, stride));
    std::vector<cv::Mat> outputs;
    net.setInput(cv::dnn::blobFromImage(image));
    net.forward(outputs, names);

    std::vector<Detection> detections;
    for (size_t level = 0; level < std::size(STRIDES); level++)
    {
        const int stride = STRIDES[level];
        const int columns = image.cols / stride;
        const int cells = columns * (image.rows / stride);
        CV_CheckEQ(int(outputs[3 * level].total()), cells, "the model's output does not fit the image");
        const float* classScore = outputs[3 * level].ptr<float>();
        const float* objectness = outputs[3 * level + 1].ptr<float>();
        const float* geometry = outputs[3 * level + 2].ptr<float>();
        for (int i = 0; i < cells; i++, geometry += 4)
        {
            const float score =
                std::sqrt(std::min(std::max(classScore[i], 0.f), 1.f) * std::min(std::max(objectness[i], 0.f), 1.f));
            if (score < threshold)
                continue;
            const double width = std::exp(geometry[2]) * stride, height = std::exp(geometry[3]) * stride;
            detections.push_back({cv::Rect2d((i % columns + geometry[0]) * stride - width / 2,
                                             (i / columns + geometry[1]) * stride - height / 2, width, height),
                                  score, 0});
        }
    }
    return suppressOverlaps(detections, OVERLAP);
}

} // namespace samples
