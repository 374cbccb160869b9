// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_GAZE_APPS_RUN_TOOL_HPP
#define ZOOM_GAZE_APPS_RUN_TOOL_HPP

#include <cstdio>
#include <exception>

namespace gaze {

//! main() of a tool: an error is printed, and the status is 1.
template <typename Run>
int runTool(Run&& run)
{
    try
    {
        return run();
    }
    catch (const std::exception& error)
    {
        std::fprintf(stderr, "%s\n", error.what());
        return 1;
    }
}

} // namespace gaze

#endif // ZOOM_GAZE_APPS_RUN_TOOL_HPP
