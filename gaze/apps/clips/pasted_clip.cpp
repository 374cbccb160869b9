// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "pasted_clip.hpp"

#include "opencv2/imgproc.hpp"

#include <algorithm>

namespace clips {

namespace {

//! The photo, scaled and cut to fill a size.
cv::Mat filled(const cv::Mat& photo, cv::Size size)
{
    const double scale = std::max(double(size.width) / photo.cols, double(size.height) / photo.rows);
    const cv::Size larger(std::max(cvRound(photo.cols * scale), size.width),
                          std::max(cvRound(photo.rows * scale), size.height));
    cv::Mat scaled;
    cv::resize(photo, scaled, larger, 0, 0, scale < 1 ? cv::INTER_AREA : cv::INTER_LINEAR);
    return scaled(cv::Rect((larger.width - size.width) / 2, (larger.height - size.height) / 2, size.width, size.height))
        .clone();
}

} // namespace

PastedClip::PastedClip(const cv::Mat& photo, cv::Size clip_, uint64_t seed, cv::Size composite)
    : clip(clip_), picture(filled(photo, composite))
{
    cv::RNG random(seed + 1);
    random.next(); // seeds are small, and the first numbers alike
    share = random.uniform(0.4, 0.7);
    const double factor =
        share * std::min(double(composite.width) / clip.width, double(composite.height) / clip.height);
    place.width = std::max(cvRound(clip.width * factor), 1);
    place.height = std::max(cvRound(clip.height * factor), 1);
    // From edge to edge across, but not where its middle is within a tenth of the composite's; anywhere down.
    const int free = composite.width - place.width, middle = free / 2, apart = std::min(composite.width / 10, middle);
    const bool right = random.uniform(0, 2) == 1;
    place.x = right ? random.uniform(middle + apart, free + 1) : random.uniform(0, middle - apart + 1);
    place.y = random.uniform(0, composite.height - place.height + 1);
}

const cv::Mat& PastedClip::paste(const cv::Mat& frame)
{
    CV_CheckEQ(frame.cols, clip.width, "PastedClip: frame must have the clip's size");
    CV_CheckEQ(frame.rows, clip.height, "PastedClip: frame must have the clip's size");
    cv::Mat part = picture(place);
    cv::resize(frame, part, place.size(), 0, 0, place.width < clip.width ? cv::INTER_AREA : cv::INTER_LINEAR);
    return picture;
}

cv::Point2d PastedClip::placeOf(const cv::Point2d& inClip) const
{
    return cv::Point2d(place.x + inClip.x * place.width / clip.width, place.y + inClip.y * place.height / clip.height);
}

} // namespace clips
