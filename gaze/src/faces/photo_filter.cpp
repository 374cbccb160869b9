// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/photo_filter.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"

#include <algorithm>

namespace gaze {

SortedPhotos sortPhotos(const std::vector<std::string>& photos, detectors::Detector& faces)
{
    SortedPhotos sorted;
    for (const std::string& file : photos)
    {
        const cv::Mat photo = cv::imread(file, cv::IMREAD_COLOR);
        if (photo.empty())
            CV_Error(cv::Error::StsError, cv::format("sortPhotos: photo %s cannot be read", file.c_str()));
        size_t found = 0;
        const int longer = std::max(photo.cols, photo.rows);
        for (int side : {1280, 320})
        {
            cv::Mat reduced = photo;
            if (longer > side)
                cv::resize(photo, reduced, cv::Size(), double(side) / longer, double(side) / longer, cv::INTER_AREA);
            found = std::max(found, faces.detect(reduced).size());
        }
        if (found == 0)
            sorted.withoutFaces.push_back(file);
        else
            sorted.dropped.push_back({file, int(found)});
    }
    if (sorted.withoutFaces.empty())
        CV_Error(cv::Error::StsBadArg,
                 cv::format("sortPhotos: all of the %d photos show faces; backgrounds must not", int(photos.size())));
    return sorted;
}

} // namespace gaze
