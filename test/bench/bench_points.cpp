// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "comparison.hpp"
#include "frames.hpp"

#include "opencv2/zoom.hpp"

namespace zoom_bench {

void addPointComparisons()
{
    cv::Mat grid;
    cv::zoom::saliencyToGrid(salientArea(), grid);
    const cv::Size frame(3840, 2160), zoomed(640, 640);
    const cv::zoom::ZoomTransform t(grid, frame, zoomed);
    cv::Mat inZoomed(10000, 1, CV_32FC2), inFrame(10000, 1, CV_32FC2);
    cv::randu(inZoomed, 0, 640);
    cv::randu(inFrame, 0, 2160);
    compareWithTime(
        "toFramePoints, 10,000 points", [t, inZoomed, out = cv::Mat()]() mutable { t.toFramePoints(inZoomed, out); },
        0.1);
    compareWithTime(
        "toZoomedPoints, 10,000 points", [t, inFrame, out = cv::Mat()]() mutable { t.toZoomedPoints(inFrame, out); },
        1.0);
}

} // namespace zoom_bench
