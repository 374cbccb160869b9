// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_GROUP_SCORES_HPP
#define ZOOM_DETECT_TABLE_GROUP_SCORES_HPP

#include "row.hpp"

#include "zoom_detectors/detection_score.hpp"

namespace table {

/** What a method finds, by the number of things in the frame: 1 to 3, 4 to 8, more, and all frames together (those
without things, too: there is something to be wrong about in them). */
class GroupScores
{
public:
    /** @param smallArea in pixels of the frame; things of less are small
    @param threshold score from which on a detection counts in recall and false alarms; AP takes all of them */
    GroupScores(double smallArea, float threshold);

    /** One frame.
    @param magnification of every thing of the reference, see looks::magnificationOf() */
    void add(const std::vector<detectors::Detection>& found, const std::vector<detectors::Detection>& reference,
             const std::vector<double>& magnification);

    //! All four groups, those without frames as well.
    std::vector<Group> groups() const;

private:
    struct OneGroup
    {
        std::string name;
        size_t least, most; //!< things in the frame
        detectors::DetectionScore all, small;
        double magnification = 0; //!< sum
        int magnified = 0;        //!< things above HIT
    };
    std::vector<OneGroup> scores;
    float threshold;
};

} // namespace table

#endif // ZOOM_DETECT_TABLE_GROUP_SCORES_HPP
