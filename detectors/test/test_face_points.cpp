// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/face_points.hpp"

#include "expect_error.hpp"
#include "real_data.hpp"
#include "zoom_detectors/onnx_detector.hpp"

#include "opencv2/imgcodecs.hpp"

#include <algorithm>

namespace detectors {
namespace {

class FacePoints : public RealData
{
};

TEST_F(FacePoints, are_in_the_faces_that_yunet_finds)
{
    const std::string onnx = data("detectors/yunet_n_320_320.onnx");
    REQUIRE_FILE(onnx);
    REQUIRE_FILE(data("photos/nasa.jpg"));
    const cv::Mat crowd = cv::imread(data("photos/nasa.jpg"));
    FacePointsDetector detector(onnx);
    OnnxDetector boxes(yunetParams(onnx));
    const std::vector<Face> faces = detector.find(crowd);
    std::vector<Detection> expected = boxes.detect(crowd);
    ASSERT_GE(faces.size(), 10u);
    ASSERT_EQ(faces.size(), expected.size());
    std::stable_sort(expected.begin(), expected.end(),
                     [](const Detection& a, const Detection& b) { return a.score > b.score; });
    for (size_t i = 0; i < faces.size(); ++i)
    {
        EXPECT_EQ(faces[i].found.box, expected[i].box);
        EXPECT_EQ(faces[i].found.score, expected[i].score);
        const auto& points = faces[i].points;
        for (const cv::Point2d& point : points)
            EXPECT_TRUE(faces[i].found.box.contains(point))
                << i << ": " << point << " is not in " << faces[i].found.box;
        EXPECT_LT(points[POINT_RIGHT_EYE].x, points[POINT_LEFT_EYE].x);
        EXPECT_LT(points[POINT_MOUTH_RIGHT].x, points[POINT_MOUTH_LEFT].x);
        EXPECT_LT(points[POINT_RIGHT_EYE].y, points[POINT_MOUTH_RIGHT].y);
        EXPECT_LT(points[POINT_LEFT_EYE].y, points[POINT_MOUTH_LEFT].y);
        EXPECT_GT(points[POINT_NOSE].y, std::min(points[POINT_RIGHT_EYE].y, points[POINT_LEFT_EYE].y));
    }
    EXPECT_EQ(detector.detect(crowd).size(), faces.size());

    // They move with the picture, and a picture of another size is stretched into the input.
    cv::Mat smaller;
    cv::resize(crowd, smaller, cv::Size(), 0.8, 0.8, cv::INTER_AREA);
    const std::vector<Face> again = detector.find(smaller);
    ASSERT_FALSE(again.empty());
    const cv::Point2d eye = again[0].points[POINT_RIGHT_EYE] * (1 / 0.8);
    EXPECT_TRUE(std::any_of(faces.begin(), faces.end(), [&](const Face& face) {
        return cv::norm(face.points[POINT_RIGHT_EYE] - eye) < 0.15 * face.found.box.width;
    })) << eye;
}

TEST_F(FacePoints, are_refused_of_another_network)
{
    const std::string onnx = std::string(ZOOM_MODELS) + "/glyphs_task.onnx";
    expectError([&] { FacePointsDetector detector(onnx); }, {"glyphs_task.onnx", "face points"});
    expectError([] { FacePointsDetector detector("nowhere.onnx"); }, {"nowhere.onnx"});
}

} // namespace
} // namespace detectors
