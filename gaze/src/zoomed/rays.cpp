// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/rays.hpp"

#include <algorithm>
#include <cmath>

namespace gaze {

Rays::Rays(cv::Size input_) : input(input_)
{
    if (input.empty())
        CV_Error(cv::Error::StsBadArg,
                 cv::format("Rays: input is %dx%d; it must not be empty", input.width, input.height));
    cellCount = cv::Size((input.width + CELL - 1) / CELL, (input.height + CELL - 1) / CELL);
    corners.create((cellCount.width + 1) * (cellCount.height + 1), 1, CV_64FC2);
    cv::Vec2d* corner = corners.ptr<cv::Vec2d>();
    // They span the extent, which begins half a pixel before the first pixel's centre.
    for (int i = 0; i <= cellCount.height; ++i)
        for (int j = 0; j <= cellCount.width; ++j)
            *corner++ = cv::Vec2d(double(j) / cellCount.width * input.width - 0.5,
                                  double(i) / cellCount.height * input.height - 0.5);
    const int sizes[] = {1, 3, cellCount.height, cellCount.width};
    rays.create(4, sizes, CV_32F);
}

const cv::Mat& Rays::of(const cv::zoom::ZoomTransform& transform, const Camera& camera)
{
    const auto text = [](cv::Size size) { return cv::format("%dx%d", size.width, size.height); };
    if (transform.zoomedSize() != input)
        CV_Error(cv::Error::StsBadSize, "Rays::of: transform is for zoomed frames of " + text(transform.zoomedSize()) +
                                            ", the network's input is " + text(input));
    if (transform.frameSize() != camera.frame)
        CV_Error(cv::Error::StsBadSize, "Rays::of: transform is for frames of " + text(transform.frameSize()) +
                                            ", camera is for " + text(camera.frame));
    if (!(camera.focal > 0))
        CV_Error(cv::Error::StsOutOfRange,
                 cv::format("Rays::of: camera.focal is %g; it must be more than 0", camera.focal));
    transform.toFramePoints(corners, places);
    const cv::Vec2d half(0.5, 0.5), principal(camera.principal.x, camera.principal.y);
    const auto at = [&](int row, int column) {
        const cv::Vec2d pixel = places.at<cv::Vec2d>(row * (cellCount.width + 1) + column);
        return cv::Vec2d((pixel + half - principal) * (1 / camera.focal));
    };
    const double pixels = double(input.area()) / cellCount.area(); // of a cell
    float* x = rays.ptr<float>();
    float* y = x + cellCount.area();
    float* scale = y + cellCount.area();
    for (int i = 0; i < cellCount.height; ++i)
        for (int j = 0; j < cellCount.width; ++j)
        {
            const cv::Vec2d a = at(i, j), b = at(i, j + 1), c = at(i + 1, j), d = at(i + 1, j + 1);
            const cv::Vec2d middle = 0.25 * (a + b + c + d), down = d - a, up = b - c;
            const double area = 0.5 * std::abs(up[0] * down[1] - up[1] * down[0]);
            *x++ = float(middle[0]);
            *y++ = float(middle[1]);
            *scale++ = float(4 + 0.5 * std::log(std::max(area / pixels, 1e-12)));
        }
    return rays;
}

} // namespace gaze
