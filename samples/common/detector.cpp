// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "detector.hpp"

#include "fastestdet_detector.hpp"
#include "hog_detector.hpp"
#include "yunet_detector.hpp"

namespace samples {

cv::Ptr<Detector> createDetector(const std::string& name, const std::string& model, double threshold)
{
    if (name == "hog")
        return cv::makePtr<HogDetector>(threshold);
    if (name != "yunet" && name != "fastestdet")
        CV_Error(cv::Error::StsBadArg, "detector is '" + name + "'; allowed are " + DETECTOR_NAMES);
    if (model.empty())
        CV_Error(cv::Error::StsBadArg, "detector '" + name + "' needs the path of its ONNX file as model");
    if (name == "yunet")
        return cv::makePtr<YuNetDetector>(model, threshold);
    return cv::makePtr<FastestDetDetector>(model, threshold);
}

} // namespace samples
