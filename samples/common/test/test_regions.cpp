// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "../../zoom_detect/detection_memory.hpp"
#include "../../zoom_detect/regions.hpp"

#include <gtest/gtest.h>

#include <cmath>

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

} // namespace
