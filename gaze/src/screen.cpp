// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "zoom_gaze/screen.hpp"

#include "check_value.hpp"

#include <initializer_list>

namespace gaze {

namespace {

//! Gazes at all pairs of these shares of the screen's sides, row by row.
std::vector<cv::Point2d> lattice(const Screen& screen, std::initializer_list<double> shares)
{
    checkScreen(screen);
    std::vector<cv::Point2d> points;
    for (double y : shares)
        for (double x : shares)
            points.push_back(screen.toGaze({x * screen.pixels.width, y * screen.pixels.height}));
    return points;
}

} // namespace

cv::Point2d Screen::toGaze(const cv::Point2d& pixel) const
{
    return {pixel.x * size.width / pixels.width - camera.x, camera.y - pixel.y * size.height / pixels.height};
}

cv::Point2d Screen::toPixels(const cv::Point2d& gaze) const
{
    return {(gaze.x + camera.x) * pixels.width / size.width, (camera.y - gaze.y) * pixels.height / size.height};
}

void checkScreen(const Screen& screen)
{
    checkValue("Screen::pixels.width", screen.pixels.width, 1, 1e6);
    checkValue("Screen::pixels.height", screen.pixels.height, 1, 1e6);
    checkValue("Screen::size.width", screen.size.width, 1, 1e3);
    checkValue("Screen::size.height", screen.size.height, 1, 1e3);
    checkValue("Screen::camera.x", screen.camera.x, -1e3, 1e3);
    checkValue("Screen::camera.y", screen.camera.y, -1e3, 1e3);
}

std::vector<cv::Point2d> calibrationTargets(const Screen& screen)
{
    return lattice(screen, {0.1, 0.5, 0.9});
}

std::vector<cv::Point2d> validationTargets(const Screen& screen)
{
    return lattice(screen, {0.3, 0.7});
}

} // namespace gaze
