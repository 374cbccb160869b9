// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_SAMPLES_DETECTOR_HPP
#define ZOOM_SAMPLES_DETECTOR_HPP

#include "opencv2/core.hpp"

#include <string>
#include <vector>

namespace samples {

struct Detection
{
    cv::Rect2d box; //!< pixels of the image that was looked at, integers at pixel edges
    float score;
    int label; //!< what it is, in the numbering of the detector
};

//! An object detector that is given an image of any content and a size that it accepts.
class Detector
{
public:
    virtual ~Detector() = default;

    virtual std::vector<Detection> detect(const cv::Mat& image) = 0;

    //! The size nearest to @p wanted that detect() accepts.
    virtual cv::Size acceptedSize(cv::Size wanted) const { return wanted; }

    //! True when there is one accepted size only: the image is stretched to it, whatever its aspect.
    virtual bool hasFixedSize() const { return false; }

    //! Name of a label; empty when there is only one kind of thing to find.
    virtual std::string labelName(int /*label*/) const { return std::string(); }
};

//! Names that createDetector() knows, for messages.
const char* const DETECTOR_NAMES = "hog, yunet or fastestdet";

/** @param name one of DETECTOR_NAMES
@param model path of the ONNX file; not read by "hog", which is part of OpenCV
@param threshold score from which on a thing is found; negative for the detector's own default
Throws cv::Exception when the name is unknown or the model does not load or does not look as expected. */
cv::Ptr<Detector> createDetector(const std::string& name, const std::string& model, double threshold = -1);

} // namespace samples

#endif // ZOOM_SAMPLES_DETECTOR_HPP
