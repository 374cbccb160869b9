// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_SALIENCY_MODEL_HPP
#define ZOOM_TRAIN_SALIENCY_MODEL_HPP

#include "keys.hpp"

namespace cv {
namespace zoom_train {
namespace nn {
class SaliencySampler;
}
} // namespace zoom_train
} // namespace cv

//! What distill and tune by gradient share: a saliency that is learned for a detector, and its model's file.
namespace tool {

/** @brief Keys of the sampler, with the defaults for a detector behind it: boxes stay boxes, things their shape.

Of low_res and zoomed, 0 is what the command makes of the frame. */
const Settings& samplerDefaults();

//! As many pixels as 96x72 have, with a frame's aspect; whole halves for the network's stride.
cv::Size lowResOf(cv::Size frame);

std::string textOf(cv::Size size);

//! The model that a command writes: a yaml file, and its network beside it.
struct SaliencyModelFile
{
    std::string path;
    double smoothing; //!< in seconds

    void write(cv::zoom_train::nn::SaliencySampler& sampler) const;
};

//! Takes the keys model and smoothing. @param out folder of the command's results
SaliencyModelFile takeModelFile(Settings& settings, const std::string& out);

} // namespace tool

#endif // ZOOM_TRAIN_SALIENCY_MODEL_HPP
