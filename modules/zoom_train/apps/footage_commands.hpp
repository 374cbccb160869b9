// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_FOOTAGE_COMMANDS_HPP
#define ZOOM_TRAIN_FOOTAGE_COMMANDS_HPP

#include "keys.hpp"

namespace tool {

//! Teaches a saliency network where a detector finds things in footage.
int runDistill(Settings settings);

//! Looks for the sampler's parameters with which a detector finds most behind it; or, by=gradient, runTuneByGradient().
int runTune(Settings settings);

//! Trains a saliency network through a detector that stays as it is, on labelled pictures.
int runTuneByGradient(Settings settings);

} // namespace tool

#endif // ZOOM_TRAIN_FOOTAGE_COMMANDS_HPP
