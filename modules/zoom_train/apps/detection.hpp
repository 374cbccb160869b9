// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_DETECTION_HPP
#define ZOOM_TRAIN_DETECTION_HPP

#include "opencv2/zoom_train/detection.hpp"

#include <map>
#include <string>
#include <vector>

namespace tool {

/** @brief Trains a detector (nn::CentreNet) and judges it as detectors/ judges any other: by its average precision in
the coordinates of the frame, the mean over the labels.

The boxes are those of the decoder `centre`, overlaps suppressed, brought back to the frame by the transform.
@param labels names, in the order of the network's outputs */
cv::zoom_train::Objective detectionObjective(const std::vector<std::string>& labels);

/** @brief What detectors::GroupScores has of these findings: LABEL/THINGS/FIGURE, as `Platelets/1-3/ap`.

LABEL is one of the labels, whose things alone count then, their number in a frame, too, or `all` for all of them
together. A thing is small below 1 % of the frame; it is found with a score of 0.3.
@param labels as in detectionObjective()
@param findings what judge() of the objective was given */
std::map<std::string, double> detectionFigures(const std::vector<std::string>& labels, const torch::Tensor& findings);

} // namespace tool

#endif // ZOOM_TRAIN_DETECTION_HPP
