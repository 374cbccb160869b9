// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_DETECTION_SCORE_HPP
#define ZOOM_DETECTORS_DETECTION_SCORE_HPP

#include "zoom_detectors/overlap.hpp"

#include <limits>
#include <map>

namespace detectors {

struct ScoringParams
{
    double minOverlap = 0.5; //!< IoU from which on a detection is a thing of the reference
    double minArea = 0;      //!< in pixels; of the reference's things those from minArea to less than maxArea count
    double maxArea = std::numeric_limits<double>::infinity();
};

/** Judges detections by a reference, over many frames.

Matching is that of COCO: within a frame the detection with the best score comes first, and takes the box of its label
that it overlaps most among those not yet taken. Things outside the bounds of area are neither to be found nor wrong to
find: a detection that takes one does not count, nor does an unmatched detection whose own area is outside. A thing
within the bounds is preferred to one outside. Among equal scores the better overlap comes first. */
class DetectionScore
{
public:
    //! Throws cv::Exception that names the parameter when one is out of its range.
    explicit DetectionScore(const ScoringParams& params = ScoringParams());

    //! One frame.
    void add(const std::vector<Detection>& detections, const std::vector<Detection>& references);

    int frames() const { return frameCount; }

    //! Things that were to be found, of all labels.
    int references() const;

    /** Area under the curve of precision over recall, precision made monotone, every point of the curve taken (as VOC
    since 2010; COCO takes 101 points). Detections of the same score are one point: no threshold tells them apart.
    0 when nothing was detected, NaN when nothing was to be found. */
    double averagePrecision(int label) const;

    //! Mean over the labels of which there was something to find; NaN without any.
    double meanAveragePrecision() const;

    //! Share of what was to be found that was found with a score of at least @p minScore; NaN when nothing was.
    double recall(float minScore = -std::numeric_limits<float>::infinity()) const;

    //! Share of what was detected with at least @p minScore that is right; NaN without any.
    double precision(float minScore = -std::numeric_limits<float>::infinity()) const;

    //! Detections of at least @p minScore that are nothing of the reference, per frame; NaN without frames.
    double falseAlarmsPerFrame(float minScore = -std::numeric_limits<float>::infinity()) const;

private:
    struct Outcome
    {
        float score;
        bool right;
    };
    struct OfLabel
    {
        std::vector<Outcome> outcomes;
        int references = 0;
    };

    bool counts(const Detection& thing) const;
    int count(float minScore, bool right) const;

    ScoringParams params;
    std::map<int, OfLabel> labels;
    int frameCount = 0;
};

} // namespace detectors

#endif // ZOOM_DETECTORS_DETECTION_SCORE_HPP
