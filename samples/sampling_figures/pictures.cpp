// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "pictures.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"
#include "opencv2/zoom.hpp"

#include "panels.hpp"

#include <cmath>

using namespace cv;

namespace figures {

namespace {

void drawPerson(Mat& image, Point feet, int height, const Scalar& coat)
{
    const double h = height;
    const auto at = [&](double x, double y) { return Point(cvRound(feet.x + x * h), cvRound(feet.y - y * h)); };
    const int leg = std::max(cvRound(h * 0.075), 2);
    line(image, at(-0.09, 0), at(-0.03, 0.48), Scalar(60, 45, 40), leg, LINE_AA);
    line(image, at(0.11, 0), at(0.04, 0.48), Scalar(60, 45, 40), leg, LINE_AA);
    line(image, at(-0.10, 0.78), at(-0.17, 0.45), coat, leg, LINE_AA);
    line(image, at(0.10, 0.78), at(0.18, 0.47), coat, leg, LINE_AA);
    ellipse(image, at(0, 0.64), Size(cvRound(h * 0.125), cvRound(h * 0.21)), 0, 0, 360, coat, FILLED, LINE_AA);
    circle(image, at(0, 0.92), std::max(cvRound(h * 0.075), 2), Scalar(150, 180, 225), FILLED, LINE_AA);
}

void drawFacade(Mat& image, const Rect& r, const Scalar& wall, int windowWidth, int brick)
{
    rectangle(image, r, wall, FILLED);
    for (int y = r.y; y < r.br().y; y += brick)
    {
        line(image, Point(r.x, y), Point(r.br().x - 1, y), wall * 0.78, 1);
        for (int x = r.x + ((y - r.y) / brick % 2) * brick; x < r.br().x; x += 2 * brick)
            line(image, Point(x, y), Point(x, std::min(y + brick, r.br().y) - 1), wall * 0.78, 1);
    }
    const int h = windowWidth * 3 / 2;
    for (int y = r.y + h / 3; y + h < r.br().y - h; y += h * 3 / 2)
        for (int x = r.x + windowWidth / 2; x + windowWidth < r.br().x; x += windowWidth * 7 / 4)
        {
            const Rect window(x, y, windowWidth, h);
            rectangle(image, window, Scalar(120, 90, 70), FILLED);
            for (int k = y + 3; k < window.br().y; k += 5) // blinds
                line(image, Point(x, k), Point(window.br().x - 1, k), grey(225), 2);
            rectangle(image, window, grey(245), 3);
        }
}

} // namespace

Scene drawStreet()
{
    Scene scene;
    Mat& f = scene.frame;
    f.create(1080, 1920, CV_8UC3);
    const int horizon = 560;
    for (int y = 0; y < f.rows; ++y)
        f.row(y).setTo(y < horizon ? Scalar(235 - y * 0.02, 190 + y * 0.08, 140 + y * 0.15)
                                   : grey(118 - (y - horizon) * 0.05));
    const Point vanishing(1040, horizon);
    const auto ground = [&](const std::vector<Point>& shape, const Scalar& colour) {
        fillConvexPoly(f, shape, colour, LINE_AA);
    };
    ground({vanishing, Point(-300, 1080), Point(-900, 800)}, Scalar(150, 160, 165));
    ground({vanishing, Point(2200, 1080), Point(2800, 760)}, Scalar(150, 160, 165));
    drawFacade(f, Rect(0, 90, 430, 700), Scalar(95, 110, 175), 70, 12);
    drawFacade(f, Rect(430, 230, 270, 440), Scalar(150, 175, 190), 44, 9);
    drawFacade(f, Rect(700, 360, 160, 240), Scalar(110, 140, 120), 26, 7);
    drawFacade(f, Rect(1500, 60, 420, 700), Scalar(140, 165, 195), 66, 12);
    drawFacade(f, Rect(1270, 280, 230, 370), Scalar(85, 100, 160), 38, 9);
    drawFacade(f, Rect(1170, 400, 100, 190), Scalar(160, 150, 140), 22, 7);
    for (double t : {0.06, 0.1, 0.16, 0.26, 0.42, 0.68}) // lane marks between the vanishing point and the bottom
    {
        const Point2d d(-220, 1080 - horizon);
        const Point2d a = Point2d(vanishing) + t * d, b = Point2d(vanishing) + t * 1.3 * d;
        ground({Point(a + Point2d(-14 * t, 0)), Point(a + Point2d(14 * t, 0)), Point(b + Point2d(20 * t, 0)),
                Point(b + Point2d(-20 * t, 0))},
               grey(240));
    }

    // A car, large already.
    rectangle(f, Rect(640, 770, 380, 130), Scalar(160, 60, 40), FILLED);
    fillConvexPoly(f, std::vector<Point>{Point(700, 772), Point(750, 680), Point(910, 680), Point(970, 772)},
                   Scalar(160, 60, 40), LINE_AA);
    fillConvexPoly(f, std::vector<Point>{Point(722, 766), Point(762, 694), Point(898, 694), Point(946, 766)},
                   Scalar(215, 205, 190), LINE_AA);
    for (int x : {720, 940})
        circle(f, Point(x, 896), 48, grey(35), FILLED, LINE_AA);
    rectangle(f, Rect(775, 850, 110, 30), grey(235), FILLED);
    putText(f, "ZM 2018", Point(782, 872), FONT_HERSHEY_SIMPLEX, 0.7, grey(30), 2, LINE_AA);

    // Railings.
    scene.fine = Rect(1400, 770, 500, 150);
    for (int x = 1380; x < f.cols; x += 9)
        rectangle(f, Rect(x, 762, 4, 170), grey(40), FILLED);
    for (int y : {762, 925})
        rectangle(f, Rect(1376, y, f.cols - 1376, 9), grey(40), FILLED);

    // What the saliency is about: far people, and a sign.
    const std::vector<Rect> boxes = {Rect(930, 500, 40, 92), Rect(985, 508, 36, 78), Rect(1060, 505, 38, 84),
                                     Rect(1118, 498, 42, 96), Rect(885, 425, 56, 60)};
    const Scalar coats[] = {Scalar(40, 40, 200), Scalar(60, 160, 40), Scalar(200, 120, 20), Scalar(30, 160, 230)};
    for (int k = 0; k < 4; ++k)
        drawPerson(f, Point(boxes[k].x + boxes[k].width / 2, boxes[k].br().y), boxes[k].height, coats[k]);
    rectangle(f, Rect(910, 480, 6, 130), grey(90), FILLED);
    circle(f, Point(913, 455), 28, Scalar(30, 30, 210), FILLED, LINE_AA);
    circle(f, Point(913, 455), 21, grey(250), FILLED, LINE_AA);
    putText(f, "30", Point(899, 462), FONT_HERSHEY_SIMPLEX, 0.65, grey(20), 2, LINE_AA);
    zoom::boxesToSaliency(boxes, f.size(), scene.saliency, NODES, 0.9);
    return scene;
}

Scene loadScene(const String& path)
{
    Scene scene;
    scene.frame = imread(path);
    if (scene.frame.empty())
        CV_Error(Error::StsBadArg, "image '" + path + "' cannot be read");
    const Ptr<zoom::SpectralSaliency> spectral = zoom::SpectralSaliency::create();
    Mat map;
    spectral->estimate(shrunk(scene.frame, spectral->inputSize()), -1, map);
    zoom::saliencyToNodes(map, scene.saliency, NODES);
    scene.fine = Rect(scene.frame.cols * 2 / 3, scene.frame.rows * 2 / 3, scene.frame.cols / 4, scene.frame.rows / 6);
    return scene;
}

Mat drawChart(int side, int fields)
{
    Mat chart(side, side, CV_8UC3);
    const int field = side / fields;
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
            chart.at<Vec3b>(y, x) = (x / field + y / field) % 2 ? Vec3b(232, 220, 205) : Vec3b(250, 248, 245);
    for (int i = 0; i < fields; ++i)
        for (int j = 0; j < fields; ++j)
            circle(chart, Point(field * j + field / 2, field * i + field / 2), field * 2 / 5, BLUE, field / 9, LINE_AA);
    return chart;
}

Mat drawLetters(int side, int fields)
{
    Mat page(side, side, CV_8UC3, Scalar(238, 246, 250));
    const int field = side / fields;
    for (int i = 0; i < fields; ++i)
        for (int j = 0; j < fields; ++j)
            putText(page, "R", Point(field * j + field / 4, field * i + field * 4 / 5), FONT_HERSHEY_SIMPLEX,
                    field / 36., (i + j) % 2 ? RED : BLUE, field / 12, LINE_AA);
    return page;
}

Mat drawZonePlate(int side)
{
    Mat plate(side, side, CV_8UC1);
    for (int y = 0; y < side; ++y)
        for (int x = 0; x < side; ++x)
        {
            const double dx = x - side / 2 + 0.5, dy = y - side / 2 + 0.5;
            plate.at<uchar>(y, x) = saturate_cast<uchar>(127.5 + 127.5 * std::cos(CV_PI * (dx * dx + dy * dy) / side));
        }
    return plate;
}

} // namespace figures
