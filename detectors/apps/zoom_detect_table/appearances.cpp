// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "appearances.hpp"

#include "row.hpp"

#include "zoom_detectors/overlap.hpp"

namespace table {

namespace {

const double SAME_THING = 0.3; // IoU: things move between frames
const double PATIENCE = 0.5;   // seconds
const double SMALLER = 0.95;   // magnification below which a place is outside the zoomed area

std::vector<double> secondsOf(const std::vector<footage::TaughtFrame>& frames, double framesPerSecond)
{
    std::vector<double> seconds;
    for (const footage::TaughtFrame& frame : frames)
        seconds.push_back((frame.number - frames[0].number) / framesPerSecond);
    return seconds;
}

} // namespace

std::vector<Appearance> findAppearances(const std::vector<footage::TaughtFrame>& frames, double framesPerSecond)
{
    const std::vector<double> seconds = secondsOf(frames, framesPerSecond);
    std::vector<Appearance> things;
    for (size_t f = 0; f < frames.size(); f++)
    {
        const std::vector<detectors::Detection>& boxes = frames[f].boxes;
        std::vector<bool> taken(boxes.size(), false);
        const size_t known = things.size();
        const double longest = PATIENCE + (f > 0 ? seconds[f] - seconds[f - 1] : 0); // since it was seen last
        // The best overlaps first, so that two neighbours do not swap places.
        while (true)
        {
            double best = SAME_THING;
            size_t bestThing = known, bestBox = 0;
            for (size_t t = 0; t < known; t++)
            {
                const Appearance::Sight& last = things[t].sights.back();
                if (last.frame == f || seconds[f] - seconds[last.frame] > longest)
                    continue;
                const detectors::Detection& before = frames[last.frame].boxes[last.box];
                for (size_t b = 0; b < boxes.size(); b++)
                {
                    const double overlap =
                        taken[b] || boxes[b].label != before.label ? 0 : detectors::overlapOf(before.box, boxes[b].box);
                    if (overlap >= best)
                    {
                        best = overlap;
                        bestThing = t;
                        bestBox = b;
                    }
                }
            }
            if (bestThing == known)
                break;
            taken[bestBox] = true;
            things[bestThing].sights.push_back({f, bestBox});
        }
        for (size_t b = 0; b < boxes.size(); b++)
            if (!taken[b])
                things.push_back({{{f, b}}});
    }
    std::vector<Appearance> appeared;
    for (const Appearance& thing : things)
        if (seconds[thing.sights.front().frame] >= PATIENCE &&
            seconds[thing.sights.back().frame] - seconds[thing.sights.front().frame] >= PATIENCE)
            appeared.push_back(thing);
    return appeared;
}

TimesToFind::TimesToFind(std::vector<Appearance> appearances, const std::vector<footage::TaughtFrame>& frames,
                         double framesPerSecond)
    : seconds(secondsOf(frames, framesPerSecond))
{
    for (Appearance& thing : appearances)
    {
        outcomes.emplace_back();
        outcomes.back().thing = std::move(thing);
    }
}

void TimesToFind::add(const std::vector<bool>& covered, const std::vector<double>& magnification)
{
    for (Outcome& one : outcomes)
    {
        const std::vector<Appearance::Sight>& sights = one.thing.sights;
        if (one.next == sights.size() || sights[one.next].frame != frame)
            continue;
        const size_t box = sights[one.next].box;
        if (one.next == 0)
            one.outside = magnification.at(box) < SMALLER;
        if (!one.found)
            one.seconds = seconds.at(frame) - seconds[sights[0].frame];
        one.found = one.found || covered.at(box);
        one.next++;
    }
    frame++;
}

TimesToFind::Times TimesToFind::timesOf(bool outsideOnly) const
{
    Times times;
    double sum = 0;
    int found = 0;
    for (const Outcome& one : outcomes)
        if (one.next > 0 && (one.outside || !outsideOnly))
        {
            times.appeared++;
            sum += one.seconds;
            found += one.found;
        }
    times.mean = times.appeared > 0 ? sum / times.appeared : NOTHING;
    times.found = times.appeared > 0 ? double(found) / times.appeared : NOTHING;
    return times;
}

} // namespace table
