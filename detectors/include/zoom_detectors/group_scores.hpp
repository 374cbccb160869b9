// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_GROUP_SCORES_HPP
#define ZOOM_DETECTORS_GROUP_SCORES_HPP

#include "zoom_detectors/detection_score.hpp"

#include <limits>
#include <string>
#include <vector>

namespace detectors {

const double NOTHING = std::numeric_limits<double>::quiet_NaN(); //!< where there is nothing to measure

//! What was found in the frames that hold so many things.
struct Group
{
    std::string things; //!< "all", "1-3", "4-8" or "9+"
    double frames = 0, references = 0, small = 0;
    double recall = NOTHING;
    double ap = NOTHING, apSmall = NOTHING;
    double falseAlarms = NOTHING;   //!< per frame
    double magnification = NOTHING; //!< mean over the things
    double hitRate = NOTHING;       //!< share of the things that are magnified by 1.5 or more
};

//! A number of a group, and its name in files.
struct GroupFigure
{
    const char* name;
    double Group::*value;
};

//! All of them: reading and writing cannot differ.
const std::vector<GroupFigure>& groupFigures();

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
    void add(const std::vector<Detection>& found, const std::vector<Detection>& reference,
             const std::vector<double>& magnification);

    //! All four groups, those without frames as well.
    std::vector<Group> groups() const;

private:
    struct OneGroup
    {
        std::string name;
        size_t least, most; //!< things in the frame
        DetectionScore all, small;
        double magnification = 0; //!< sum
        int magnified = 0;        //!< things above HIT
    };
    std::vector<OneGroup> scores;
    float threshold;
};

} // namespace detectors

#endif // ZOOM_DETECTORS_GROUP_SCORES_HPP
