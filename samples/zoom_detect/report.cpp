// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "report.hpp"

#include "../common/json_writer.hpp"

namespace {

std::string sizeText(cv::Size size)
{
    return cv::format("%dx%d", size.width, size.height);
}

std::string lineOf(const Tally& tally, cv::Size input, int frames)
{
    return cv::format("%-10s  %-11s  %6d  %6.3f  %9.3f  %7.2f  %8.1f  %s\n", tally.method.c_str(),
                      sizeText(input).c_str(), frames, tally.score.recall(), tally.score.precision(),
                      median(tally.sampleMs), median(tally.detectMs), tally.note.c_str());
}

void writeTally(samples::JsonWriter& json, const Tally& tally)
{
    json.beginObject()
        .member("method", tally.method)
        .member("detector_runs_per_frame", double(tally.detectorRuns))
        .member("recall", tally.score.recall())
        .member("precision", tally.score.precision())
        .member("detections", double(tally.score.detections()))
        .member("sample_ms", median(tally.sampleMs))
        .member("detector_ms", median(tally.detectMs))
        .endObject();
}

const Tally& tallyNamed(const Comparison& comparison, const std::string& method)
{
    for (const Tally& tally : comparison.tallies())
        if (tally.method == method)
            return tally;
    CV_Error(cv::Error::StsInternal, "no method " + method);
}

double recallGain(const Comparison& comparison)
{
    return tallyNamed(comparison, "zoom").score.recall() / tallyNamed(comparison, "uniform").score.recall();
}

} // namespace

std::string tableOf(const Report& report)
{
    std::string table = "method      input        frames  recall  precision  zoom ms  detector  (medians per frame)\n";
    for (const Comparison& comparison : *report.comparisons)
    {
        for (const Tally& tally : comparison.tallies())
            table += lineOf(tally, comparison.inputSize(), report.frames);
        table += cv::format("            zoom finds %.2f times what uniform finds\n", recallGain(comparison));
    }
    return table + lineOf(report.reference, report.referenceInput, report.frames);
}

std::string jsonOf(const Report& report)
{
    const Options& options = *report.options;
    samples::JsonWriter json;
    json.beginObject()
        .member("input", options.input)
        .member("frame_size", sizeText(report.frameSize))
        .member("first_frame", double(options.start))
        .member("frame_step", double(options.step))
        .member("frames", double(report.frames))
        .member("interrupted", report.interrupted)
        .member("detector", options.detector)
        .member("match_iou", 0.5)
        .key("reference")
        .beginObject()
        .member("input_size", sizeText(report.referenceInput))
        .member("detector_runs_per_frame", double(report.reference.detectorRuns))
        .member("boxes", double(report.reference.score.references()))
        .member("detector_ms", median(report.reference.detectMs))
        .endObject();
    json.key("sizes").beginArray();
    for (const Comparison& comparison : *report.comparisons)
    {
        json.beginObject()
            .member("input_size", sizeText(comparison.inputSize()))
            .member("recall_zoom_to_uniform", recallGain(comparison));
        json.key("methods").beginArray();
        for (const Tally& tally : comparison.tallies())
            writeTally(json, tally);
        json.endArray().endObject();
    }
    json.endArray().endObject();
    return json.text();
}
