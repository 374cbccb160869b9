// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "comparison.hpp"

namespace zoom_bench {

std::vector<Comparison>& comparisons()
{
    static std::vector<Comparison> all;
    return all;
}

void compare(const std::string& name, std::function<void()> ours, const std::string& peer, std::function<void()> theirs,
             double limit)
{
    comparisons().push_back({name, std::move(ours), peer, std::move(theirs), 0, limit, nullptr, nullptr});
}

void compareMemory(const std::string& name, std::function<double()> ours, const std::string& peer,
                   std::function<double()> theirs, double limit)
{
    comparisons().push_back({name, nullptr, peer, nullptr, 0, limit, std::move(ours), std::move(theirs)});
}

void compareWithTime(const std::string& name, std::function<void()> ours, double milliseconds)
{
    comparisons().push_back({name, std::move(ours), "time allowed", nullptr, milliseconds, 1, nullptr, nullptr});
}

} // namespace zoom_bench
