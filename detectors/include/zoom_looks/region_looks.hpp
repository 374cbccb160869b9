// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_LOOKS_REGION_LOOKS_HPP
#define ZOOM_LOOKS_REGION_LOOKS_HPP

#include "zoom_looks/look.hpp"

namespace looks {

using detectors::Region;

//! Size with the aspect of @p shape and the area of @p budget.
cv::Size sameArea(cv::Size shape, cv::Size budget);

/** Shows the detector one region after the other.
@param mergeOverlap of what several regions found, boxes that overlap more are one thing, see
detectors::suppressOverlaps() */
Look lookAtRegions(detectors::Detector& detector, const cv::Mat& frame, const std::vector<Region>& regions,
                   double mergeOverlap = 0.4, detectors::OverlapMeasure measure = detectors::OVER_UNION);

//! The whole frame: the uniform resize.
std::vector<Region> wholeFrame(cv::Size frame, cv::Size input);

/** The part of the frame, half as wide and half as high, that holds the most saliency, magnified twice as much as the
whole frame would be. @param saliency node-valued, see cv::zoom */
std::vector<Region> salientCrop(cv::Size frame, cv::Size input, const cv::Mat& saliency);

/** Tiles of which neighbours share a tenth of the frame's side. A detector of free size is shown each in its own aspect
with as many pixels as @p input has, so that a tile costs what the whole frame costs.
@param grid columns and rows of tiles */
std::vector<Region> equalTiles(cv::Size frame, cv::Size input, cv::Size grid, const detectors::Detector& detector);

//! Two tiles, side by side along the frame's longer side.
std::vector<Region> twoTiles(cv::Size frame, cv::Size input, const detectors::Detector& detector);

/** What the other methods are measured by: the whole frame at @p scale times its size. A detector of fixed size is
shown the frame at its one size, and as many overlapping tiles a side as @p scale says. */
std::vector<Region> reference(cv::Size frame, double scale, const detectors::Detector& detector);

} // namespace looks

#endif // ZOOM_LOOKS_REGION_LOOKS_HPP
