// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "panels.hpp"

#include "opencv2/imgproc.hpp"
#include "opencv2/zoom/boxes.hpp"
#include "opencv2/zoom/draw.hpp"

#include <algorithm>

namespace {

const int PANEL_WIDTH = 480;
const int CAPTION_HEIGHT = 30;
const int GAP = 6;
const cv::Scalar BACKGROUND(40, 40, 40), TEXT(255, 255, 255);
const cv::Scalar FOUND(60, 220, 60), WRONG(60, 60, 255), MISSED(0, 220, 255);

void putLine(cv::Mat& image, const std::string& text, cv::Point at, const cv::Scalar& color = TEXT)
{
    cv::putText(image, text, at, cv::FONT_HERSHEY_SIMPLEX, 0.5, color, 1, cv::LINE_AA);
}

cv::Mat resizedToPanel(const cv::Mat& image, cv::Size panel)
{
    cv::Mat resized;
    cv::resize(image, resized, panel, 0, 0, image.cols > panel.width ? cv::INTER_AREA : cv::INTER_LINEAR);
    return resized;
}

void drawBoxes(cv::Mat& panel, cv::Size source, const std::vector<cv::Rect2d>& boxes, const cv::Scalar& color)
{
    const double sx = double(panel.cols) / source.width, sy = double(panel.rows) / source.height;
    for (const cv::Rect2d& box : boxes)
        if (!box.empty())
            cv::rectangle(panel, cv::Point(cvRound(box.x * sx), cvRound(box.y * sy)),
                          cv::Point(cvRound(box.br().x * sx), cvRound(box.br().y * sy)), color, 2, cv::LINE_AA);
}

std::vector<cv::Rect2d> boxesOf(const std::vector<detectors::Detection>& detections, const std::vector<bool>& flags,
                                bool wanted)
{
    std::vector<cv::Rect2d> boxes;
    for (size_t i = 0; i < detections.size(); i++)
        if (flags[i] == wanted)
            boxes.push_back(detections[i].box);
    return boxes;
}

//! An image of size @p source with detections and what they missed, in the same coordinates.
cv::Mat detectionPanel(const cv::Mat& image, cv::Size source, cv::Size size,
                       const std::vector<detectors::Detection>& detections, const detectors::Matching& matching,
                       const std::vector<cv::Rect2d>& missed)
{
    cv::Mat panel = resizedToPanel(image, size);
    drawBoxes(panel, source, missed, MISSED);
    drawBoxes(panel, source, boxesOf(detections, matching.found, false), WRONG);
    drawBoxes(panel, source, boxesOf(detections, matching.found, true), FOUND);
    return panel;
}

std::string countsOf(const detectors::Matching& matching)
{
    const int found = int(std::count(matching.found.begin(), matching.found.end(), true));
    return cv::format("%d of %d found, %d not in the reference", found, int(matching.covered.size()),
                      int(matching.found.size()) - found);
}

cv::Mat withCaption(const cv::Mat& panel, const std::string& caption)
{
    cv::Mat result(panel.rows + CAPTION_HEIGHT, panel.cols + GAP, panel.type(), BACKGROUND);
    panel.copyTo(result(cv::Rect(0, CAPTION_HEIGHT, panel.cols, panel.rows)));
    putLine(result, caption, cv::Point(6, 20));
    return result;
}

std::string sizeText(cv::Size size)
{
    return cv::format("%dx%d", size.width, size.height);
}

cv::Size panelSizeFor(const cv::Mat& frame)
{
    return cv::Size(PANEL_WIDTH, cvRound(double(PANEL_WIDTH) * frame.rows / frame.cols));
}

cv::Mat saliencyPanel(const cv::Mat& frame, const looks::Zoomer& zoomer)
{
    cv::Mat saliency = resizedToPanel(frame, panelSizeFor(frame));
    cv::zoom::drawSaliency(saliency, zoomer.saliency());
    cv::zoom::drawGrid(saliency, zoomer.transform(), cv::Scalar::all(190), 1, 4);
    return saliency;
}

cv::Mat foundPanel(const cv::Mat& frame, const std::vector<detectors::Detection>& found)
{
    cv::Mat panel = resizedToPanel(frame, panelSizeFor(frame));
    drawBoxes(panel, frame.size(), boxesOf(found, std::vector<bool>(found.size(), true), true), FOUND);
    return panel;
}

cv::Mat inARow(const std::vector<cv::Mat>& panels)
{
    cv::Mat row;
    cv::hconcat(panels, row);
    return row;
}

const char* const SALIENCY_CAPTION = "Saliency, and every fourth line of the grid";

} // namespace

cv::Mat drawPanes(const Comparison& comparison, const cv::Mat& frame, int frameNumber)
{
    const std::vector<detectors::Detection>& uniform = comparison.uniformLook().found;
    const std::vector<detectors::Detection>& zoom = comparison.zoomLook().found;
    const std::string input = sizeText(comparison.inputSize());
    return inARow(
        {withCaption(foundPanel(frame, uniform),
                     cv::format("Frame %d, uniform to %s: %d found", frameNumber, input.c_str(), int(uniform.size()))),
         withCaption(foundPanel(frame, zoom), cv::format("Zoomed to %s: %d found", input.c_str(), int(zoom.size()))),
         withCaption(saliencyPanel(frame, comparison.zoomMethod()), SALIENCY_CAPTION)});
}

cv::Mat drawPanels(const Comparison& comparison, const cv::Mat& frame, int frameNumber,
                   const std::vector<detectors::Detection>& reference)
{
    const cv::Size size = panelSizeFor(frame), input = comparison.inputSize();
    const looks::Look& zoom = comparison.zoomLook();
    const looks::Look& uniform = comparison.uniformLook();
    const cv::zoom::ZoomTransform transform = comparison.zoomMethod().transform();
    const detectors::Matching zoomMatching = detectors::matchBoxes(zoom.found, reference);
    const detectors::Matching uniformMatching = detectors::matchBoxes(uniform.found, reference);

    const std::vector<cv::Rect2d> missedByZoom = boxesOf(reference, zoomMatching.covered, false);
    std::vector<cv::Rect2d> missedInZoomed;
    if (!missedByZoom.empty())
        cv::zoom::zoomedBoxes(transform, missedByZoom, missedInZoomed); // as large as a found one would be drawn

    return inARow({withCaption(detectionPanel(frame, frame.size(), size, zoom.found, zoomMatching, missedByZoom),
                               cv::format("Frame %d, boxes found by zoom", frameNumber)),
                   withCaption(saliencyPanel(frame, comparison.zoomMethod()), SALIENCY_CAPTION),
                   withCaption(detectionPanel(zoom.shown, input, size, zoom.seen, zoomMatching, missedInZoomed),
                               "Zoom " + sizeText(input) + ": " + countsOf(zoomMatching)),
                   withCaption(detectionPanel(frame, frame.size(), size, uniform.found, uniformMatching,
                                              boxesOf(reference, uniformMatching.covered, false)),
                               "Uniform " + sizeText(input) + ": " + countsOf(uniformMatching))});
}

cv::Mat drawLegend(int width, const std::string& title)
{
    cv::Mat legend(CAPTION_HEIGHT, width, CV_8UC3, BACKGROUND);
    const std::pair<const char*, cv::Scalar> entries[] = {{title.c_str(), TEXT},
                                                          {"green: in the reference", FOUND},
                                                          {"red: not in the reference", WRONG},
                                                          {"yellow: in the reference, missed", MISSED}};
    int x = 6;
    for (const auto& [text, color] : entries)
    {
        putLine(legend, text, cv::Point(x, 20), color);
        x += cv::getTextSize(text, cv::FONT_HERSHEY_SIMPLEX, 0.5, 1, nullptr).width + 30;
    }
    return legend;
}

cv::Mat stack(const std::vector<cv::Mat>& pictures)
{
    cv::Size size;
    for (const cv::Mat& picture : pictures)
        size = cv::Size(std::max(size.width, picture.cols), size.height + picture.rows);
    cv::Mat result(size, CV_8UC3, BACKGROUND);
    int y = 0;
    for (const cv::Mat& picture : pictures)
    {
        picture.copyTo(result(cv::Rect(0, y, picture.cols, picture.rows)));
        y += picture.rows;
    }
    return result;
}
