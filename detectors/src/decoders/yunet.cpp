// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "decoders/decoders.hpp"
#include "decoders/outputs.hpp"

#include <algorithm>
#include <cmath>

namespace detectors {

namespace {

const int STRIDES[] = {8, 16, 32};

float asProbability(float x)
{
    return std::min(std::max(x, 0.f), 1.f);
}

//! cv::FaceDetectorYN decodes the network of 2023 from OpenCV 4.8 on only.
class YuNetDecoder : public Decoder
{
public:
    explicit YuNetDecoder(const DecoderParams& params) : name(params.name)
    {
        CV_CheckEQ(params.classes, 1, "decoder 'yunet' finds one class of things, faces");
    }

    void decode(const std::vector<NetworkOutput>& outputs, cv::Size input, float threshold,
                std::vector<Detection>& found) const override
    {
        const Outputs given(name, outputs);
        for (int stride : STRIDES)
        {
            const int columns = input.width / stride;
            const int cells = columns * (input.height / stride);
            const auto values = [&](const char* kind, int perCell) {
                const cv::Mat& all = given.named(cv::format("%s_%d", kind, stride));
                if (all.total() != size_t(cells) * perCell)
                    given.refuse(cv::format("output '%s_%d' must have %d values for an input of %d x %d", kind, stride,
                                            cells * perCell, input.width, input.height));
                return all.ptr<float>();
            };
            const float* const classScore = values("cls", 1);
            const float* const objectness = values("obj", 1);
            const float* geometry = values("bbox", 4);
            for (int i = 0; i < cells; i++, geometry += 4)
            {
                const float score = std::sqrt(asProbability(classScore[i]) * asProbability(objectness[i]));
                if (!(score >= threshold))
                    continue;
                found.push_back({boxAround((i % columns + geometry[0]) * stride, (i / columns + geometry[1]) * stride,
                                           std::exp(geometry[2]) * stride, std::exp(geometry[3]) * stride),
                                 score, 0});
            }
        }
    }

private:
    std::string name;
};

} // namespace

cv::Ptr<Decoder> createYuNetDecoder(const DecoderParams& params)
{
    return cv::makePtr<YuNetDecoder>(params);
}

} // namespace detectors
