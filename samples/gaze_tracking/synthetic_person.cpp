// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "synthetic_person.hpp"

#include <algorithm>
#include <cmath>

namespace {

const double BLINK = 0.2;    // seconds
const double SACCADE = 0.05; // seconds; real ones take 0.02 to 0.1

double smooth(double t)
{
    t = std::min(std::max(t, 0.), 1.);
    return t * t * (3 - 2 * t);
}

double degrees(double radians)
{
    return radians * 180 / CV_PI;
}

gaze::SceneRanges ranges(cv::Size frame)
{
    gaze::SceneRanges ranges;
    ranges.frame = frame;
    ranges.distance = {45, 60}; // as people sit before a laptop
    ranges.closedLids = 0;
    ranges.effects = 0.3;
    return ranges;
}

} // namespace

SyntheticPerson::SyntheticPerson(uint64_t seed, cv::Size frame, const gaze::Screen& screen_)
    : random(seed ^ 0x9e3779b97f4a7c15u), screen(screen_), scene(gaze::drawScene(seed, ranges(frame)))
{
    scene.screen =
        cv::Rect2d(-screen.camera.x, screen.camera.y - screen.size.height, screen.size.width, screen.size.height);
    // A frame of its own compression would cost more than the picture is worth, and a head that sways is sharp.
    scene.effects.jpegQuality = 0;
    scene.effects.motionBlur = 0;
    scene.head.roll = std::min(std::max(scene.head.roll, -6.), 6.);
    seat = scene.head.position;
    openLids = scene.expression.lidClosure;
    nextBlink = random.uniform(1., 3.);
    way.from = way.to = somewhere();
}

cv::Point2d SyntheticPerson::somewhere()
{
    return screen.toGaze(cv::Point2d(random.uniform(0.03, 0.97) * screen.pixels.width,
                                     random.uniform(0.03, 0.97) * screen.pixels.height));
}

cv::Point2d SyntheticPerson::gazeAt(double seconds)
{
    const double t = (seconds - way.start) / way.duration;
    const cv::Point2d now = way.from + (way.to - way.from) * smooth(t);
    const bool over = seconds > way.start + way.duration + way.rest;
    if (wanted ? way.to != *wanted : over)
    {
        const bool follows = !wanted && random.uniform(0., 1.) < 0.3; // something that moves
        way.from = now;
        way.to = wanted ? *wanted : somewhere();
        way.start = seconds;
        way.duration = follows ? random.uniform(1.5, 3.) : SACCADE;
        way.rest = random.uniform(0.5, 1.2);
        return now;
    }
    return now;
}

double SyntheticPerson::lidsAt(double seconds)
{
    while (seconds > nextBlink + BLINK)
        nextBlink += random.uniform(2., 5.);
    const double t = (seconds - nextBlink) / BLINK;
    const double closed = t > 0 && t < 1 ? smooth(t * 3) * smooth((1 - t) * 3) : 0;
    return openLids + (1 - openLids) * closed;
}

const gaze::Scene& SyntheticPerson::at(double seconds)
{
    scene.gaze = gazeAt(seconds);
    scene.expression.lidClosure = lidsAt(seconds);
    scene.head.position = seat + cv::Vec3d(0.8 * std::sin(0.9 * seconds) + 0.4 * std::sin(2.3 * seconds),
                                           0.3 * std::sin(1.1 * seconds + 1), 1.2 * std::sin(0.5 * seconds));
    // The face looks at the screen's middle, and does a third of the way to the gaze.
    const cv::Point2d middle = screen.toGaze(cv::Point2d(screen.pixels.width / 2., screen.pixels.height / 2.));
    const cv::Point2d ahead = middle + (scene.gaze - middle) * 0.35;
    const cv::Vec3d facing = cv::Vec3d(-ahead.x, -ahead.y, 0) - scene.head.position;
    scene.head.yaw = degrees(std::atan2(facing[0], -facing[2])) + 1.5 * std::sin(0.7 * seconds);
    scene.head.pitch = degrees(std::atan2(-facing[1], std::hypot(facing[0], facing[2]))) + std::sin(0.8 * seconds + 2);
    scene.effects.seed = ++frames; // of the sensor's noise
    return scene;
}
