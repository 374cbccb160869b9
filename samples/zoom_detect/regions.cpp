// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "regions.hpp"

#include "../common/suppression.hpp"

#include "opencv2/core/utility.hpp"
#include "opencv2/imgproc.hpp"

#include <cmath>

namespace {

const double SHARED = 0.1;        // of the frame's side, by neighbouring tiles
const float MERGE_OVERLAP = 0.4f; // IoU from which on boxes of different tiles are the same thing

//! Part @p i of @p n along a side of @p length pixels; neighbours share a tenth of the side.
cv::Range part(int length, int i, int n)
{
    const double size = length * (1 + (n - 1) * SHARED) / n;
    const int begin = n > 1 ? cvRound((length - size) * i / (n - 1)) : 0;
    return cv::Range(begin, std::min(begin + cvRound(size), length));
}

cv::Rect tile(cv::Size frame, int column, int columns, int row, int rows)
{
    const cv::Range x = part(frame.width, column, columns), y = part(frame.height, row, rows);
    return cv::Rect(x.start, y.start, x.size(), y.size());
}

//! Size with the aspect of @p shape and the area of @p budget.
cv::Size sameArea(cv::Size shape, cv::Size budget)
{
    const double scale = std::sqrt(double(budget.area()) / shape.area());
    return cv::Size(cvRound(shape.width * scale), cvRound(shape.height * scale));
}

std::vector<samples::Detection> toFrame(std::vector<samples::Detection> detections, const Region& region)
{
    const double sx = double(region.inFrame.width) / region.input.width;
    const double sy = double(region.inFrame.height) / region.input.height;
    for (samples::Detection& detection : detections)
        detection.box = cv::Rect2d(region.inFrame.x + detection.box.x * sx, region.inFrame.y + detection.box.y * sy,
                                   detection.box.width * sx, detection.box.height * sy);
    return detections;
}

} // namespace

Look lookAtRegions(samples::Detector& detector, const cv::Mat& frame, const std::vector<Region>& regions)
{
    Look look;
    cv::TickMeter sampling, detecting;
    for (const Region& region : regions)
    {
        sampling.start();
        const cv::Mat part = frame(region.inFrame);
        const bool enlarged = region.input.width > part.cols || region.input.height > part.rows;
        cv::resize(part, look.shown, region.input, 0, 0, enlarged ? cv::INTER_LINEAR : cv::INTER_AREA);
        sampling.stop();
        detecting.start();
        look.seen = detector.detect(look.shown);
        const std::vector<samples::Detection> found = toFrame(look.seen, region);
        look.found.insert(look.found.end(), found.begin(), found.end());
        detecting.stop();
    }
    if (regions.size() > 1)
    {
        look.found = samples::suppressOverlaps(look.found, MERGE_OVERLAP);
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

std::vector<Region> twoTiles(cv::Size frame, cv::Size input, const samples::Detector& detector)
{
    const int columns = frame.width >= frame.height ? 2 : 1, rows = 3 - columns;
    std::vector<Region> regions;
    for (int i = 0; i < 2; i++)
    {
        const cv::Rect area = tile(frame, columns > 1 ? i : 0, columns, rows > 1 ? i : 0, rows);
        regions.push_back({area, detector.acceptedSize(sameArea(area.size(), input))});
    }
    return regions;
}

std::vector<Region> reference(cv::Size frame, double scale, const samples::Detector& detector)
{
    const cv::Size input = detector.acceptedSize(cv::Size(cvRound(frame.width * scale), cvRound(frame.height * scale)));
    std::vector<Region> regions = wholeFrame(frame, input);
    if (detector.hasFixedSize())
    {
        const int tiles = std::max(cvCeil(scale), 2);
        for (int row = 0; row < tiles; row++)
            for (int column = 0; column < tiles; column++)
                regions.push_back({tile(frame, column, tiles, row, tiles), input});
    }
    return regions;
}
