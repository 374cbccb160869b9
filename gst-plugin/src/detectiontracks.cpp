// This file is part of OpenCV project.
// It is subject to the license terms in the LICENSE file found in the top-level directory
// of this distribution and at http://opencv.org/license.html.

#include "detectiontracks.hpp"

#include <algorithm>
#include <cmath>

namespace gstzoom {

namespace {

const size_t mostTracks = 64;
const double faded = 0.05;     // of a track's weight: it is forgotten then
const double sameObject = 0.3; // overlap from which on two boxes are the same thing

double overlap(const cv::Rect2d& a, const cv::Rect2d& b)
{
    const double common = (a & b).area();
    const double all = a.area() + b.area() - common;
    return all > 0 ? common / all : 0;
}

} // namespace

void DetectionTracks::setDecay(double seconds)
{
    const std::lock_guard<std::mutex> lock(mutex);
    decay = seconds;
}

double DetectionTracks::weightOf(const Track& track) const
{
    return track.detection.weight * std::exp(-std::max(0.0, now - track.seen) / decay);
}

bool DetectionTracks::addDetections(const std::vector<Detection>& detections, cv::Size size, double timestamp)
{
    const std::lock_guard<std::mutex> lock(mutex);
    if (epoch < 0 || timestamp < epoch)
        return false;
    if (size != frame_size)
        tracks.clear();
    frame_size = size;
    for (const Detection& detection : detections)
    {
        if (!(detection.box.area() > 0 && detection.weight > 0))
            continue;
        Track* best = nullptr;
        double best_overlap = sameObject;
        for (Track& track : tracks)
        {
            const double common = overlap(track.detection.box, detection.box);
            if (common >= best_overlap)
            {
                best = &track;
                best_overlap = common;
            }
        }
        if (!best)
        {
            if (tracks.size() < mostTracks)
                best = &*tracks.insert(tracks.end(), Track{{}, timestamp});
            else
                best = &*std::min_element(tracks.begin(), tracks.end(),
                                          [this](const Track& a, const Track& b) { return weightOf(a) < weightOf(b); });
        }
        *best = {detection, std::max(best->seen, timestamp)};
    }
    return true;
}

std::vector<Detection> DetectionTracks::current() const
{
    const std::lock_guard<std::mutex> lock(mutex);
    std::vector<Detection> result;
    for (const Track& track : tracks)
        result.push_back({track.detection.box, weightOf(track)});
    return result;
}

void DetectionTracks::estimate(cv::InputArray low_res, double timestamp, cv::OutputArray saliency)
{
    const std::lock_guard<std::mutex> lock(mutex);
    now = timestamp;
    if (epoch < 0)
        epoch = timestamp;
    tracks.erase(std::remove_if(tracks.begin(), tracks.end(),
                                [this](const Track& t) { return weightOf(t) < faded * t.detection.weight; }),
                 tracks.end());
    if (tracks.empty())
    {
        density->reset();
    }
    else
    {
        boxes.create(int(tracks.size()), 5);
        for (size_t k = 0; k < tracks.size(); k++)
        {
            const cv::Rect2d& box = tracks[k].detection.box;
            const double values[] = {box.x, box.y, box.width, box.height, weightOf(tracks[k])};
            std::copy_n(values, 5, boxes[int(k)]);
        }
        density->setDetections(boxes, frame_size);
    }
    density->estimate(low_res, timestamp, saliency);
    if (tracks.empty())
        return;
    // The map's sum is 1 whatever the weights, so what the surest track has lost goes to the rest of the frame.
    double share = 0;
    for (const Track& track : tracks)
        share = std::max(share, weightOf(track) / track.detection.weight);
    cv::Mat map = saliency.getMat();
    map.convertTo(map, CV_32F, share, (1 - share) / double(map.total()));
}

void DetectionTracks::reset()
{
    const std::lock_guard<std::mutex> lock(mutex);
    tracks.clear();
    epoch = -1;
}

} // namespace gstzoom
