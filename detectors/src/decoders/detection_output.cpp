// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "decoders/decoders.hpp"
#include "decoders/outputs.hpp"

namespace detectors {

namespace {

//! Rows of image, label, score, left, top, right, bottom, lengths as shares of the input: Caffe's layer of that name.
class DetectionOutputDecoder : public Decoder
{
public:
    explicit DetectionOutputDecoder(const DecoderParams& params)
        : name(params.name), classes(params.classes), firstLabel(params.firstLabel)
    {
    }

    void decode(const std::vector<NetworkOutput>& outputs, cv::Size input, float threshold,
                std::vector<Detection>& found) const override
    {
        const Outputs given(name, outputs);
        const cv::Mat rows = given.table(given.only());
        if (rows.cols != 7)
            given.refuse(cv::format("rows of the output have %d values, 7 are needed", rows.cols));
        for (int i = 0; i < rows.rows; i++)
        {
            const float* const row = rows.ptr<float>(i);
            const int label = int(row[1]) - firstLabel;
            if (row[0] < 0 || label < 0 || !(row[2] >= threshold)) // a negative image marks a row that is not used
                continue;
            if (label >= classes)
                given.refuse(cv::format("it found label %d, the last of %d classes is %d", int(row[1]), classes,
                                        firstLabel + classes - 1));
            const double left = double(row[3]) * input.width, top = double(row[4]) * input.height;
            found.push_back(
                {cv::Rect2d(left, top, double(row[5]) * input.width - left, double(row[6]) * input.height - top),
                 row[2], label});
        }
    }

private:
    std::string name;
    int classes, firstLabel;
};

} // namespace

cv::Ptr<Decoder> createDetectionOutputDecoder(const DecoderParams& params)
{
    return cv::makePtr<DetectionOutputDecoder>(params);
}

} // namespace detectors
