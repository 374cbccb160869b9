// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "decoders/decoders.hpp"
#include "decoders/outputs.hpp"

#include <cmath>

namespace detectors {

namespace {

/** One box per peak of a heatmap: a cell that no neighbour of the eight exceeds. The formula is in detectors/README.md,
for those who export such a network. */
class CentreDecoder : public Decoder
{
public:
    explicit CentreDecoder(const DecoderParams& params) : name(params.name), classes(params.classes) {}

    void decode(const std::vector<NetworkOutput>& outputs, cv::Size input, float threshold,
                std::vector<Detection>& found) const override
    {
        const Outputs given(name, outputs);
        const cv::Mat &heatmap = given.named("heatmap"), &size = given.named("size"), &offset = given.named("offset");
        given.checkPlanes(heatmap, classes, "output 'heatmap'");
        given.checkPlanes(size, 2, "output 'size'");
        given.checkPlanes(offset, 2, "output 'offset'");
        const int rows = heatmap.size[2], columns = heatmap.size[3];
        for (const cv::Mat* other : {&size, &offset})
            if (other->size[2] != rows || other->size[3] != columns)
                given.refuse("outputs 'heatmap', 'size' and 'offset' have different rows and columns");

        const double cellWidth = double(input.width) / columns, cellHeight = double(input.height) / rows;
        for (int label = 0; label < classes; label++)
        {
            const cv::Mat logits(rows, columns, CV_32F, const_cast<float*>(heatmap.ptr<float>(0, label)));
            for (int y = 0; y < rows; y++)
                for (int x = 0; x < columns; x++)
                {
                    const float score = sigmoid(logits.at<float>(y, x));
                    if (!(score >= threshold) || !isPeak(logits, x, y))
                        continue;
                    const auto at = [x, y](const cv::Mat& values, int plane) {
                        return double(values.ptr<float>(0, plane, y)[x]);
                    };
                    found.push_back({boxAround((x + at(offset, 0)) * cellWidth, (y + at(offset, 1)) * cellHeight,
                                               std::exp(at(size, 0)) * cellWidth, std::exp(at(size, 1)) * cellHeight),
                                     score, label});
                }
        }
    }

private:
    static bool isPeak(const cv::Mat& logits, int x, int y)
    {
        const float value = logits.at<float>(y, x);
        for (int j = std::max(y - 1, 0); j <= std::min(y + 1, logits.rows - 1); j++)
            for (int i = std::max(x - 1, 0); i <= std::min(x + 1, logits.cols - 1); i++)
                if (logits.at<float>(j, i) > value)
                    return false;
        return true;
    }

    std::string name;
    int classes;
};

} // namespace

cv::Ptr<Decoder> createCentreDecoder(const DecoderParams& params)
{
    return cv::makePtr<CentreDecoder>(params);
}

} // namespace detectors
