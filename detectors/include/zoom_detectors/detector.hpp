// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_DETECTOR_HPP
#define ZOOM_DETECTORS_DETECTOR_HPP

#include "opencv2/core.hpp"

#include <limits>
#include <string>
#include <vector>

//! Object detectors, what is done with their boxes, and how they are judged; for programs, no part of the OpenCV
//! module.
namespace detectors {

struct Detection
{
    cv::Rect2d box; //!< pixels of the image that was looked at, integers at pixel edges
    float score;
    int label; //!< what it is, in the numbering of the detector
};

//! An object detector that is used as it is.
class Detector
{
public:
    virtual ~Detector() = default;

    /** Finds things in an image.
    @param image 8UC3, BGR, of any size; one that acceptedSize() would change is resized by the detector's own rule
    @return boxes in pixels of @p image, overlaps suppressed, in no promised order */
    virtual std::vector<Detection> detect(const cv::Mat& image) = 0;

    //! The size nearest to @p wanted at which detect() looks at an image pixel for pixel.
    virtual cv::Size acceptedSize(cv::Size wanted) const { return wanted; }

    //! True when the input has one size only: an image is stretched to it or set into it.
    virtual bool hasFixedSize() const { return false; }

    //! Name of a label; empty when there is only one kind of thing to find.
    virtual std::string labelName(int /*label*/) const { return std::string(); }

    /** Multiply-adds of a look at an image of this size: of a network those of the layers with weights, of a sliding
    window those of its classifier. NaN where nobody has counted them. */
    virtual double multiplyAdds(cv::Size /*image*/) const { return std::numeric_limits<double>::quiet_NaN(); }

    /** One line that says all that decides what is found: two detectors of the same identity find the same things. What
    is kept of a detector's results (see footage::teach()) is worth nothing when it changes. */
    virtual std::string identity() const = 0;
};

//! Names that createDetector() knows, for messages.
const char* const DETECTOR_NAMES = "hog, yunet, fastestdet, or the path of a detector's yaml file";

/** @param name one of DETECTOR_NAMES; the yaml file is described in detectors/README.md
@param model path of the ONNX file; not read by "hog", which is part of OpenCV, and empty for a yaml file, which names
it
@param threshold score from which on a thing is found; negative for the detector's own default
Throws cv::Exception when the name is unknown or the model does not load or does not look as expected. */
cv::Ptr<Detector> createDetector(const std::string& name, const std::string& model, double threshold = -1);

} // namespace detectors

#endif // ZOOM_DETECTORS_DETECTOR_HPP
