// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_CLIPS_EYE_FINDER_HPP
#define ZOOM_GAZE_CLIPS_EYE_FINDER_HPP

#include "zoom_detectors/detector.hpp"

#include <memory>

namespace clips {

//! The reference: says where the eyes of a person are. As a detector it finds faces.
class EyeFinder : public detectors::Detector
{
public:
    //! Middles of the eyes that are found, two or one, continuous.
    virtual std::vector<cv::Point2d> eyes(const cv::Mat& frame) = 0;

    virtual std::string name() const = 0; //!< for people
};

/** @param yunet YuNet's network (ONNX), whose points are taken; empty: OpenCV's Haar cascades, which see upright faces
only and often one of the eyes
@param threshold score of a face; negative: the network's own */
std::unique_ptr<EyeFinder> createEyeFinder(const std::string& yunet, double threshold = -1);

} // namespace clips

#endif // ZOOM_GAZE_CLIPS_EYE_FINDER_HPP
