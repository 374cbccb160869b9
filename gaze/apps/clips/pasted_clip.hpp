// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_CLIPS_PASTED_CLIP_HPP
#define ZOOM_GAZE_CLIPS_PASTED_CLIP_HPP

#include "opencv2/core.hpp"

namespace clips {

/** A clip in a larger photo, off the middle: faces that are small and anywhere, which no fixed prior can know. All its
frames are in the same place. */
class PastedClip
{
public:
    /** @param photo 8UC3; its middle part fills the composite
    @param seed of scale and place */
    PastedClip(const cv::Mat& photo, cv::Size clip, uint64_t seed, cv::Size composite = cv::Size(1280, 720));

    const cv::Mat& paste(const cv::Mat& frame);           //!< of the clip's size
    cv::Point2d placeOf(const cv::Point2d& inClip) const; //!< continuous

    double scale() const { return share; } //!< of the composite's sides, 0.4 to 0.7: the largest that the clip takes
    cv::Rect area() const { return place; }

private:
    double share;
    cv::Size clip;
    cv::Rect place;
    cv::Mat picture;
};

} // namespace clips

#endif // ZOOM_GAZE_CLIPS_PASTED_CLIP_HPP
