// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/detector.hpp"

#include "zoom_detectors/hog_detector.hpp"
#include "zoom_detectors/onnx_detector.hpp"

#include <filesystem>

namespace detectors {

cv::Ptr<Detector> createDetector(const std::string& name, const std::string& model, double threshold)
{
    if (name == "hog")
        return cv::makePtr<HogDetector>(threshold);
    const std::string extension = std::filesystem::path(name).extension().string();
    if (extension == ".yaml" || extension == ".yml")
    {
        if (!model.empty())
            CV_Error(cv::Error::StsBadArg, "model is '" + model + "'; the detector '" + name + "' names its own");
        return cv::makePtr<OnnxDetector>(readOnnxDetector(name), threshold);
    }
    if (name != "yunet" && name != "fastestdet")
        CV_Error(cv::Error::StsBadArg, "detector is '" + name + "'; allowed are " + DETECTOR_NAMES);
    if (model.empty())
        CV_Error(cv::Error::StsBadArg, "detector '" + name + "' needs the path of its ONNX file as model");
    return cv::makePtr<OnnxDetector>(name == "yunet" ? yunetParams(model) : fastestDetParams(model), threshold);
}

} // namespace detectors
