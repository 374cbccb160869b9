// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_CURVES_HPP
#define ZOOM_DETECT_TABLE_CURVES_HPP

#include "summary.hpp"

namespace table {

//! A method over its cost, or over something else.
struct Curve
{
    struct Point
    {
        double x, value;
        double deviation; //!< NaN where it is not known
    };
    std::string name;
    bool line; //!< points belong together
    std::vector<Point> points;
};

/** Values of a task by method: the resize is one curve over all its sizes, it with the tiles of the same input size the
one to beat, the others are points.
@param summaries of one task */
std::vector<Curve> curvesOf(const std::vector<Summary>& summaries, const std::string& things, double Group::*value);

/** Recall over the side at which things are shown, a curve for each method whose limits are looked for; sides with
enough things only. Deviations are those of the means.
@param summaries of one task at one size */
std::vector<Curve> shownCurvesOf(const std::vector<Summary>& summaries);

} // namespace table

#endif // ZOOM_DETECT_TABLE_CURVES_HPP
