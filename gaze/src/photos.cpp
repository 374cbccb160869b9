// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/photos.hpp"

#include "opencv2/core/utils/filesystem.hpp"
#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"

#include <algorithm>

namespace gaze {

namespace {

size_t bytesOf(const cv::Mat& image)
{
    return image.total() * image.elemSize();
}

} // namespace

Photos::Photos(const std::vector<std::string>& files, size_t limit_) : names(files), limit(limit_) {}

cv::Mat Photos::get(int index, cv::Size frame)
{
    if (index < 0 || index >= count())
        CV_Error(cv::Error::StsOutOfRange,
                 cv::format("Background::photo is %d; the renderer has %d photos", index, count()));
    {
        const std::lock_guard<std::mutex> lock(mutex);
        for (auto it = kept.begin(); it != kept.end(); ++it)
            if (it->index == index && it->frame == frame)
            {
                kept.splice(kept.begin(), kept, it);
                return it->photo;
            }
    }
    // Others go on while this one is read; two that want the same photo read it twice.
    const std::string& file = names[size_t(index)];
    cv::Mat photo = cv::imread(file, cv::IMREAD_COLOR);
    if (photo.empty())
        CV_Error(cv::Error::StsError, cv::format("Renderer: photo %s cannot be read", file.c_str()));
    const double scale = 1.5 * std::max(double(frame.width) / photo.cols, double(frame.height) / photo.rows);
    if (scale < 1)
        cv::resize(photo, photo, cv::Size(), scale, scale, cv::INTER_AREA);

    const std::lock_guard<std::mutex> lock(mutex);
    ++readFiles;
    kept.push_front({index, frame, photo});
    keptBytes += bytesOf(photo);
    while (keptBytes > limit)
    {
        keptBytes -= bytesOf(kept.back().photo);
        kept.pop_back();
    }
    return photo;
}

size_t Photos::bytes() const
{
    const std::lock_guard<std::mutex> lock(mutex);
    return keptBytes;
}

size_t Photos::reads() const
{
    const std::lock_guard<std::mutex> lock(mutex);
    return readFiles;
}

std::vector<std::string> findPhotos(const std::string& folder)
{
    if (!cv::utils::fs::isDirectory(folder))
        CV_Error(cv::Error::StsBadArg, cv::format("findPhotos: folder %s is not there", folder.c_str()));
    std::vector<cv::String> names;
    cv::utils::fs::glob(folder, "*", names, false, false);
    std::vector<std::string> photos;
    for (const cv::String& name : names)
        if (cv::haveImageReader(name))
            photos.push_back(name);
    if (photos.empty())
        CV_Error(cv::Error::StsBadArg, cv::format("findPhotos: no image in folder %s can be read", folder.c_str()));
    std::sort(photos.begin(), photos.end());
    return photos;
}

} // namespace gaze
