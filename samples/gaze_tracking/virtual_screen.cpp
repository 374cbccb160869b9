// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "virtual_screen.hpp"

#include "opencv2/imgproc.hpp"

#include <algorithm>

namespace {

const double MARGIN = 0.12; // of the screen's sides, so that a gaze beside it shows
const cv::Scalar AROUND(30, 30, 30), SCREEN(70, 62, 58), EDGE(130, 130, 130), TARGET(255, 255, 255);

//! From gazes to pixels of a picture.
class Placing
{
public:
    //! @param margin around the screen, in shares of its sides
    Placing(const gaze::Screen& screen_, cv::Size picture_, double margin) : screen(screen_), picture(picture_)
    {
        const double all = 1 + 2 * margin;
        scale = std::min(picture.width / (screen.pixels.width * all), picture.height / (screen.pixels.height * all));
        corner =
            cv::Point2d(picture.width - scale * screen.pixels.width, picture.height - scale * screen.pixels.height) *
            0.5;
    }

    //! What lies beside the picture is drawn at its edge.
    cv::Point of(const cv::Point2d& gaze) const
    {
        const cv::Point2d at = corner + screen.toPixels(gaze) * scale;
        const auto within = [](double v, int size) { return cvRound(std::min(std::max(v, 4.), size - 5.)); };
        return cv::Point(within(at.x, picture.width), within(at.y, picture.height));
    }

    cv::Rect screenArea() const
    {
        return cv::Rect(cvRound(corner.x), cvRound(corner.y), cvRound(scale * screen.pixels.width),
                        cvRound(scale * screen.pixels.height));
    }

private:
    const gaze::Screen& screen;
    cv::Size picture;
    double scale;
    cv::Point2d corner;
};

void drawPoint(cv::Mat& picture, const Placing& placing, const CalibrationSession& session)
{
    const cv::Point at = placing.of(session.target());
    const double unit = std::max(picture.rows / 60., 4.);
    cv::circle(picture, at, cvRound(unit * (1.6 - session.progress())), TARGET, 2, cv::LINE_AA);
    cv::circle(picture, at, std::max(cvRound(unit * 0.25), 2), TARGET, cv::FILLED, cv::LINE_AA);
}

} // namespace

VirtualScreen::VirtualScreen(const gaze::Screen& screen_) : screen(screen_) {}

void VirtualScreen::add(const std::optional<cv::Point2d>& truth, const std::optional<cv::Point2d>& zoom,
                        const std::optional<cv::Point2d>& uniform)
{
    newest = (newest + 1) % trail.size();
    trail[newest] = {truth, zoom, uniform};
}

void VirtualScreen::clear()
{
    trail.fill(Gazes());
}

void VirtualScreen::draw(cv::Mat& panel, bool zoomHeld, bool uniformHeld, const CalibrationSession* session) const
{
    const Placing placing(screen, panel.size(), MARGIN);
    panel.setTo(AROUND);
    cv::rectangle(panel, placing.screenArea(), SCREEN, cv::FILLED);
    cv::rectangle(panel, placing.screenArea(), EDGE);
    // The camera, at gaze 0, 0.
    cv::circle(panel, placing.of(cv::Point2d()), 4, EDGE, cv::FILLED, cv::LINE_AA);
    const cv::Scalar colours[] = {TRUE_COLOUR, ZOOM_COLOUR, UNIFORM_COLOUR};
    for (size_t which = 0; which < 3; ++which)
        for (size_t age = trail.size() - 1; age > 0; --age)
        {
            const auto& from = trail[(newest + trail.size() - age) % trail.size()][which];
            const auto& to = trail[(newest + trail.size() - age + 1) % trail.size()][which];
            if (from && to) // lost gazes leave a gap
                cv::line(panel, placing.of(*from), placing.of(*to),
                         SCREEN + (colours[which] - SCREEN) * (1 - double(age) / trail.size()), 1, cv::LINE_AA);
        }
    const Gazes& now = trail[newest];
    if (now[0])
        cv::circle(panel, placing.of(*now[0]), 11, TRUE_COLOUR, 2, cv::LINE_AA);
    // A held gaze is a ring: it was not measured.
    if (now[2])
        cv::circle(panel, placing.of(*now[2]), 6, UNIFORM_COLOUR, uniformHeld ? 1 : cv::FILLED, cv::LINE_AA);
    if (now[1])
        cv::circle(panel, placing.of(*now[1]), 8, ZOOM_COLOUR, zoomHeld ? 1 : cv::FILLED, cv::LINE_AA);
    if (session && !session->done())
        drawPoint(panel, placing, *session);
}

void drawTarget(cv::Mat& picture, const gaze::Screen& screen, const CalibrationSession& session)
{
    picture.setTo(AROUND);
    if (!session.done())
        drawPoint(picture, Placing(screen, picture.size(), 0), session);
    const std::string text =
        session.waiting() ? "The eyes are not seen: more light on the face, nearer to the camera. Esc ends"
                          : cv::format("Look at the point: %d of %d. Esc ends", session.number() + 1, session.count());
    cv::putText(picture, text, cv::Point(30, picture.rows - 30), cv::FONT_HERSHEY_SIMPLEX, 0.7, EDGE, 1, cv::LINE_AA);
}
