// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "trainer/report.hpp"
#include "trainer/whole_file.hpp"

#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"
#include "opencv2/zoom/draw.hpp"

#include <cmath>
#include <limits>
#include <sstream>

namespace cv {
namespace zoom_train {

namespace {

const char* const COLUMNS = "step,progress,size,task_rate,saliency_rate,loss,validation_loss,metric,hit_rate";

//! A hit rate with something before it; nothing where there is none.
std::string hitRateAfter(const char* something, double hitRate)
{
    std::ostringstream text;
    text.precision(17);
    text << something << hitRate;
    return std::isnan(hitRate) ? "" : text.str();
}

//! Curves of one kind in a box, scaled to it.
void drawCurve(Mat& picture, const Rect& box, const std::vector<LogEntry>& log, const std::string& title,
               const std::vector<std::pair<Scalar, double (*)(const LogEntry&)>>& curves)
{
    rectangle(picture, box, Scalar::all(160));
    double low = std::numeric_limits<double>::max(), high = -low;
    for (const auto& curve : curves)
        for (const LogEntry& entry : log)
        {
            const double value = curve.second(entry);
            if (std::isnan(value))
                continue;
            low = std::min(low, value);
            high = std::max(high, value);
        }
    if (log.empty() || !(high >= low))
        return; // no values
    const double span = std::max(high - low, 1e-9), steps = std::max(log.back().step, 1);
    for (const auto& curve : curves)
    {
        std::vector<Point> points;
        for (const LogEntry& entry : log)
            if (!std::isnan(curve.second(entry)))
                points.emplace_back(box.x + cvRound(box.width * entry.step / steps),
                                    box.y + cvRound(box.height * (high - curve.second(entry)) / span));
        if (!points.empty())
            polylines(picture, points, false, curve.first, 2, LINE_AA);
    }
    const auto write = [&](const std::string& text, Point at) {
        putText(picture, text, at, FONT_HERSHEY_SIMPLEX, 0.45, Scalar::all(40), 1, LINE_AA);
    };
    write(title, Point(box.x + 60, box.y - 6));
    write(cv::format("%.3g", high), Point(box.x - 48, box.y + 12));
    write(cv::format("%.3g", low), Point(box.x - 48, box.br().y));
    write(cv::format("%d steps", log.back().step), Point(box.br().x - 80, box.br().y + 18));
}

} // namespace

std::string toCsv(const std::vector<LogEntry>& log)
{
    std::ostringstream out;
    out.precision(17);
    out << COLUMNS << "\n";
    for (const LogEntry& e : log)
        out << e.step << "," << e.progress << "," << e.size << "," << e.taskRate << "," << e.saliencyRate << ","
            << e.trainingLoss << "," << e.validation.loss << "," << e.validation.metric << ","
            << hitRateAfter("", e.validation.hitRate) << "\n";
    return out.str();
}

std::vector<LogEntry> fromCsv(const std::string& csv)
{
    std::vector<LogEntry> log;
    std::istringstream lines(csv);
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line))
    {
        LogEntry e;
        char c;
        std::istringstream cells(line);
        cells >> e.step >> c >> e.progress >> c >> e.size >> c >> e.taskRate >> c >> e.saliencyRate >> c >>
            e.trainingLoss >> c >> e.validation.loss >> c >> e.validation.metric >> c;
        if (!(cells >> e.validation.hitRate))
            e.validation.hitRate = std::numeric_limits<double>::quiet_NaN();
        log.push_back(e);
    }
    return log;
}

std::string toJson(const std::vector<LogEntry>& log)
{
    std::ostringstream out;
    out.precision(17);
    out << "[";
    for (size_t i = 0; i < log.size(); ++i)
    {
        const LogEntry& e = log[i];
        out << (i ? ",\n " : "\n ") << "{\"step\": " << e.step << ", \"progress\": " << e.progress
            << ", \"size\": " << e.size << ", \"task_rate\": " << e.taskRate
            << ", \"saliency_rate\": " << e.saliencyRate << ", \"loss\": " << e.trainingLoss
            << ", \"validation_loss\": " << e.validation.loss << ", \"metric\": " << e.validation.metric
            << hitRateAfter(", \"hit_rate\": ", e.validation.hitRate) << "}"; // OpenCV 4.6 reads no null
    }
    out << "\n]\n";
    return out.str();
}

Mat drawCurves(const std::vector<LogEntry>& log, const std::string& metricName)
{
    Mat picture(320, 1200, CV_8UC3, Scalar::all(255));
    drawCurve(picture, Rect(60, 30, 320, 250), log, "loss: training (blue), validation (red)",
              {{Scalar(200, 80, 0), [](const LogEntry& e) { return e.trainingLoss; }},
               {Scalar(0, 0, 220), [](const LogEntry& e) { return e.validation.loss; }}});
    drawCurve(picture, Rect(460, 30, 320, 250), log, metricName + " (black), hit rate (green)",
              {{Scalar(0, 0, 0), [](const LogEntry& e) { return e.validation.metric; }},
               {Scalar(0, 150, 0), [](const LogEntry& e) { return e.validation.hitRate; }}});
    drawCurve(picture, Rect(860, 30, 320, 250), log, "size of the zoomed image",
              {{Scalar(120, 0, 120), [](const LogEntry& e) { return double(e.size); }}});
    return picture;
}

Mat drawSamples(nn::System& system, const data::Dataset& dataset, int count)
{
    torch::NoGradGuard noGrad;
    system.eval();
    const int side = 192, gap = 6;
    const auto shown = [&](const Mat& image) {
        Mat bgr, scaled;
        if (image.channels() == 1)
            cvtColor(image, bgr, COLOR_GRAY2BGR);
        else
            bgr = image;
        resize(bgr, scaled, Size(side, side), 0, 0, image.cols > side ? INTER_AREA : INTER_NEAREST);
        return scaled;
    };
    count = std::min(count, int(dataset.size()));
    Mat sheet(count * (side + gap) + gap, 3 * (side + gap) + gap, CV_8UC3, Scalar::all(255));
    for (int i = 0; i < count; ++i)
    {
        // From all over the set: neighbours may be frames of one video.
        const data::Sample sample = dataset.get(size_t(i) * dataset.size() / size_t(count), 0);
        const data::Batch batch = data::collate({sample});
        system.forwardWithAttributes(batch.images, batch.attributes);
        const torch::Tensor zoomed = (system.resampler()->lastZoomed()[0] / data::PIXEL_SCALE + data::PIXEL_MEAN)
                                         .permute({1, 2, 0})
                                         .contiguous();
        Mat seen(int(zoomed.size(0)), int(zoomed.size(1)), CV_32FC(int(zoomed.size(2))), zoomed.data_ptr());
        seen.convertTo(seen, CV_8U);
        if (seen.channels() == 3)
            cvtColor(seen, seen, COLOR_RGB2BGR);
        Mat frame = shown(sample.image), salient = frame.clone();
        const auto* zoom = dynamic_cast<const nn::SaliencySampler*>(system.resampler().get());
        if (zoom && !zoom->isUniform())
        {
            const torch::Tensor map = zoom->lastSaliency()[0][0].contiguous();
            zoom::drawSaliency(salient, Mat(int(map.size(0)), int(map.size(1)), CV_32F, map.data_ptr()));
        }
        const auto mark = [&](const Rect2f& box) {
            rectangle(frame, Rect2f(box.x * side, box.y * side, box.width * side, box.height * side),
                      Scalar(0, 200, 255), 1);
        };
        for (const data::Thing& thing : sample.things)
            mark(thing.box);
        if (sample.things.empty())
            mark(sample.target);
        const Mat columns[] = {frame, salient, shown(seen)};
        for (int c = 0; c < 3; ++c)
            columns[c].copyTo(sheet(Rect(gap + c * (side + gap), gap + i * (side + gap), side, side)));
    }
    return sheet;
}

} // namespace zoom_train
} // namespace cv
