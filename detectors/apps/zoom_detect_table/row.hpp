// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_ROW_HPP
#define ZOOM_DETECT_TABLE_ROW_HPP

#include "shown_sizes.hpp"

namespace table {

using detectors::Group;
using detectors::NOTHING;

//! One method at one input size on one clip.
struct Row
{
    std::string task, clip, method;
    std::string size;       //!< the task's, as "160x120"
    double scale = 1;       //!< of the input's sides relative to it
    std::string conditions; //!< another text: the row is worth nothing any more
    std::string input;      //!< what the detector was given for it, in the clip's aspect

    std::vector<Group> groups;
    ShownSizes shown; //!< empty where it is not known

    double detectorMadds = NOTHING, saliencyMadds = 0; //!< multiply-adds per frame
    double detectorRuns = 1;                           //!< per frame
    double zoomMs = NOTHING, detectorMs = NOTHING;     //!< medians

    double flicker = NOTHING;       //!< mean |change of magnification| from frame to frame
    double cornerFlicker = NOTHING; //!< movement of the corners of boxes at rest, in pixels of the input
    double appeared = 0;            //!< things that came into view
    double timeToFind = NOTHING;    //!< seconds; what was never found counts as long as it was there
    double appearedFound = NOTHING; //!< share of them that was found at all
    double outside = 0;             //!< of them, those that came where the method made things smaller
    double timeToFindOutside = NOTHING;
    double outsideFound = NOTHING;

    //! Multiply-adds per frame, the network that says where to look included.
    double madds() const { return detectorMadds + saliencyMadds; }

    //! Of the same place in the table.
    bool isSamePlace(const Row& other) const
    {
        return task == other.task && clip == other.clip && method == other.method && size == other.size &&
               scale == other.scale;
    }
};

/** A list of rows in a JSON file. What has nothing to measure is left out. Throws cv::Exception that names the file
when it is damaged; no file is an empty list. */
std::vector<Row> readRows(const std::string& path);

//! Replaces the file as a whole.
void writeRows(const std::string& path, const std::vector<Row>& rows);

} // namespace table

#endif // ZOOM_DETECT_TABLE_ROW_HPP
