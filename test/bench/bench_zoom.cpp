// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.
#include "comparison.hpp"

namespace zoom_bench {

void addComparisons()
{
    addGridComparisons();
    addWarpComparisons();
    addBlobComparisons();
    addPointComparisons();
}

} // namespace zoom_bench
