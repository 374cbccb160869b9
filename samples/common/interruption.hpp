// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef ZOOM_SAMPLES_INTERRUPTION_HPP
#define ZOOM_SAMPLES_INTERRUPTION_HPP

namespace samples {

/** While one exists, Ctrl-C (SIGINT) and SIGTERM are noted instead of ending the program, so that it can finish its
files. A second Ctrl-C ends it at once. */
class Interruption
{
public:
    Interruption();
    ~Interruption();
    Interruption(const Interruption&) = delete;
    Interruption& operator=(const Interruption&) = delete;

    bool requested() const;
};

} // namespace samples

#endif // ZOOM_SAMPLES_INTERRUPTION_HPP
