// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "decoders/decoders.hpp"
#include "decoders/yolo_row.hpp"

#include <cmath>

namespace detectors {

namespace {

//! Offsets from a cell and the logarithm of the size, in cells; level after level, row by row.
class YoloXDecoder : public Decoder
{
public:
    explicit YoloXDecoder(const DecoderParams& params)
        : name(params.name), classes(params.classes), strides(params.strides)
    {
        for (int stride : strides)
            CV_CheckGE(stride, 1, "decoder 'yolox': strides must be 1 or more");
    }

    void decode(const std::vector<NetworkOutput>& outputs, cv::Size input, float threshold,
                std::vector<Detection>& found) const override
    {
        const Outputs given(name, outputs);
        const cv::Mat rows = yoloRows(given, classes);
        int cells = 0;
        for (int stride : strides)
            cells += (input.width / stride) * (input.height / stride);
        if (rows.rows != cells)
            given.refuse(cv::format("the output has %d rows, the strides give %d cells for an input of %d x %d",
                                    rows.rows, cells, input.width, input.height));
        int i = 0;
        for (int stride : strides)
            for (int y = 0; y < input.height / stride; y++)
                for (int x = 0; x < input.width / stride; x++, i++)
                {
                    const float* const row = rows.ptr<float>(i);
                    int label;
                    const float score = yoloScore(row, classes, label);
                    if (score >= threshold)
                        found.push_back({boxAround((x + row[0]) * stride, (y + row[1]) * stride,
                                                   std::exp(row[2]) * stride, std::exp(row[3]) * stride),
                                         score, label});
                }
    }

private:
    std::string name;
    int classes;
    std::vector<int> strides;
};

} // namespace

cv::Ptr<Decoder> createYoloXDecoder(const DecoderParams& params)
{
    return cv::makePtr<YoloXDecoder>(params);
}

} // namespace detectors
