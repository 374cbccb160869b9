// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "detection.hpp"

#include "zoom_detectors/decoder.hpp"
#include "zoom_detectors/group_scores.hpp"
#include "zoom_detectors/in_frame.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

namespace tool {

using namespace cv::zoom_train;
using detectors::Detection;
using torch::Tensor;

namespace {

const double NMS_OVERLAP = 0.5;
//! The curve of precision over recall needs the detections of low scores, too; as many a frame as COCO takes.
const float LEAST_SCORE = 0.02f;
const size_t MOST_DETECTIONS = 100;
//! From which on a thing is found, as in what exportDetector() writes; and the share of a frame that is small.
const float FOUND_SCORE = 0.3f;
const double SMALL_SHARE = 0.01;

//! Columns of the findings. Boxes are in pixels of the frame.
enum Column
{
    SAMPLE,
    KIND,
    LABEL,
    SCORE,
    LEFT,
    TOP,
    WIDTH,
    HEIGHT,
    MAGNIFICATION, // of what is labelled, relative to a uniform resize to the same size
    FRAME_AREA,    // in pixels
    COLUMNS
};

enum Kind
{
    LABELLED = 0,
    DETECTED = 1,
    NOTHING_MORE = -1 // a frame, for those without the others
};

void addRow(std::vector<double>& rows, int64_t sample, Kind kind, const Detection& thing, double magnification,
            cv::Size frame)
{
    rows.insert(rows.end(), {double(sample), double(kind), double(thing.label), double(thing.score), thing.box.x,
                             thing.box.y, thing.box.width, thing.box.height, magnification, double(frame.area())});
}

double magnificationOf(const cv::Rect2d& box, const cv::zoom::ZoomTransform& transform)
{
    const cv::Size frame = transform.frameSize(), zoomed = transform.zoomedSize();
    const std::vector<cv::Rect2d> inside(1, box & cv::Rect2d(0, 0, frame.width, frame.height));
    if (inside[0].empty())
        return 0;
    std::vector<cv::Rect2d> there;
    cv::zoom::zoomedBoxes(transform, inside, there);
    return std::sqrt(there[0].area() / zoomed.area() / (inside[0].area() / frame.area()));
}

//! What was found in one sample, and what there is.
struct Frame
{
    std::vector<Detection> detections, references;
    std::vector<double> magnification; // of the references
};

std::map<int64_t, Frame> framesOf(const Tensor& findings)
{
    std::map<int64_t, Frame> frames;
    const Tensor rows = findings.contiguous();
    for (int64_t k = 0; k < rows.size(0); ++k)
    {
        const double* r = rows.data_ptr<double>() + COLUMNS * k;
        const Detection one = {cv::Rect2d(r[LEFT], r[TOP], r[WIDTH], r[HEIGHT]), float(r[SCORE]), int(r[LABEL])};
        Frame& frame = frames[int64_t(r[SAMPLE])];
        if (r[KIND] == DETECTED)
            frame.detections.push_back(one);
        else if (r[KIND] == LABELLED)
        {
            frame.references.push_back(one);
            frame.magnification.push_back(r[MAGNIFICATION]);
        }
    }
    return frames;
}

//! @param label of what counts; negative: all
void addFrame(detectors::GroupScores& scores, const Frame& frame, int label)
{
    const auto counts = [label](const Detection& one) { return label < 0 || one.label == label; };
    Frame part;
    std::copy_if(frame.detections.begin(), frame.detections.end(), std::back_inserter(part.detections), counts);
    for (size_t k = 0; k < frame.references.size(); ++k)
        if (counts(frame.references[k]))
        {
            part.references.push_back(frame.references[k]);
            part.magnification.push_back(frame.magnification[k]);
        }
    scores.add(part.detections, part.references, part.magnification);
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
    std::vector<cv::zoom::ZoomTransform> transforms;
    for (int64_t n = 0; n < output.size(0); ++n)
        transforms.push_back(transformOf(resampler.lastGrid(), n, frame, zoomed));
    const Tensor things = batch.things.to(torch::kCPU, torch::kDouble).contiguous();
    for (int64_t k = 0; k < things.size(0); ++k)
    {
        const double* t = things.data_ptr<double>() + 6 * k;
        const cv::Rect2d box(t[2] * frame.width, t[3] * frame.height, t[4] * frame.width, t[5] * frame.height);
        addRow(rows, int64_t(t[0]), LABELLED, {box, 1, int(t[1])}, magnificationOf(box, transforms[size_t(t[0])]),
               frame);
    }
    for (int64_t n = 0; n < output.size(0); ++n)
    {
        for (const Detection& detection : detectors::inFrame(decode(output[n], zoomed), transforms[size_t(n)]))
            addRow(rows, n, DETECTED, detection, 0, frame);
        addRow(rows, n, NOTHING_MORE, Detection(), 0, frame);
    }
    return torch::tensor(rows, torch::kDouble).view({-1, COLUMNS});
}

void judgeFindings(const std::vector<std::string>& labels, const Tensor& findings, Evaluation& evaluation)
{
    const std::map<int64_t, Frame> frames = framesOf(findings);
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
    evaluation.details += cv::format("; recall %.4f at a score of %g", score.recall(FOUND_SCORE), FOUND_SCORE);
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

std::map<std::string, double> detectionFigures(const std::vector<std::string>& labels, const Tensor& findings)
{
    std::map<std::string, double> figures;
    if (findings.size(0) == 0)
        return figures;
    const double smallArea = SMALL_SHARE * findings[0][FRAME_AREA].item<double>();
    const std::map<int64_t, Frame> frames = framesOf(findings);
    const auto add = [&](const std::string& name, int label) {
        detectors::GroupScores scores(smallArea, FOUND_SCORE);
        for (const auto& frame : frames)
            addFrame(scores, frame.second, label);
        for (const detectors::Group& group : scores.groups())
            for (const detectors::GroupFigure& figure : detectors::groupFigures())
                figures[name + "/" + group.things + "/" + figure.name] = group.*figure.value;
    };
    for (size_t label = 0; label < labels.size(); ++label)
        add(labels[label], int(label));
    if (labels.size() > 1)
        add("all", -1);
    return figures;
}

} // namespace tool
