// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "decoders/decoders.hpp"
#include "decoders/outputs.hpp"

namespace detectors {

namespace {

//! One box per column: centre and size in pixels of the input, then a score per class; no objectness.
class YoloV8Decoder : public Decoder
{
public:
    explicit YoloV8Decoder(const DecoderParams& params) : name(params.name), classes(params.classes) {}

    void decode(const std::vector<NetworkOutput>& outputs, cv::Size, float threshold,
                std::vector<Detection>& found) const override
    {
        const Outputs given(name, outputs);
        const cv::Mat columns = given.table(given.only());
        if (columns.rows != 4 + classes)
            given.refuse(cv::format("the output has %d values per box, %d are needed for %d class%s", columns.rows,
                                    4 + classes, classes, classes == 1 ? "" : "es"));
        const size_t step = columns.step1();
        for (int i = 0; i < columns.cols; i++)
        {
            const float* const box = columns.ptr<float>() + i;
            const int label = largest(box + 4 * step, classes, step);
            const float score = box[(4 + label) * step];
            if (score >= threshold)
                found.push_back({boxAround(box[0], box[step], box[2 * step], box[3 * step]), score, label});
        }
    }

private:
    std::string name;
    int classes;
};

} // namespace

cv::Ptr<Decoder> createYoloV8Decoder(const DecoderParams& params)
{
    return cv::makePtr<YoloV8Decoder>(params);
}

} // namespace detectors
