// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "decoders/decoders.hpp"
#include "decoders/yunet_cells.hpp"

namespace detectors {

namespace {

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
        visitYuNetCells(Outputs(name, outputs), input, threshold, false, [&](const YuNetCell& cell) {
            found.push_back({boxOf(cell), cell.score, 0});
        });
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
