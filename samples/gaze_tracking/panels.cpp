// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "panels.hpp"

#include "opencv2/imgproc.hpp"

#include <algorithm>
#include <cmath>

namespace {

const int LEFT_WIDTH = 760, RIGHT_WIDTH = 428, CAPTION = 26, GAP = 6, LINE = 22;
const cv::Scalar BACKGROUND(40, 40, 40), TEXT(255, 255, 255), WARNING(80, 200, 255);

void putLine(cv::Mat& image, const std::string& text, cv::Point at, const cv::Scalar& colour = TEXT)
{
    cv::putText(image, text, at, cv::FONT_HERSHEY_SIMPLEX, 0.5, colour, 1, cv::LINE_AA);
}

std::string gridName(int mode)
{
    return mode == cv::zoom::GRID_ATTRACTION  ? "attraction"
           : mode == cv::zoom::GRID_SEPARABLE ? "separable"
                                              : "transport";
}

//! The largest place of that aspect within a panel.
cv::Rect fitted(cv::Size size, cv::Size panel)
{
    const double scale = std::min(double(panel.width) / size.width, double(panel.height) / size.height);
    const cv::Size inside(std::max(cvRound(size.width * scale), 1), std::max(cvRound(size.height * scale), 1));
    return cv::Rect((panel.width - inside.width) / 2, (panel.height - inside.height) / 2, inside.width, inside.height);
}

std::string stateOf(const Tracker& tracker)
{
    const TrackedGaze& gaze = tracker.last();
    if (gaze.measured)
        return cv::format("%6.1f, %6.1f cm", gaze.steady->x, gaze.steady->y);
    return gaze.held ? "eyes closed or not seen: the last gaze is held" : "eyes closed or not seen: no gaze";
}

//! What is known of a method's errors.
std::string errorsOf(const Tracker& tracker, bool known)
{
    const GazeErrors& errors = tracker.errors();
    std::string text = tracker.isCalibrated() ? ", calibrated" : ", not calibrated";
    if (known && errors.frames > errors.lost)
        text += cv::format(", error %.1f cm (steady %.1f), %d of %d frames without a gaze", errors.measuredMean(),
                           errors.steadyMean(), errors.lost, errors.frames);
    else if (!known)
        text += ", true gaze not known";
    return text;
}

} // namespace

Panels::Panels(const gaze::Screen& screen, cv::Size frame) : virtualScreen(screen)
{
    const int frameHeight = std::min(std::max(LEFT_WIDTH * frame.height / frame.width, 240), 428);
    frameArea = cv::Rect(0, CAPTION, LEFT_WIDTH, frameHeight);
    screenArea = cv::Rect(0, frameArea.br().y + CAPTION, LEFT_WIDTH, 428);
    const int side = (screenArea.br().y - 2 * CAPTION) / 2;
    zoomArea = cv::Rect(LEFT_WIDTH + GAP, CAPTION, RIGHT_WIDTH, side);
    uniformArea = cv::Rect(LEFT_WIDTH + GAP, zoomArea.br().y + CAPTION, RIGHT_WIDTH, side);
    statusArea = cv::Rect(0, screenArea.br().y, LEFT_WIDTH + GAP + RIGHT_WIDTH, 4 * LINE + 4);
    // Encoders of 4:2:0 take even sizes only.
    picture.create((statusArea.br().y + 1) & ~1, (statusArea.width + 1) & ~1, CV_8UC3);
}

void Panels::add(const Scenery& scenery)
{
    const auto steady = [](const Tracker* tracker) {
        return tracker ? tracker->last().steady : std::optional<cv::Point2d>();
    };
    std::optional<cv::Point2d> truth;
    if (scenery.frame->truth)
        truth = scenery.frame->truth->gaze;
    virtualScreen.add(truth, steady(scenery.zoomTracker),
                      scenery.uniform ? steady(scenery.uniformTracker) : std::nullopt);
}

cv::Mat Panels::captioned(cv::Rect area, const std::string& caption)
{
    putLine(picture, caption, cv::Point(area.x + 6, area.y - 8));
    return picture(area);
}

void Panels::drawFrame(cv::Mat panel, const Scenery& scenery)
{
    cv::Mat frame = panel(fitted(scenery.frame->image.size(), panel.size()));
    const bool reduced = scenery.frame->image.cols > frame.cols;
    cv::resize(scenery.frame->image, frame, frame.size(), 0, 0, reduced ? cv::INTER_AREA : cv::INTER_LINEAR);
    const GazeMethod& steering = scenery.steeredByUniform && scenery.uniform ? *scenery.uniform : *scenery.zoom;
    if (!scenery.steeredByUniform)
    {
        steering.saliency(saliency);
        cv::zoom::drawSaliency(frame, saliency, 0.5);
    }
    cv::zoom::drawGrid(frame, steering.transform(), cv::Scalar::all(190), 1, 3);
}

void Panels::drawShown(cv::Mat panel, const GazeMethod* method)
{
    if (!method)
    {
        putLine(panel, "switched off (key u)", cv::Point(20, 40), WARNING);
        return;
    }
    method->shown(shown);
    cv::Mat place = panel(fitted(shown.size(), panel.size()));
    cv::resize(shown, place, place.size(), 0, 0, cv::INTER_LINEAR);
}

void Panels::drawStatus(cv::Mat panel, const Scenery& scenery)
{
    const bool known = scenery.frame->truth.has_value();
    int y = LINE - 4;
    const auto line = [&](const std::string& text, const cv::Scalar& colour) {
        putLine(panel, text, cv::Point(6, y), colour);
        y += LINE;
    };
    const auto method = [&](const char* name, const Tracker& tracker, bool steers, const cv::Scalar& colour,
                            const char* note) {
        line(name + stateOf(tracker) + errorsOf(tracker, known) + note + (steers ? "  <" : ""), colour);
    };
    method("zoom     ", *scenery.zoomTracker, !scenery.steeredByUniform, ZOOM_COLOUR, "");
    if (scenery.uniform)
        method("uniform  ", *scenery.uniformTracker, scenery.steeredByUniform, UNIFORM_COLOUR,
               scenery.uniformTrained ? "" : ", by the zoom's network");
    else
        line("uniform  off", UNIFORM_COLOUR);
    std::string truth = "true gaze not known";
    if (known)
    {
        const gaze::Label& label = *scenery.frame->truth;
        truth =
            cv::format("true     %6.1f, %6.1f cm%s", label.gaze.x, label.gaze.y,
                       gaze::gazeIsSeen({label.eyes[0].pupilShown, label.eyes[1].pupilShown}) ? "" : ", lids closed");
    }
    line(truth + cv::format("   %.1f frames/s", scenery.framesPerSecond), TRUE_COLOUR);
    std::string last = scenery.message.empty() ? "h: keys" : scenery.message;
    if (scenery.session && !scenery.session->done())
        last = scenery.session->waiting()
                   ? "Calibration: the eyes are not seen"
                   : cv::format("Calibration: point %d of %d", scenery.session->number() + 1, scenery.session->count());
    line((scenery.paused ? "Paused. " : "") + last, TEXT);
}

const cv::Mat& Panels::draw(const Scenery& scenery)
{
    picture.setTo(BACKGROUND);
    drawFrame(captioned(frameArea, scenery.steeredByUniform
                                       ? "Frame, with the uniform grid"
                                       : "Frame, saliency, grid (" + gridName(scenery.zoom->gridMode()) + ")"),
              scenery);
    const auto caption = [](const char* name, const GazeMethod* method) {
        return method ? cv::format("%s: what the network sees, %dx%d", name, method->inputSize().width,
                                   method->inputSize().height)
                      : std::string(name);
    };
    drawShown(captioned(zoomArea, caption("Zoom", scenery.zoom)), scenery.zoom);
    drawShown(captioned(uniformArea, caption("Uniform", scenery.uniform)), scenery.uniform);
    cv::Mat screen = captioned(screenArea, "Screen: green the true gaze, orange zoom, blue uniform; a ring is held");
    virtualScreen.draw(screen, scenery.zoomTracker->last().held,
                       scenery.uniformTracker && scenery.uniformTracker->last().held, scenery.session);
    drawStatus(picture(statusArea), scenery);
    if (scenery.help)
    {
        const char* const keys[] = {"space  pause",
                                    "z      the other method's gaze and grid: zoom or uniform",
                                    "u      uniform comparison on or off",
                                    "g      grid: attraction, separable, transport",
                                    "c      calibrate, or stop calibrating",
                                    "s      save this picture",
                                    "h      these keys",
                                    "q Esc  quit"};
        const cv::Rect area(40, 60, 560, int(std::size(keys)) * 26 + 24);
        cv::Mat box = picture(area);
        box *= 0.25;
        for (size_t i = 0; i < std::size(keys); ++i)
            putLine(box, keys[i], cv::Point(16, 30 + int(i) * 26));
    }
    return picture;
}
