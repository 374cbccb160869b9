// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_TILES_HPP
#define ZOOM_DETECTORS_TILES_HPP

#include "zoom_detectors/regions.hpp"

namespace detectors {

/** The tile in column @p index.x and row @p index.y of a frame that is covered by @p grid (columns, rows) tiles of the
same size, to a pixel. @param overlap share of a tile's side that it has in common with its neighbour, 0 to less than 1
*/
cv::Rect tileOf(cv::Size frame, cv::Point index, cv::Size grid, double overlap);

//! How a detector is shown a frame in overlapping tiles (slicing-aided inference, SAHI).
struct Tiling
{
    cv::Size grid = cv::Size(1, 1); //!< columns, rows; not read when there is a tileSize
    cv::Size tileSize;              //!< in pixels of the frame, no larger than it: as many tiles as cover it
    double overlap = 0.2;           //!< of a tile's side with its neighbour, 0 to less than 1; at least so much
    double scale = 1;               //!< pixels that a tile is shown at per pixel of the frame; a detector
                                    //!< of fixed size shows a tile at its own size, whatever this says
    double wholeFrameScale = 0;     //!< the whole frame is shown as well, at this scale; 0: it is not
    double mergeOverlap = 0.5;      //!< see suppressOverlaps()
    OverlapMeasure mergeMeasure = OVER_UNION; //!< OVER_SMALLER merges the part that one tile saw with the whole
};

//! One line with all of a tiling.
std::string describe(const Tiling& tiling);

/** The tiles, row by row, and after them the whole frame where the tiling has it. Throws cv::Exception that names the
field of the tiling that is out of its range. */
std::vector<Region> regionsOf(const Tiling& tiling, cv::Size frame, const Detector& detector);

//! What the detector finds in all tiles, merged, in pixels of the frame.
std::vector<Detection> detectInTiles(Detector& detector, const cv::Mat& frame, const Tiling& tiling);

} // namespace detectors

#endif // ZOOM_DETECTORS_TILES_HPP
