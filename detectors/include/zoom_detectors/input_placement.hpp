// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_INPUT_PLACEMENT_HPP
#define ZOOM_DETECTORS_INPUT_PLACEMENT_HPP

#include "opencv2/core.hpp"

namespace detectors {

//! How an image of any size gets into a network's input.
struct InputRule
{
    enum Resize
    {
        STRETCH,         //!< to the input's size, whatever the aspects
        LETTERBOX,       //!< keeps the aspect, centred
        LETTERBOX_CORNER //!< keeps the aspect, in the upper left corner
    };
    cv::Size size;      //!< of the input; not read when there is multipleOf
    int multipleOf = 0; //!< the input may have any size whose sides are multiples of this; 0: it has one size
    Resize resize = STRETCH;
    double padding = 114; //!< value of what a letterboxed image leaves free, before mean and scale
};

//! Where an image lies in a network's input.
struct InputPlacement
{
    cv::Size input; //!< size of the network's input
    cv::Rect image; //!< pixels of it that show the image

    //! A box in pixels of the input, brought to pixels of an image of size @p size.
    cv::Rect2d toImage(const cv::Rect2d& box, cv::Size size) const;
};

/** Where @p rule puts an image. With multipleOf, a stretched image goes to the nearest size and a letterboxed one keeps
its own and is filled up to the next. */
InputPlacement placementOf(const InputRule& rule, cv::Size image);

//! The size nearest to @p wanted that @p rule puts into the input pixel for pixel.
cv::Size unscaledSize(const InputRule& rule, cv::Size wanted);

//! Puts an image into an input of its own, which is allocated only when its size changes.
void placeImage(const InputRule& rule, const InputPlacement& placement, const cv::Mat& image, cv::Mat& input);

} // namespace detectors

#endif // ZOOM_DETECTORS_INPUT_PLACEMENT_HPP
