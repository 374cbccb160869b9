// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "comparison_report.hpp"
#include "trainer/whole_file.hpp"

#include "opencv2/core.hpp"
#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"

#include <algorithm>
#include <cmath>
#include <filesystem>
#include <fstream>
#include <iostream>
#include <limits>
#include <sstream>

namespace fs = std::filesystem;
using namespace cv;

namespace tool {

namespace {

//! @param list a file whose whole content is a list, which cv::FileStorage does not take by itself
FileStorage openJsonList(const std::string& list)
{
    std::stringstream text;
    text << "{\"list\": " << std::ifstream(list).rdbuf() << "}";
    try
    {
        return FileStorage(text.str(), FileStorage::READ | FileStorage::MEMORY | FileStorage::FORMAT_JSON);
    }
    catch (const cv::Exception& e)
    {
        CV_Error(Error::StsBadArg, "'" + list + "' is damaged: " + e.err);
    }
}

//! A number by its name, after another. JSON has no NaN, and OpenCV 4.6 does not read null: then there is none.
std::string jsonField(const char* name, double value)
{
    std::ostringstream text;
    text.precision(8);
    text << ", \"" << name << "\": " << value;
    return std::isfinite(value) ? text.str() : "";
}

//! What jsonField() has written.
double numberOf(const FileNode& node)
{
    return node.isInt() || node.isReal() ? double(node) : std::numeric_limits<double>::quiet_NaN();
}

const char* const LOWER = " (lower is better)";
const char* const HIGHER = " (higher is better)";

//! A metric's name as it is shown and stored. @param unit after the name
std::string titleOf(const Result& result, const char* unit = "")
{
    return result.metric + unit + (result.lowerIsBetter ? LOWER : HIGHER);
}

//! Mean and standard deviation (of the sample) over the seeds.
std::string meanOf(const std::vector<double>& values, double factor, const char* format)
{
    double mean = 0, square = 0;
    for (double v : values)
        mean += v * factor / double(values.size());
    for (double v : values)
        square += (v * factor - mean) * (v * factor - mean);
    std::string text = cv::format(format, mean);
    if (values.size() > 1)
        text += " +- " + cv::format(format, std::sqrt(square / double(values.size() - 1)));
    return text;
}

typedef std::vector<std::vector<std::string>> Table;

//! A line for each method that has results, under a line of titles.
Table makeTable(const std::vector<Result>& results, const std::vector<std::string>& methods)
{
    const bool share = !results[0].lowerIsBetter;
    Table table(1, {"method", titleOf(results[0], share ? ", %" : ""), "hit rate, %", "multiply-adds, millions",
                    "ms a frame", "seeds"});
    for (const std::string& method : methods)
    {
        std::vector<double> value, hit, madds, ms;
        for (const Result& r : results)
            if (r.method == method)
            {
                value.push_back(r.value);
                if (!std::isnan(r.hitRate))
                    hit.push_back(r.hitRate);
                madds.push_back(r.madds);
                ms.push_back(r.ms);
            }
        if (value.empty())
            continue;
        std::sort(ms.begin(), ms.end());
        table.push_back({method, meanOf(value, share ? 100 : 1, share ? "%.1f" : "%.3f"),
                         hit.empty() ? "-" : meanOf(hit, 100, "%.0f"), cv::format("%.2f", madds[0] / 1e6),
                         cv::format("%.1f", ms[ms.size() / 2]), std::to_string(value.size())});
    }
    return table;
}

std::string toMarkdown(const Table& table)
{
    std::string text;
    for (size_t row = 0; row < table.size(); ++row)
    {
        std::string line = "|";
        for (std::string cell : table[row])
        {
            const size_t at = cell.find("+-");
            if (at != std::string::npos)
                cell.replace(at, 2, "±");
            line += " " + cell + " |";
        }
        text += line + "\n";
        if (row == 0)
        {
            text += "|";
            for (size_t i = 0; i < table[0].size(); ++i)
                text += "---|";
            text += "\n";
        }
    }
    return text;
}

void write(Mat& picture, const std::string& text, Point at, const Scalar& colour = Scalar::all(40), double size = 0.45)
{
    putText(picture, text, at, FONT_HERSHEY_SIMPLEX, size, colour, 1, LINE_AA);
}

Mat drawTable(const Table& table)
{
    const int rowHeight = 24, margin = 12;
    std::vector<int> left(1, margin);
    for (size_t column = 0; column < table[0].size(); ++column)
    {
        int width = 0;
        for (const auto& row : table)
            width = std::max(width, getTextSize(row[column], FONT_HERSHEY_SIMPLEX, 0.45, 1, nullptr).width);
        left.push_back(left.back() + width + 2 * margin);
    }
    Mat picture(int(table.size()) * rowHeight + 2 * margin, left.back(), CV_8UC3, Scalar::all(255));
    for (size_t row = 0; row < table.size(); ++row)
        for (size_t column = 0; column < table[row].size(); ++column)
            write(picture, table[row][column], Point(left[column], margin + int(row) * rowHeight + 17));
    line(picture, Point(margin, margin + rowHeight - 1), Point(picture.cols - margin, margin + rowHeight - 1),
         Scalar::all(120));
    return picture;
}

Scalar colourOf(size_t i, size_t n)
{
    const Mat hsv(1, 1, CV_8UC3, Scalar(180. * double(i) / double(n), 255, i % 2 ? 140 : 210));
    Mat bgr;
    cvtColor(hsv, bgr, COLOR_HSV2BGR);
    return bgr.at<Vec3b>(0, 0);
}

//! The metric on validation over the training, a curve for each method that has a log.
Mat drawCurves(const std::vector<std::string>& methods, const std::vector<std::string>& folders, const Result& measured)
{
    const Rect box(60, 40, 560, 360);
    Mat picture(box.br().y + 50, box.br().x + 220, CV_8UC3, Scalar::all(255));
    std::vector<std::vector<Point2d>> curves(methods.size());
    double top = measured.lowerIsBetter ? 0 : 1;
    for (size_t m = 0; m < methods.size(); ++m)
    {
        if (!fs::exists(folders[m] + "/log.json"))
            continue;
        const FileStorage log = openJsonList(folders[m] + "/log.json");
        for (const FileNode& entry : log["list"])
        {
            curves[m].emplace_back(double(entry["progress"]), double(entry["metric"]));
            top = std::max(top, curves[m].back().y);
        }
    }
    rectangle(picture, box, Scalar::all(160));
    for (size_t m = 0; m < methods.size(); ++m)
    {
        std::vector<Point> points;
        for (const Point2d& p : curves[m])
            points.emplace_back(box.x + cvRound(box.width * p.x), box.br().y - cvRound(box.height * p.y / top));
        const Scalar colour = colourOf(m, methods.size());
        polylines(picture, points, false, colour, 2, LINE_AA);
        for (const Point& p : points)
            circle(picture, p, 3, colour, FILLED, LINE_AA);
        if (!points.empty())
            write(picture, methods[m], Point(box.br().x + 16, box.y + 14 + int(m) * 22), colour);
    }
    write(picture, "validation: " + titleOf(measured), Point(box.x, box.y - 12));
    write(picture, cv::format("%.3g", top), Point(box.x - 48, box.y + 12));
    write(picture, "0", Point(box.x - 20, box.br().y));
    write(picture, "share of the training done", Point(box.x + 180, box.br().y + 30));
    return picture;
}

//! The frames with the first method's saliency, and beside them what every method sees.
Mat drawSamples(const std::vector<std::string>& methods, const std::vector<std::string>& folders)
{
    const int titleHeight = 24;
    std::vector<Mat> columns;
    for (size_t m = 0; m < methods.size(); ++m)
    {
        const std::string path = folders[m] + "/samples.png";
        if (!fs::exists(path))
            continue;
        // Three columns: frame, saliency, what the task network sees.
        const Mat sheet = imread(path),
                  column = columns.empty() ? sheet : sheet.colRange(sheet.cols * 2 / 3, sheet.cols);
        Mat titled;
        copyMakeBorder(column, titled, titleHeight, 0, 0, 0, BORDER_CONSTANT, Scalar::all(255));
        write(titled, methods[m], Point(titled.cols - sheet.cols / 3 + 8, 17));
        if (columns.empty() || titled.rows == columns[0].rows)
            columns.push_back(titled);
    }
    Mat picture;
    if (!columns.empty())
        hconcat(columns, picture);
    return picture;
}

//! As JSON has it between quotes.
std::string escaped(const std::string& text)
{
    std::string result;
    for (const char c : text)
    {
        if (c == '"' || c == '\\')
            result += '\\';
        result += c;
    }
    return result;
}

//! After another field; empty without any.
std::string figuresOf(const Result& result)
{
    std::string text;
    for (const auto& figure : result.figures)
    {
        std::string name = figure.first; // cv::FileStorage reads no escapes in names
        std::replace_if(
            name.begin(), name.end(), [](char c) { return c == '"' || c == '\\'; }, '_');
        text += jsonField(name.c_str(), figure.second);
    }
    return text.empty() ? "" : ",\n  \"figures\": {" + text.substr(2) + "}";
}

} // namespace

std::vector<Result> readResults(const std::string& path)
{
    std::vector<Result> results;
    if (!fs::exists(path))
        return results;
    const FileStorage file = openJsonList(path);
    for (const FileNode& r : file["list"])
    {
        const std::string title = r["metric"].string();
        results.push_back({r["method"].string(), int(r["seed"]), title.substr(0, title.find(" (")),
                           title.find(LOWER) != std::string::npos, numberOf(r["value"]), numberOf(r["madds"]),
                           numberOf(r["ms"]), numberOf(r["hit_rate"]), numberOf(r["validation"]),
                           numberOf(r["seconds"]), r["trial"].string(), r["details"].string(), numberOf(r["zoom_ms"]),
                           numberOf(r["task_ms"]), r["input"].string(), numberOf(r["task_madds"])});
        if (r["figures"].isMap())
            for (const std::string& name : r["figures"].keys())
                results.back().figures[name] = numberOf(r["figures"][name]);
        if (results.back().method.empty())
            CV_Error(Error::StsBadArg, "'" + path + "' is damaged: a result without a method");
    }
    return results;
}

void writeResults(const std::string& path, const std::vector<Result>& results)
{
    std::ostringstream out;
    out.precision(8);
    out << "[";
    for (size_t i = 0; i < results.size(); ++i)
    {
        const Result& r = results[i];
        out << (i ? ",\n " : "\n ") << "{\"method\": \"" << r.method << "\", \"seed\": " << r.seed << ", \"metric\": \""
            << titleOf(r) << "\"" << jsonField("value", r.value) << jsonField("madds", r.madds) << jsonField("ms", r.ms)
            << jsonField("hit_rate", r.hitRate) << jsonField("validation", r.validation)
            << jsonField("seconds", r.seconds) << ", \"trial\": \"" << r.trial << "\""
            << (r.details.empty() ? "" : ", \"details\": \"" + escaped(r.details) + "\"")
            << (r.input.empty() ? "" : ", \"input\": \"" + r.input + "\"") << jsonField("task_madds", r.taskMadds)
            << jsonField("zoom_ms", r.zoomMs) << jsonField("task_ms", r.taskMs) << figuresOf(r) << "}";
    }
    out << "\n]\n";
    zoom_train::writeWholeFile(path, out.str());
}

void writeReport(const std::string& out, const std::vector<Result>& results, const std::vector<std::string>& methods,
                 const std::vector<std::string>& folders)
{
    if (results.empty())
        return;
    const Table table = makeTable(results, methods);
    const std::string markdown = toMarkdown(table);
    std::cout << markdown;
    zoom_train::writeWholeFile(out + "/table.md", markdown);
    zoom_train::writePicture(out + "/table.png", drawTable(table));
    zoom_train::writePicture(out + "/curves.png", drawCurves(methods, folders, results[0]));
    const Mat samples = drawSamples(methods, folders);
    if (!samples.empty())
        zoom_train::writePicture(out + "/samples.png", samples);
}

} // namespace tool
