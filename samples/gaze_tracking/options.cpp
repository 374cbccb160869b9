// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "options.hpp"

#include "../common/command_line.hpp"

namespace {

const char* const KEYS =
    "{help h usage ?    |             | print this text }"
    "{input i           | synthetic   | synthetic (a rendered person), number of a camera, video file or folder of "
    "images }"
    "{model m           | models/gaze.yaml | yaml file of the saliency model }"
    "{task              |             | ONNX file of the gaze network (inputs image and rays); default: beside the "
    "model, "
    "gaze_task.onnx for gaze.yaml }"
    "{uniform-task      |             | ONNX file of a gaze network that was trained on uniform frames; default: "
    "gaze_uniform_task.onnx where there is one, else --task }"
    "{method            | zoom        | whose gaze is shown as the person's: zoom or uniform }"
    "{uniform           | on          | on: the uniform method runs as well, for comparison; off }"
    "{headless          |             | no window; the video goes to --output }"
    "{output o          |             | video (mp4), and a picture of the run beside it (png); default without a "
    "window: "
    "out/gaze_tracking.mp4 }"
    "{report            |             | json file for errors and times }"
    "{frames n          | 0           | frames to look at; 0: all, of a synthetic person without a window 300 }"
    "{calibrate         |             | begin with a calibration; key c in the window }"
    "{calibration       |             | yaml file of a calibration: read where there is one, written by a calibration }"
    "{size              | 1280x720    | of synthetic frames, and what a camera is asked for }"
    "{rate              | 30          | frames per second, of a synthetic person }"
    "{seed              | 1           | of the synthetic person }"
    "{focal             | 0.9         | focal length of a camera or file, in sides of the frame's longer side }"
    "{distance          | 0           | of the face from the screen in cm, for errors in degrees; 0: not known }"
    "{screen            | 34.5x19.4   | the screen's size in cm }"
    "{screen-pixels     | 1920x1080   | the screen's size in pixels }"
    "{camera-right      | 17.25       | the camera from the screen's upper left corner, cm to the right }"
    "{camera-down       | -0.8        | likewise down; above the screen it is negative }"
    "{min-cutoff        | 1           | one-euro filter: Hz of a gaze at rest; less is steadier }"
    "{beta              | 0.05        | one-euro filter: Hz that each cm per second adds; more follows sooner }"
    "{derivative-cutoff | 1           | one-euro filter: Hz, of the speed }"
    "{hold              | 0.3         | seconds for which a lost gaze stays }";

cv::Size2d centimetres(const std::string& text)
{
    const size_t cross = text.find('x');
    if (cross == std::string::npos)
        samples::refuseArgument("screen", text, "width x height in cm, such as 34.5x19.4");
    return cv::Size2d(samples::numberOf("screen", text.substr(0, cross), 1, 1000),
                      samples::numberOf("screen", text.substr(cross + 1), 1, 1000));
}

//! True for the first of two words.
bool isFirst(const cv::CommandLineParser& parser, const std::string& name, const std::string& first,
             const std::string& second)
{
    const std::string text = parser.get<cv::String>(name);
    if (text != first && text != second)
        samples::refuseArgument(name, text, first + " or " + second);
    return text == first;
}

} // namespace

std::optional<Options> parseOptions(int argc, const char* const* argv)
{
    cv::CommandLineParser parser(argc, argv, KEYS);
    parser.about(
        "Shows where on a screen a person looks: a learned zoom and a gaze network, beside the same with uniformly\n"
        "resized frames. Keys: h lists them.");
    if (parser.has("help"))
    {
        parser.printMessage();
        return std::nullopt;
    }
    samples::checkArgumentNames(KEYS, argc, argv);
    const auto number = [&](const char* name, double least, double most) {
        return samples::numberOf(parser, name, least, most);
    };

    Options options;
    options.input = parser.get<cv::String>("input");
    if (options.input.empty())
        samples::refuseArgument("input", "", "synthetic, the number of a camera, a video file or a folder of images");
    options.size = samples::sizeOf("size", parser.get<cv::String>("size"));
    options.framesPerSecond = number("rate", 1, 1000);
    options.seed = uint64_t(samples::integerOf(parser, "seed", 0));
    options.focal = number("focal", 0.1, 10);
    options.distance = number("distance", 0, 1000);

    options.model = parser.get<cv::String>("model");
    options.task = parser.get<cv::String>("task");
    options.uniformTask = parser.get<cv::String>("uniform-task");
    options.steeredByUniform = !isFirst(parser, "method", "zoom", "uniform");
    options.withUniform = isFirst(parser, "uniform", "on", "off") || options.steeredByUniform;

    options.screen.size = centimetres(parser.get<cv::String>("screen"));
    options.screen.pixels = samples::sizeOf("screen-pixels", parser.get<cv::String>("screen-pixels"));
    options.screen.camera = cv::Point2d(number("camera-right", -1000, 1000), number("camera-down", -1000, 1000));
    gaze::checkScreen(options.screen);
    options.steady.filter.minCutoff = number("min-cutoff", 1e-3, 1e3);
    options.steady.filter.beta = number("beta", 0, 1e3);
    options.steady.filter.derivativeCutoff = number("derivative-cutoff", 1e-3, 1e3);
    options.steady.hold = number("hold", 0, 60);

    options.calibrate = parser.has("calibrate");
    options.calibration = parser.get<cv::String>("calibration");
    options.headless = parser.has("headless");
    options.output = parser.get<cv::String>("output");
    options.report = parser.get<cv::String>("report");
    options.frames = samples::integerOf(parser, "frames", 0);
    const bool synthetic = options.input == SYNTHETIC;
    if (options.headless && options.output.empty())
        options.output = "out/gaze_tracking.mp4";
    if (options.headless && synthetic && options.frames == 0)
        options.frames = 300;
    const size_t dot = options.output.rfind('.');
    if (!options.output.empty() && (dot == std::string::npos || options.output.substr(dot) != ".mp4"))
        samples::refuseArgument("output", options.output, "a name that ends in .mp4");
    if (options.calibrate && options.headless && !synthetic)
        CV_Error(cv::Error::StsBadArg,
                 "--calibrate: without a window (--headless) a real person sees no points to look at");
    return options;
}
