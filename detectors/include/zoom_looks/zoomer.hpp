// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_LOOKS_ZOOMER_HPP
#define ZOOM_LOOKS_ZOOMER_HPP

#include "zoom_looks/look.hpp"
#include "zoom_looks/own_detections.hpp"

#include "opencv2/zoom/sampler.hpp"

namespace looks {

/** Zooms every frame of a stream before the detector sees it. Its saliency knows nothing but the frames and, where it
is asked to, what this very zoomer's detector found in earlier ones. */
class Zoomer
{
public:
    /** @param sampler makes the zoomed frames
    @param own where its estimator is part of the sampler's; null where detections do not count */
    explicit Zoomer(const cv::Ptr<cv::zoom::SaliencySampler>& sampler, const cv::Ptr<OwnDetections>& own = nullptr);

    Look look(detectors::Detector& detector, const cv::Mat& frame, double timestamp);

    //! Of the last frame.
    cv::zoom::ZoomTransform transform() const { return sampler->getTransform(); }

    //! Of the last frame, node-valued.
    cv::Mat saliency() const;

private:
    cv::Ptr<cv::zoom::SaliencySampler> sampler;
    cv::Ptr<OwnDetections> own;
};

/** A grid for detectors, which know things by their shape: separable and smooth, so that it keeps people upright, boxes
boxes and both straight, and with no more zoomed pixels than a detector can use. */
cv::zoom::GridParams gridForDetectors(cv::Size frame, cv::Size input);

} // namespace looks

#endif // ZOOM_LOOKS_ZOOMER_HPP
