// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "decoders/decoders.hpp"
#include "decoders/outputs.hpp"

#include "zoom_detectors/content_hash.hpp"

#include <sstream>

namespace detectors {

namespace {

struct Entry
{
    const char* name;
    const char* outputs; // what it takes, for messages
    cv::Ptr<Decoder> (*create)(const DecoderParams&);
};

const Entry DECODERS[] = {
    {"yunet", "cls_S, obj_S and bbox_S for S = 8, 16 and 32", createYuNetDecoder},
    {"fastestdet", "1 x (5 + classes) x rows x columns", createFastestDetDecoder},
    {"yolox", "1 x cells x (5 + classes), not decoded", createYoloXDecoder},
    {"yolov5", "1 x boxes x (5 + classes), decoded", createYoloV5Decoder},
    {"yolov8", "1 x (4 + classes) x boxes", createYoloV8Decoder},
    {"end_to_end", "1 x boxes x 6, overlaps left out", createEndToEndDecoder},
    {"ssd", "boxes 1 x N x 4 and scores 1 x N x classes", createSsdDecoder},
    {"detection_output", "1 x 1 x N x 7", createDetectionOutputDecoder},
    {"centre", "heatmap 1 x classes x h x w, size and offset 1 x 2 x h x w", createCentreDecoder},
};

} // namespace

std::string describe(const DecoderParams& params)
{
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text.precision(17);
    text << params.name << " classes=" << params.classes;
    if (params.name == "yolox")
        for (int stride : params.strides)
            text << " stride=" << stride;
    if (params.name == "ssd")
    {
        text << " boxes=" << params.boxesOutput << " scores=" << params.scoresOutput << " format=" << params.boxFormat
             << " normalised=" << params.normalisedBoxes << " activation=" << params.activation
             << " background=" << params.background << " variances=" << params.variances[0] << ","
             << params.variances[1];
        ContentHash hash;
        for (int row = 0; row < params.priors.rows; row++)
            hash.add(params.priors.ptr(row), params.priors.cols * params.priors.elemSize());
        text << " priors=" << hash.text();
    }
    if (params.name == "detection_output")
        text << " first_label=" << params.firstLabel;
    return text.str();
}

cv::Ptr<Decoder> createDecoder(const DecoderParams& params)
{
    CV_CheckGE(params.classes, 1, "a decoder needs one class or more");
    std::string names;
    for (const Entry& entry : DECODERS)
    {
        if (params.name == entry.name)
            return entry.create(params);
        names += (names.empty() ? "" : ", ") + std::string(entry.name);
    }
    CV_Error(cv::Error::StsBadArg, "decoder is '" + params.name + "'; allowed are " + names);
}

std::vector<std::string> decoderNames()
{
    std::vector<std::string> names;
    for (const Entry& entry : DECODERS)
        names.push_back(entry.name);
    return names;
}

void refuseOutputs(const std::string& decoder, const std::string& reason, const std::vector<NetworkOutput>& outputs)
{
    std::string text = "decoder '" + decoder + "' does not fit the network: " + reason + ". The network's outputs are";
    for (const NetworkOutput& output : outputs)
        text += (&output == &outputs[0] ? " '" : ", '") + output.name + "' (" + shapeOf(output.values) + ")";
    text += ". Decoders and what they take:";
    for (const Entry& entry : DECODERS)
        text += (&entry == DECODERS ? " " : "; ") + std::string(entry.name) + ": " + entry.outputs;
    CV_Error(cv::Error::StsBadArg, text + ". How to add one: detectors/README.md");
}

} // namespace detectors
