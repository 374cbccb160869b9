// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_SAMPLES_PROGRESS_HPP
#define ZOOM_SAMPLES_PROGRESS_HPP

#include <chrono>

namespace samples {

//! Tells on stderr how far a long run has come: one line that is rewritten on a terminal, a line now and then in a log.
class Progress
{
public:
    //! @param total number of steps; 0 when it is not known
    explicit Progress(int total);

    void show(int done);

    //! Ends the line.
    void end();

private:
    typedef std::chrono::steady_clock Clock;

    int total;
    bool terminal;
    bool lineOpen = false;
    Clock::time_point begin, last;
};

} // namespace samples

#endif // ZOOM_SAMPLES_PROGRESS_HPP
