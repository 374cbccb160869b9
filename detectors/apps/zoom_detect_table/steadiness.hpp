// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_STEADINESS_HPP
#define ZOOM_DETECT_TABLE_STEADINESS_HPP

#include "zoom_looks/look.hpp"

namespace table {

/** How much a method's picture moves without a reason, from frame to frame.

Flicker is the mean absolute change of the magnification over 16x12 equal parts of the frame. Corner flicker is how far
the corners of a box at rest move in what the detector is given: the box of an earlier frame is mapped by both looks, so
that nothing but the look has changed. At rest is what the reference finds again with an IoU of 0.9. */
class Steadiness
{
public:
    Steadiness(cv::Size frame, cv::Size input);

    //! The next frame.
    void add(const looks::Look& look, const std::vector<detectors::Detection>& reference);

    //! NaN before the second frame.
    double flicker() const;

    //! In pixels of the input; NaN where nothing was at rest, or it was not shown twice.
    double cornerFlicker() const;

private:
    void addCorners(const looks::Look& look, const std::vector<detectors::Detection>& reference);

    cv::Size frame, input;
    std::vector<cv::Rect2d> parts;
    std::vector<double> magnification; //!< of the parts, in the last frame
    looks::Look last;
    std::vector<detectors::Detection> lastReference;
    double change = 0, movement = 0;
    int frames = 0, changes = 0, corners = 0;
};

} // namespace table

#endif // ZOOM_DETECT_TABLE_STEADINESS_HPP
