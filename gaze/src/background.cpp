// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "background.hpp"

#include "opencv2/imgproc.hpp"
#include "random.hpp"

#include <cmath>

namespace gaze {

namespace {

cv::Scalar drawColour(Dice& dice, double light)
{
    const double grey = light * dice.in(15, 230), vivid = dice.mostlySmall(90);
    return {grey + dice.in(-vivid, vivid), grey + dice.in(-vivid, vivid), grey + dice.in(-vivid, vivid)};
}

//! Corners of a rectangle that is seen a little from the side.
void drawQuad(Dice& dice, cv::Mat& frame, const cv::Rect2d& box, const cv::Scalar& colour)
{
    const double slant = dice.about(0, 0.06);
    cv::Point corners[4];
    for (int i = 0; i < 4; ++i)
    {
        const double x = i == 0 || i == 3 ? 0 : 1, y = i < 2 ? 0 : 1;
        corners[i] = cv::Point(int(box.x + x * box.width + slant * (y - 0.5) * box.height),
                               int(box.y + y * box.height + slant * (x - 0.5) * box.width));
    }
    cv::fillConvexPoly(frame, corners, 4, colour, cv::LINE_AA);
}

} // namespace

void drawRoom(const Background& background, cv::Mat& frame)
{
    Dice dice(background.seed);
    const double width = frame.cols, height = frame.rows, light = background.light;
    // Walls and floor in a light that varies slowly.
    cv::Mat coarse(5, 7, CV_8UC3);
    cv::Scalar wall = drawColour(dice, light);
    if (dice.chance(0.6)) // most walls are light and nearly white
    {
        const double grey = std::min(240., light * dice.in(130, 240));
        wall = cv::Scalar{grey * dice.in(0.85, 1.05), grey * dice.in(0.94, 1.02), grey * dice.in(0.95, 1.05)};
    }
    const bool plain = dice.chance(0.3);
    for (int y = 0; y < coarse.rows; ++y)
        for (int x = 0; x < coarse.cols; ++x)
        {
            const double shade = dice.in(plain ? 0.9 : 0.7, plain ? 1.1 : 1.25);
            for (int c = 0; c < 3; ++c)
                coarse.at<cv::Vec3b>(y, x)[c] = cv::saturate_cast<uchar>(std::max(wall[c], 6.) * shade);
        }
    cv::resize(coarse, frame, frame.size(), 0, 0, cv::INTER_CUBIC);
    if (dice.chance(0.5)) // the edge to another wall or the floor
    {
        const cv::Rect2d side(dice.in(0.1, 0.9) * width, -height, 2 * width, 3 * height);
        drawQuad(dice, frame, side, drawColour(dice, light));
    }
    const int things = plain ? dice.below(4) : 3 + dice.below(22);
    for (int i = 0; i < things; ++i)
    {
        const double w = width * dice.in(0.02, 0.35), h = height * dice.in(0.03, 0.6);
        const cv::Rect2d box{dice.in(-0.1, 1) * width, dice.in(-0.1, 1) * height, w, h};
        const cv::Point middle(int(box.x + w / 2), int(box.y + h / 2));
        const cv::Scalar colour = drawColour(dice, light);
        const int line = 1 + dice.below(std::max(2, int(width / 160)));
        switch (dice.below(7))
        {
        case 0: // a window or lamp, brighter than the rest
            drawQuad(dice, frame, box, cv::Scalar{dice.in(200, 255), dice.in(200, 255), dice.in(190, 255)});
            break;
        case 1: // a shelf with books
        {
            const int books = 4 + dice.below(18);
            for (int k = 0; k < books; ++k)
            {
                const double tall = h * dice.in(0.6, 1);
                cv::rectangle(
                    frame,
                    cv::Rect(int(box.x + k * w / books), int(box.y + h - tall), int(w / books) + 1, int(tall) + 1),
                    drawColour(dice, light), -1);
            }
            cv::line(frame, cv::Point(int(box.x), int(box.y + h)), cv::Point(int(box.x + w), int(box.y + h)), colour,
                     line + 1);
            break;
        }
        case 2: // round things: heads, clocks, plants, with dark spots
        {
            const cv::Size axes(std::max(1, int(w / 4)), std::max(1, int(std::min(w, h) / 3)));
            cv::ellipse(frame, middle, axes, dice.in(0, 180), 0, 360, colour, -1, cv::LINE_AA);
            const int spots = dice.below(5);
            for (int k = 0; k < spots; ++k)
            {
                const cv::Point off{int(dice.in(-0.6, 0.6) * axes.width), int(dice.in(-0.6, 0.6) * axes.height)};
                const int radius = std::max(1, int(dice.in(0.05, 0.3) * axes.width));
                cv::circle(frame, middle + off, radius, drawColour(dice, light), -1, cv::LINE_AA);
            }
            break;
        }
        case 3: // lines of writing
        {
            drawQuad(dice, frame, box, colour);
            const double step = std::max(4., height * dice.in(0.012, 0.04));
            const cv::Scalar ink = drawColour(dice, light);
            for (double y = box.y + step; y < box.y + h - step / 2; y += step)
                for (double x = box.x + step; x < box.x + w - step;)
                {
                    const double word = step * dice.in(0.4, 2.5);
                    cv::line(frame, cv::Point(int(x), int(y)),
                             cv::Point(int(std::min(x + word, box.x + w - step / 2)), int(y)), ink,
                             std::max(1, int(step / 3)));
                    x += word + step * 0.5;
                }
            break;
        }
        case 4: // a frame
            drawQuad(dice, frame, box, colour);
            drawQuad(dice, frame, cv::Rect2d(box.x + 0.08 * w, box.y + 0.08 * w, 0.84 * w, std::max(h - 0.16 * w, 1.)),
                     drawColour(dice, light));
            break;
        case 5: // poles, cables
        {
            const cv::Point along{int(dice.about(0, 0.3) * width), int(dice.about(0, 0.6) * height)};
            cv::line(frame, middle, middle + along, colour, line, cv::LINE_AA);
            break;
        }
        default:
            drawQuad(dice, frame, box, colour);
        }
    }
    if (background.blur > 0)
    {
        const double sigma = background.blur * width / 1000;
        if (sigma > 0.3)
            cv::GaussianBlur(frame, frame, cv::Size(), sigma);
    }
}

void drawPhoto(const Background& background, const cv::Mat& photo, cv::Mat& frame)
{
    Dice dice(background.seed);
    // As large a part as there is, or down to half of it.
    const double aspect = double(frame.cols) / frame.rows;
    double width = std::min(double(photo.cols), photo.rows * aspect) * dice.in(0.5, 1);
    const cv::Size size(std::max(1, int(width)), std::max(1, int(width / aspect)));
    const cv::Rect part{int(dice.in(0, photo.cols - size.width + 1)), int(dice.in(0, photo.rows - size.height + 1)),
                        size.width, std::min(size.height, photo.rows)};
    cv::resize(photo(part & cv::Rect(cv::Point(), photo.size())), frame, frame.size(), 0, 0,
               size.width > frame.cols ? cv::INTER_AREA : cv::INTER_LINEAR);
    if (dice.chance(0.5))
        cv::flip(frame, frame, 1);
    const double sigma = background.blur * frame.cols / 1000;
    if (sigma > 0.3)
        cv::GaussianBlur(frame, frame, cv::Size(), sigma);
}

} // namespace gaze
