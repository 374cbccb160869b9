// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#ifndef ZOOM_BENCH_COMPARISON_HPP
#define ZOOM_BENCH_COMPARISON_HPP

#include <functional>
#include <string>
#include <vector>

namespace zoom_bench {

//! Ours against a peer that does the same work, or a floor, in the same process.
struct Comparison
{
    std::string name;
    std::function<void()> ours; //!< one iteration
    std::string peer;           //!< what it is compared with
    std::function<void()> theirs;
    double fixedMs;                             //!< time to compare with where there is no peer function
    double limit;                               //!< largest ratio ours/peer that is all right; 0 when none is set
    std::function<double()> oursMiB, theirsMiB; //!< memory in place of time, where they are set
};

//! Every comparison, in the order of the table.
std::vector<Comparison>& comparisons();

void compare(const std::string& name, std::function<void()> ours, const std::string& peer, std::function<void()> theirs,
             double limit);

//! Compares the memory that both need, in MiB.
void compareMemory(const std::string& name, std::function<double()> ours, const std::string& peer,
                   std::function<double()> theirs, double limit);

//! Compares with a time that is given.
void compareWithTime(const std::string& name, std::function<void()> ours, double milliseconds);

//! Fills in the table; every executable has its own.
void addComparisons();

// Each fills in a part of it.
void addBlobComparisons();
void addGridComparisons();
void addPointComparisons();
void addWarpComparisons();

} // namespace zoom_bench

#endif // ZOOM_BENCH_COMPARISON_HPP
