// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_APPEARANCES_HPP
#define ZOOM_DETECT_TABLE_APPEARANCES_HPP

#include "zoom_footage/teacher_cache.hpp"

namespace table {

/** A thing of the reference that came into view: its boxes from its first frame on.

Boxes of neighbouring frames are the same thing from an IoU of 0.3 on. What the reference loses for up to half a second
is the same thing where it comes back to; what it finds for less than half a second is none. What is there in the first
half second of a clip has not appeared. */
struct Appearance
{
    struct Sight
    {
        size_t frame; //!< index into the frames
        size_t box;   //!< index into the frame's boxes
    };
    std::vector<Sight> sights; //!< in order of time
};

std::vector<Appearance> findAppearances(const std::vector<footage::TaughtFrame>& frames, double framesPerSecond);

//! How long a method takes to find what appears.
class TimesToFind
{
public:
    TimesToFind(std::vector<Appearance> appearances, const std::vector<footage::TaughtFrame>& frames,
                double framesPerSecond);

    /** The next frame, all of them in order.
    @param covered whether every box of the reference was found, see detectors::Matching
    @param magnification of every box */
    void add(const std::vector<bool>& covered, const std::vector<double>& magnification);

    struct Times
    {
        int appeared = 0;
        double mean;  //!< seconds; what was never found counts as long as it was in view; NaN without any
        double found; //!< share that was found at all; NaN without any
    };

    Times all() const { return timesOf(false); }

    //! Of those that came where the method made things smaller.
    Times outside() const { return timesOf(true); }

private:
    Times timesOf(bool outsideOnly) const;

    struct Outcome
    {
        Appearance thing;
        size_t next = 0; //!< the next of its sights
        bool outside = false, found = false;
        double seconds = 0; //!< until it was found, or in view
    };
    std::vector<Outcome> outcomes;
    std::vector<double> seconds; //!< of the frames
    size_t frame = 0;
};

} // namespace table

#endif // ZOOM_DETECT_TABLE_APPEARANCES_HPP
