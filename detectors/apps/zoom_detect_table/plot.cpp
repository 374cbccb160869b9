// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "report.hpp"

#include "curves.hpp"

#include "opencv2/imgproc.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <limits>

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

//! Of what the curves are over; logarithmic.
struct Axis
{
    const char* title;
    double unit;      //!< of the numbers beside it
    bool halfOctaves; //!< lines are these, where things are counted between them
    double least = std::numeric_limits<double>::infinity(), most = 0;

    void include(double value)
    {
        if (value > 0)
        {
            least = std::min(least, value);
            most = std::max(most, value);
        }
    }

    //! Where lines are drawn.
    std::vector<double> lines(double from, double to) const
    {
        std::vector<double> values;
        const auto add = [&](double value) {
            if (value >= from && value <= to)
                values.push_back(value);
        };
        if (halfOctaves)
            for (int k = halfOctaveOf(from); k <= halfOctaveOf(to); k++)
                add(sideFrom(k));
        else
            for (int decade = cvFloor(std::log10(from)); decade <= cvCeil(std::log10(to)); decade++)
                for (int step : {1, 2, 5})
                    add(step * std::pow(10., decade));
        return values;
    }
};

cv::Mat drawPanel(const std::vector<Curve>& curves, const std::string& title, Axis axis)
{
    cv::Mat picture(PANEL.height, PANEL.width, CV_8UC3, cv::Scalar::all(255));
    if (!(axis.most > 0))
        axis.include(axis.unit); // nothing was counted: an empty plot says so
    const double left = std::log10(axis.least) - 0.1, right = std::log10(axis.most) + 0.1;
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
    for (double value : axis.lines(std::pow(10., left), std::pow(10., right)))
    {
        const int x = at(cv::Point2d(value, 0)).x;
        cv::line(picture, cv::Point(x, BOX.y), cv::Point(x, BOX.br().y), cv::Scalar::all(225));
        if (x - lastLabel > 44)
        {
            write(picture, cv::format("%.3g", value / axis.unit), cv::Point(x - 10, BOX.br().y + 18));
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
            points.push_back(at(cv::Point2d(point.x, point.value)));
            if (std::isnan(point.deviation))
                continue;
            const double low = std::max(point.value - point.deviation, 0.),
                         high = std::min(point.value + point.deviation, 1.);
            cv::line(picture, at(cv::Point2d(point.x, low)), at(cv::Point2d(point.x, high)), colour, 1);
        }
        if (curves[i].line && points.size() > 1)
            cv::polylines(picture, points, false, colour, 1, cv::LINE_AA);
        for (const cv::Point& point : points)
            cv::circle(picture, point, 4, colour, curves[i].line ? 1 : cv::FILLED, cv::LINE_AA);
    }
    write(picture, title, cv::Point(BOX.x, BOX.y - 14));
    write(picture, axis.title, cv::Point(BOX.x + 90, BOX.br().y + 40));
    return picture;
}

//! The names of curves at the right edge.
cv::Mat withLegend(const cv::Mat& panels, const std::vector<Curve>& curves)
{
    cv::Mat picture;
    cv::copyMakeBorder(panels, picture, 0, 0, 0, 190, cv::BORDER_CONSTANT, cv::Scalar::all(255));
    for (size_t i = 0; i < curves.size(); i++)
    {
        const int y = BOX.y + 10 + int(i) * 22, x = panels.cols + 10;
        cv::circle(picture, cv::Point(x, y - 4), 4, colourOf(i, curves.size()), curves[i].line ? 1 : cv::FILLED,
                   cv::LINE_AA);
        write(picture, curves[i].name, cv::Point(x + 12, y));
    }
    return picture;
}

} // namespace

cv::Mat plotOf(const std::vector<Row>& rows, const std::string& task)
{
    std::vector<Summary> summaries;
    Axis axis = {"multiply-adds of a frame, millions", 1e6, false};
    for (const Summary& one : summarise(rows))
        if (one.task == task)
        {
            summaries.push_back(one);
            axis.include(one.madds().mean);
        }
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
        pictures.push_back(drawPanel(curves, task + ": " + panel.title, axis));
    }
    cv::Mat top, bottom, picture;
    cv::hconcat(pictures[0], pictures[1], top);
    cv::hconcat(pictures[2], pictures[3], bottom);
    cv::vconcat(top, bottom, picture);
    return withLegend(picture, curves);
}

cv::Mat limitsPlotOf(const std::vector<Row>& rows, const std::string& task)
{
    std::vector<std::string> sizes;
    std::vector<Summary> summaries;
    Axis axis = {"side at which a thing is shown, pixels", 1, true};
    for (const Summary& one : summarise(rows))
    {
        if (one.task != task || !showsLimits(one))
            continue;
        summaries.push_back(one);
        if (std::find(sizes.begin(), sizes.end(), one.size) == sizes.end())
            sizes.push_back(one.size);
    }
    std::vector<std::vector<Curve>> panels;
    for (const std::string& size : sizes)
    {
        std::vector<Summary> ofSize;
        std::copy_if(summaries.begin(), summaries.end(), std::back_inserter(ofSize),
                     [&size](const Summary& one) { return one.size == size; });
        panels.push_back(shownCurvesOf(ofSize));
        for (const Curve& curve : panels.back())
            for (const Curve::Point& point : curve.points)
                axis.include(point.x);
    }
    cv::Mat picture;
    for (size_t i = 0; i < panels.size(); i++)
    {
        const cv::Mat panel =
            withLegend(drawPanel(panels[i], task + ": recall by shown size, input " + sizes[i], axis), panels[i]);
        if (i == 0)
            picture = panel;
        else
            cv::hconcat(picture, panel, picture);
    }
    return picture;
}

} // namespace table
