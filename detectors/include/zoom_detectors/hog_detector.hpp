// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_HOG_DETECTOR_HPP
#define ZOOM_DETECTORS_HOG_DETECTOR_HPP

#include "zoom_detectors/detector.hpp"

#include "opencv2/objdetect.hpp"

namespace detectors {

//! OpenCV's built-in people detector at its default settings. Its window is 64x128 with a person about 96 tall in it.
class HogDetector : public Detector
{
public:
    explicit HogDetector(double threshold);

    std::vector<Detection> detect(const cv::Mat& image) override;
    /** The classifier's dot products in all windows of all sizes; gradients and histograms, which all windows share,
    are not counted. */
    double multiplyAdds(cv::Size image) const override;
    std::string identity() const override;

private:
    cv::HOGDescriptor hog;
    double threshold;
};

} // namespace detectors

#endif // ZOOM_DETECTORS_HOG_DETECTOR_HPP
