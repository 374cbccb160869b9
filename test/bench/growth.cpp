// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "growth.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"

#include <cmath>
#include <cstdio>
#include <fstream>

namespace zoom_bench {

using namespace cv;

namespace {

const Scalar BLACK(0, 0, 0), GREY(150, 150, 150), LIGHT(225, 225, 225), BLUE(180, 90, 20), ORANGE(30, 120, 230);

//! A logarithmic axis between two pixels of the picture.
class LogAxis
{
public:
    LogAxis(double from, double to, double fromPixel, double toPixel)
        : start(std::log(from)), scale((toPixel - fromPixel) / (std::log(to) - start)), pixel(fromPixel)
    {
    }
    double operator()(double value) const { return pixel + scale * (std::log(value) - start); }

private:
    double start, scale, pixel;
};

//! 1, 2, 5, 10, ... within a range.
std::vector<double> ticks(double low, double high)
{
    std::vector<double> values;
    for (double decade = std::pow(10, std::floor(std::log10(low))); decade <= high; decade *= 10)
        for (const int digit : {1, 2, 5})
            if (decade * digit >= low && decade * digit <= high)
                values.push_back(decade * digit);
    return values;
}

void write(Mat& picture, const std::string& text, Point2d at, double alignX, const Scalar& colour)
{
    int base;
    const Size size = getTextSize(text, FONT_HERSHEY_SIMPLEX, 0.5, 1, &base);
    putText(picture, text, Point(cvRound(at.x - alignX * size.width), cvRound(at.y + 0.5 * size.height)),
            FONT_HERSHEY_SIMPLEX, 0.5, colour, 1, LINE_AA);
}

void curve(Mat& picture, const std::vector<Point2d>& points, const Scalar& colour, bool dashed)
{
    for (size_t k = 0; k + 1 < points.size(); k += dashed ? 2 : 1)
        line(picture, points[k], points[k + 1], colour, dashed ? 1 : 2, LINE_AA);
}

void drawSeries(Mat picture, const GrowthSeries& series)
{
    picture.setTo(Scalar::all(255));
    const auto& points = series.points;
    double lowX = points[0].megapixels, highX = lowX, lowY = points[0].ms, highY = lowY;
    for (const GrowthSeries::Point& p : points)
    {
        lowX = std::min(lowX, p.megapixels);
        highX = std::max(highX, p.megapixels);
        lowY = std::min(lowY, p.ms);
        highY = std::max(highY, p.ms);
    }
    // Both axes span as much, so that what is proportional to the pixels rises at 45 degrees in either panel.
    const double span = 1.2 * std::max(highX / lowX, highY / lowY), marginX = std::sqrt(span / (highX / lowX));
    lowX /= marginX;
    highX *= marginX;
    highY *= 1.3;
    lowY = highY / span;
    const Rect2d area(70, 60, picture.cols - 100.0, picture.rows - 130.0);
    const LogAxis x(lowX, highX, area.x, area.br().x), y(lowY, highY, area.br().y, area.y);

    for (const double tick : ticks(lowX, highX))
    {
        line(picture, Point2d(x(tick), area.y), Point2d(x(tick), area.br().y), LIGHT, 1);
        write(picture, format("%g", tick), Point2d(x(tick), area.br().y + 16), 0.5, BLACK);
    }
    for (const double tick : ticks(lowY, highY))
    {
        line(picture, Point2d(area.x, y(tick)), Point2d(area.br().x, y(tick)), LIGHT, 1);
        write(picture, format("%g", tick), Point2d(area.x - 8, y(tick)), 1, BLACK);
    }
    rectangle(picture, Rect(area), GREY, 1);
    write(picture, series.title, Point2d(area.x, 22), 0, BLACK);
    write(picture, "time per frame [ms]", Point2d(area.x, 46), 0, BLACK);
    write(picture, "pixels of the " + series.grows + " [megapixels]",
          Point2d(area.x + area.width / 2, picture.rows - 24), 0.5, BLACK);

    const LinearFit fit = LinearFit::of(series);
    std::vector<Point2d> ours, fitted, proportional;
    const GrowthSeries::Point& last = points.back();
    for (const GrowthSeries::Point& p : points)
        ours.push_back(Point2d(x(p.megapixels), y(p.ms)));
    for (int k = 0; k <= 160; ++k)
    {
        const double at = last.megapixels * std::pow(lowX / last.megapixels, k / 160.0);
        fitted.push_back(Point2d(x(at), y(fit.constant + fit.slope * at)));
        const double ms = last.ms * at / last.megapixels;
        if (ms >= lowY)
            proportional.push_back(Point2d(x(at), y(ms)));
    }
    curve(picture, proportional, GREY, true);
    curve(picture, fitted, ORANGE, true);
    curve(picture, ours, BLUE, false);
    for (const Point2d& p : ours)
        circle(picture, p, 4, BLUE, FILLED, LINE_AA);

    const std::string names[] = {"cv::zoom, median", format("%.2g ms + %.2g ms per megapixel", fit.constant, fit.slope),
                                 "proportional to the pixels"};
    const Scalar colours[] = {BLUE, ORANGE, GREY};
    for (int k = 0; k < 3; ++k)
    {
        const Point2d at(area.x + 0.36 * area.width, area.br().y - 60 + 20 * k); // below the lines
        line(picture, at, at + Point2d(26, 0), colours[k], k == 0 ? 2 : 1, LINE_AA);
        write(picture, names[k], at + Point2d(34, 0), 0, BLACK);
    }
}

} // namespace

LinearFit LinearFit::of(const GrowthSeries& series)
{
    // Least squares of (constant + slope*x - y) / y.
    double a = 0, b = 0, c = 0, d = 0, e = 0;
    for (const GrowthSeries::Point& p : series.points)
    {
        const double u = 1 / p.ms, v = p.megapixels / p.ms;
        a += u * u;
        b += u * v;
        c += v * v;
        d += u;
        e += v;
    }
    const double determinant = a * c - b * b;
    LinearFit fit = {(c * d - b * e) / determinant, (a * e - b * d) / determinant, 0};
    for (const GrowthSeries::Point& p : series.points)
        fit.worst = std::max(fit.worst, std::abs((fit.constant + fit.slope * p.megapixels) / p.ms - 1));
    return fit;
}

bool writeGrowth(const std::vector<GrowthSeries>& measured, const std::string& jsonFile, const std::string& pngFile)
{
    const std::string temporary = jsonFile + ".part";
    std::ofstream json(temporary);
    json << "[";
    for (size_t s = 0; s < measured.size(); ++s)
    {
        const GrowthSeries& series = measured[s];
        const LinearFit fit = LinearFit::of(series);
        json << (s ? ",\n" : "\n") << "  {\"name\": \"" << series.title << "\", \"grows\": \"" << series.grows
             << "\", \"constant_ms\": " << fit.constant << ", \"ms_per_megapixel\": " << fit.slope
             << ", \"largest_deviation\": " << fit.worst << ",\n   \"points\": [";
        for (size_t k = 0; k < series.points.size(); ++k)
            json << (k ? ", " : "") << "{\"size\": \"" << series.points[k].size
                 << "\", \"megapixels\": " << series.points[k].megapixels << ", \"ms\": " << series.points[k].ms << "}";
        json << "]}";
    }
    json << "\n]\n";
    json.close();

    const Size panel(600, 540);
    Mat picture(panel.height, panel.width * int(measured.size()), CV_8UC3);
    for (size_t s = 0; s < measured.size(); ++s)
        drawSeries(picture.colRange(int(s) * panel.width, int(s + 1) * panel.width), measured[s]);
    const std::string temporaryPicture = pngFile + ".part.png"; // the ending tells the format
    return bool(json) && imwrite(temporaryPicture, picture, {IMWRITE_PNG_COMPRESSION, 9}) &&
           std::rename(temporary.c_str(), jsonFile.c_str()) == 0 &&
           std::rename(temporaryPicture.c_str(), pngFile.c_str()) == 0;
}

} // namespace zoom_bench
