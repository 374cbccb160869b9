// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "decoders/decoders.hpp"
#include "decoders/outputs.hpp"

#include <cmath>

namespace detectors {

namespace {

//! Planes: objectness, centre and size of the box, and a score per class.
class FastestDetDecoder : public Decoder
{
public:
    explicit FastestDetDecoder(const DecoderParams& params) : name(params.name), classes(params.classes) {}

    void decode(const std::vector<NetworkOutput>& outputs, cv::Size input, float threshold,
                std::vector<Detection>& found) const override
    {
        const Outputs given(name, outputs);
        const cv::Mat& output = given.only();
        given.checkPlanes(output, 5 + classes, "the output");
        const int rows = output.size[2], columns = output.size[3];
        const size_t plane = size_t(rows) * columns;
        for (int y = 0; y < rows; y++)
            for (int x = 0; x < columns; x++)
            {
                const float* const cell = output.ptr<float>() + size_t(y) * columns + x;
                const int label = largest(cell + 5 * plane, classes, plane);
                // The authors weigh objectness against the class's score this way.
                const float score = std::pow(cell[0], 0.6f) * std::pow(cell[(5 + label) * plane], 0.4f);
                if (!(score >= threshold))
                    continue;
                found.push_back(
                    {boxAround((x + std::tanh(cell[plane])) * input.width / columns,
                               (y + std::tanh(cell[2 * plane])) * input.height / rows,
                               sigmoid(cell[3 * plane]) * input.width, sigmoid(cell[4 * plane]) * input.height),
                     score, label});
            }
    }

private:
    std::string name;
    int classes;
};

} // namespace

cv::Ptr<Decoder> createFastestDetDecoder(const DecoderParams& params)
{
    return cv::makePtr<FastestDetDecoder>(params);
}

} // namespace detectors
