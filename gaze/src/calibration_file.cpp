// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// A calibration's file.
#include "zoom_gaze/calibration.hpp"

#include "field_reader.hpp"
#include "zoom_footage/output_file.hpp"

#include <algorithm>

namespace gaze {

namespace {

const int VERSION = 1;
const char* const KIND_NAMES[CALIBRATION_KINDS] = {"none", "offset", "affine", "features"};

void writeErrors(cv::FileStorage& file, const char* name, const CalibrationErrors& errors)
{
    file << name
         << std::vector<double>{double(errors.frames), errors.uncalibrated.cm, errors.uncalibrated.degrees,
                                errors.calibrated.cm, errors.calibrated.degrees};
}

CalibrationErrors readErrors(const cv::zoom::FieldReader& reader, const char* name)
{
    const std::vector<double> values = reader.numbers(name, 5);
    for (double value : values)
        if (value < 0)
            reader.fail(name, "must not be negative");
    return {{values[1], values[2]}, {values[3], values[4]}, int(values[0])};
}

} // namespace

const char* nameOf(CalibrationKind kind)
{
    return KIND_NAMES[kind];
}

void Calibration::write(const std::string& path) const
{
    std::vector<double> weights;
    for (const cv::Vec2d& weight : model.weights)
        weights.insert(weights.end(), {weight[0], weight[1]});
    const Camera& camera = device_.camera;
    const Screen& screen = device_.screen;
    cv::FileStorage file(".yaml", cv::FileStorage::WRITE | cv::FileStorage::MEMORY | cv::FileStorage::FORMAT_YAML);
    file << "version" << VERSION;
    if (!device_.model.empty()) // an empty text cannot be read back
        file << "model" << device_.model;
    file << "camera_frame" << std::vector<double>{double(camera.frame.width), double(camera.frame.height)};
    file << "camera_focal" << camera.focal;
    file << "camera_principal" << std::vector<double>{camera.principal.x, camera.principal.y};
    file << "screen_pixels" << std::vector<double>{double(screen.pixels.width), double(screen.pixels.height)};
    file << "screen_cm" << std::vector<double>{screen.size.width, screen.size.height};
    file << "screen_camera_cm" << std::vector<double>{screen.camera.x, screen.camera.y};
    file.writeComment("frames, error in cm and degrees without calibration and with it");
    writeErrors(file, "errors_left_out", leftOutErrors);
    writeErrors(file, "errors_validation", validationErrors);
    file << "kind" << nameOf(model.kind) << "ridge" << model.ridge << "features" << model.features;
    file << "offset" << std::vector<double>{model.offset[0], model.offset[1]};
    file << "mean" << model.mean << "scale" << model.scale << "weights" << weights;
    footage::writeTextFile(path, file.releaseAndGetString());
}

Calibration Calibration::read(const std::string& path, const std::string& expectedModel)
{
    const cv::zoom::FieldReader reader("calibration", path, "zoom_gaze/calibration.hpp");
    reader.allowOnly({"version", "model", "camera_frame", "camera_focal", "camera_principal", "screen_pixels",
                      "screen_cm", "screen_camera_cm", "errors_left_out", "errors_validation", "kind", "ridge",
                      "features", "offset", "mean", "scale", "weights"});
    reader.wholeNumber("version", VERSION, VERSION);
    CalibrationDevice device;
    if (reader.has("model"))
        device.model = reader.text("model");
    if (!expectedModel.empty() && device.model != expectedModel)
        reader.fail("model", "is '" + device.model + "', but '" + expectedModel +
                                 "' is in use: calibrate again with that network");
    const auto pair = [&](const char* name, double low, double high) {
        const std::vector<double> values = reader.numbers(name, 2);
        for (double value : values)
            if (value < low || value > high)
                reader.fail(name, cv::format("is %g, %g; allowed is %g to %g", values[0], values[1], low, high));
        return cv::Point2d(values[0], values[1]);
    };
    const cv::Point2d frame = pair("camera_frame", 1, 1e5), pixels = pair("screen_pixels", 1, 1e6),
                      size = pair("screen_cm", 1, 1e3);
    device.camera.frame = cv::Size(int(frame.x), int(frame.y));
    device.camera.focal = reader.number("camera_focal");
    if (device.camera.focal <= 0)
        reader.fail("camera_focal", cv::format("is %g; it must be more than 0", device.camera.focal));
    device.camera.principal = pair("camera_principal", -1e5, 1e5);
    device.screen.pixels = cv::Size(int(pixels.x), int(pixels.y));
    device.screen.size = cv::Size2d(size.x, size.y);
    device.screen.camera = pair("screen_camera_cm", -1e3, 1e3);

    Calibration calibration(device);
    calibration.leftOutErrors = readErrors(reader, "errors_left_out");
    calibration.validationErrors = readErrors(reader, "errors_validation");
    Model& model = calibration.model;
    const std::vector<cv::String> kinds(KIND_NAMES, KIND_NAMES + CALIBRATION_KINDS);
    const cv::String kind = reader.choice("kind", kinds);
    model.kind = CalibrationKind(std::find(kinds.begin(), kinds.end(), kind) - kinds.begin());
    model.ridge = reader.number("ridge");
    model.features = reader.wholeNumber("features", 0, 100000);
    const std::vector<double> offset = reader.numbers("offset", 2);
    model.offset = cv::Vec2d(offset[0], offset[1]);
    const size_t inputs = inputsOf(model.kind, model.features);
    if (inputs > 0)
    {
        model.mean = reader.numbers("mean", inputs);
        model.scale = reader.numbers("scale", inputs);
        const std::vector<double> weights = reader.numbers("weights", 2 * inputs);
        for (size_t i = 0; i < inputs; ++i)
            model.weights.emplace_back(weights[2 * i], weights[2 * i + 1]);
    }
    return calibration;
}

} // namespace gaze
