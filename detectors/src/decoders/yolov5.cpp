// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "decoders/decoders.hpp"
#include "decoders/yolo_row.hpp"

namespace detectors {

namespace {

//! Centre and size in pixels of the input.
class YoloV5Decoder : public Decoder
{
public:
    explicit YoloV5Decoder(const DecoderParams& params) : name(params.name), classes(params.classes) {}

    void decode(const std::vector<NetworkOutput>& outputs, cv::Size, float threshold,
                std::vector<Detection>& found) const override
    {
        const cv::Mat rows = yoloRows(Outputs(name, outputs), classes);
        for (int i = 0; i < rows.rows; i++)
        {
            const float* const row = rows.ptr<float>(i);
            int label;
            const float score = yoloScore(row, classes, label);
            if (score >= threshold)
                found.push_back({boxAround(row[0], row[1], row[2], row[3]), score, label});
        }
    }

private:
    std::string name;
    int classes;
};

} // namespace

cv::Ptr<Decoder> createYoloV5Decoder(const DecoderParams& params)
{
    return cv::makePtr<YoloV5Decoder>(params);
}

} // namespace detectors
