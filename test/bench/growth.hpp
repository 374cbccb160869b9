// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_BENCH_GROWTH_HPP
#define ZOOM_BENCH_GROWTH_HPP

#include <functional>
#include <string>
#include <vector>

namespace zoom_bench {

//! One piece of work at several sizes.
struct GrowthSeries
{
    struct Point
    {
        std::string size;
        double megapixels; //!< of what grows
        std::function<void()> iteration;
        double ms; //!< filled in from the measurement
    };

    std::string title, grows; //!< what is done, and what grows
    std::vector<Point> points;
};

//! Cost against the pixels of the frame, and against those of the output.
std::vector<GrowthSeries> growthSeries();

//! The line constant + slope*x that fits best relative to the values.
struct LinearFit
{
    double constant, slope;
    double worst; //!< largest deviation of a point from it, relative

    static LinearFit of(const GrowthSeries& series);
};

/** @brief Writes the series to json and draws them on logarithmic axes.
@return false when a file cannot be written */
bool writeGrowth(const std::vector<GrowthSeries>& measured, const std::string& jsonFile, const std::string& pngFile);

} // namespace zoom_bench

#endif // ZOOM_BENCH_GROWTH_HPP
