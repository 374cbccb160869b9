// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_detectors/regions.hpp"

#include "opencv2/imgproc.hpp"

namespace detectors {

void resizeForDetector(const cv::Mat& image, cv::Size size, cv::Mat& resized)
{
    const bool enlarged = size.width > image.cols || size.height > image.rows;
    cv::resize(image, resized, size, 0, 0, enlarged ? cv::INTER_LINEAR : cv::INTER_AREA);
}

std::vector<Detection> toFrame(std::vector<Detection> detections, const Region& region)
{
    const double sx = double(region.inFrame.width) / region.input.width;
    const double sy = double(region.inFrame.height) / region.input.height;
    for (Detection& detection : detections)
        detection.box = cv::Rect2d(region.inFrame.x + detection.box.x * sx, region.inFrame.y + detection.box.y * sy,
                                   detection.box.width * sx, detection.box.height * sy);
    return detections;
}

std::vector<Detection> detectInRegions(Detector& detector, const cv::Mat& frame, const std::vector<Region>& regions,
                                       double mergeOverlap, OverlapMeasure measure)
{
    std::vector<Detection> found;
    cv::Mat shown;
    for (const Region& region : regions)
    {
        resizeForDetector(frame(region.inFrame), region.input, shown);
        const std::vector<Detection> here = toFrame(detector.detect(shown), region);
        found.insert(found.end(), here.begin(), here.end());
    }
    return regions.size() > 1 ? suppressOverlaps(found, mergeOverlap, measure) : found;
}

} // namespace detectors
