// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_DETECTORS_SHARE_HPP
#define ZOOM_DETECTORS_SHARE_HPP

#include <limits>

namespace detectors {

//! NaN where there is nothing to have a share of.
inline double share(int part, int rest)
{
    return part + rest > 0 ? double(part) / (part + rest) : std::numeric_limits<double>::quiet_NaN();
}

} // namespace detectors

#endif // ZOOM_DETECTORS_SHARE_HPP
