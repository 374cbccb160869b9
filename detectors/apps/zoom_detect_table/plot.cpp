// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "report.hpp"

#include "curves.hpp"

#include "opencv2/imgproc.hpp"

#include <algorithm>
#include <cmath>

namespace table {

namespace {

const cv::Rect BOX(64, 44, 430, 330);
const cv::Size PANEL(BOX.br().x + 20, BOX.br().y + 56);

void write(cv::Mat& picture, const std::string& text, cv::Point at, const cv::Scalar& colour = cv::Scalar::all(40))
{
    cv::putText(picture, text, at, cv::FONT_HERSHEY_SIMPLEX, 0.45, colour, 1, cv::LINE_AA);
}

cv::Scalar colourOf(size_t i, size_t n)
{
    const cv::Mat hsv(1, 1, CV_8UC3, cv::Scalar(180. * double(i) / double(n), 255, i % 2 ? 140 : 210));
    cv::Mat bgr;
    cv::cvtColor(hsv, bgr, cv::COLOR_HSV2BGR);
    return bgr.at<cv::Vec3b>(0, 0);
}

cv::Mat drawPanel(const std::vector<Curve>& curves, const std::string& title, double least, double most)
{
    cv::Mat picture(PANEL.height, PANEL.width, CV_8UC3, cv::Scalar::all(255));
    const double left = std::log10(least) - 0.1, right = std::log10(most) + 0.1;
    const auto at = [&](const cv::Point2d& point) {
        return cv::Point(BOX.x + cvRound(BOX.width * (std::log10(point.x) - left) / (right - left)),
                         BOX.br().y - cvRound(BOX.height * point.y));
    };
    for (int i = 0; i <= 5; i++)
    {
        const int y = BOX.br().y - cvRound(BOX.height * i / 5.);
        cv::line(picture, cv::Point(BOX.x, y), cv::Point(BOX.br().x, y), cv::Scalar::all(225));
        write(picture, cv::format("%.1f", i / 5.), cv::Point(BOX.x - 34, y + 5));
    }
    int lastLabel = -1000;
    for (int decade = cvFloor(left); decade <= cvCeil(right); decade++)
        for (int step : {1, 2, 5})
        {
            const double cost = step * std::pow(10., decade);
            if (std::log10(cost) < left || std::log10(cost) > right)
                continue;
            const int x = at(cv::Point2d(cost, 0)).x;
            cv::line(picture, cv::Point(x, BOX.y), cv::Point(x, BOX.br().y), cv::Scalar::all(225));
            if (x - lastLabel > 44)
            {
                write(picture, cv::format("%g", cost * 1e-6), cv::Point(x - 10, BOX.br().y + 18));
                lastLabel = x;
            }
        }
    cv::rectangle(picture, BOX, cv::Scalar::all(140));
    for (size_t i = curves.size(); i-- > 0;) // the curves last, over the points
    {
        const cv::Scalar colour = colourOf(i, curves.size());
        std::vector<cv::Point> points;
        for (const Curve::Point& point : curves[i].points)
        {
            points.push_back(at(cv::Point2d(point.cost, point.value)));
            if (std::isnan(point.deviation))
                continue;
            const double low = std::max(point.value - point.deviation, 0.),
                         high = std::min(point.value + point.deviation, 1.);
            cv::line(picture, at(cv::Point2d(point.cost, low)), at(cv::Point2d(point.cost, high)), colour, 1);
        }
        if (curves[i].line && points.size() > 1)
            cv::polylines(picture, points, false, colour, 1, cv::LINE_AA);
        for (const cv::Point& point : points)
            cv::circle(picture, point, 4, colour, curves[i].line ? 1 : cv::FILLED, cv::LINE_AA);
    }
    write(picture, title, cv::Point(BOX.x, BOX.y - 14));
    write(picture, "multiply-adds of a frame, millions", cv::Point(BOX.x + 90, BOX.br().y + 40));
    return picture;
}

} // namespace

cv::Mat plotOf(const std::vector<Row>& rows, const std::string& task)
{
    std::vector<Summary> summaries;
    double least = std::numeric_limits<double>::infinity(), most = 0;
    for (const Summary& one : summarise(rows))
        if (one.task == task)
        {
            summaries.push_back(one);
            const double cost = one.madds().mean;
            if (cost > 0)
            {
                least = std::min(least, cost);
                most = std::max(most, cost);
            }
        }
    if (!(most > 0))
        least = most = 1e6; // nothing was counted: an empty plot says so
    const struct
    {
        const char* title;
        const char* things;
        double Group::*value;
    } panels[] = {{"AP, all frames", "all", &Group::ap},
                  {"AP, frames with 1-3 things", "1-3", &Group::ap},
                  {"recall, all frames", "all", &Group::recall},
                  {"recall, frames with 1-3 things", "1-3", &Group::recall}};
    std::vector<cv::Mat> pictures;
    std::vector<Curve> curves;
    for (const auto& panel : panels)
    {
        curves = curvesOf(summaries, panel.things, panel.value);
        pictures.push_back(drawPanel(curves, task + ": " + panel.title, least, most));
    }
    cv::Mat top, bottom, picture;
    cv::hconcat(pictures[0], pictures[1], top);
    cv::hconcat(pictures[2], pictures[3], bottom);
    cv::vconcat(top, bottom, picture);
    cv::copyMakeBorder(picture, picture, 0, 0, 0, 170, cv::BORDER_CONSTANT, cv::Scalar::all(255));
    for (size_t i = 0; i < curves.size(); i++)
    {
        const int y = BOX.y + 10 + int(i) * 22, x = 2 * PANEL.width + 10;
        cv::circle(picture, cv::Point(x, y - 4), 4, colourOf(i, curves.size()), curves[i].line ? 1 : cv::FILLED,
                   cv::LINE_AA);
        write(picture, curves[i].name, cv::Point(x + 12, y));
    }
    return picture;
}

} // namespace table
