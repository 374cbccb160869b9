// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_MODELS_HPP
#define GAZE_TRACKING_MODELS_HPP

#include "options.hpp"

//! Files of the networks, all of which are there.
struct ModelFiles
{
    std::string saliency;        //!< yaml
    std::string task;            //!< gaze network that was trained behind the zoom
    std::string uniformTask;     //!< gaze network for uniform frames
    bool uniformTrained = false; //!< uniformTask was made for them, and is not the zoom's
};

//! Throws cv::Exception that names the missing file and says how to get it.
ModelFiles findModels(const Options& options);

#endif // GAZE_TRACKING_MODELS_HPP
