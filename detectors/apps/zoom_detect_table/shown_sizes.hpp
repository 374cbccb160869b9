// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_SHOWN_SIZES_HPP
#define ZOOM_DETECT_TABLE_SHOWN_SIZES_HPP

#include "zoom_detectors/group_scores.hpp"

#include <map>

namespace table {

//! Things, and how many of them were found.
struct FoundCount
{
    double things = 0, found = 0;

    double recall() const { return things > 0 ? found / things : detectors::NOTHING; }

    //! How far the recall may be off by chance: the deviation of a mean of so many things.
    double recallError() const;
};

/** Things by the side at which a detector was shown them: the root of the box's area in pixels of what it was given.
Key k is for sides from 2^(k/2) up to 2^((k+1)/2), half an octave; NOT_SHOWN for things whose middle was not shown. */
typedef std::map<int, FoundCount> ShownSizes;

const int NOT_SHOWN = -1000;
const double ENOUGH_THINGS = 10; //!< for a recall that means something

int halfOctaveOf(double side);

//! Where a half octave begins; 0 for NOT_SHOWN.
double sideFrom(int halfOctave);

/** Counts a frame's things.
@param shown where they were in what the detector was given, see looks::shownBoxes()
@param found whether they were found */
void addShown(ShownSizes& sizes, const std::vector<cv::Rect2d>& shown, const std::vector<bool>& found);

void addSizes(ShownSizes& sum, const ShownSizes& sizes);

//! How much of what a method finds is explained by the sizes at which it shows things.
struct SizeStanding
{
    FoundCount all;      //!< of the method
    FoundCount compared; //!< of it, at sizes at which the resize was seen with enough things; not shown ones, too
    double explained =
        detectors::NOTHING; //!< recall that the resize has, weighted with the method's things at each of them
};

/** @param method what it shows
@param uniform what an undistorted resize shows, at all its scales */
SizeStanding standingBySize(const ShownSizes& method, const ShownSizes& uniform);

} // namespace table

#endif // ZOOM_DETECT_TABLE_SHOWN_SIZES_HPP
