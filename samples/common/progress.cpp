// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "progress.hpp"

#include <cstdio>
#include <unistd.h>

namespace samples {

Progress::Progress(int _total) : total(_total), terminal(isatty(STDERR_FILENO)), begin(Clock::now()), last(begin) {}

void Progress::show(int done)
{
    const Clock::time_point now = Clock::now();
    if (done != total && now - last < (terminal ? std::chrono::milliseconds(200) : std::chrono::seconds(10)))
        return;
    last = now;
    const double seconds = std::chrono::duration<double>(now - begin).count();
    if (total > 0)
        std::fprintf(stderr, "frame %d of %d, %.0f s to go", done, total, seconds / done * (total - done));
    else
        std::fprintf(stderr, "frame %d, %.0f s", done, seconds);
    std::fputs(terminal ? "      \r" : "\n", stderr);
    lineOpen = terminal;
}

void Progress::end()
{
    if (lineOpen)
        std::fputs("\n", stderr);
    lineOpen = false;
}

} // namespace samples
