// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_ONNX_DETECTOR_HPP
#define ZOOM_DETECTORS_ONNX_DETECTOR_HPP

#include "zoom_detectors/decoder.hpp"
#include "zoom_detectors/input_placement.hpp"

#include "opencv2/dnn.hpp"

namespace detectors {

//! A detector's network and how it is used: the fields of a detector's yaml file, see detectors/README.md.
struct OnnxDetectorParams
{
    std::string onnx; //!< path of the network
    DecoderParams decoder;
    InputRule input;
    cv::Scalar mean;                       //!< input = (pixel - mean) * scale, channels in the network's order
    cv::Scalar scale = cv::Scalar::all(1); //!< see mean
    bool swapRB = false;                   //!< the network wants RGB
    double threshold = 0.5;                //!< score from which on a thing is found
    double nmsOverlap = 0.45;              //!< IoU that two boxes of a label may have
    std::vector<std::string> classes;      //!< names of the labels; may be fewer than the decoder has classes
};

/** Reads a detector's yaml file. Throws cv::Exception that names the file and the field when one is missing, unknown or
out of its range. */
OnnxDetectorParams readOnnxDetector(const std::string& path);

//! The face detector YuNet of 2023.
OnnxDetectorParams yunetParams(const std::string& onnx);

//! FastestDet for the 80 classes of COCO at 352x352. When `coco.names` lies beside the network, the labels have names.
OnnxDetectorParams fastestDetParams(const std::string& onnx);

//! Any network in ONNX format whose outputs one of the decoders takes.
class OnnxDetector : public Detector
{
public:
    /** Loads the network and runs it once, so that one whose outputs do not fit is refused here.
    @param threshold used instead of @p params' when it is not negative */
    explicit OnnxDetector(const OnnxDetectorParams& params, double threshold = -1);

    std::vector<Detection> detect(const cv::Mat& image) override;
    cv::Size acceptedSize(cv::Size wanted) const override;
    bool hasFixedSize() const override { return params.input.multipleOf == 0; }
    std::string labelName(int label) const override;
    double multiplyAdds(cv::Size image) const override;
    std::string identity() const override;

private:
    void run(const cv::Mat& input);

    OnnxDetectorParams params;
    cv::dnn::Net net;
    cv::Ptr<Decoder> decoder;
    std::vector<cv::String> outputNames;

    // kept between images
    cv::Mat placed, blob;
    std::vector<cv::Mat> values;
    std::vector<NetworkOutput> outputs;
    std::vector<Detection> candidates;
};

} // namespace detectors

#endif // ZOOM_DETECTORS_ONNX_DETECTOR_HPP
