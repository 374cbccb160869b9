// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_TRAIN_DIRECT_SEARCH_HPP
#define ZOOM_TRAIN_DIRECT_SEARCH_HPP

#include <cstdint>
#include <string>
#include <vector>

namespace tool {

//! One parameter that is searched, by its place between its limits.
struct SearchAxis
{
    std::string name;
    double low, high;
    enum Scale
    {
        LINEAR,
        GEOMETRIC, //!< low > 0
        KINDS      //!< whole numbers from low to high that have no order
    } scale;

    //! Of a place from 0 to 1.
    double valueAt(double place) const;
    //! The place of a value; one outside the limits has the nearest.
    double placeOf(double value) const;
};

//! A point that was tried, and how good it was.
struct SearchTrial
{
    std::vector<double> values; //!< one for each axis
    double score;
};

/** What to try next: first points all over the space, then around the best one, closer and closer.

Values have four digits. A point comes twice only where nearly all have been tried, as with kinds alone.
A function of its arguments alone, so that a search goes on where its log ends. @param history what was tried, in order;
the first one is where the search begins @param trials how many there shall be in all */
std::vector<double> nextTrial(const std::vector<SearchAxis>& axes, const std::vector<SearchTrial>& history, int trials,
                              uint64_t seed);

//! The best one; of equal ones the first.
size_t bestOf(const std::vector<SearchTrial>& history);

} // namespace tool

#endif // ZOOM_TRAIN_DIRECT_SEARCH_HPP
