// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_PHOTO_FILTER_HPP
#define ZOOM_GAZE_PHOTO_FILTER_HPP

#include "zoom_detectors/detector.hpp"

namespace gaze {

//! Score from which on YuNet's faces count here: rather a photo too few than a face in the background.
const double FACE_THRESHOLD = 0.3;

struct SortedPhotos
{
    std::vector<std::string> withoutFaces; //!< in the order of all
    struct Dropped
    {
        std::string file;
        int faces;
    };
    std::vector<Dropped> dropped; //!< and how many faces were found
};

/** Finds the photos that can be backgrounds: a real face behind a rendered person would teach a network that real faces
are clutter. Photos are looked at reduced to 1280 and to 320 pixels on their longer side, since a detector finds faces
of some sizes only. For library zoom_gaze_faces, where the project's detectors are built.
@param photos as findPhotos() gives them @param faces a detector of faces
Throws cv::Exception that names a photo that cannot be read, or if none is left. */
SortedPhotos sortPhotos(const std::vector<std::string>& photos, detectors::Detector& faces);

} // namespace gaze

#endif // ZOOM_GAZE_PHOTO_FILTER_HPP
