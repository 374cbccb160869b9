// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/hog_detector.hpp"

namespace detectors {

namespace {

const double SCALE_STEP = 1.05; // the default of detectMultiScale()

} // namespace

HogDetector::HogDetector(double _threshold) : threshold(std::max(_threshold, 0.0))
{
    hog.setSVMDetector(cv::HOGDescriptor::getDefaultPeopleDetector());
}

std::vector<Detection> HogDetector::detect(const cv::Mat& image)
{
    std::vector<Detection> detections;
    if (image.cols < hog.winSize.width || image.rows < hog.winSize.height)
        return detections; // not even one window fits

    std::vector<cv::Rect> boxes;
    std::vector<double> weights;
    hog.detectMultiScale(image, boxes, weights, threshold);
    for (size_t i = 0; i < boxes.size(); i++)
        detections.push_back({cv::Rect2d(boxes[i]), static_cast<float>(weights[i]), 0});
    return detections;
}

double HogDetector::multiplyAdds(cv::Size image) const
{
    // The sizes that detectMultiScale() goes through by default.
    double windows = 0, scale = 1;
    for (int level = 0; level < hog.nlevels; level++, scale *= SCALE_STEP)
    {
        const cv::Size size(cvRound(image.width / scale), cvRound(image.height / scale));
        if (size.width < hog.winSize.width || size.height < hog.winSize.height)
            break;
        const cv::Size stride = hog.cellSize;
        windows += double((size.width - hog.winSize.width) / stride.width + 1) *
                   ((size.height - hog.winSize.height) / stride.height + 1);
    }
    return windows * double(hog.getDescriptorSize());
}

std::string HogDetector::identity() const
{
    return cv::format("hog threshold=%.17g", threshold);
}

} // namespace detectors
