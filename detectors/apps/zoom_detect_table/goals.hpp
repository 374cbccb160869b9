// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_GOALS_HPP
#define ZOOM_DETECT_TABLE_GOALS_HPP

#include "summary.hpp"

namespace table {

//! What learned zoom is to reach: AP and recall of another method, on the same clips.
struct Goal
{
    std::string things; //!< of which frames, see Group::things
    std::string method; //!< the other
    double scale = 1;   //!< of the other's input
    double cost = 0;    //!< share of the other's multiply-adds that it may take; 0: any
};

//! Names of the groups of frames that a goal may be about.
std::vector<std::string> goalThings();

//! How a method stands to another one: means over the clips for which both have a value.
struct Standing
{
    int clips = 0;
    double ap = NOTHING, otherAp = NOTHING, recall = NOTHING, otherRecall = NOTHING;
    double cost = NOTHING; //!< multiply-adds relative to the other's

    //! By how much the other one is better, in what it is better by most.
    double behind() const;
};

Standing standingOf(const Summary& method, const Summary& other, const std::string& things);

/** Where learned zoom stands, as the rows of a table with a head: to each goal, and in all frames and those of each
number of things to the best of the methods with a saliency that is made by hand.
@param summaries of one task at one size
@param clips how many there are: nothing is met by methods that have not been shown them all
@param fixedInput of the detector: no other scale can be had. Only a head where nothing has been learned. */
std::vector<std::vector<std::string>> goalCells(const std::vector<Summary>& summaries, const std::vector<Goal>& goals,
                                                int clips, bool fixedInput);

} // namespace table

#endif // ZOOM_DETECT_TABLE_GOALS_HPP
