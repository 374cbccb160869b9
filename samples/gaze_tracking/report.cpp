// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "report.hpp"

#include "../common/json_writer.hpp"

namespace {

std::string errorText(const gaze::GazeError& error)
{
    return cv::format("%.2f cm", error.cm) + (error.degrees > 0 ? cv::format(" (%.2f degrees)", error.degrees) : "");
}

void writeErrors(samples::JsonWriter& json, const char* name, const gaze::CalibrationErrors& errors)
{
    json.key(name)
        .beginObject()
        .member("frames", double(errors.frames))
        .member("uncalibrated_cm", errors.uncalibrated.cm)
        .member("calibrated_cm", errors.calibrated.cm)
        .member("uncalibrated_degrees", errors.uncalibrated.degrees)
        .member("calibrated_degrees", errors.calibrated.degrees)
        .endObject();
}

void writeMethod(samples::JsonWriter& json, const Report::Method& method)
{
    const GazeErrors& errors = method.tracker->errors();
    json.beginObject()
        .member("method", method.name)
        .member("network_input", cv::format("%dx%d", method.input.width, method.input.height))
        .member("network_trained_for_it", method.trainedForIt)
        .member("calibrated", method.tracker->isCalibrated())
        .member("frames", double(method.tracker->frames()))
        .member("frames_without_gaze", double(method.tracker->framesWithoutGaze()))
        .member("frames_with_open_eyes", double(errors.frames))
        .member("without_gaze", double(errors.lost))
        .member("frames_with_closed_eyes", double(errors.closed))
        .member("gaze_of_closed_eyes", double(errors.invented));
    if (errors.frames > errors.lost) // else there is no mean
        json.member("error_cm", errors.measuredMean()).member("steady_error_cm", errors.steadyMean());
    if (method.tracker->isCalibrated())
    {
        const gaze::Calibration& calibration = method.tracker->calibration();
        json.key("calibration").beginObject().member("kind", gaze::nameOf(calibration.kind()));
        writeErrors(json, "left_out", calibration.leftOut());
        writeErrors(json, "validation", calibration.validation());
        json.endObject();
    }
    json.endObject();
}

} // namespace

std::string textOf(const gaze::Calibration& calibration)
{
    const gaze::CalibrationErrors& errors = calibration.validation();
    return cv::format("calibration (%s): at %d frames of points that it was not made of the error was ",
                      gaze::nameOf(calibration.kind()), errors.frames) +
           errorText(errors.uncalibrated) + " before and is " + errorText(errors.calibrated) + " now\n";
}

std::string textOf(const Report& report)
{
    std::string text = cv::format("%d frames of %dx%d, %.1f frames/s\n", report.frames, report.frame.width,
                                  report.frame.height, report.frames / report.seconds);
    for (const Report::Method& method : report.methods)
    {
        const GazeErrors& errors = method.tracker->errors();
        text += cv::format("%-8s at %dx%d%s: ", method.name.c_str(), method.input.width, method.input.height,
                           method.tracker->isCalibrated() ? ", calibrated" : "");
        if (!report.truthKnown)
            text += cv::format("the true gaze is not known; no gaze in %d of %d frames",
                               method.tracker->framesWithoutGaze(), method.tracker->frames());
        else if (errors.frames == errors.lost)
            text += "no gaze in any frame with open eyes";
        else
            text += cv::format(
                "mean error %.1f cm, steady %.1f cm; no gaze in %d of %d frames with open eyes, one in %d "
                "of %d with closed ones",
                errors.measuredMean(), errors.steadyMean(), errors.lost, errors.frames, errors.invented, errors.closed);
        text += method.trainedForIt ? "\n" : " (by the zoom's network, which has learned from zoomed frames)\n";
    }
    text += "median ms:";
    for (int stage = 0; stage < STAGES; ++stage)
        if (const double ms = report.times->median(Stage(stage)); ms >= 0)
            text += cv::format(" %s %.1f", nameOf(Stage(stage)), ms);
    return text + "\n";
}

std::string jsonOf(const Report& report)
{
    samples::JsonWriter json;
    json.beginObject()
        .member("input", report.options->input)
        .member("frame_size", cv::format("%dx%d", report.frame.width, report.frame.height))
        .member("frames", double(report.frames))
        .member("interrupted", report.interrupted)
        .member("true_gaze_known", report.truthKnown)
        .member("frames_per_second", report.frames / report.seconds);
    json.key("methods").beginArray();
    for (const Report::Method& method : report.methods)
        writeMethod(json, method);
    json.endArray().key("median_ms").beginObject();
    for (int stage = 0; stage < STAGES; ++stage)
        if (const double ms = report.times->median(Stage(stage)); ms >= 0) // it ran
            json.member(nameOf(Stage(stage)), ms);
    json.endObject().endObject();
    return json.text();
}
