// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

// Renders frames and lays them on one sheet, for a person to look at; with --eyes the eyes alone, enlarged.
#include "background_photos.hpp"
#include "opencv2/imgcodecs.hpp"
#include "opencv2/imgproc.hpp"
#include "run_tool.hpp"
#include "zoom_gaze/renderer.hpp"

#include <cstdio>
#include <ctime>

namespace {

//! The label drawn on a frame: eye centres, iris circles and where the eyes look.
void drawLabel(const gaze::Label& label, cv::Mat& frame)
{
    for (const gaze::EyeLabel& eye : label.eyes)
    {
        const int shift = 4, unit = 1 << shift; // cv::circle's centre is in pixels whose centres are whole
        const cv::Point iris(cvRound((eye.irisCentre.x - 0.5) * unit), cvRound((eye.irisCentre.y - 0.5) * unit));
        cv::circle(frame, iris, cvRound(eye.irisRadius * unit), cv::Scalar(0, 255, 0), 1, cv::LINE_AA, shift);
        const cv::Point2d along(eye.visualAxis[0], eye.visualAxis[1]);
        const cv::Point2d end = eye.irisCentre + along * (eye.irisRadius * 8);
        cv::arrowedLine(frame, eye.irisCentre, end, cv::Scalar(0, 220, 255), 1, cv::LINE_AA);
    }
}

//! The part of the frame about an eye, 16:9.
cv::Mat cutEye(const cv::Mat& frame, const gaze::EyeLabel& eye, cv::Size size)
{
    const double width = eye.irisRadius * 8;
    cv::Mat part;
    const double scale = size.width / width;
    const cv::Matx23d map(scale, 0, size.width / 2. - scale * (eye.centre.x - 0.5), 0, scale,
                          size.height / 2. - scale * (eye.centre.y - 0.5));
    cv::warpAffine(frame, part, map, size, cv::INTER_CUBIC, cv::BORDER_REPLICATE);
    return part;
}

int run(int argc, char** argv)
{
    const cv::CommandLineParser arguments(argc, argv,
                                          std::string("{help h|   | this text}"
                                                      "{count |100| frames}"
                                                      "{columns |10| of the sheet}"
                                                      "{tile |256| width of a tile in pixels}"
                                                      "{width |1280| of a frame; the height is 9/16 of it}"
                                                      "{seed |0| of the first frame}"
                                                      "{near |25| smallest distance, cm}"
                                                      "{far |90| largest distance, cm}"
                                                      "{effects |1| strength of blur, noise and compression}"
                                                      "{labels |  | draw the labels}"
                                                      "{eyes |  | show the eyes instead of the frames}"
                                                      "{face |  | show the face instead of the frame}"
                                                      "{quality |85| of a JPEG sheet}"
                                                      "{output |out/gaze-sheet.png| the sheet}") +
                                              gaze::PHOTO_KEYS);
    if (arguments.has("help"))
    {
        arguments.printMessage();
        return 0;
    }
    const int count = arguments.get<int>("count"), columns = arguments.get<int>("columns"),
              width = arguments.get<int>("tile");
    const int frameWidth = arguments.get<int>("width"), seed = arguments.get<int>("seed"),
              quality = arguments.get<int>("quality");
    const std::string folder = arguments.get<std::string>("photos"), yunet = arguments.get<std::string>("yunet"),
                      output = arguments.get<std::string>("output");
    gaze::SceneRanges ranges;
    ranges.frame = cv::Size(frameWidth, frameWidth * 9 / 16);
    ranges.distance = {arguments.get<double>("near"), arguments.get<double>("far")};
    ranges.effects = arguments.get<double>("effects");
    if (!arguments.check())
    {
        arguments.printErrors();
        return 1;
    }
    if (count < 1 || columns < 1 || width < 16 || frameWidth < 128 || frameWidth > 8192 || seed < 0 || quality < 1 ||
        quality > 100)
        CV_Error(cv::Error::StsOutOfRange, "--count and --columns must be 1 or more, --tile 16 or more, --width 128 to "
                                           "8192, --seed 0 or more, --quality 1 to 100");
    gaze::Renderer renderer(gaze::backgroundPhotos(folder, yunet));
    ranges.photos = renderer.photos();
    const cv::Size tile(width, width * 9 / 16);
    cv::Mat sheet(((count + columns - 1) / columns) * tile.height, columns * tile.width, CV_8UC3, cv::Scalar::all(0)),
        frame;
    double seconds = 0, blurSeconds = 0;
    std::clock_t rendering = 0, blurring = 0;
    cv::Mat blurred;
    for (int i = 0; i < count; ++i)
    {
        const gaze::Scene scene = gaze::drawScene(uint64_t(seed) + uint64_t(i), ranges);
        int64 start = cv::getTickCount();
        std::clock_t used = std::clock();
        renderer.render(scene, frame);
        rendering += std::clock() - used;
        seconds += double(cv::getTickCount() - start) / cv::getTickFrequency();
        // A peer for the times, since machines and their load differ.
        start = cv::getTickCount();
        used = std::clock();
        cv::GaussianBlur(frame, blurred, cv::Size(), 5);
        blurring += std::clock() - used;
        blurSeconds += double(cv::getTickCount() - start) / cv::getTickFrequency();
        const gaze::Label label = gaze::labelOf(scene);
        if (arguments.has("labels"))
            drawLabel(label, frame);
        cv::Mat part;
        if (arguments.has("eyes"))
        {
            const cv::Size half(tile.width / 2, tile.height);
            cv::hconcat(cutEye(frame, label.eyes[gaze::RIGHT_EYE], half),
                        cutEye(frame, label.eyes[gaze::LEFT_EYE], half), part);
        }
        else if (arguments.has("face"))
        {
            gaze::EyeLabel middle = label.eyes[0];
            middle.centre = (label.eyes[0].centre + label.eyes[1].centre) / 2;
            middle.centre.y += middle.irisRadius * 4;
            middle.irisRadius *= 9;
            part = cutEye(frame, middle, tile);
        }
        else
            cv::resize(frame, part, tile, 0, 0, cv::INTER_AREA);
        part.copyTo(sheet(cv::Rect(cv::Point((i % columns) * tile.width, (i / columns) * tile.height), part.size())));
    }
    const double each = 1000. / count, ticks = 1000. / CLOCKS_PER_SEC / count;
    std::printf(
        "%d frames of %dx%d, each: %.2f ms, %.2f ms of processor time; cv::GaussianBlur of sigma 5: %.2f ms, %.2f ms\n",
        count, ranges.frame.width, ranges.frame.height, each * seconds, ticks * double(rendering), each * blurSeconds,
        ticks * double(blurring));
    if (!cv::imwrite(output, sheet, {cv::IMWRITE_JPEG_QUALITY, quality}))
        CV_Error(cv::Error::StsError, "cannot write " + output);
    return 0;
}

} // namespace

int main(int argc, char** argv)
{
    return gaze::runTool([&] { return run(argc, argv); });
}
