// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_BOX_MATCHING_HPP
#define ZOOM_DETECTORS_BOX_MATCHING_HPP

#include "zoom_detectors/overlap.hpp"

namespace detectors {

struct Matching
{
    std::vector<bool> found;   //!< per detection: a box of the reference belongs to it
    std::vector<bool> covered; //!< per box of the reference: a detection belongs to it
};

/** Pairs detections with boxes of the reference, one to one, the best overlap first; only pairs of the same label with
an IoU of at least @p minOverlap. For the outcome at one threshold; average precision needs the order of the scores
(detection_score.hpp). */
Matching matchBoxes(const std::vector<Detection>& detections, const std::vector<Detection>& reference,
                    double minOverlap = 0.5);

//! Counts over many frames.
class MatchScore
{
public:
    void add(const Matching& matching);

    int detections() const { return found + wrong; }
    int references() const { return covered + missed; }

    //! Share of the reference's boxes that were found; NaN without any.
    double recall() const;

    //! Share of the detections that are in the reference; NaN without any.
    double precision() const;

private:
    int found = 0, wrong = 0, covered = 0, missed = 0;
};

} // namespace detectors

#endif // ZOOM_DETECTORS_BOX_MATCHING_HPP
