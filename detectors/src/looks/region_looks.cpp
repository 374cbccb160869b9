// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_looks/region_looks.hpp"

#include "zoom_detectors/tiles.hpp"

#include "opencv2/core/utility.hpp"
#include "opencv2/imgproc.hpp"

#include <cmath>

namespace looks {

namespace {

const double SHARED = 0.1; // of the frame's side, by neighbouring tiles

//! The part of a tile's side that it shares when @p n of them share a tenth of the frame's side.
double overlapOfTiles(int n)
{
    return SHARED * n / (1 + (n - 1) * SHARED);
}

} // namespace

cv::Size sameArea(cv::Size shape, cv::Size budget)
{
    const double scale = std::sqrt(double(budget.area()) / shape.area());
    return cv::Size(cvRound(shape.width * scale), cvRound(shape.height * scale));
}

Look lookAtRegions(detectors::Detector& detector, const cv::Mat& frame, const std::vector<Region>& regions,
                   double mergeOverlap, detectors::OverlapMeasure measure)
{
    Look look;
    look.regions = regions;
    cv::TickMeter sampling, detecting;
    for (const Region& region : regions)
    {
        sampling.start();
        detectors::resizeForDetector(frame(region.inFrame), region.input, look.shown);
        sampling.stop();
        detecting.start();
        look.seen = detector.detect(look.shown);
        const std::vector<detectors::Detection> found = detectors::toFrame(look.seen, region);
        look.found.insert(look.found.end(), found.begin(), found.end());
        detecting.stop();
    }
    if (regions.size() > 1)
    {
        look.found = detectors::suppressOverlaps(look.found, mergeOverlap, measure);
        look.seen.clear();
    }
    look.sampleMs = sampling.getTimeMilli();
    look.detectMs = detecting.getTimeMilli();
    return look;
}

std::vector<Region> wholeFrame(cv::Size frame, cv::Size input)
{
    return {{cv::Rect(cv::Point(), frame), input}};
}

std::vector<Region> salientCrop(cv::Size frame, cv::Size input, const cv::Mat& saliency)
{
    const cv::Size crop((frame.width + 1) / 2, (frame.height + 1) / 2);
    const cv::Size window(saliency.cols / 2, saliency.rows / 2);
    cv::Mat held;
    cv::boxFilter(saliency, held, CV_32F, window, cv::Point(0, 0), false, cv::BORDER_ISOLATED | cv::BORDER_CONSTANT);
    cv::Point best;
    cv::minMaxLoc(held(cv::Rect(0, 0, saliency.cols - window.width + 1, saliency.rows - window.height + 1)), nullptr,
                  nullptr, nullptr, &best);
    const cv::Point corner(cvRound(double(best.x) / (saliency.cols - window.width) * (frame.width - crop.width)),
                           cvRound(double(best.y) / (saliency.rows - window.height) * (frame.height - crop.height)));
    return {{cv::Rect(corner, crop), input}};
}

std::vector<Region> equalTiles(cv::Size frame, cv::Size input, cv::Size grid, const detectors::Detector& detector)
{
    std::vector<Region> regions;
    for (int row = 0; row < grid.height; row++)
        for (int column = 0; column < grid.width; column++)
        {
            const cv::Rect area = detectors::tileOf(frame, cv::Point(column, row), grid,
                                                    overlapOfTiles(std::max(grid.width, grid.height)));
            regions.push_back({area, detector.acceptedSize(sameArea(area.size(), input))});
        }
    return regions;
}

std::vector<Region> twoTiles(cv::Size frame, cv::Size input, const detectors::Detector& detector)
{
    return equalTiles(frame, input, frame.width >= frame.height ? cv::Size(2, 1) : cv::Size(1, 2), detector);
}

std::vector<Region> reference(cv::Size frame, double scale, const detectors::Detector& detector)
{
    const cv::Size input = detector.acceptedSize(cv::Size(cvRound(frame.width * scale), cvRound(frame.height * scale)));
    std::vector<Region> regions = wholeFrame(frame, input);
    if (detector.hasFixedSize())
    {
        const int tiles = std::max(cvCeil(scale), 2);
        for (const Region& tile : equalTiles(frame, input, cv::Size(tiles, tiles), detector))
            regions.push_back({tile.inFrame, input});
    }
    return regions;
}

} // namespace looks
