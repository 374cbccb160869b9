// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/tiles.hpp"

#include "opencv2/core/utility.hpp"

#include <algorithm>
#include <cmath>

namespace detectors {

namespace {

//! Part @p i of @p n along a side of @p length pixels, all of the same @p size to a pixel and evenly spread.
cv::Range part(int length, double size, int i, int n)
{
    const auto begin = [=](int k) { return n > 1 ? cvRound((length - size) * k / (n - 1)) : 0; };
    if (i == n - 1)
        return cv::Range(begin(i), length);
    return cv::Range(begin(i), std::max(begin(i) + cvRound(size), begin(i + 1))); // no gap by rounding
}

cv::Rect rectangle(const cv::Range& x, const cv::Range& y)
{
    return cv::Rect(x.start, y.start, x.size(), y.size());
}

//! Side of a tile of which @p n cover @p length.
double sideOf(int length, int n, double overlap)
{
    return length / (n - (n - 1) * overlap);
}

//! How many tiles of side @p size cover @p length.
int countOf(int length, int size, double overlap)
{
    return size >= length ? 1 : cvCeil((length - size) / (size * (1 - overlap))) + 1;
}

cv::Size scaled(cv::Size size, double scale)
{
    return cv::Size(std::max(cvRound(size.width * scale), 1), std::max(cvRound(size.height * scale), 1));
}

void check(const Tiling& tiling)
{
    const auto refuse = [](const char* field, double got, const char* allowed) {
        CV_Error(cv::Error::StsBadArg, cv::format("tiling: %s is %g; allowed is %s", field, got, allowed));
    };
    const auto isScale = [](double scale) { return scale > 0 && scale <= 64; };
    if (tiling.tileSize != cv::Size() && (tiling.tileSize.width < 1 || tiling.tileSize.height < 1))
        refuse("tileSize", std::min(tiling.tileSize.width, tiling.tileSize.height), "1 or more a side");
    if (tiling.tileSize == cv::Size() && (tiling.grid.width < 1 || tiling.grid.height < 1))
        refuse("grid", std::min(tiling.grid.width, tiling.grid.height), "1 or more columns and rows");
    if (!(tiling.overlap >= 0 && tiling.overlap <= 0.95))
        refuse("overlap", tiling.overlap, "0 to 0.95");
    if (!isScale(tiling.scale))
        refuse("scale", tiling.scale, "more than 0, up to 64");
    if (tiling.wholeFrameScale != 0 && !isScale(tiling.wholeFrameScale))
        refuse("wholeFrameScale", tiling.wholeFrameScale, "0 (no whole frame) to 64");
    if (!(tiling.mergeOverlap >= 0 && tiling.mergeOverlap <= 1))
        refuse("mergeOverlap", tiling.mergeOverlap, "0 to 1");
}

} // namespace

cv::Rect tileOf(cv::Size frame, cv::Point index, cv::Size grid, double overlap)
{
    return rectangle(part(frame.width, sideOf(frame.width, grid.width, overlap), index.x, grid.width),
                     part(frame.height, sideOf(frame.height, grid.height, overlap), index.y, grid.height));
}

std::string describe(const Tiling& tiling)
{
    const bool bySize = tiling.tileSize != cv::Size();
    const cv::Size size = bySize ? tiling.tileSize : tiling.grid;
    return cv::format("%s=%dx%d overlap=%.17g scale=%.17g whole_frame_scale=%.17g merge_overlap=%.17g over=%s",
                      bySize ? "tile_size" : "grid", size.width, size.height, tiling.overlap, tiling.scale,
                      tiling.wholeFrameScale, tiling.mergeOverlap,
                      tiling.mergeMeasure == OVER_UNION ? "union" : "smaller");
}

std::vector<Region> regionsOf(const Tiling& tiling, cv::Size frame, const Detector& detector)
{
    check(tiling);
    const bool bySize = tiling.tileSize != cv::Size();
    const cv::Size size(std::min(tiling.tileSize.width, frame.width), std::min(tiling.tileSize.height, frame.height));
    const cv::Size grid = bySize ? cv::Size(countOf(frame.width, size.width, tiling.overlap),
                                            countOf(frame.height, size.height, tiling.overlap))
                                 : tiling.grid;
    std::vector<Region> regions;
    for (int row = 0; row < grid.height; row++)
        for (int column = 0; column < grid.width; column++)
        {
            const cv::Rect tile = bySize ? rectangle(part(frame.width, size.width, column, grid.width),
                                                     part(frame.height, size.height, row, grid.height))
                                         : tileOf(frame, cv::Point(column, row), grid, tiling.overlap);
            if (tile.empty())
                CV_Error(cv::Error::StsBadArg, cv::format("tiling: grid is %dx%d; a frame of %dx%d has fewer pixels",
                                                          grid.width, grid.height, frame.width, frame.height));
            regions.push_back({tile, detector.acceptedSize(scaled(tile.size(), tiling.scale))});
        }
    if (tiling.wholeFrameScale > 0)
        regions.push_back({cv::Rect(cv::Point(), frame), detector.acceptedSize(scaled(frame, tiling.wholeFrameScale))});
    return regions;
}

std::vector<Detection> detectInTiles(Detector& detector, const cv::Mat& frame, const Tiling& tiling)
{
    return detectInRegions(detector, frame, regionsOf(tiling, frame.size(), detector), tiling.mergeOverlap,
                           tiling.mergeMeasure);
}

} // namespace detectors
