// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoomdrawing.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace gstzoom {

namespace {

// A BGR colour as the picture's channels hold it: opaque, or its luma.
cv::Scalar shown(const cv::Scalar& bgr, const cv::Mat& picture, bool rgb)
{
    if (picture.channels() == 1)
        return cv::Scalar::all(0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2]);
    return rgb ? cv::Scalar(bgr[2], bgr[1], bgr[0], 255) : cv::Scalar(bgr[0], bgr[1], bgr[2], 255);
}

int thicknessFor(const cv::Mat& picture)
{
    return std::max(1, cvRound(std::min(picture.rows, picture.cols) / 360.0));
}

} // namespace

void drawSaliencyZoomed(cv::Mat picture, const cv::Mat& saliency, const cv::zoom::ZoomTransform& transform)
{
    // The saliency at the nodes of the zoomed frame, which show other places of the source frame than their own.
    cv::Mat grid, zoomed;
    transform.getGrid(grid);
    cv::multiply(grid, cv::Scalar(saliency.cols - 1, saliency.rows - 1), grid);
    cv::remap(saliency, zoomed, grid, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::zoom::drawSaliency(picture, zoomed);
}

void drawGridZoomed(cv::Mat picture, const cv::zoom::ZoomTransform& transform, bool rgb)
{
    const int lines = 16, steps = 64;
    const cv::Size frame = transform.frameSize();
    std::vector<cv::Point2d> points, mapped;
    for (int direction = 0; direction < 2; direction++)
        for (int line = 0; line <= lines; line++)
            for (int step = 0; step <= steps; step++)
            {
                const double along = double(step) / steps, across = double(line) / lines;
                points.emplace_back((direction ? along : across) * frame.width - 0.5,
                                    (direction ? across : along) * frame.height - 0.5);
            }
    transform.toZoomedPoints(points, mapped);
    const cv::Scalar colour = shown(cv::Scalar(0, 255, 255), picture, rgb);
    const int thickness = thicknessFor(picture);
    for (size_t k = 0; k + 1 < mapped.size(); k++)
        if ((k + 1) % (steps + 1) != 0) // the next point is on the same line
            cv::line(picture, mapped[k], mapped[k + 1], colour, thickness, cv::LINE_AA);
}

void drawBoxes(cv::Mat picture, const std::vector<cv::Rect2d>& boxes, const cv::Scalar& bgr, bool rgb)
{
    for (const cv::Rect2d& box : boxes)
        cv::rectangle(picture, cv::Point(cvRound(box.x), cvRound(box.y)),
                      cv::Point(cvRound(box.br().x) - 1, cvRound(box.br().y) - 1), shown(bgr, picture, rgb),
                      thicknessFor(picture));
}

} // namespace gstzoom
