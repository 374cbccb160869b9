// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "decoders/decoders.hpp"
#include "decoders/outputs.hpp"

#include <algorithm>
#include <cmath>

namespace detectors {

namespace {

class SsdDecoder : public Decoder
{
public:
    explicit SsdDecoder(const DecoderParams& _params)
        : params(_params), columns(_params.classes + (_params.background >= 0))
    {
        CV_CheckLT(params.background, columns, "decoder 'ssd': background is no column of the scores");
        if (params.boxesOutput.empty() || params.scoresOutput.empty())
            CV_Error(cv::Error::StsBadArg, "decoder 'ssd' needs the names of its outputs boxes and scores");
        if (!params.priors.empty() && (params.priors.cols != 4 || params.priors.type() != CV_64FC1))
            CV_Error(cv::Error::StsBadArg, "decoder 'ssd': priors must be rows of four numbers");
    }

    void decode(const std::vector<NetworkOutput>& outputs, cv::Size input, float threshold,
                std::vector<Detection>& found) const override
    {
        const Outputs given(params.name, outputs);
        const cv::Mat &boxes = given.named(params.boxesOutput), &scores = given.named(params.scoresOutput);
        const size_t count = scores.total() / columns;
        if (scores.total() != count * columns || boxes.total() != count * 4)
            given.refuse(cv::format("boxes must be N x 4 and scores N x %d", columns));
        if (!params.priors.empty() && count != size_t(params.priors.rows))
            given.refuse(cv::format("there are %d boxes and %d priors", int(count), params.priors.rows));
        const cv::Point2d unit = params.normalisedBoxes ? cv::Point2d(input.width, input.height) : cv::Point2d(1, 1);
        for (size_t i = 0; i < count; i++)
        {
            int label;
            const float score = best(scores.ptr<float>() + i * columns, label);
            if (!(score >= threshold))
                continue;
            const cv::Rect2d box = boxOf(boxes.ptr<float>() + 4 * i, int(i));
            found.push_back(
                {cv::Rect2d(box.x * unit.x, box.y * unit.y, box.width * unit.x, box.height * unit.y), score, label});
        }
    }

private:
    //! Score of the best class that is not the background; @p label is its number without the background.
    float best(const float* values, int& label) const
    {
        int column = params.background == 0 ? 1 : 0;
        for (int i = column + 1; i < columns; i++)
            if (i != params.background && values[i] > values[column])
                column = i;
        label = column - (params.background >= 0 && column > params.background);
        if (params.activation == DecoderParams::SIGMOID)
            return sigmoid(values[column]);
        if (params.activation == DecoderParams::NONE)
            return values[column];
        const float highest = *std::max_element(values, values + columns);
        float sum = 0;
        for (int i = 0; i < columns; i++)
            sum += std::exp(values[i] - highest);
        return std::exp(values[column] - highest) / sum;
    }

    cv::Rect2d boxOf(const float* values, int i) const
    {
        if (!params.priors.empty())
        {
            const double* const prior = params.priors.ptr<double>(i);
            return boxAround(prior[0] + values[0] * params.variances[0] * prior[2],
                             prior[1] + values[1] * params.variances[0] * prior[3],
                             prior[2] * std::exp(values[2] * params.variances[1]),
                             prior[3] * std::exp(values[3] * params.variances[1]));
        }
        if (params.boxFormat == DecoderParams::CENTRE)
            return boxAround(values[0], values[1], values[2], values[3]);
        return cv::Rect2d(values[0], values[1], double(values[2]) - values[0], double(values[3]) - values[1]);
    }

    DecoderParams params;
    int columns; // of the scores
};

} // namespace

cv::Ptr<Decoder> createSsdDecoder(const DecoderParams& params)
{
    return cv::makePtr<SsdDecoder>(params);
}

} // namespace detectors
