// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_FACE_POINTS_HPP
#define ZOOM_DETECTORS_FACE_POINTS_HPP

#include "zoom_detectors/detector.hpp"
#include "zoom_detectors/input_placement.hpp"

#include "opencv2/dnn.hpp"

#include <array>

namespace detectors {

//! Of the person: the right eye is on the left of the image.
enum FacePoint
{
    POINT_RIGHT_EYE,
    POINT_LEFT_EYE,
    POINT_NOSE,
    POINT_MOUTH_RIGHT,
    POINT_MOUTH_LEFT,
    FACE_POINTS
};

struct Face
{
    Detection found;
    std::array<cv::Point2d, FACE_POINTS> points; //!< continuous, as boxes: the first pixel's centre is 0.5
};

//! YuNet of 2023 with its five points of a face, of which Detection has no place.
class FacePointsDetector : public Detector
{
public:
    /** Loads the network and runs it once.
    @param onnx path @param threshold score from which on a face is found; negative: YuNet's own */
    explicit FacePointsDetector(const std::string& onnx, double threshold = -1);

    //! Faces of an image, 8UC3, the best one first. What is returned holds until the next call.
    const std::vector<Face>& find(const cv::Mat& image);

    std::vector<Detection> detect(const cv::Mat& image) override;
    std::string identity() const override;

private:
    std::string path;
    InputRule rule;
    double threshold, nmsOverlap;
    cv::dnn::Net net;
    std::vector<cv::String> outputNames;
    cv::Mat placed, blob;
    std::vector<cv::Mat> values;
    std::vector<Face> candidates, faces;
    std::vector<Detection> boxes;
};

} // namespace detectors

#endif // ZOOM_DETECTORS_FACE_POINTS_HPP
