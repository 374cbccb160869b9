// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "comparison.hpp"

#include "zoom_looks/region_looks.hpp"

#include <algorithm>
#include <limits>

namespace {

enum Methods
{
    UNIFORM,
    ZOOM,
    CROP,
    TILES
};

} // namespace

void Tally::add(const looks::Look& look, const detectors::Matching& matching)
{
    score.add(matching);
    sampleMs.push_back(look.sampleMs);
    detectMs.push_back(look.detectMs);
}

double median(std::vector<double> values)
{
    if (values.empty())
        return std::numeric_limits<double>::quiet_NaN();
    const auto middle = values.begin() + values.size() / 2;
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

Comparison::Comparison(const Options& options, cv::Size frame, cv::Size _input, double framesPerSecond)
    : input(_input), zoomer(makeZoomer(options, frame, _input, framesPerSecond)), results(4)
{
    results[UNIFORM].method = "uniform";
    results[ZOOM].method = "zoom";
    results[CROP].method = "crop";
    results[CROP].note = "a quarter of the frame, at the saliency's peak";
    results[TILES].method = "two tiles";
    results[TILES].note = "runs the detector twice";
    results[TILES].detectorRuns = 2;
}

void Comparison::look(detectors::Detector& detector, const cv::Mat& frame, double timestamp)
{
    uniform = looks::lookAtRegions(detector, frame, looks::wholeFrame(frame.size(), input));
    // What is found in a zoomed frame ends at the frame's edge, as the reference does.
    uniform.found = detectors::insideFrame(uniform.found, frame.size());
    zoom = zoomer.look(detector, frame, timestamp);
}

void Comparison::add(detectors::Detector& detector, const cv::Mat& frame, double timestamp,
                     const std::vector<detectors::Detection>& reference)
{
    using namespace looks;
    look(detector, frame, timestamp);
    Look crop = lookAtRegions(detector, frame, salientCrop(frame.size(), input, zoomer.saliency()));
    Look tiles = lookAtRegions(detector, frame, twoTiles(frame.size(), input, detector));
    for (Look* one : {&crop, &tiles})
        one->found = detectors::insideFrame(one->found, frame.size());
    const Look* const looks[] = {&uniform, &zoom, &crop, &tiles};
    for (size_t i = 0; i < results.size(); i++)
        results[i].add(*looks[i], detectors::matchBoxes(looks[i]->found, reference));
}
