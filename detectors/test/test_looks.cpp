// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_looks/detection_memory.hpp"
#include "zoom_looks/region_looks.hpp"
#include "zoom_looks/zoomer.hpp"

#include <gtest/gtest.h>

#include <cmath>

namespace looks {
namespace {

//! Finds one box, always the same part of what it is shown.
class FixedBoxDetector : public detectors::Detector
{
public:
    explicit FixedBoxDetector(cv::Size _only = cv::Size()) : only(_only) {}

    std::vector<detectors::Detection> detect(const cv::Mat& image) override
    {
        return {{cv::Rect2d(0.25 * image.cols, 0.5 * image.rows, 0.5 * image.cols, 0.25 * image.rows), 1, 0}};
    }
    cv::Size acceptedSize(cv::Size wanted) const override { return only.empty() ? wanted : only; }
    bool hasFixedSize() const override { return !only.empty(); }
    std::string identity() const override { return "fixed box"; }

private:
    cv::Size only;
};

TEST(Regions, BoxesReturnToTheFrame)
{
    FixedBoxDetector detector;
    const cv::Mat frame = cv::Mat::zeros(100, 200, CV_8UC3);
    const Look look = lookAtRegions(detector, frame, {{cv::Rect(100, 20, 80, 40), cv::Size(320, 320)}});
    ASSERT_EQ(look.found.size(), 1u);
    EXPECT_EQ(look.found[0].box, cv::Rect2d(120, 40, 40, 10));
    EXPECT_EQ(look.seen[0].box, cv::Rect2d(80, 160, 160, 80));
}

TEST(Regions, TwoTilesCoverTheFrameAtTheCostOfTheWholeEach)
{
    const cv::Size frame(768, 576), input(576, 432);
    const std::vector<Region> tiles = twoTiles(frame, input, FixedBoxDetector());
    ASSERT_EQ(tiles.size(), 2u);
    EXPECT_EQ(tiles[0].inFrame | tiles[1].inFrame, cv::Rect(cv::Point(), frame));
    EXPECT_NEAR((tiles[0].inFrame & tiles[1].inFrame).width, 77, 1);
    for (const Region& tile : tiles)
    {
        EXPECT_NEAR(tile.input.area(), input.area(), 0.005 * input.area());
        EXPECT_NEAR(double(tile.input.width) / tile.input.height, double(tile.inFrame.width) / tile.inFrame.height,
                    0.01);
    }
}

TEST(Regions, TilesOfATallFrameLieOneBelowTheOther)
{
    const std::vector<Region> tiles =
        twoTiles(cv::Size(100, 200), cv::Size(64, 64), FixedBoxDetector(cv::Size(64, 64)));
    EXPECT_EQ(tiles[0].inFrame, cv::Rect(0, 0, 100, 110));
    EXPECT_EQ(tiles[1].inFrame, cv::Rect(0, 90, 100, 110));
    EXPECT_EQ(tiles[0].input, cv::Size(64, 64));
}

TEST(Regions, CropHoldsTheMostSaliency)
{
    cv::Mat saliency = cv::Mat::zeros(31, 41, CV_32FC1);
    saliency(cv::Rect(36, 26, 5, 5)).setTo(1);
    const cv::Rect corner = salientCrop(cv::Size(768, 576), cv::Size(64, 48), saliency)[0].inFrame;
    EXPECT_EQ(corner.size(), cv::Size(384, 288));
    EXPECT_EQ(corner.br(), cv::Point(768, 576));

    saliency.setTo(0);
    saliency.at<float>(0, 0) = 1;
    EXPECT_EQ(salientCrop(cv::Size(768, 576), cv::Size(64, 48), saliency)[0].inFrame.tl(), cv::Point(0, 0));
}

TEST(Regions, ReferenceOfAFixedSizeDetectorIsTiled)
{
    const cv::Size frame(400, 300);
    EXPECT_EQ(reference(frame, 2, FixedBoxDetector())[0].input, cv::Size(800, 600));
    const std::vector<Region> tiled = reference(frame, 2, FixedBoxDetector(cv::Size(352, 352)));
    ASSERT_EQ(tiled.size(), 5u);
    EXPECT_EQ(tiled[0].inFrame, cv::Rect(cv::Point(), frame));
    EXPECT_EQ(tiled[4].inFrame.br(), cv::Point(400, 300));
}

TEST(DetectionMemory, FadesAndForgets)
{
    DetectionMemory memory(2);
    memory.update({{cv::Rect2d(1, 2, 3, 4), 1, 0}}, 0.1);
    memory.update({}, 2);
    const cv::Mat boxes = memory.boxes();
    ASSERT_EQ(boxes.size(), cv::Size(5, 1));
    EXPECT_FLOAT_EQ(boxes.at<float>(0, 2), 3);
    EXPECT_NEAR(boxes.at<float>(0, 4), std::exp(-1), 1e-6);
    memory.update({}, 20);
    EXPECT_TRUE(memory.boxes().empty());
}

TEST(DetectionMemory, NewDetectionTakesThePlaceOfTheOldOne)
{
    DetectionMemory memory(2);
    memory.update({{cv::Rect2d(0, 0, 10, 10), 1, 0}, {cv::Rect2d(50, 0, 10, 10), 1, 0}}, 0.1);
    memory.update({{cv::Rect2d(2, 0, 10, 10), 1, 0}}, 0.1);
    const cv::Mat boxes = memory.boxes();
    ASSERT_EQ(boxes.rows, 2);
    EXPECT_FLOAT_EQ(boxes.at<float>(0, 0), 50);
    EXPECT_FLOAT_EQ(boxes.at<float>(1, 0), 2);
}

//! Magnifies one spot, left of the middle.
cv::Ptr<cv::zoom::SaliencySampler> spotSampler(cv::Size input)
{
    cv::Mat map = cv::Mat::zeros(12, 16, CV_32FC1);
    map.at<float>(6, 4) = 1;
    cv::zoom::GridParams grid;
    grid.mode = cv::zoom::GRID_SEPARABLE;
    return cv::zoom::SaliencySampler::create(cv::zoom::StaticSaliency::create(map), input, grid);
}

TEST(LookMagnification, OfTheUniformResizeIsOne)
{
    FixedBoxDetector detector;
    const cv::Size frame(200, 100), input(64, 64);
    const Look look = lookAtRegions(detector, cv::Mat::zeros(frame, CV_8UC3), wholeFrame(frame, input));
    const std::vector<double> magnification =
        magnificationOf(look, frame, input, {cv::Rect2d(10, 20, 30, 8), cv::Rect2d(-10, 0, 30, 10)});
    EXPECT_DOUBLE_EQ(magnification[0], 1);
    EXPECT_DOUBLE_EQ(magnification[1], 1);
    EXPECT_EQ(shownBoxes(look, frame, {cv::Rect2d(100, 50, 50, 25)})[0], cv::Rect2d(32, 32, 16, 16));
}

TEST(LookMagnification, OfACropIsTwoInsideAndNothingOutside)
{
    FixedBoxDetector detector;
    const cv::Size frame(200, 100), input(80, 40);
    const Look look = lookAtRegions(detector, cv::Mat::zeros(frame, CV_8UC3), {{cv::Rect(100, 50, 100, 50), input}});
    const std::vector<double> magnification = magnificationOf(
        look, frame, input, {cv::Rect2d(120, 60, 10, 10), cv::Rect2d(0, 0, 10, 10), cv::Rect2d(95, 60, 20, 10)});
    EXPECT_DOUBLE_EQ(magnification[0], 2);
    EXPECT_DOUBLE_EQ(magnification[1], 0);
    EXPECT_DOUBLE_EQ(magnification[2], 2); // a part of it is shown, twice as large
}

TEST(LookMagnification, OfTilesIsThatOfTheOneThatShowsMost)
{
    FixedBoxDetector detector;
    Look look;
    look.regions = {{cv::Rect(0, 0, 60, 100), cv::Size(60, 100)}, {cv::Rect(50, 0, 50, 100), cv::Size(100, 200)}};
    const std::vector<double> magnification =
        magnificationOf(look, cv::Size(100, 100), cv::Size(100, 100),
                        {cv::Rect2d(40, 0, 20, 10), cv::Rect2d(52, 0, 20, 10), cv::Rect2d(50, 0, 8, 8)});
    EXPECT_DOUBLE_EQ(magnification[0], 1);
    EXPECT_DOUBLE_EQ(magnification[1], 2);
    EXPECT_DOUBLE_EQ(magnification[2], 1); // both show all of it
}

TEST(LookMagnification, OfAZoomAgreesWithItsTransform)
{
    FixedBoxDetector detector;
    const cv::Size frame(320, 240), input(160, 120);
    Zoomer zoomer(spotSampler(input));
    const Look look = zoomer.look(detector, cv::Mat::zeros(frame, CV_8UC3), 0);
    const cv::Point2d spot(90, 130);
    const double here = magnificationOf(look, frame, input, {cv::Rect2d(spot.x - 0.5, spot.y - 0.5, 1, 1)})[0];
    cv::Mat map, zoomed;
    look.transform.magnification(map);
    look.transform.toZoomedPoints(cv::Mat(1, 1, CV_64FC2, cv::Scalar(spot.x - 0.5, spot.y - 0.5)), zoomed);
    const cv::Vec2d at = zoomed.at<cv::Vec2d>(0);
    EXPECT_NEAR(here, map.at<float>(cvRound(at[1]), cvRound(at[0])), 0.05 * here);
    EXPECT_GT(here, 1.5);
    EXPECT_EQ(look.found.size(), 1u);
}

TEST(Zoomer, RemembersOnlyWhatIsSure)
{
    const auto magnificationFor = [](float minScore) {
        FixedBoxDetector detector; // its score is 1
        const cv::Ptr<OwnDetections> own = cv::makePtr<OwnDetections>(1.5, 2., minScore);
        Zoomer zoomer(cv::zoom::SaliencySampler::create(own->estimator(), cv::Size(64, 48)), own);
        const cv::Mat frame = cv::Mat::zeros(96, 128, CV_8UC3);
        zoomer.look(detector, frame, 0);
        return zoomer.look(detector, frame, 1).transform.maxMagnification();
    };
    EXPECT_NEAR(magnificationFor(2), 1, 1e-6);
    EXPECT_GT(magnificationFor(0.5), 1.1);
}

} // namespace
} // namespace looks
