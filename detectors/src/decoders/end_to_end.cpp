// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "decoders/decoders.hpp"
#include "decoders/outputs.hpp"

namespace detectors {

namespace {

//! Rows of left, top, right, bottom in pixels of the input, score, label: a network that has left overlaps out by
//! itself.
class EndToEndDecoder : public Decoder
{
public:
    explicit EndToEndDecoder(const DecoderParams& params) : name(params.name), classes(params.classes) {}

    void decode(const std::vector<NetworkOutput>& outputs, cv::Size, float threshold,
                std::vector<Detection>& found) const override
    {
        const Outputs given(name, outputs);
        const cv::Mat rows = given.table(given.only());
        if (rows.cols != 6)
            given.refuse(cv::format("rows of the output have %d values, 6 are needed", rows.cols));
        for (int i = 0; i < rows.rows; i++)
        {
            const float* const row = rows.ptr<float>(i);
            if (!(row[4] >= threshold)) // rows that are not used have a score of 0
                continue;
            if (!(row[5] >= 0 && row[5] < float(classes)))
                given.refuse(cv::format("it found label %g, the last of %d class%s is %d", row[5], classes,
                                        classes == 1 ? "" : "es", classes - 1));
            const cv::Rect2d box(row[0], row[1], double(row[2]) - row[0], double(row[3]) - row[1]);
            found.push_back({box, row[4], int(row[5])});
        }
    }

private:
    std::string name;
    int classes;
};

} // namespace

cv::Ptr<Decoder> createEndToEndDecoder(const DecoderParams& params)
{
    return cv::makePtr<EndToEndDecoder>(params);
}

} // namespace detectors
