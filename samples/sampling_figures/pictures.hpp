// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_SAMPLES_FIGURES_PICTURES_HPP
#define ZOOM_SAMPLES_FIGURES_PICTURES_HPP

#include "opencv2/core.hpp"

// What the figures zoom.

namespace figures {

const cv::Size NODES(31, 31); //!< of the grids in the figures

//! The picture that the figures use, and where in it the saliency is high.
struct Scene
{
    cv::Mat frame;
    cv::Mat saliency; //!< on the nodes
    cv::Rect fine;    //!< a part with fine structure, away from the salient one
};

//! A street, with small people far away, a sign, brick walls, and railings of thin rods.
Scene drawStreet();

Scene loadScene(const cv::String& path);

//! Rings on a chequered ground: what a map shears becomes a slanted ellipse.
cv::Mat drawChart(int side, int fields);

//! A page of the letter R: where a map folds, letters are mirrored or come twice.
cv::Mat drawLetters(int side, int fields);

//! Frequencies up to half the sampling rate, which is reached at the middle of the sides.
cv::Mat drawZonePlate(int side);

} // namespace figures

#endif // ZOOM_SAMPLES_FIGURES_PICTURES_HPP
