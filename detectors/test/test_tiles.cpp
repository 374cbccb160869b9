// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "boxes.hpp"
#include "expect_error.hpp"

#include "zoom_detectors/tiles.hpp"

#include "opencv2/imgproc.hpp"

namespace detectors {
namespace {

//! Finds the white rectangles of what it is shown; the larger, the surer.
class WhiteDetector : public Detector
{
public:
    std::vector<Detection> detect(const cv::Mat& image) override
    {
        cv::Mat white, labels, stats, centroids;
        cv::inRange(image, cv::Scalar::all(128), cv::Scalar::all(255), white);
        const int count = cv::connectedComponentsWithStats(white, labels, stats, centroids);
        std::vector<Detection> found;
        for (int i = 1; i < count; i++)
        {
            const int* const s = stats.ptr<int>(i);
            found.push_back(at(s[0], s[1], s[2], s[3], 0, float(s[cv::CC_STAT_AREA])));
        }
        shown.push_back(image.size());
        return found;
    }
    std::string identity() const override { return "white"; }

    std::vector<cv::Size> shown;
};

//! Has an input of one size.
class FixedDetector : public WhiteDetector
{
public:
    cv::Size acceptedSize(cv::Size) const override { return cv::Size(40, 40); }
    bool hasFixedSize() const override { return true; }
};

std::vector<cv::Rect> tilesOf(const Tiling& tiling, cv::Size frame)
{
    std::vector<cv::Rect> tiles;
    for (const Region& region : regionsOf(tiling, frame, WhiteDetector()))
        tiles.push_back(region.inFrame);
    return tiles;
}

TEST(Tiles, GridSharesPartOfATile)
{
    Tiling tiling;
    tiling.grid = cv::Size(2, 2);
    tiling.overlap = 0.2; // side 90 / (2 - 0.2) = 50, shared 10; side 180 / 1.8 = 100, shared 20
    EXPECT_EQ(tilesOf(tiling, cv::Size(90, 180)),
              (std::vector<cv::Rect>{{0, 0, 50, 100}, {40, 0, 50, 100}, {0, 80, 50, 100}, {40, 80, 50, 100}}));
    tiling.overlap = 0;
    tiling.grid = cv::Size(3, 1);
    EXPECT_EQ(tilesOf(tiling, cv::Size(90, 60)),
              (std::vector<cv::Rect>{{0, 0, 30, 60}, {30, 0, 30, 60}, {60, 0, 30, 60}}));
}

TEST(Tiles, TilesOfASizeOverlapAtLeastAsMuchAsAsked)
{
    Tiling tiling;
    tiling.tileSize = cv::Size(40, 100);
    tiling.overlap = 0.25; // steps of up to 30: (100 - 40) / 30 = 2 of them; the height is less than a tile
    EXPECT_EQ(tilesOf(tiling, cv::Size(100, 80)),
              (std::vector<cv::Rect>{{0, 0, 40, 80}, {30, 0, 40, 80}, {60, 0, 40, 80}}));
    // One pixel more needs another tile: steps of 61 / 3.
    EXPECT_EQ(tilesOf(tiling, cv::Size(101, 80)),
              (std::vector<cv::Rect>{{0, 0, 40, 80}, {20, 0, 40, 80}, {41, 0, 40, 80}, {61, 0, 40, 80}}));
    EXPECT_EQ(tilesOf(tiling, cv::Size(30, 20)), (std::vector<cv::Rect>{{0, 0, 30, 20}}));
}

TEST(Tiles, CoverEveryPixelOfAnyFrame)
{
    Tiling tiling;
    for (int width = 7; width < 60; width += 4)
        for (double overlap : {0., 0.1, 0.33, 0.5})
            for (bool bySize : {false, true})
            {
                tiling.grid = cv::Size(3, 2);
                tiling.tileSize = bySize ? cv::Size(9, 7) : cv::Size();
                tiling.overlap = overlap;
                cv::Mat covered = cv::Mat::zeros(23, width, CV_8UC1);
                for (const cv::Rect& tile : tilesOf(tiling, covered.size()))
                    covered(tile).setTo(1);
                EXPECT_EQ(cv::countNonZero(covered), int(covered.total())) << width << " " << overlap << " " << bySize;
            }
}

TEST(Tiles, ScaleAndWholeFrameSayWhatTheDetectorIsShown)
{
    Tiling tiling;
    tiling.grid = cv::Size(2, 1);
    tiling.overlap = 0;
    tiling.scale = 2;
    tiling.wholeFrameScale = 0.5;
    WhiteDetector free;
    detectInTiles(free, cv::Mat::zeros(40, 100, CV_8UC3), tiling);
    EXPECT_EQ(free.shown, (std::vector<cv::Size>{{100, 80}, {100, 80}, {50, 20}}));
    FixedDetector fixed;
    detectInTiles(fixed, cv::Mat::zeros(40, 100, CV_8UC3), tiling);
    EXPECT_EQ(fixed.shown, (std::vector<cv::Size>{{40, 40}, {40, 40}, {40, 40}}));
}

TEST(Tiles, BoxesComeBackInPixelsOfTheFrameAndOnceOnly)
{
    cv::Mat frame = cv::Mat::zeros(100, 180, CV_8UC3);
    const cv::Rect left(10, 20, 8, 8), shared(84, 40, 10, 10), right(150, 70, 12, 6);
    for (const cv::Rect& box : {left, shared, right})
        frame(box).setTo(cv::Scalar::all(255));
    Tiling tiling;
    tiling.grid = cv::Size(2, 1); // 0 to 100 and 80 to 180: the one in the middle lies in both
    tiling.scale = 2;
    WhiteDetector detector;
    const std::vector<Detection> found = detectInTiles(detector, frame, tiling);
    ASSERT_EQ(found.size(), 3u);
    for (const cv::Rect& box : {left, shared, right})
        EXPECT_TRUE(std::any_of(found.begin(), found.end(), [&](const Detection& one) {
            return overlapOf(one.box, cv::Rect2d(box)) > 0.8; // the edges are blurred by the enlargement
        })) << box;
}

TEST(Tiles, WholeFrameFindsWhatNoTileHolds)
{
    cv::Mat frame = cv::Mat::zeros(100, 180, CV_8UC3);
    const cv::Rect2d wide(20, 30, 140, 40);
    frame(cv::Rect(wide)).setTo(cv::Scalar::all(255));
    Tiling tiling;
    tiling.grid = cv::Size(2, 1);
    WhiteDetector detector;
    for (const Detection& part : detectInTiles(detector, frame, tiling))
        EXPECT_LT(overlapOf(part.box, wide), 0.6);
    tiling.wholeFrameScale = 1;
    tiling.mergeMeasure = OVER_SMALLER; // its parts are parts of it
    const std::vector<Detection> found = detectInTiles(detector, frame, tiling);
    ASSERT_EQ(found.size(), 1u);
    EXPECT_EQ(found[0].box, wide);
}

TEST(Tiles, BadTilingsAreErrorsThatNameTheField)
{
    const auto run = [](const std::function<void(Tiling&)>& change) {
        return [change] {
            Tiling tiling;
            change(tiling);
            regionsOf(tiling, cv::Size(10, 10), WhiteDetector());
        };
    };
    expectError(run([](Tiling& t) { t.grid.width = 0; }), {"grid", "0"});
    expectError(run([](Tiling& t) { t.grid.width = 100; }), {"grid", "10x10"});
    expectError(run([](Tiling& t) { t.tileSize = cv::Size(5, -1); }), {"tileSize", "-1"});
    expectError(run([](Tiling& t) { t.overlap = 1; }), {"overlap"});
    expectError(run([](Tiling& t) { t.scale = 0; }), {"scale"});
    expectError(run([](Tiling& t) { t.wholeFrameScale = -1; }), {"wholeFrameScale"});
    expectError(run([](Tiling& t) { t.mergeOverlap = NAN; }), {"mergeOverlap"});
}

} // namespace
} // namespace detectors
