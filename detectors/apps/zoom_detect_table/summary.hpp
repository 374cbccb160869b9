// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECT_TABLE_SUMMARY_HPP
#define ZOOM_DETECT_TABLE_SUMMARY_HPP

#include "row.hpp"

#include <cmath>

namespace table {

//! Over the clips for which there is something to measure.
struct Spread
{
    int clips = 0;
    double mean = NOTHING;
    double deviation = NOTHING; //!< of the sample; NaN for fewer than two clips
};

Spread spreadOf(const std::vector<double>& values);

//! The rows of one method at one size: the same on all clips.
struct Summary
{
    std::string task, size, method;
    double scale = 1;
    std::vector<Row> rows;
    std::string note; //!< for the tables, after the title

    //! Whether this is the scale, to a hundredth: a file may say 1.33 or 1.3333.
    bool isScale(double wanted) const { return std::abs(scale - wanted) < 0.01 * wanted; }

    //! "uniform x1.33", "oracle (upper bound)"
    std::string title() const;

    Spread of(double Row::*value) const;

    //! Of the frames that hold so many things, see Group::things.
    Spread of(const std::string& things, double Group::*value) const;

    //! Sums over the clips.
    ShownSizes shown() const;

    //! Of Row::madds().
    Spread madds() const;
};

//! Whether a method is one of those whose limits are looked for, and what they are compared with.
bool showsLimits(const Summary& summary);

//! One for each method, size and scale, in the order of the rows.
std::vector<Summary> summarise(const std::vector<Row>& rows);

} // namespace table

#endif // ZOOM_DETECT_TABLE_SUMMARY_HPP
