// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/face_points.hpp"

#include "decoders/yunet_cells.hpp"
#include "zoom_detectors/content_hash.hpp"
#include "zoom_detectors/onnx_detector.hpp"
#include "zoom_detectors/overlap.hpp"

namespace detectors {

FacePointsDetector::FacePointsDetector(const std::string& onnx, double threshold_) : path(onnx)
{
    const OnnxDetectorParams params = yunetParams(onnx);
    rule = params.input;
    threshold = threshold_ >= 0 ? threshold_ : params.threshold;
    nmsOverlap = params.nmsOverlap;
    try
    {
        net = cv::dnn::readNetFromONNX(onnx);
        outputNames = net.getUnconnectedOutLayersNames();
        find(cv::Mat::zeros(64, 64, CV_8UC3));
    }
    catch (const cv::Exception& error)
    {
        CV_Error(cv::Error::StsBadArg, "model '" + onnx + "' is no YuNet with face points: " + error.err);
    }
}

const std::vector<Face>& FacePointsDetector::find(const cv::Mat& image)
{
    CV_CheckTypeEQ(image.type(), CV_8UC3, "image must be BGR, 8 bits");
    CV_Assert(!image.empty());
    const InputPlacement placement = placementOf(rule, image.size());
    const bool asItIs = placement.input == image.size() && placement.image.size() == image.size();
    if (!asItIs)
        placeImage(rule, placement, image, placed);
    cv::dnn::blobFromImage(asItIs ? image : placed, blob);
    net.setInput(blob);
    net.forward(values, outputNames);
    std::vector<NetworkOutput> outputs;
    for (size_t i = 0; i < values.size(); i++)
        outputs.push_back({outputNames[i], values[i]});

    candidates.clear();
    boxes.clear();
    const std::string decoder = "yunet";
    visitYuNetCells(Outputs(decoder, outputs), placement.input, float(threshold), true, [&](const YuNetCell& cell) {
        Face face;
        face.found = {boxOf(cell), cell.score, 0};
        for (size_t i = 0; i < FACE_POINTS; i++)
            face.points[i] = cv::Point2d((cell.column + cell.points[2 * i]) * cell.stride,
                                         (cell.row + cell.points[2 * i + 1]) * cell.stride);
        candidates.push_back(face);
        boxes.push_back(face.found);
    });
    faces.clear();
    for (const Detection& kept : suppressOverlaps(boxes, nmsOverlap))
        for (const Face& candidate : candidates)
            if (candidate.found.box == kept.box && candidate.found.score == kept.score)
            {
                faces.push_back(candidate);
                break;
            }
    for (Face& face : faces)
    {
        face.found.box = placement.toImage(face.found.box, image.size());
        for (cv::Point2d& point : face.points)
            point = placement.toImage(cv::Rect2d(point, cv::Size2d()), image.size()).tl();
    }
    return faces;
}

std::vector<Detection> FacePointsDetector::detect(const cv::Mat& image)
{
    std::vector<Detection> found;
    for (const Face& face : find(image))
        found.push_back(face.found);
    return found;
}

std::string FacePointsDetector::identity() const
{
    ContentHash network;
    network.addFile(path);
    return "yunet with points " + network.text() +
           cv::format(" threshold=%.17g nms_overlap=%.17g", threshold, nmsOverlap);
}

} // namespace detectors
