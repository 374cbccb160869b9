// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GST_ZOOM_MODEL_HPP
#define GST_ZOOM_MODEL_HPP

#include "zoomsettings.hpp"

#include <string>

namespace gstzoom {

// What a model file gives.
struct Model
{
    cv::Ptr<cv::zoom::SaliencyEstimator> estimator; // empty without property model
    cv::zoom::GridParams grid;
    double smoothing = defaultSmoothing;
};

// Loads a yaml file, or an ONNX network alone; throws when it cannot be used. Elements that load the same file while
// another one has it share one network, which they run in turn.
Model loadModel(const std::string& path);

// Loads a picture as a map for saliency=static; an empty path gives the middle of the frame. Throws when it is not one.
cv::Mat loadPrior(const std::string& path);

} // namespace gstzoom

#endif // GST_ZOOM_MODEL_HPP
