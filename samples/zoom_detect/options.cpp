// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "options.hpp"

#include "../common/command_line.hpp"

namespace {

// How the defaults of the saliency were chosen, and what had been seen before: README.md in this folder.
const char* const KEYS =
    "{help h usage ?     |      | print this text }"
    "{input i            |      | video file, number of a camera, or folder of images }"
    "{output o           | out/zoom_detect | folder for summary.json, zoom_detect.png and zoom_detect.mp4 }"
    "{detector d         | hog  | hog (people; part of OpenCV), yunet (faces), fastestdet (80 kinds of things), or the "
    "yaml file of an ONNX detector (detectors/README.md) }"
    "{model m            |      | ONNX file of the detector; needed for yunet and fastestdet }"
    "{threshold          | -1   | score from which on a thing is found, the same for all methods; -1: the detector's "
    "own }"
    "{size               |      | detector input in pixels, such as 768x576; several with commas; instead of --scale }"
    "{scale              | 1    | detector input relative to the frame; several with commas, such as 1,0.75 }"
    "{reference-scale    | 2    | size of the reference run relative to the frame (a detector of fixed size sees that "
    "many tiles a side) }"
    "{saliency-model s   |      | yaml file of a saliency model; without: motion and the zoom run's own earlier "
    "detections }"
    "{panes p            |      | three pictures a frame and nothing else: what the resize finds, what the zoom finds, "
    "the "
    "saliency; no reference, no summary.json }"
    "{motion-share       | 0.2  | share of motion in the saliency, 0 to 1; own detections are the rest }"
    "{motion-time        | 10   | time constant of the motion's background in seconds }"
    "{memory             | 2    | time constant after which an own detection is forgotten, in seconds }"
    "{bandwidth          | 1.5  | width of a detection's Gaussian relative to its box }"
    "{smoothing          |      | time constant of the saliency's smoothing in seconds; default: 0, or the saliency "
    "model's }"
    "{grid               |      | attraction, separable or transport; default: separable, or the saliency model's }"
    "{sigma              |      | width of the attraction kernel, see GridParams; default: 0.167, or the saliency "
    "model's }"
    "{uniform-mix        |      | share of uniform saliency, 0 to 1; default: 0.1, or the saliency model's }"
    "{max-magnification  |      | limit of the magnification; default: what gives 1.4 zoomed pixels per frame pixel, "
    "or the saliency model's }"
    "{start              | 0    | frames to leave out at the beginning }"
    "{frames n           | 0    | frames to look at; 0: all }"
    "{step               | 1    | look at every n-th frame }";

std::optional<double> optionalNumber(const cv::CommandLineParser& parser, const std::string& name, double least,
                                     double most)
{
    return parser.has(name) ? std::optional<double>(samples::numberOf(parser, name, least, most)) : std::nullopt;
}

int parseGridMode(const std::string& text)
{
    if (text == "attraction")
        return cv::zoom::GRID_ATTRACTION;
    if (text == "separable")
        return cv::zoom::GRID_SEPARABLE;
    if (text == "transport")
        return cv::zoom::GRID_TRANSPORT;
    samples::refuseArgument("grid", text, "attraction, separable or transport");
}

} // namespace

std::optional<Options> parseOptions(int argc, const char* const* argv)
{
    cv::CommandLineParser parser(argc, argv, KEYS);
    parser.about(
        "Runs a detector at a fixed small input on uniformly resized and on saliency-zoomed frames of the same\n"
        "video, on a magnified crop, on two tiles, and on a big reference, and compares what they find.");
    if (parser.has("help"))
    {
        parser.printMessage();
        return std::nullopt;
    }
    samples::checkArgumentNames(KEYS, argc, argv);

    Options options;
    options.input = parser.get<cv::String>("input");
    if (options.input.empty())
        samples::refuseArgument("input", "", "a video file, the number of a camera, or a folder of images");
    options.output = parser.get<cv::String>("output");
    options.detector = parser.get<cv::String>("detector");
    options.model = parser.get<cv::String>("model");
    options.threshold = samples::numberOf(parser, "threshold", -1, 1e6);
    for (const std::string& text : samples::splitAtCommas(parser.get<cv::String>("size")))
        options.sizes.push_back(samples::sizeOf("size", text));
    for (const std::string& text : samples::splitAtCommas(parser.get<cv::String>("scale")))
        options.scales.push_back(samples::numberOf("scale", text, 0.01, 16));
    options.referenceScale = samples::numberOf(parser, "reference-scale", 1, 16);

    options.saliencyModel = parser.get<cv::String>("saliency-model");
    options.panes = parser.has("panes");
    options.motionShare = samples::numberOf(parser, "motion-share", 0, 1);
    options.motionTime = samples::numberOf(parser, "motion-time", 0.001, 1e6);
    options.memory = samples::numberOf(parser, "memory", 0.001, 1e6);
    options.bandwidth = samples::numberOf(parser, "bandwidth", 0.01, 100);
    options.smoothing = optionalNumber(parser, "smoothing", 0, 1e6);

    if (parser.has("grid"))
        options.gridMode = parseGridMode(parser.get<cv::String>("grid"));
    options.sigma = optionalNumber(parser, "sigma", 0.001, 10);
    options.uniformMix = optionalNumber(parser, "uniform-mix", 0, 1);
    options.maxMagnification = optionalNumber(parser, "max-magnification", 1, 1e6);

    options.start = samples::integerOf(parser, "start", 0);
    options.frames = samples::integerOf(parser, "frames", 0);
    options.step = samples::integerOf(parser, "step", 1);
    return options;
}

cv::zoom::GridParams withOptions(cv::zoom::GridParams params, const Options& options)
{
    params.mode = options.gridMode.value_or(params.mode);
    params.sigma = options.sigma.value_or(params.sigma);
    params.uniformMix = options.uniformMix.value_or(params.uniformMix);
    params.maxMagnification = options.maxMagnification.value_or(params.maxMagnification);
    return params;
}
