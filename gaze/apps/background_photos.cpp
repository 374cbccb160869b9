// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "background_photos.hpp"

#ifdef ZOOM_GAZE_WITH_DETECTORS
#include "zoom_detectors/onnx_detector.hpp"
#include "zoom_gaze/photo_filter.hpp"
#endif

#include <cstdio>

namespace gaze {

namespace {

#ifdef ZOOM_GAZE_WITH_DETECTORS
std::vector<std::string> withoutFaces(const std::vector<std::string>& photos, const std::string& yunet)
{
    detectors::OnnxDetector faces(detectors::yunetParams(yunet), FACE_THRESHOLD);
    const SortedPhotos sorted = sortPhotos(photos, faces);
    for (const SortedPhotos::Dropped& photo : sorted.dropped)
        std::printf("%s is no background: %d faces\n", photo.file.c_str(), photo.faces);
    std::printf("%d of %d photos are backgrounds\n", int(sorted.withoutFaces.size()), int(photos.size()));
    return sorted.withoutFaces;
}
#else
std::vector<std::string> withoutFaces(const std::vector<std::string>&, const std::string&)
{
    CV_Error(cv::Error::StsNotImplemented, "--yunet: this program was built without the project's detectors (OpenCV's "
                                           "videoio and objdetect are missing); with photos that show no faces give "
                                           "--yunet=none");
}
#endif

} // namespace

std::shared_ptr<Photos> backgroundPhotos(const std::string& folder, const std::string& yunet)
{
    std::vector<std::string> photos;
    if (!folder.empty())
    {
        if (yunet.empty())
            CV_Error(cv::Error::StsBadArg,
                     "--photos: real faces must not be backgrounds; give --yunet=FILE (YuNet's "
                     "network in ONNX format) to drop photos with faces, or --yunet=none if there "
                     "are none");
        photos = findPhotos(folder);
        if (yunet != "none")
            photos = withoutFaces(photos, yunet);
    }
    return std::make_shared<Photos>(photos);
}

} // namespace gaze
