// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "detection.hpp"

#include "zoom_detectors/decoder.hpp"
#include "zoom_detectors/detection_score.hpp"
#include "zoom_detectors/in_frame.hpp"

#include <algorithm>
#include <cmath>

namespace tool {

using namespace cv::zoom_train;
using detectors::Detection;
using torch::Tensor;

namespace {

const double NMS_OVERLAP = 0.5;
//! The curve of precision over recall needs the detections of low scores, too; as many a frame as COCO takes.
const float LEAST_SCORE = 0.02f;
const size_t MOST_DETECTIONS = 100;

//! Columns of the findings. Boxes are in pixels of the frame.
enum Column
{
    SAMPLE,
    IS_DETECTION, // else what is labelled
    LABEL,
    SCORE,
    LEFT,
    TOP,
    WIDTH,
    HEIGHT,
    COLUMNS
};

void addRow(std::vector<double>& rows, int64_t sample, bool isDetection, const Detection& thing)
{
    rows.insert(rows.end(), {double(sample), double(isDetection), double(thing.label), double(thing.score), thing.box.x,
                             thing.box.y, thing.box.width, thing.box.height});
}

//! What a network's output [labels + 4, h, w] says, in pixels of the zoomed frame.
std::vector<Detection> decode(const Tensor& output, cv::Size zoomed)
{
    const Tensor values = output.detach().to(torch::kCPU, torch::kFloat).contiguous();
    const int labels = int(values.size(0)) - 4, rows = int(values.size(1)), columns = int(values.size(2));
    const auto part = [&](const char* name, int first, int planes) {
        const int sizes[] = {1, planes, rows, columns};
        return detectors::NetworkOutput{name, cv::Mat(4, sizes, CV_32F, values[first].data_ptr())};
    };
    detectors::DecoderParams params;
    params.name = "centre";
    params.classes = labels;
    std::vector<Detection> found;
    detectors::createDecoder(params)->decode(
        {part("heatmap", 0, labels), part("size", labels, 2), part("offset", labels + 2, 2)}, zoomed, LEAST_SCORE,
        found);
    found.erase(std::remove_if(found.begin(), found.end(),
                               [](const Detection& d) {
                                   return !(std::isfinite(d.box.x) && std::isfinite(d.box.y) && d.box.width > 0 &&
                                            d.box.height > 0 && std::isfinite(d.box.area()));
                               }),
                found.end());
    // Those that are suppressed take no place.
    found = detectors::suppressOverlaps(found, NMS_OVERLAP);
    const size_t kept = std::min(found.size(), MOST_DETECTIONS);
    std::partial_sort(found.begin(), found.begin() + std::ptrdiff_t(kept), found.end(),
                      [](const Detection& a, const Detection& b) { return a.score > b.score; });
    found.resize(kept);
    return found;
}

Tensor findingsOf(const Tensor& output, const data::Batch& batch, const nn::Resampler& resampler)
{
    const cv::Size frame(int(batch.images.size(3)), int(batch.images.size(2))), zoomed = resampler.zoomedSize();
    std::vector<double> rows;
    const Tensor things = batch.things.to(torch::kCPU, torch::kDouble).contiguous();
    for (int64_t k = 0; k < things.size(0); ++k)
    {
        const double* t = things.data_ptr<double>() + 6 * k;
        addRow(rows, int64_t(t[0]), false,
               {cv::Rect2d(t[2] * frame.width, t[3] * frame.height, t[4] * frame.width, t[5] * frame.height), 1,
                int(t[1])});
    }
    for (int64_t n = 0; n < output.size(0); ++n)
    {
        const std::vector<Detection> found =
            detectors::inFrame(decode(output[n], zoomed), transformOf(resampler.lastGrid(), n, frame, zoomed));
        for (const Detection& detection : found)
            addRow(rows, n, true, detection);
    }
    return torch::tensor(rows, torch::kDouble).view({-1, COLUMNS});
}

void judgeFindings(const std::vector<std::string>& labels, const Tensor& findings, Evaluation& evaluation)
{
    struct Frame
    {
        std::vector<Detection> detections, references;
    };
    std::map<int64_t, Frame> frames;
    const Tensor rows = findings.contiguous();
    for (int64_t k = 0; k < rows.size(0); ++k)
    {
        const double* r = rows.data_ptr<double>() + COLUMNS * k;
        Frame& frame = frames[int64_t(r[SAMPLE])];
        (r[IS_DETECTION] > 0 ? frame.detections : frame.references)
            .push_back({cv::Rect2d(r[LEFT], r[TOP], r[WIDTH], r[HEIGHT]), float(r[SCORE]), int(r[LABEL])});
    }
    detectors::DetectionScore score;
    std::vector<int> counts(labels.size(), 0);
    for (const auto& frame : frames)
    {
        score.add(frame.second.detections, frame.second.references);
        for (const Detection& thing : frame.second.references)
        {
            if (thing.label < 0 || thing.label >= int(labels.size()))
                CV_Error(cv::Error::StsOutOfRange, cv::format("things have label %d; allowed is 0 to %d, the labels "
                                                              "that the detector has",
                                                              thing.label, int(labels.size()) - 1));
            ++counts[size_t(thing.label)];
        }
    }
    const double mean = score.meanAveragePrecision();
    evaluation.metric = std::isnan(mean) ? 0 : mean; // nothing was to be found: logs hold no NaN
    evaluation.details = "AP";
    for (size_t label = 0; label < labels.size(); ++label)
        evaluation.details += cv::format("%s %s %.4f of %d", label ? "," : "", labels[label].c_str(),
                                         score.averagePrecision(int(label)), counts[label]);
}

} // namespace

Objective detectionObjective(const std::vector<std::string>& labels)
{
    Objective objective = centreObjective();
    objective.metricName = "mean AP";
    objective.lowerIsBetter = false;
    objective.findings = findingsOf;
    objective.judge = [labels](const Tensor& findings, Evaluation& evaluation) {
        judgeFindings(labels, findings, evaluation);
    };
    return objective;
}

} // namespace tool
