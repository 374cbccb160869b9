// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#ifndef GAZE_TRACKING_STAGE_TIMES_HPP
#define GAZE_TRACKING_STAGE_TIMES_HPP

#include <array>
#include <cstdint>
#include <string>
#include <vector>

enum Stage
{
    STAGE_INPUT, //!< rendering or decoding, in a thread of its own
    STAGE_ZOOM,
    STAGE_ZOOM_NETWORK,
    STAGE_UNIFORM,
    STAGE_UNIFORM_NETWORK,
    STAGE_DRAW,
    STAGE_VIDEO,
    STAGE_FRAME, //!< a whole turn
    STAGES
};

const char* nameOf(Stage stage);

//! @param ticks of cv::getTickCount()
double msSince(int64_t ticks);

//! Where the time goes: of every stage the last times, a bounded number.
class StageTimes
{
public:
    StageTimes();

    void add(Stage stage, double ms);

    double median(Stage stage) const; //!< NaN for a stage that never ran

private:
    struct Ring
    {
        std::vector<double> ms;
        size_t next = 0;
    };
    std::array<Ring, STAGES> rings;
};

#endif // GAZE_TRACKING_STAGE_TIMES_HPP
