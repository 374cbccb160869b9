// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_APPS_BACKGROUND_PHOTOS_HPP
#define ZOOM_GAZE_APPS_BACKGROUND_PHOTOS_HPP

#include "zoom_gaze/photos.hpp"

#include <memory>

namespace gaze {

//! Keys of cv::CommandLineParser for backgroundPhotos().
const char* const PHOTO_KEYS =
    "{photos |  | folder of photos for backgrounds}"
    "{yunet |  | YuNet's network (ONNX), which drops photos with faces; none: take all photos}";

/** Photos of a folder that show no faces; prints which are dropped.
@param folder empty: no photos @param yunet value of the key
Throws cv::Exception that says what to do if photos are wanted without a detector. */
std::shared_ptr<Photos> backgroundPhotos(const std::string& folder, const std::string& yunet);

} // namespace gaze

#endif // ZOOM_GAZE_APPS_BACKGROUND_PHOTOS_HPP
