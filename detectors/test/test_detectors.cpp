// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "expect_error.hpp"
#include "real_data.hpp"

#include "zoom_detectors/detector.hpp"

#include "opencv2/imgcodecs.hpp"

#include <algorithm>

namespace detectors {
namespace {

typedef RealData Detectors;

TEST_F(Detectors, YuNetFindsTheFacesOfACrowd)
{
    REQUIRE_FILE(data("photos/nasa.jpg"));
    const cv::Ptr<Detector> detector = createDetector("yunet", data("detectors/yunet_n_320_320.onnx"));
    const cv::Mat photo = cv::imread(data("photos/nasa.jpg"));
    cv::Mat input;
    cv::resize(photo, input, detector->acceptedSize(photo.size() * 2));
    const std::vector<Detection> faces = detector->detect(input);
    EXPECT_EQ(faces.size(), 17u);
    for (const Detection& face : faces)
    {
        EXPECT_NEAR(face.box.width / face.box.height, 0.8, 0.3);
        EXPECT_TRUE(cv::Rect2d(0, 0, input.cols, input.rows).contains((face.box.tl() + face.box.br()) / 2));
    }
}

TEST_F(Detectors, YuNetFindsNoFaceInANoFacePhoto)
{
    REQUIRE_FILE(data("kodak/kodim03.png"));
    const cv::Ptr<Detector> detector = createDetector("yunet", data("detectors/yunet_n_320_320.onnx"));
    cv::Mat input;
    cv::resize(cv::imread(data("kodak/kodim03.png")), input, cv::Size(320, 320));
    EXPECT_TRUE(detector->detect(input).empty());
}

TEST_F(Detectors, YuNetTakesMultiplesOf32)
{
    REQUIRE_FILE(data("detectors/yunet_n_320_320.onnx"));
    const cv::Ptr<Detector> detector = createDetector("yunet", data("detectors/yunet_n_320_320.onnx"));
    EXPECT_EQ(detector->acceptedSize(cv::Size(500, 10)), cv::Size(512, 32));
}

TEST_F(Detectors, FastestDetFindsACar)
{
    REQUIRE_FILE(data("video/person-bicycle-car-detection.gif"));
    const cv::Ptr<Detector> detector = createDetector("fastestdet", data("detectors/FastestDet.onnx"));
    EXPECT_EQ(detector->acceptedSize(cv::Size(1000, 10)), cv::Size(352, 352));
    cv::Mat input;
    cv::resize(videoFrame(data("video/person-bicycle-car-detection.gif"), 35), input, cv::Size(352, 352), 0, 0,
               cv::INTER_AREA);
    const std::vector<Detection> things = detector->detect(input);
    EXPECT_TRUE(std::any_of(things.begin(), things.end(), [&](const Detection& thing) {
        return detector->labelName(thing.label) == "car" && thing.box.area() > 1000;
    }));
}

TEST_F(Detectors, FastestDetFindsAPerson)
{
    REQUIRE_FILE(data("video/one-by-one-person-detection.mp4"));
    const cv::Ptr<Detector> detector = createDetector("fastestdet", data("detectors/FastestDet.onnx"));
    int frames = 0;
    for (int number : {100, 300, 500})
    {
        cv::Mat input;
        cv::resize(videoFrame(data("video/one-by-one-person-detection.mp4"), number), input, cv::Size(352, 352), 0, 0,
                   cv::INTER_AREA);
        const std::vector<Detection> things = detector->detect(input);
        frames += std::any_of(things.begin(), things.end(),
                              [&](const Detection& thing) { return detector->labelName(thing.label) == "person"; });
    }
    EXPECT_GE(frames, 1);
}

TEST_F(Detectors, HogFindsPeopleOnceTheyFillItsWindow)
{
    REQUIRE_FILE(VTEST);
    const cv::Ptr<Detector> detector = createDetector("hog", "");
    const cv::Mat frame = videoFrame(VTEST, 50);
    cv::Mat big;
    cv::resize(frame, big, cv::Size(), 2, 2);
    EXPECT_GE(detector->detect(big).size(), 5u);
    EXPECT_LT(detector->detect(frame).size(), detector->detect(big).size() + 1);
}

TEST_F(Detectors, HogFindsNothingWhereItsWindowDoesNotFit)
{
    EXPECT_TRUE(createDetector("hog", "")->detect(cv::Mat::zeros(127, 200, CV_8UC3)).empty());
}

TEST_F(Detectors, UnknownNamesAndMissingModelsAreErrors)
{
    EXPECT_THROW(createDetector("yolo", ""), cv::Exception);
    EXPECT_THROW(createDetector("yunet", ""), cv::Exception);
    EXPECT_THROW(createDetector("yunet", "nowhere.onnx"), cv::Exception);
    expectError([] { createDetector("nowhere.yaml", ""); }, {"nowhere.yaml"});
    expectError([] { createDetector("my.yaml", "my.onnx"); }, {"my.onnx", "names its own"});
}

} // namespace
} // namespace detectors
