// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/onnx_detector.hpp"

#include "zoom_detectors/content_hash.hpp"
#include "zoom_detectors/network_cost.hpp"
#include "zoom_detectors/overlap.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <sstream>

namespace detectors {

namespace {

//! Several coarse cells a side, for trying out a network that takes many sizes.
const int TRIAL_CELLS = 4;

bool isBox(const cv::Rect2d& box)
{
    return std::isfinite(box.x) && std::isfinite(box.y) && std::isfinite(box.width) && std::isfinite(box.height) &&
           box.width > 0 && box.height > 0;
}

cv::dnn::Net load(const std::string& onnx)
{
    std::string reason;
    try
    {
        const cv::dnn::Net net = cv::dnn::readNetFromONNX(onnx);
        if (!net.empty())
            return net;
        reason = "it is empty";
    }
    catch (const cv::Exception& error)
    {
        reason = error.err;
    }
    CV_Error(cv::Error::StsBadArg, "model '" + onnx + "' does not load: " + reason);
}

} // namespace

OnnxDetector::OnnxDetector(const OnnxDetectorParams& _params, double threshold)
    : params(_params), net(load(params.onnx)), decoder(createDecoder(params.decoder)),
      outputNames(net.getUnconnectedOutLayersNames())
{
    if (threshold >= 0)
        params.threshold = threshold;
    for (const cv::String& name : outputNames)
        outputs.push_back({name, cv::Mat()});
    const InputRule& rule = params.input;
    const int side = TRIAL_CELLS * rule.multipleOf;
    try
    {
        detect(cv::Mat::zeros(rule.multipleOf > 0 ? cv::Size(side, side) : rule.size, CV_8UC3));
    }
    catch (const cv::Exception& error)
    {
        CV_Error(cv::Error::StsBadArg, "model '" + params.onnx + "': " + error.err);
    }
}

cv::Size OnnxDetector::acceptedSize(cv::Size wanted) const
{
    return unscaledSize(params.input, wanted);
}

std::string OnnxDetector::labelName(int label) const
{
    if (label >= 0 && size_t(label) < params.classes.size())
        return params.classes[label];
    return params.decoder.classes > 1 ? cv::format("label %d", label) : std::string();
}

double OnnxDetector::multiplyAdds(cv::Size image) const
{
    return multiplyAddsOf(net, placementOf(params.input, image).input);
}

std::string OnnxDetector::identity() const
{
    ContentHash network;
    network.addFile(params.onnx);
    std::ostringstream text;
    text.imbue(std::locale::classic());
    text.precision(17);
    const auto list = [&text](const char* name, const cv::Scalar& three) {
        text << " " << name << "=" << three[0] << "," << three[1] << "," << three[2];
    };
    text << "onnx=" << network.text() << " decoder=" << describe(params.decoder) << " input=" << params.input.size.width
         << "x" << params.input.size.height << " multiple_of=" << params.input.multipleOf
         << " resize=" << params.input.resize << " padding=" << params.input.padding;
    list("mean", params.mean);
    list("scale", params.scale);
    text << " rgb=" << params.swapRB << " threshold=" << params.threshold << " nms_overlap=" << params.nmsOverlap;
    return text.str();
}

void OnnxDetector::run(const cv::Mat& input)
{
    const cv::Scalar& scale = params.scale;
    const bool sameScale = scale[0] == scale[1] && scale[1] == scale[2];
    cv::dnn::blobFromImage(input, blob, sameScale ? scale[0] : 1, cv::Size(), params.mean, params.swapRB);
    for (int channel = 0; channel < 3 && !sameScale; channel++)
    {
        cv::Mat plane(blob.size[2], blob.size[3], CV_32F, blob.ptr<float>(0, channel));
        plane *= scale[channel];
    }
    net.setInput(blob);
    net.forward(values, outputNames);
    for (size_t i = 0; i < outputs.size(); i++)
        outputs[i].values = values[i];
}

std::vector<Detection> OnnxDetector::detect(const cv::Mat& image)
{
    CV_CheckTypeEQ(image.type(), CV_8UC3, "image must be BGR, 8 bits");
    CV_Assert(!image.empty());
    const InputPlacement placement = placementOf(params.input, image.size());
    const bool asItIs = placement.input == image.size() && placement.image.size() == image.size();
    if (!asItIs)
        placeImage(params.input, placement, image, placed);
    run(asItIs ? image : placed);

    candidates.clear();
    decoder->decode(outputs, placement.input, float(params.threshold), candidates);
    candidates.erase(std::remove_if(candidates.begin(), candidates.end(),
                                    [](const Detection& candidate) { return !isBox(candidate.box); }),
                     candidates.end());
    std::vector<Detection> kept = suppressOverlaps(candidates, params.nmsOverlap);
    for (Detection& detection : kept)
        detection.box = placement.toImage(detection.box, image.size());
    return kept;
}

OnnxDetectorParams yunetParams(const std::string& onnx)
{
    OnnxDetectorParams params;
    params.onnx = onnx;
    params.decoder.name = "yunet";
    params.input.multipleOf = 32;
    params.threshold = 0.6;
    params.nmsOverlap = 0.3; // both as in cv::FaceDetectorYN
    return params;
}

OnnxDetectorParams fastestDetParams(const std::string& onnx)
{
    OnnxDetectorParams params;
    params.onnx = onnx;
    params.decoder.name = "fastestdet";
    params.decoder.classes = 80;
    params.input.size = cv::Size(352, 352);
    params.scale = cv::Scalar::all(1 / 255.);
    params.threshold = 0.5;
    params.nmsOverlap = 0.45; // as in the authors' test program
    std::ifstream file(std::filesystem::path(onnx).replace_filename("coco.names"));
    for (std::string name; std::getline(file, name);)
        params.classes.push_back(name);
    return params;
}

} // namespace detectors
