// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoomdrawing.hpp"

#include <opencv2/imgproc.hpp>

#include <algorithm>

namespace gstzoom {

namespace {

// Calls draw(plane, colour, pixels of the plane per pixel of the picture) for every plane.
template <typename Draw>
void onEveryPlane(Canvas& canvas, const cv::Scalar& bgr, const Draw& draw)
{
    std::vector<cv::Mat>& planes = canvas.planes;
    const double luma = 0.114 * bgr[0] + 0.587 * bgr[1] + 0.299 * bgr[2];
    if (planes.size() == 1)
    {
        const cv::Scalar image =
            canvas.rgb ? cv::Scalar(bgr[2], bgr[1], bgr[0], 255) : cv::Scalar(bgr[0], bgr[1], bgr[2], 255);
        draw(planes[0], planes[0].channels() == 1 ? cv::Scalar::all(luma) : image, 1.0);
        return;
    }
    // By BT.601 whatever the picture's matrix is: a line's colour need not be exact.
    const double u = 128 + 224 * 0.564 / 255 * (bgr[0] - luma), v = 128 + 224 * 0.713 / 255 * (bgr[2] - luma);
    draw(planes[0], cv::Scalar::all(16 + 219.0 / 255 * luma), 1.0);
    draw(planes[1], planes.size() == 2 ? cv::Scalar(u, v) : cv::Scalar::all(u), 0.5);
    if (planes.size() == 3)
        draw(planes[2], cv::Scalar::all(v), 0.5);
}

int thicknessFor(const cv::Mat& picture)
{
    return std::max(1, cvRound(std::min(picture.rows, picture.cols) / 360.0));
}

} // namespace

void drawSaliencyZoomed(Canvas& canvas, const cv::Mat& saliency, const cv::zoom::ZoomTransform& transform)
{
    // The saliency at the nodes of the zoomed frame, which show other places of the source frame than their own.
    cv::Mat grid, zoomed;
    transform.getGrid(grid);
    cv::multiply(grid, cv::Scalar(saliency.cols - 1, saliency.rows - 1), grid);
    cv::remap(saliency, zoomed, grid, cv::noArray(), cv::INTER_LINEAR, cv::BORDER_REPLICATE);
    cv::zoom::drawSaliency(canvas.planes[0], zoomed);
}

void drawGridZoomed(Canvas& canvas, const cv::zoom::ZoomTransform& transform)
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
    onEveryPlane(canvas, cv::Scalar(0, 255, 255), [&](cv::Mat& plane, const cv::Scalar& colour, double scale) {
        const auto place = [scale](const cv::Point2d& p) {
            return cv::Point2d((p.x + 0.5) * scale - 0.5, (p.y + 0.5) * scale - 0.5);
        };
        for (size_t k = 0; k + 1 < mapped.size(); k++)
            if ((k + 1) % (steps + 1) != 0) // the next point is on the same line
                cv::line(plane, place(mapped[k]), place(mapped[k + 1]), colour, thicknessFor(plane), cv::LINE_AA);
    });
}

void drawBoxes(Canvas& canvas, const std::vector<cv::Rect2d>& boxes, const cv::Scalar& bgr)
{
    onEveryPlane(canvas, bgr, [&](cv::Mat& plane, const cv::Scalar& colour, double scale) {
        for (const cv::Rect2d& box : boxes)
        {
            // Pixels of the picture, and of chroma those that hold them.
            const cv::Point2d first(cvRound(box.x), cvRound(box.y)),
                last(cvRound(box.br().x) - 1, cvRound(box.br().y) - 1);
            cv::rectangle(plane, cv::Point(cvFloor(first.x * scale), cvFloor(first.y * scale)),
                          cv::Point(cvFloor(last.x * scale), cvFloor(last.y * scale)), colour, thicknessFor(plane));
        }
    });
}

} // namespace gstzoom
