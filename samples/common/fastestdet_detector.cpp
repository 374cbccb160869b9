// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "fastestdet_detector.hpp"

#include "suppression.hpp"

#include <cmath>
#include <filesystem>
#include <fstream>

namespace samples {

namespace {

const int INPUT = 352;
const int KINDS = 80;
const float DEFAULT_THRESHOLD = 0.5f;
const float OVERLAP = 0.45f; // as in the authors' test program

float sigmoid(float x)
{
    return 1 / (1 + std::exp(-x));
}

} // namespace

FastestDetDetector::FastestDetDetector(const std::string& model, double _threshold)
    : net(cv::dnn::readNetFromONNX(model)), threshold(_threshold < 0 ? DEFAULT_THRESHOLD : float(_threshold))
{
    std::ifstream file(std::filesystem::path(model).replace_filename("coco.names"));
    for (std::string name; std::getline(file, name);)
        names.push_back(name);
}

cv::Size FastestDetDetector::acceptedSize(cv::Size) const
{
    return cv::Size(INPUT, INPUT);
}

std::string FastestDetDetector::labelName(int label) const
{
    return size_t(label) < names.size() ? names[label] : cv::format("label %d", label);
}

std::vector<Detection> FastestDetDetector::detect(const cv::Mat& image)
{
    net.setInput(cv::dnn::blobFromImage(image, 1 / 255.));
    // 1 x 85 x rows x columns: objectness, centre and size of the box, and a score per kind.
    const cv::Mat output = net.forward();
    if (output.dims != 4 || output.size[1] != 5 + KINDS)
        CV_Error(cv::Error::StsBadArg, "the model's output is not that of FastestDet (1 x 85 x rows x columns)");
    const int rows = output.size[2], columns = output.size[3];
    const auto at = [&output](int plane, int y, int x) { return output.ptr<float>(0, plane, y)[x]; };

    std::vector<Detection> detections;
    for (int y = 0; y < rows; y++)
        for (int x = 0; x < columns; x++)
        {
            int label = 0;
            for (int kind = 1; kind < KINDS; kind++)
                if (at(5 + kind, y, x) > at(5 + label, y, x))
                    label = kind;
            // The authors weigh objectness against the kind's score this way.
            const float score = std::pow(at(0, y, x), 0.6f) * std::pow(at(5 + label, y, x), 0.4f);
            if (!(score >= threshold))
                continue;
            const double width = sigmoid(at(3, y, x)) * image.cols, height = sigmoid(at(4, y, x)) * image.rows;
            detections.push_back(
                {cv::Rect2d((x + std::tanh(at(1, y, x))) * image.cols / columns - width / 2,
                            (y + std::tanh(at(2, y, x))) * image.rows / rows - height / 2, width, height),
                 score, label});
        }
    return suppressOverlaps(detections, OVERLAP);
}

} // namespace samples
